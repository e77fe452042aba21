"""What lies outside of the files: the day, what was recorded, the client that is installed."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from course.content.terminal.client import Client
from course.content.terminal.recordings import FOLDER, Recordings, read_recordings


@dataclass(frozen=True, slots=True)
class World:
    """What a rule may be told of the world; one that needs what is not known here finds nothing."""

    today: date | None = None
    recordings: Recordings | None = None
    client: Client | None = None


NOTHING_KNOWN = World()


def world_around(lessons_folder: Path, *, today: date, client: Client | None = None) -> World:
    """Return the world of a checkout: its recordings stand beside the folder of its lessons."""
    return World(today, read_recordings(lessons_folder.resolve().parent / FOLDER), client)
