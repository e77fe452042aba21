import pytest

from course.content.headings import split_parts
from course.content.source import Source


def read(text: str) -> tuple[list[tuple[str, str, int, int, int]], list[str]]:
    source = Source("lessons/10-a/01-b.md", text)
    parts, errors = split_parts(source, 0, [True] * len(source.lines))
    return [(part.id, part.title, part.line, part.first, part.end) for part in parts], [str(e) for e in errors]


def test_a_part_runs_to_the_next_heading() -> None:
    parts, errors = read("intro\n## One {#one}\na\nb\n## Two words {#two-2}  \nc")
    assert parts == [("one", "One", 2, 2, 4), ("two-2", "Two words", 5, 5, 6)]
    assert errors == []


def test_smaller_headings_stay_inside() -> None:
    assert len(read("## One {#one}\n### Two\n")[0]) == 1


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "## You ask one service",
            "2:23: E201 the heading has no id; write an id at its end, as in {#ask-one-service}",
        ),
        ("## Zażółć", "2:10: E201 the heading has no id; write an id at its end, as in {#zazolc}"),
        ("## 42", "2:6: E201 the heading has no id; write an id at its end, as in {#an-id}"),
        (
            "## One {#One}",
            "2:8: E202 'One' cannot be an id; write small letters, digits and dashes, starting with a letter",
        ),
        (
            "## One {#}",
            "2:8: E202 '' cannot be an id; write small letters, digits and dashes, starting with a letter",
        ),
        ("## {#one}", "2:1: E204 the heading has no words; write a title after ##"),
    ],
)
def test_a_heading_has_words_and_an_id(line: str, expected: str) -> None:
    assert read(f"\n{line}\n")[1] == [f"lessons/10-a/01-b.md:{expected}"]


def test_an_id_is_used_once() -> None:
    assert read("## One {#one}\n\n## Two {#one}\n")[1] == [
        "lessons/10-a/01-b.md:3:8: E203 the id 'one' is already used in line 1; give this one an id of its own"
    ]
