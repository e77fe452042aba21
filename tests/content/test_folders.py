import os

import pytest

from course.content.folders import look
from course.content.library import LibraryReader
from tests.content.folders import LESSON, Course


def problems(course: Course) -> list[str]:
    return [str(problem) for problem in look(course.lessons, course.quizzes).problems]


def test_every_file_that_means_something_is_found(course: Course) -> None:
    course.write("lessons/10-start/images/a.svg", "<svg/>")
    found = look(course.lessons, course.quizzes)
    assert {path: each.kind for path, each in found.files.items()} == {
        "lessons/10-start/unit.md": "unit",
        "lessons/10-start/01-first.md": "lesson",
        "lessons/10-start/02-second.md": "lesson",
        "lessons/10-start/images/a.svg": "picture",
        "lessons/glossary.md": "glossary",
        "lessons/facts.toml": "facts",
        "quizzes/first.md": "quiz",
    }
    assert found.units == ["10-start"]
    assert found.problems == []


def test_what_means_nothing_is_left_alone(course: Course) -> None:
    for name in ("LICENSE", "README.md", ".hidden.md", "_draft.md", "01-a.md~", "notes.txt", "01-first.pl.md"):
        course.write(f"lessons/10-start/{name}", "x")
    course.write("lessons/README.md", "x")
    course.write("lessons/glossary.pl.md", "x")
    course.write("lessons/pictures/a.svg", "x")
    course.write("lessons/.git/01-a.md", "x")
    course.write("quizzes/first.pl.md", "x")
    found = look(course.lessons, course.quizzes)
    assert found.problems == []
    assert len(found.files) == 6


LESSON_NAME = "name it like 02-who-answers.md: two digits, a dash, small letters"


def test_a_file_whose_name_says_nothing_is_told(course: Course) -> None:
    course.write("lessons/10-start/second.md", "x")
    course.write("lessons/10-start/03-Big.md", "x")
    course.write("lessons/03-lost.md", "x")
    course.write("lessons/start/01-lost.md", "x")
    course.write("quizzes/Big.md", "x")
    quiz_fix = "call it as the slug of its lesson: small letters, digits and dashes, then .md"
    unit_fix = "name it like 10-start: two digits, a dash, small letters"
    move = "move it into the folder of a unit, such as lessons/10-start"
    assert sorted(problems(course)) == [
        f"lessons/03-lost.md:1:1: E110 a lesson cannot stand here; {move}",
        f"lessons/10-start/03-Big.md:1:1: E110 this file name says no number and slug; {LESSON_NAME}",
        f"lessons/10-start/second.md:1:1: E110 this file name says no number and slug; {LESSON_NAME}",
        f"lessons/start:1:1: E110 the name of this folder is none of a unit; {unit_fix}",
        f"quizzes/Big.md:1:1: E110 this file name says no slug; {quiz_fix}",
    ]


def test_a_unit_without_its_file_is_told(course: Course) -> None:
    course.path("lessons/10-start/unit.md").unlink()
    fix = "write one with `title:` and `summary:` between two lines of three dashes"
    assert problems(course) == [f"lessons/10-start/unit.md:1:1: E116 the unit has no unit.md; {fix}"]


def test_a_folder_that_is_not_there_is_told(course: Course) -> None:
    course.quizzes.rename(course.root / "elsewhere")
    expected = "the folder cannot be read: No such file or directory; make it, or look at its permissions"
    assert problems(course) == [f"quizzes:1:1: E115 {expected}"]


def test_a_linked_unit_is_not_followed(course: Course) -> None:
    course.write("elsewhere/01-secret.md", LESSON.format(name="secret"))
    (course.lessons / "20-linked").symlink_to(course.root / "elsewhere")
    (course.lessons / "30-circle").symlink_to(course.lessons / "30-circle")
    assert problems(course) == [
        "lessons/20-linked:1:1: E101 this is a symbolic link; put the folder itself here",
    ]


def test_a_name_that_is_not_text_is_left_alone(course: Course) -> None:
    with open(os.fsencode(course.quizzes) + b"/\xff.txt", "w", encoding="utf-8") as file:  # noqa: PTH123 - no path has such a name
        file.write("x")
    assert problems(course) == []


ODD = {
    "quizzes/a\n::error::b.md": r"quizzes/a\n::error::b.md",
    "quizzes/\x1b[31mred.md": r"quizzes/\x1b[31mred.md",
    "quizzes/\udcff.md": r"quizzes/\udcff.md",
    "quizzes/\u202eevil.md": r"quizzes/\u202eevil.md",
    "lessons/a\rb.md": r"lessons/a\rb.md",
    "lessons/10-start/images/\udcff.svg": r"lessons/10-start/images/\udcff.svg",
    "lessons/1\n0/01-first.md": r"lessons/1\n0",
}


@pytest.mark.parametrize("path", ODD)
def test_a_file_name_never_breaks_the_line_that_names_it(course: Course, path: str) -> None:
    course.write(path, "x")
    found = look(course.lessons, course.quizzes)
    assert ODD[path] in {*found.files, *(problem.path for problem in found.problems)}
    assert all(line.isprintable() for line in (*found.files, *map(str, found.problems)))
    assert LibraryReader(course.lessons, course.quizzes).current().lesson("first").title == "Lesson first"
