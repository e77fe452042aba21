"""`course new`: files that lack only what must be written."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from course.commands.refusing import Refusal
from course.config import BUNDLED_CONTENT, load_settings

if TYPE_CHECKING:
    from course.content.folders import Folders

title_option = click.option("--title", default="", help="As readers see it; leave it out to write it in the file.")


class BeginningGroup(click.Group):
    """A group whose commands turn a file that cannot be begun into one line."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        from course.authoring.beginnings import NotBegunError  # noqa: PLC0415 (only needed here)

        try:
            return super().invoke(ctx)
        except NotBegunError as error:
            raise Refusal(str(error)) from None


@click.group(cls=BeginningGroup)
def new() -> None:
    """Begin a unit, a lesson or a quiz; `course check` then names every place that is to be written."""


@new.command()
@click.argument("name", metavar="NN-NAME")
@title_option
def unit(name: str, title: str) -> None:
    """Begin a unit, a folder of lessons: `course new unit 15-storage --title "Storage"`."""
    from course.authoring.beginnings import begin_unit  # noqa: PLC0415 (only needed here)

    made = _shown(begin_unit(_folders(), name, title=title))
    _say(
        made,
        f"Write what `{_course()} check {made}` names.",
        f"Begin its first lesson: {_course()} new lesson {name} a-slug-of-yours",
    )


@new.command()
@click.argument("unit")
@click.argument("slug")
@title_option
def lesson(unit: str, slug: str, title: str) -> None:
    """Begin a lesson at the end of a unit: `course new lesson 15-storage where-your-data-lives`."""
    from course.authoring.beginnings import begin_lesson  # noqa: PLC0415 (only needed here)
    from course.db import utcnow  # noqa: PLC0415 (SQLAlchemy)

    made = _shown(begin_lesson(_folders(), unit, slug, title=title, today=utcnow().date()))
    _say(
        made,
        f"Write what `{_course()} check {made}` names, from the top down.",
        f"Look at it while you write: {_course()} run --debug, then open /authoring/lessons/{slug}",
        f"When its sections have their ids, begin its quiz: {_course()} new quiz {slug}",
    )


@new.command()
@click.argument("slug")
def quiz(slug: str) -> None:
    """Begin the quiz of a lesson, with a question for each of its sections."""
    from course.authoring.beginnings import begin_quiz  # noqa: PLC0415 (only needed here)

    made = _shown(begin_quiz(_folders(), slug))
    _say(
        made,
        f"Write what `{_course()} check {made}` names, from the top down.",
        f"Look at it while you write: {_course()} run --debug, then open /authoring/quizzes/{slug}",
    )


def _folders() -> "Folders":
    from course.content.folders import Folders  # noqa: PLC0415 (only needed here)

    settings = load_settings()
    if settings.lessons.is_relative_to(BUNDLED_CONTENT) or settings.quizzes.is_relative_to(BUNDLED_CONTENT):
        raise Refusal(
            "These lessons belong to the installed package. Work in a clone of the course, "
            "or set COURSE_LESSONS_FOLDER and COURSE_QUIZZES_FOLDER to folders of your own."
        )
    return Folders(settings.lessons, settings.quizzes)


def _course() -> str:
    """Return the command as it was typed: uv tells that it runs it."""
    return "uv run course" if "UV" in os.environ else "course"


def _shown(path: Path) -> str:
    """Return a path as somebody types it who stands where the command ran."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _say(made: str, *steps: str) -> None:
    click.echo(f"Made {made}")
    for step in steps:
        click.echo(f"- {step}")
