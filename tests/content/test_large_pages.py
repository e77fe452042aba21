"""A page that would be too large: the lesson stays as it was, and the author is told."""

import pytest

from course.content.errors import BeingRepairedError
from course.content.library import LibraryReader
from course.content.pictures import Pictures
from course.content.source import Source
from tests.content.folders import LESSON, Course

FIRST = "lessons/10-start/01-first.md"
QUIZ = "quizzes/first.md"
PICTURE = "lessons/10-start/images/a.svg"
SHOWN = "![A](images/a.svg)\n\n"
E124 = "1:1: E124 the page of this lesson would be larger than 2 MB; take pictures, tables or code out of it"


def svg(length: int) -> str:
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>T</title>'
    return f"{head}<text>{'x' * length}</text></svg>"


@pytest.fixture(autouse=True)
def large_picture(course: Course) -> None:
    course.write(PICTURE, svg(150_000))


def told(reader: LibraryReader) -> list[str]:
    return [str(problem) for problem in reader.current().problems]


@pytest.mark.parametrize(("path", "old"), [(FIRST, "Intro.\n"), (QUIZ, "Section: ask\n")])
def test_an_edit_that_makes_a_page_too_large_keeps_the_last_good_one(
    path: str, old: str, course: Course, reader: LibraryReader
) -> None:
    before = reader.current()
    course.replace(path, old, f"{SHOWN * 20}{old}")
    for _ in range(2):
        assert told(reader) == [f"{path}:{E124}"]
        assert reader.current().lesson("first") == before.lesson("first")
        assert reader.current().html("first") == before.html("first")
    course.replace(path, SHOWN * 20, SHOWN)
    assert told(reader) == []
    html = reader.current().html("first")
    assert "<svg" in html.intro + html.questions["who"].body


def test_a_new_quiz_that_makes_a_page_too_large_leaves_the_lesson(course: Course, reader: LibraryReader) -> None:
    reader.current()
    question = f"## Is it? {{#is-it}}\n\n{SHOWN * 20}Answer: true\n"
    course.write("quizzes/second.md", question)
    assert told(reader) == [f"quizzes/second.md:{E124}"]
    assert reader.current().html("second").intro
    assert reader.current().lesson("second").quiz.being_repaired


def test_a_page_that_was_always_too_large_is_being_repaired(course: Course, reader: LibraryReader) -> None:
    course.replace(FIRST, "Intro.\n", SHOWN * 20)
    with pytest.raises(BeingRepairedError):
        reader.current().html("first")
    assert reader.current().html("second").intro
    errors = [str(error) for error in course.errors()]
    assert errors == [f"{FIRST}:{E124}"]


def test_a_picture_that_grows_keeps_the_last_good_page(course: Course, reader: LibraryReader) -> None:
    course.write(PICTURE, svg(10))
    course.replace(FIRST, "Intro.\n", SHOWN * 20)
    before = reader.current().html("first")
    course.write(PICTURE, svg(150_000))
    assert reader.current().html("first") is before
    course.replace(FIRST, SHOWN * 20, SHOWN)
    assert len(reader.current().html("first").intro) > 150_000


def test_a_new_lesson_that_is_too_large_is_being_repaired(course: Course, reader: LibraryReader) -> None:
    reader.current()
    course.write("lessons/10-start/03-third.md", LESSON.format(name="third").replace("Intro.\n", SHOWN * 20))
    assert [(repair.slug, repair.title) for repair in reader.current().repairs] == [("third", "Lesson third")]


def test_a_page_draws_no_picture_for_ever() -> None:
    pictures = Pictures({PICTURE: Source(PICTURE, svg(150_000))}, "lessons/10-start", [])
    assert [pictures.draw("images/a.svg", "A") is None for _ in range(30)] == [False] * 14 + [True] * 16
    pictures = Pictures({PICTURE: Source(PICTURE, svg(1))}, "lessons/10-start", [])
    assert sum(pictures.draw("images/a.svg", "A") is not None for _ in range(500)) == 40
