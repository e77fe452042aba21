from datetime import date

import pytest

from course.authoring.findings import by_path
from course.authoring.states import CourseState, LessonState, age_in_words, course_state, lesson_state
from course.content.errors import UnknownSlugError
from course.content.rules.checking import check_library
from tests.authoring.conftest import Written

TODAY = date(2026, 11, 25)
UNIT = "lessons/10-first-contact"


def state_of(course: Written) -> CourseState:
    library = course.reader.current()
    errors = [finding for finding in check_library(library) if finding.severity == "error"]
    return course_state(library, by_path(errors), TODAY)


def lesson_of(course: Written, slug: str) -> LessonState:
    return next(lesson for lesson in state_of(course).lessons if lesson.slug == slug)


def test_a_sound_lesson_is_served_and_its_numbers_are_known(course: Written) -> None:
    assert lesson_of(course, "first") == LessonState(
        slug="first",
        title="Who answers when you ask for a server?",
        path=f"{UNIT}/01-first.md",
        standing="served",
        minutes=2,
        questions=3,
        has_quiz=True,
        release="2026.2",
        checked=date(2026, 11, 22),
        age="3 days ago",
    )
    state = state_of(course)
    assert [lesson.has_quiz for lesson in state.lessons] == [True, True, False]
    assert (state.everything, state.broken) == ((), ())
    assert state.pages["quizzes/first.md"] == "/authoring/quizzes/first"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (f"{UNIT}/01-first.md", "goal: ", "gaol: "),
        ("quizzes/first.md", "- (x)", "- ( )"),
    ],
)
def test_a_broken_edit_is_told_and_the_last_good_version_served(course: Written, name: str, old: str, new: str) -> None:
    course.change(name, old, new)
    lesson = lesson_of(course, "first")
    assert lesson.standing == "held"
    assert {finding.path for finding in lesson.findings} == {name}
    assert (lesson.minutes, lesson.questions) == (2, 3)
    assert [each.slug for each in state_of(course).broken] == ["first"]


def test_a_lesson_that_was_never_good_stands_in_its_place(course: Written) -> None:
    course.write(f"{UNIT}/02-between.md", "---\ntitle: Between\n---\n")
    state = state_of(course)
    assert [lesson.slug for lesson in state.lessons] == ["first", "between", "second", "plain"]
    between = state.lessons[1]
    assert (between.title, between.standing, between.path) == ("Between", "repair", f"{UNIT}/02-between.md")
    assert [finding.code for finding in between.findings] == ["E107", "E205"]


def test_a_quiz_that_was_never_good_leaves_its_lesson_without_questions(course: Written) -> None:
    course.write("quizzes/plain.md", "## No? {#no}\n")
    lesson = lesson_of(course, "plain")
    assert (lesson.standing, lesson.questions, lesson.has_quiz) == ("silent", 0, True)


def test_what_belongs_to_no_lesson_is_told_with_its_unit_or_elsewhere(course: Written) -> None:
    course.write(f"{UNIT}/images/a.svg", "<svg/>")
    course.write(f"{UNIT}/wrong name.md", "x")
    course.write("lessons/facts.toml", "[x]\n")
    course.write("quizzes/orphan.md", "## Is it? {#is}\n\nAnswer: true\nWhy: So.\n")
    course.change("lessons/glossary.md", "Lesson: first", "Lesson: frist")
    state = state_of(course)
    (unit,) = state.units
    assert {finding.path for finding in unit.findings} == {f"{UNIT}/images/a.svg", f"{UNIT}/wrong name.md"}
    elsewhere = {finding.path for finding in state.findings}
    assert elsewhere == {"lessons/facts.toml", "quizzes/orphan.md", "lessons/glossary.md"}
    assert len(state.everything) == len(unit.findings) + len(state.findings)


def test_a_unit_without_a_lesson_is_there_to_be_filled(course: Written) -> None:
    course.write("lessons/15-storage/unit.md", "---\ntitle: Storage\nsummary: So.\n---\n")
    assert [(unit.path, len(unit.lessons)) for unit in state_of(course).units] == [
        ("lessons/10-first-contact/", 3),
        ("lessons/15-storage/", 0),
    ]


def test_an_unknown_slug_has_no_state(course: Written) -> None:
    with pytest.raises(UnknownSlugError):
        lesson_state(course.reader.current(), {}, "frist", TODAY)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 25), "today"),
        (date(2026, 11, 24), "yesterday"),
        (date(2026, 9, 27), "59 days ago"),
        (date(2026, 9, 26), "2 months ago"),
        (date(2025, 11, 25), "12 months ago"),
        (date(2024, 11, 25), "2 years ago"),
        (date(2026, 11, 26), "in the future"),
    ],
)
def test_an_age_is_said_in_words(day: date, words: str) -> None:
    assert age_in_words(day, TODAY) == words
