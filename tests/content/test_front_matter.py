from datetime import date

import pytest

from course.content.front_matter import FrontMatter, front_matter
from course.content.source import Source
from tests.content.wrong import errors_of

PATH = "lessons/10-a/01-b.md"


def read(text: str) -> FrontMatter:
    return front_matter(Source(PATH, text))


def wrong(text: str) -> list[str]:
    return errors_of(front_matter, PATH, text)


def noted(front: FrontMatter) -> list[str]:
    return [str(error) for error in front.errors]


def test_a_file_without_front_matter_is_all_body() -> None:
    front = read("# Hello\n---\n")
    assert front.body == 0
    assert not front.entries


def test_the_body_begins_after_the_second_line_of_dashes() -> None:
    front = read("---\ntitle: x\n---\nbody\n---\n")
    assert front.body == 3
    assert front.source.lines[front.body] == "body"


@pytest.mark.parametrize("value", ["no", "2026.2", "22:30", "0777", "1.10", "null", "~", "true", "12:30:45", "1e3"])
def test_a_value_is_what_it_looks_like(value: str) -> None:
    assert read(f"---\ntitle: {value}\n---\n").text("title") == value


def test_values_over_several_lines_are_one_line() -> None:
    front = read("---\ntitle: >\n  One\n  two\ngoal: three\n  four\n---\n")
    assert front.text("title") == "One two"
    assert front.text("goal") == "three four"


def test_lists_can_be_written_in_two_ways() -> None:
    front = read("---\nneeds: [a, b-c]\nkeypoints:\n  - One.\n  - Two.\n---\n")
    assert front.names("needs") == ("a", "b-c")
    assert front.texts("keypoints") == ("One.", "Two.")
    assert front.texts("tomorrow") == ()
    assert not front.errors


def test_an_empty_list_and_an_empty_value_are_nothing() -> None:
    front = read("---\nneeds: []\nkeypoints:\n---\n")
    assert front.names("needs") == ()
    assert front.texts("keypoints") == ()
    assert not front.errors


def test_an_empty_front_matter_has_no_keys() -> None:
    assert not read("---\n---\n").entries
    assert not read("---\n# only a comment\n---\n").entries


def test_a_day_is_read() -> None:
    front = read("---\nchecked: 2026-11-22\n---\n")
    assert front.day("checked") == date(2026, 11, 22)
    assert front.day("other") is None


@pytest.mark.parametrize(("value", "flag"), [("no", False), ("No", False), ("yes", True), ("false", False)])
def test_a_flag_is_read(value: str, flag: bool) -> None:
    assert read(f"---\nshuffle: {value}\n---\n").flag("shuffle", default=not flag) is flag


def test_a_flag_that_is_not_written_has_its_default() -> None:
    assert read("").flag("shuffle", default=True) is True


def test_an_unknown_key_is_an_error_with_the_nearest_one() -> None:
    front = read("---\ntitel: x\nzzz: y\n---\n")
    front.only("title", "goal")
    assert noted(front) == [
        f"{PATH}:2:1: E106 titel: is no key here; did you mean title?",
        f"{PATH}:3:1: E106 zzz: is no key here; the keys are title, goal",
    ]


def test_a_missing_key_is_an_error_in_the_first_line_and_an_empty_one_in_its_own() -> None:
    front = read("---\na: b\ngoal:\n---\n")
    front.text("title", needed="write a title")
    front.text("goal", needed="write a goal")
    assert noted(front) == [
        f"{PATH}:1:1: E107 title: is missing; write a title",
        f"{PATH}:3:1: E107 goal: is missing; write a goal",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: [a, b]", "2:1: E108 title: is a list; write one line of text"),
        (
            "needs: a",
            "2:8: E108 needs: this is one text, not a list; start every item on its own line with a dash",
        ),
        (
            "needs: [a, B c]",
            "2:12: E108 needs: 'B c' is no slug; write small letters, digits and dashes, starting with a letter",
        ),
        (
            "checked: 22.11.2026",
            "2:10: E108 checked: '22.11.2026' is no date; write year, month and day as in 2026-11-22",
        ),
        ("shuffle: perhaps", "2:10: E108 shuffle: 'perhaps' is neither yes nor no; write yes or no"),
    ],
)
def test_a_value_that_cannot_be_understood_is_an_error(text: str, expected: str) -> None:
    front = read(f"---\n{text}\n---\n")
    front.text("title")
    front.names("needs")
    front.day("checked")
    front.flag("shuffle", default=True)
    assert noted(front) == [f"{PATH}:{expected}"]


