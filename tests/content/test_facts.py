import time
from datetime import date

import pytest

from course.content.facts import Fact, parse
from course.content.names import NAME_FIX
from course.content.source import Source
from tests.content.wrong import errors_of

PATH = "lessons/facts.toml"
GOOD = '[latest]\nvalue = "2026.2"\nas_of = 2026-09-30\nsource = "releases"\n'


def test_a_fact_has_a_value_a_day_and_a_source() -> None:
    assert parse(Source(PATH, GOOD)) == {"latest": Fact("latest", "2026.2", date(2026, 9, 30), "releases")}


def test_a_value_may_be_a_number() -> None:
    assert parse(Source(PATH, GOOD.replace('"2026.2"', "34")))["latest"].value == "34"


FIX = 'write a line [name], then value = "...", as_of = 2026-11-22, source = "..."'
AS_OF = "write it without quotes, as in as_of = 2026-11-22"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[latest]\nvalue = \n", f"2:9: E111 this is not TOML: Invalid value; {FIX}"),
        (f"{GOOD}{GOOD}", f"5:8: E111 this is not TOML: Cannot declare ('latest',) twice; {FIX}"),
        (f"\n{GOOD}valeu = 1\n", "2:1: E112 the fact 'latest' has an unknown key 'valeu'; did you mean value?"),
        (GOOD.replace('source = "releases"\n', ""), "1:1: E112 the fact 'latest' has no source; add source = ..."),
        (
            GOOD.replace("2026-09-30", '"2026-09-30"'),
            f"1:1: E112 the fact 'latest' has an as_of that is no day; {AS_OF}",
        ),
        (
            GOOD.replace("2026-09-30", "2026-09-30T10:00:00"),
            f"1:1: E112 the fact 'latest' has an as_of that is no day; {AS_OF}",
        ),
        (
            "latest = 1\n",
            "1:1: E112 the fact 'latest' stands outside of a table; write [name] on a line of its own, its keys below",
        ),
        (
            GOOD.replace("latest", "Latest"),
            f"1:1: E112 the fact 'Latest' has no good name; {NAME_FIX}",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_the_fix(text: str, expected: str) -> None:
    assert errors_of(parse, PATH, text) == [f"{PATH}:{expected}"]


def test_a_deep_value_is_no_bomb() -> None:
    assert "E111" in errors_of(parse, PATH, f"a = {'[' * 50_000}")[0]


LONG_LINE = "this line has more than 2000 characters or 50 dots; say it in fewer words"
WORDS = "write a few words or a number between quotation marks"


@pytest.mark.parametrize(
    "line",
    ["value = " + "1" * 5000, "value = 0x" + "f" * 5000, ".".join("a" * 100_000) + " = 1", f"[{'.'.join('a' * 1000)}]"],
)
def test_a_line_that_would_take_for_ever_is_told(line: str) -> None:
    assert errors_of(parse, PATH, f"[latest]\n{line}\n") == [f"{PATH}:2:1: E111 {LONG_LINE}"]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("1" * 1900, "is too large"),
        ("0x" + "f" * 1900, "is too large"),
        ("-1000000000000000", "is too large"),
        (f'"{"x" * 201}"', "has more than 200 characters"),
        (r'"2026\u001e.2"', "holds the invisible character U+001E"),
        (r'"2026\u202e.2"', "holds the invisible character U+202E"),
        ("true", "is neither text nor a whole number"),
        ("[1]", "is neither text nor a whole number"),
    ],
)
def test_a_value_that_no_page_can_say_is_told(value: str, reason: str) -> None:
    expected = f"{PATH}:1:1: E112 the fact 'latest' has a value that {reason}; {WORDS}"
    assert errors_of(parse, PATH, GOOD.replace('"2026.2"', value)) == [expected]


def test_a_source_that_is_no_text_is_told() -> None:
    assert "has a source that is too large" in errors_of(parse, PATH, GOOD.replace('"releases"', "9" * 1900))[0]


def test_many_facts_and_long_keys_are_read_in_time() -> None:
    started = time.process_time()
    errors_of(parse, PATH, "\n".join(f"[a{number}]" for number in range(15_000)))
    errors_of(parse, PATH, "\n".join(f"[k{number}.{'.'.join('a' * 49)}]" for number in range(1000)))
    assert time.process_time() - started < 5
