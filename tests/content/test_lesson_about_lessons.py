"""The lesson about writing lessons is true: what it shows passes the check, and its commands exist."""

import re
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from course.cli import group
from course.config import CHECKOUT
from course.content import questions, quizzes
from course.content.fences import find_fences
from course.content.question import Question
from course.content.source import Source

LESSON = CHECKOUT / "lessons" / "90-how-it-is-made" / "10-how-this-course-is-written.md"
COMMAND = re.compile(r"uv run course ((?:\\\n|[^`\n])+)")
UNIT = "---\ntitle: Playground\nsummary: To try things out.\n---\n"


def shown(language: str) -> list[str]:
    """Return the blocks of code that the lesson shows in one language."""
    fences = find_fences(LESSON.read_text(encoding="utf-8").split("\n"))
    return ["\n".join(fence.code) + "\n" for fence in fences if fence.language == language]


def commands() -> list[str]:
    found = COMMAND.findall(LESSON.read_text(encoding="utf-8"))
    return sorted({" ".join(each.replace("\\\n", " ").split()) for each in found})


def test_a_lesson_copied_from_it_passes_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lessons, quizzes_folder = tmp_path / "lessons", tmp_path / "quizzes"
    monkeypatch.setenv("COURSE_LESSONS_FOLDER", str(lessons))
    monkeypatch.setenv("COURSE_QUIZZES_FOLDER", str(quizzes_folder))
    shutil.copytree(CHECKOUT / "lessons", lessons)
    shutil.copytree(CHECKOUT / "quizzes", quizzes_folder)
    text, quiz = shown("text")
    unit = lessons / "80-playground"
    (unit / "images").mkdir(parents=True)
    (unit / "unit.md").write_text(UNIT, encoding="utf-8")
    (unit / "10-your-quota.md").write_text(text, encoding="utf-8")
    (unit / "images" / "places.svg").write_text(shown("xml")[0], encoding="utf-8")
    (quizzes_folder / "your-quota.md").write_text(quiz, encoding="utf-8")

    result = CliRunner().invoke(group, ["check", str(unit), str(quizzes_folder / "your-quota.md")])
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1].startswith("no errors")


def test_it_shows_a_question_of_every_kind() -> None:
    quiz = quizzes.parse(Source("quizzes/your-quota.md", shown("text")[1]))

    kinds = {each for each in vars(questions).values() if isinstance(each, type) and issubclass(each, Question)}
    assert {type(question) for question in quiz.questions} == kinds - {Question}


@pytest.mark.parametrize("line", commands())
def test_its_commands_exist(line: str) -> None:
    command: click.Command = group
    arguments = line.split()
    while isinstance(command, click.Group):
        command = command.commands[arguments.pop(0)]

    assert command.make_context("course", arguments).command is command
