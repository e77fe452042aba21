import pytest

from course.content.glossary import Word, parse
from course.content.source import Source
from tests.content.wrong import errors_of

PATH = "lessons/glossary.md"
OTHER = "write the id of the other word, a dash with a space on each side, and why"


def test_a_word_has_its_meaning_and_its_neighbours() -> None:
    words = parse(
        Source(
            PATH,
            "# Words\n\n## Flavor {#flavor}\n\nHow *big* it is.\n\n"
            "Confused with: image - an image says what is on the disk\nConfused with: size\nLesson: servers\n\n"
            "## Image {#image}\n\nA disk.\n",
        )
    )
    assert list(words) == ["flavor", "image"]
    confused = (("image", "an image says what is on the disk"), ("size", ""))
    assert words["flavor"] == Word("Flavor", "flavor", "How *big* it is.", confused, "servers", 3)
    assert words["image"].lesson is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## A {#a}\n\nLesson: x\n", "1:1: E208 the word 'A' is not explained; say in one or two sentences what it is"),
        ("## A {#a}\nText.\nLeson: x\n", "3:1: E304 Leson: is no keyword here; did you mean Lesson?"),
        ("## A {#a}\nText.\nLesson: X y\n", "3:1: E311 Lesson: names no lesson; write the slug of one"),
        (
            "## A {#a}\nText.\nConfused with: Size, why\n",
            f"3:1: E311 Confused with: names no other word; {OTHER}",
        ),
        ("## A {#a}\nText.\n## B\nText.\n", "3:5: E201 the heading has no id; write an id at its end, as in {#b}"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_the_fix(text: str, expected: str) -> None:
    assert errors_of(parse, PATH, text) == [f"{PATH}:{expected}"]
