"""What the lesson about lessons says, done as it says: from nothing to a lesson with a picture and a quiz."""

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from course.app import create_debug_app
from course.cli import group
from course.config import content_folder
from course.content import questions, quizzes
from course.content.question import Question
from course.content.source import Source
from tests.conftest import make_client

GUIDE = next(content_folder("lessons").glob("*/*-how-this-course-is-written.md")).read_text()
COMMAND = re.compile(r"uv run course ((?:\\\n|[^`\n])+)")
BLOCK = re.compile(r"^(`{3,4})(\w+)\n(.*?)^\1$", re.DOTALL | re.MULTILINE)


def block(start: str) -> str:
    """Return the code in the guide that starts like this."""
    (found,) = [code for _, _, code in BLOCK.findall(GUIDE) if code.startswith(start)]
    return str(found)


def test_who_follows_the_guide_has_a_lesson_with_a_quiz_in_the_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("lessons", "quizzes"):
        shutil.copytree(content_folder(name), tmp_path / name)
        monkeypatch.setenv(f"COURSE_{name.upper()}_FOLDER", str(tmp_path / name))
    monkeypatch.setenv("COURSE_INSTANCE_FOLDER", str(tmp_path / "instance"))
    monkeypatch.chdir(tmp_path)

    def type_in(command: str) -> tuple[int, str]:
        result = CliRunner().invoke(group, shlex.split(command.removeprefix("uv run course")))
        return result.exit_code, result.output

    first_commands = block("uv run course new unit").replace("\\\n", " ").splitlines()
    for command in first_commands:
        assert type_in(command)[0] == 0
    unit, lesson = (tmp_path / "lessons" / "80-playground" / name for name in ("unit.md", "10-your-quota.md"))
    assert lesson.exists()
    assert type_in("check")[0] == 1
    lesson.write_text(block("---\ntitle: How much"))
    picture = unit.parent / "images" / "places.svg"
    picture.parent.mkdir()
    picture.write_text(block("<svg"))
    assert "`uv run course new quiz your-quota`" in GUIDE
    assert type_in("new quiz your-quota")[0] == 0
    (tmp_path / "quizzes" / "your-quota.md").write_text(block("## The quota is full"))
    code, said = type_in("check")
    assert [line.split(" ")[0] for line in said.splitlines() if " E" in line] == [
        "lessons/80-playground/unit.md:2:8:",
        "lessons/80-playground/unit.md:3:10:",
    ]
    unit.write_text("---\ntitle: Playground\nsummary: To try things.\n---\n")
    code, said = type_in("check")
    assert code == 0, said
    app = create_debug_app({"secret_key": "0123456789abcdef" * 4})
    author = make_client(app)
    assert "The check finds nothing here." in author.get("/authoring/lessons/your-quota").text
    assert "How much may your project use?" in author.get("/lessons/your-quota").text
    assert "What makes room for a volume?" in author.get("/quizzes/your-quota").text
    app.extensions["database"].close()


def commands() -> list[str]:
    """Return what the guide tells to type after `uv run course`."""
    return sorted({" ".join(found.replace("\\\n", " ").split()) for found in COMMAND.findall(GUIDE)})


@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_guide_exists(line: str) -> None:
    command: click.Command = group
    arguments = shlex.split(line)
    while isinstance(command, click.Group):
        command = command.commands[arguments.pop(0)]
    assert command.make_context("course", arguments).command is command


def test_the_guide_shows_a_question_of_every_kind() -> None:
    quiz = quizzes.parse(Source("quizzes/your-quota.md", block("## The quota is full")))
    known = [each for each in vars(questions).values() if isinstance(each, type) and issubclass(each, Question)]
    assert {type(question) for question in quiz.questions} == set(known) - {Question}
