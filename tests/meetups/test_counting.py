from pathlib import Path

import pytest

from course.content.library import Library, LibraryReader
from course.learning.crowd import FirstAnswers
from course.meetups.counting import GONE, asked_before, counted
from course.meetups.verdicts import Asked, Bar, judged
from tests.factories import FIRST_QUIZ

ADDRESSES = FirstAnswers(right=15, wrong=15, unknown=1, sure_but_wrong=9, picks={("nova",): 13, ("glance",): 2})


def asked(library: Library, slug: str, question: str, answers: FirstAnswers) -> Asked:
    html = library.html(slug, host_notes=True).questions[question]
    return counted(slug, library.lesson(slug).quiz.question(question), html, answers)


def test_a_choice_has_a_bar_the_right_one_first_then_by_people(library: Library) -> None:
    question = asked(library, "first", "no-address", ADDRESSES)
    assert question.bars == (
        Bar("Neutron, because it owns ports", 15, "right"),
        Bar("Nova, because it created the server", 13, "wrong", "Nova hands out the addresses"),
        Bar("Glance, because the image sets it", 2, "wrong", "Glance, because the image sets it"),
        Bar("I don’t know yet", 1, "unknown"),
    )
    topic = judged(question)
    assert (question.people, topic.priority, topic.headline) == (31, 38, "“Nova hands out the addresses”")
    assert question.topic == "Who hands out addresses"


@pytest.mark.parametrize(
    ("slug", "question"), [("first", "alone"), ("first", "who"), ("second", "several"), ("second", "fit")]
)
def test_another_kind_of_question_has_three_bars_and_no_misconception(
    library: Library, slug: str, question: str
) -> None:
    answers = FirstAnswers(right=2, wrong=8, unknown=1, picks={("Horizon",): 8})
    found = asked(library, slug, question, answers)
    assert [(bar.label, bar.people) for bar in found.bars] == [("Right", 2), ("Not right", 8), ("I don’t know yet", 1)]
    assert judged(found).leading is None


def test_what_a_host_may_say_comes_with_the_question(folder: Path) -> None:
    quiz = folder / "quizzes" / "first.md"
    quiz.write_text(FIRST_QUIZ.replace("Hint: Which service", "Talk: What would *break*?\nHint: Which service"))
    library = LibraryReader(folder / "lessons", folder / "quizzes").current()
    assert asked_before(library, ["first"], {})[0].talk == "What would <em>break</em>?"


def test_a_question_without_a_topic_is_called_by_what_it_asks(library: Library) -> None:
    assert asked(library, "first", "who", FirstAnswers()).topic == "What checks who you are?"


def test_answers_that_are_not_offered_any_more_are_still_wrong(library: Library) -> None:
    answers = FirstAnswers(right=1, wrong=6, picks={("horizon",): 4, ("neutron",): 1, ("nova",): 1})
    found = asked(library, "first", "no-address", answers)
    assert Bar(GONE, 5, "wrong") in found.bars
    assert (found.people, found.wrong) == (7, 6)
    assert judged(found).leading is None


def test_questions_come_in_the_order_of_the_course_with_or_without_answers(library: Library) -> None:
    found = asked_before(library, ["second", "first", "deleted"], {("first", "no-address"): ADDRESSES})
    assert [one.slug for one in found] == ["first"] * 3 + ["second"] * 5
    assert [one.people for one in found] == [31] + [0] * 7


def test_a_lesson_or_quiz_that_is_broken_is_left_out(folder: Path) -> None:
    (folder / "lessons" / "10-first-contact" / "02-second.md").write_text("no front matter")
    (folder / "quizzes" / "first.md").write_text(FIRST_QUIZ.replace("(x)", "( )"))
    library = LibraryReader(folder / "lessons", folder / "quizzes").current()
    assert asked_before(library, ["first", "second"], {("first", "no-address"): ADDRESSES}) == ()
