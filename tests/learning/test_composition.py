from pathlib import Path

from course.content.library import LibraryReader
from course.learning.composition import in_order, positions
from tests.factories import FIRST_QUIZ, write_course


def test_questions_are_counted_in_the_order_in_which_they_are_shown(tmp_path: Path) -> None:
    write_course(tmp_path)
    first, second, alone = FIRST_QUIZ.split("\n## ")
    turned = "\n## ".join([f"## {alone}".removesuffix("\n"), second, first.removeprefix("## ")])
    (tmp_path / "quizzes" / "first.md").write_text(turned + "\n", encoding="utf-8")
    lesson = LibraryReader(tmp_path / "lessons", tmp_path / "quizzes").current().lesson("first")
    assert [question.id for question in lesson.quiz.questions] == ["who", "alone", "no-address"]
    assert [question.id for question in in_order(lesson)] == ["no-address", "alone", "who"]
    assert positions(lesson) == {"no-address": "1 of 3", "alone": "2 of 3", "who": "3 of 3"}
