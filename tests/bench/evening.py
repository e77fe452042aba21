"""Whether the roster and the topics of an evening become slower as the answers of everybody grow."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

from course.config import DATABASE_FILE
from course.content.library import Library, LibraryReader
from course.db import Database, connect
from course.meetups import attendance, planned
from course.meetups.demo import JOINED, fill_meetup
from course.meetups.pages import evening_of
from course.meetups.planned import PlannedMeetup
from tests.bench.ground import Ground
from tests.bench.growth import FEW, GOAL, MANY, filled
from tests.bench.table import Row

CROWD = "SELECT id FROM response WHERE learner_id IN (SELECT learner_id FROM enrolment) ORDER BY id"
Look = Callable[[Database, Library, PlannedMeetup], object]


def evening(ground: Ground) -> list[Row]:
    """Look at the roster and at tonight, in turn among a thousand answers and among a million."""
    library = LibraryReader(ground.settings.lessons, ground.settings.quizzes).current()
    database = connect(ground.settings.database)
    made = fill_meetup(database, library, tick=lambda _number: None)
    database.close()
    assert made is not None
    databases = []
    for number in (FEW, MANY):
        settings = filled(ground, number, name="evening").settings
        scatter(Path(settings.instance) / DATABASE_FILE)
        databases.append(connect(settings.database))
    try:
        meetup = planned.meetup(databases[0].reading, slug=made.slug)
        assert meetup is not None
        looks: dict[str, Look] = {"roster": _roster, "topics of the evening": _tonight}
        return [_row(ground, name, look, databases, library, meetup) for name, look in looks.items()]
    finally:
        for database in databases:
            database.close()


def scatter(file: Path) -> None:
    """Let the answers of a meetup lie among all others, as they do when everybody learns at the same time."""
    with closing(sqlite3.connect(file)) as connection:
        crowd = [row[0] for row in connection.execute(CROWD)]
        (last,) = connection.execute("SELECT max(id) FROM response").fetchone()
        others = sorted(set(range(1, last + 1)) - set(crowd))
        if len(others) < len(crowd):
            return
        for own, other in zip(crowd, sorted(Random(last).sample(others, len(crowd))), strict=True):
            for new, old in ((-own, own), (own, other), (other, -own)):
                connection.execute("UPDATE response SET id = ? WHERE id = ?", (new, old))
        connection.commit()


def _row(
    ground: Ground, name: str, look: Look, databases: list[Database], library: Library, meetup: PlannedMeetup
) -> Row:
    """Compare the best of many rounds in time of this process: what else runs on the machine does not count."""
    best = [float("inf")] * len(databases)
    for _ in range(20 if ground.quick else 100):
        for number, database in enumerate(databases):
            begun = time.process_time()
            look(database, library, meetup)
            best[number] = min(best[number], time.process_time() - begun)
    few, many = (seconds * 1000 for seconds in best)
    ratio = many / few
    return Row(
        f"The {name} for {JOINED} people among {MANY:,} responses",
        f"{many:.1f} ms",
        f"among {FEW:,} {few:.1f} ms",
        f"{ratio:.2f}",
        f"<= {GOAL}",
        ratio <= GOAL,
    )


def _roster(database: Database, library: Library, meetup: PlannedMeetup) -> object:
    return attendance.roster(database.reading, library, meetup_id=meetup.id, lessons=meetup.lessons)


def _tonight(database: Database, library: Library, meetup: PlannedMeetup) -> object:
    return evening_of(database.reading, library, meetup)
