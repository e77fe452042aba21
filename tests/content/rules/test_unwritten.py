import pytest

from tests.content.folders import Course

FIRST = "lessons/10-start/01-first.md"


def found(course: Course) -> list[str]:
    return [str(error) for error in course.errors()]


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (FIRST, "goal: use *first*", "goal: TODO say it", f"{FIRST}:3:7: E130 {{}}; say it"),
        (FIRST, "## Ask {#ask}", "## TODO write it {#ask}", f"{FIRST}:12:4: E130 {{}}; write it"),
        (FIRST, "Intro.", "Intro, and then TODO.", f"{FIRST}:10:17: E130 {{}}; write it, and take TODO away"),
        (
            "quizzes/first.md",
            "  > It keeps",
            "  > TODO: why? It keeps",
            "quizzes/first.md:6:5: E130 {}; why? It keeps [images](glossary:image)",
        ),
        (
            "lessons/10-start/unit.md",
            "summary: How",
            "summary: TODO How",
            "lessons/10-start/unit.md:3:10: E130 {}; How it begins",
        ),
    ],
)
def test_a_place_marked_todo_is_told_with_its_note(
    path: str, old: str, new: str, expected: str, course: Course
) -> None:
    course.replace(path, old, new)
    assert found(course) == [expected.format("this is still to be written")]


@pytest.mark.parametrize("text", ["`TODO`", "```text\nTODO\n```", "todo", "TODOS"])
def test_the_word_in_code_and_other_words_are_no_mark(text: str, course: Course) -> None:
    course.replace(FIRST, "Intro.", text)
    assert found(course) == []
