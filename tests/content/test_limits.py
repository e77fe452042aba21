import pytest

from course.content.limits import survey
from tests.content.wrong import errors_of

PATH = "quizzes/nova.md"


def wrong(text: str) -> list[str]:
    return errors_of(survey, PATH, text)


@pytest.mark.parametrize("sign", ["[", "*", "_", "`", ">", "<", "-", "!", "(", "&", "…"])
def test_a_hundred_of_one_sign_are_enough(sign: str) -> None:
    if sign not in "`>_":  # these mean a fence, a quote and a word
        assert wrong(f"a\nb {sign * 100}") == []
        assert f"{PATH}:2:3: E120 there are more than 100 of {sign} in a row; take some away" in wrong(
            f"a\nb {sign * 101}"
        )


def test_letters_and_spaces_may_repeat() -> None:
    assert wrong("a" * 500 + " " * 500 + "b") == []


@pytest.mark.parametrize(
    "text", ["> " * 7 + "a", "- " * 7 + "a", "    " * 6 + "- a", "> - 1. * + > - a", "\t" * 7 + "a"]
)
def test_seven_deep_is_too_deep(text: str) -> None:
    assert wrong(f"\n{text}") == [
        f"{PATH}:2:1: E121 lists and quotes stand more than 6 deep in each other; say it more simply"
    ]


def test_six_deep_is_deep_enough() -> None:
    assert wrong("> > > - - - a\n\n        - b") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 6001, "1:1: E122 this paragraph has more than 6000 characters; put an empty line into it"),
        ("\n" + "a b\n" * 201, "2:1: E122 this paragraph has more than 200 lines; put an empty line into it"),
        (
            "a\n\n" + "[b " * 101,
            "3:1: E122 this paragraph has more than 100 brackets; put an empty line into it, or code in a fence",
        ),
    ],
)
def test_a_paragraph_has_a_largest_size(text: str, expected: str) -> None:
    assert wrong(text) == [f"{PATH}:{expected}"]


def test_many_small_paragraphs_are_fine() -> None:
    assert wrong("[a](b) c\n\n" * 5000) == []


def test_code_may_be_long_and_wild() -> None:
    assert wrong("```text\n" + "[" * 7000 + "\n" * 300 + "> " * 50 + "\n```\n") == []


def test_code_that_is_never_closed_is_an_error() -> None:
    fix = "end it with a line that holds only the same three signs"
    assert wrong("a\n\n    ```sh\nb") == [f"{PATH}:3:5: E113 the code is never closed; {fix}"]


def test_a_file_shows_twenty_pictures() -> None:
    picture = "![a](images/a.svg)\n\n"
    assert wrong(picture * 20 + f"```text\n{picture * 9}```\n") == []
    expected = "E123 there are more than 20 pictures in this file; take some away, or split the lesson"
    assert wrong(picture * 500) == [f"{PATH}:41:1: {expected}"]


def test_short_rows_of_a_wide_table_are_no_bomb() -> None:
    assert wrong("|a" * 20 + "\n" + "|-" * 20 + "\n" + "|b|\n" * 90) == []
    expected = "E122 this table has more than 2000 cells; make two of it"
    assert wrong("\n" + "|a" * 100 + "\n" + "|-" * 100 + "\n" + "|b|\n" * 180) == [f"{PATH}:2:1: {expected}"]