def test_a_key_that_stands_twice_is_an_error_and_the_first_one_counts() -> None:
    front = read("---\ntitle: a\ntitle: b\n---\n")
    assert front.text("title") == "a"
    assert noted(front) == [f"{PATH}:3:1: E109 title: stands here twice; keep one of them"]


QUOTES = "put the value in double quotes"


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("title: &a b", "2:8", "there is an anchor (& or *) in the front matter"),
        ("title: *a", "2:8", "there is an anchor (& or *) in the front matter"),
        ("title: !!int 5", "2:8", "there is a tag (!) in the front matter"),
        ("title: !x 5", "2:8", "there is a tag (!) in the front matter"),
        ("title: {a: b}", "2:8", "only texts and lists of texts can stand here"),
        ("title:\n  - - a", "3:5", "only texts and lists of texts can stand here"),
        ("keypoints:\n  - Nova: it asks", "3:5", "only texts and lists of texts can stand here"),
        ("[a]: b", "2:1", "only texts and lists of texts can stand here"),
    ],
)
def test_only_texts_and_lists_of_texts_are_values(text: str, place: str, what: str) -> None:
    assert wrong(f"---\n{text}\n---\n") == [f"{PATH}:{place}: E105 {what}; {QUOTES}"]


def test_a_colon_in_a_value_is_an_error_with_the_fix() -> None:
    what = "the front matter cannot be read: mapping values are not allowed in this context"
    fix = "put the whole value in double quotes"
    assert wrong("---\ntitle: a: b\n---\n") == [f"{PATH}:2:9: E105 {what}; {fix}"]


@pytest.mark.parametrize("text", ["- a\n- b", "just words"])
def test_front_matter_that_is_no_list_of_keys_is_an_error(text: str) -> None:
    assert wrong(f"---\n{text}\n---\n") == [f"{PATH}:2:1: E105 this is no list of keys; write one `key: value` a line"]


def test_front_matter_that_is_never_closed_is_an_error() -> None:
    assert wrong("---\ntitle: x\n") == [
        f"{PATH}:1:1: E105 the front matter is never closed; end it with a line of three dashes"
    ]


def test_front_matter_and_its_values_have_a_largest_size() -> None:
    many = "".join(f"a{number}: {'b' * 100}\n" for number in range(200))
    assert wrong(f"---\n{many}---\n") == [
        f"{PATH}:1:1: E105 the front matter is longer than 16384 characters; move the text below it"
    ]
    assert wrong(f"---\ntitle: {'b' * 1001}\n---\n") == [
        f"{PATH}:2:8: E105 this text has more than 1000 characters; move it below the front matter"
    ]


def test_a_thousand_brackets_are_no_bomb() -> None:
    assert wrong(f"---\ntitle: {'[' * 5000}\n---\n") == [
        f"{PATH}:2:9: E105 only texts and lists of texts can stand here; {QUOTES}"
    ]


def test_a_second_document_is_refused() -> None:
    assert wrong("---\na: b\n...\nc: d\n---\n")[0].startswith(f"{PATH}:4:1: E105 ")


@pytest.mark.parametrize(("spelt", "sign"), [(r"\x1e", "001E"), (r"\0", "0000"), (r"\u202e", "202E"), (r"\N", "0085")])
def test_a_sign_that_nobody_sees_cannot_be_spelt(spelt: str, sign: str) -> None:
    what = f"this text spells the invisible character U+{sign}; take the part with the backslash out"
    assert wrong(f'---\na: b\nkeypoints:\n  - "a{spelt}b"\n---\n') == [f"{PATH}:4:5: E104 {what}"]
    assert wrong(f'---\n"a{spelt}b": c\n---\n') == [f"{PATH}:2:1: E104 {what}"]


def test_half_a_pair_of_signs_cannot_be_spelt() -> None:
    assert wrong('---\ntitle: "\\ud800"\n---\n')
