"""`course check`: what is not right in lessons and quizzes."""

import gc
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from course.commands.refusing import Refusal
from course.config import Settings, load_settings
from course.content.rules.reports import FORMATS

if TYPE_CHECKING:
    from course.content.errors import ContentError


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--fix", "mending", is_flag=True, help="Repair first what can be repaired without asking.")
@click.option("--strict", is_flag=True, help="Exit 1 on warnings too.")
@click.option(
    "--format", "shape", type=click.Choice([*FORMATS]), default="text", show_default=True, help="How to say it."
)
@click.option("--explain", metavar="CODE", help="Say why there is this rule, with two examples, and check nothing.")
def check(paths: tuple[Path, ...], *, mending: bool, strict: bool, shape: str, explain: str | None) -> None:
    """Name everything that is not right in lessons and quizzes, or in those PATHS alone.

    Exits 0 when there is nothing to repair, 1 on an error, 2 when it was asked in a wrong way.
    """
    gc.disable()  # a short run leaves no garbage in circles; to look for some takes a tenth of the time
    if explain is not None:
        click.echo(_explanation(explain))
        return
    settings = load_settings()
    _require_content(settings, paths)
    if mending:
        _mend(settings, paths)
    found = _find(settings, paths)
    click.echo(FORMATS[shape]([_as_seen_from_here(error, settings) for error in found]))
    sys.exit(1 if any(strict or error.severity == "error" for error in found) else 0)


def _require_content(settings: Settings, paths: tuple[Path, ...]) -> None:
    folders = (settings.lessons.resolve(), settings.quizzes.resolve())
    for path in paths:
        if not any(path.resolve().is_relative_to(folder) for folder in folders):
            message = f"{path} is neither in {settings.lessons} nor in {settings.quizzes}."
            raise click.UsageError(message)


def _explanation(code: str) -> str:
    from course.content.nearest import did_you_mean  # noqa: PLC0415 (only needed here)
    from course.content.rules.every import RULES  # noqa: PLC0415 (as above)
    from course.content.rules.page import explained  # noqa: PLC0415 (as above)

    rule = RULES.get(code.upper())
    if rule is None:
        message = f"There is no rule {code}; {did_you_mean(code.upper(), RULES, 'codes look like E301 or W101')}"
        raise click.UsageError(message)
    return explained(rule).rstrip()


def _find(settings: Settings, paths: tuple[Path, ...]) -> list["ContentError"]:
    from course.content.rules.checking import check as find  # noqa: PLC0415 (as above)
    from course.content.rules.world import world_around  # noqa: PLC0415 (as above)
    from course.content.terminal.client import NoClientError, find_client  # noqa: PLC0415 (only needed here)

    world = world_around(settings.lessons, today=datetime.now(UTC).date())
    try:
        asked = replace(world, client=find_client(settings.openstack_client))
        return find(settings.lessons, settings.quizzes, paths, asked, _progress)
    except NoClientError as error:
        click.echo(f"The commands in the lessons were not tried: {error}.", err=True)
        click.echo("To try them: uv tool install python-openstackclient", err=True)
        return find(settings.lessons, settings.quizzes, paths, world, _progress)


def _mend(settings: Settings, paths: tuple[Path, ...]) -> None:
    from course.content.rules.mending import mend  # noqa: PLC0415 (only needed here)

    try:
        mended = mend(settings.lessons, settings.quizzes, paths)
    except OSError as error:
        message = f"{error.filename} cannot be written: {error.strerror}."
        raise Refusal(message) from None
    for repaired in mended:
        click.echo(f"Repaired {_as_seen_from_here(repaired, settings)}", err=True)


def _as_seen_from_here(error: "ContentError", settings: Settings) -> "ContentError":
    """Return the finding with a path that can be opened from the working folder, where there is one."""
    from course.content.folders import Folders  # noqa: PLC0415 (only needed here)

    with suppress(ValueError):
        file = Folders(settings.lessons, settings.quizzes).file(error.path).absolute()
        return replace(error, path=file.relative_to(Path.cwd()).as_posix())
    return error


def _progress(done: int, total: int) -> None:
    """Show somebody at a terminal that a long run goes on; nothing is left of it in the end."""
    if sys.stderr.isatty() and (done % 10 == 0 or done == total):
        text = f"{done} of {total} files" if done < total else " " * 40
        click.echo(f"\r{text}\r", err=True, nl=False)
