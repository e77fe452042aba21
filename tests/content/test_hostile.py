"""Whatever stands in a file: an error with a place, or a page, and never a long wait."""

import random
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from course.content import facts, glossary, lessons, quizzes, units
from course.content.errors import BrokenFileError, ContentError
from course.content.fences import find_fences
from course.content.limits import LONGEST_PARAGRAPH, survey
from course.content.markdown import Renderer
from course.content.pictures import Pictures, inspect
from course.content.rules.checking import check
from course.content.source import Source, decode
from tests.content.dangers import dangers
from tests.content.folders import LESSON, QUIZ, Course
from tests.repetition import part_of

BUDGET = 0.020  # seconds of this process for each kilobyte, on a machine that counts to a million in PACE seconds
PACE = 0.050
START = 0.010  # and for having begun at all

PARSERS: dict[str, Callable[[Source], object]] = {
    "lessons/10-a/01-b.md": lessons.parse,
    "quizzes/b.md": quizzes.parse,
    "lessons/10-a/unit.md": units.parse,
    "lessons/glossary.md": glossary.parse,
    "lessons/facts.toml": facts.parse,
}
SIGNS = [*"[]()<>!*_`~#-+=|\\&;:{}\"'.,1a \n", "\t", "**", "```", "~~~", "![", "](", "> ", "- ", "1. ", "\n\n", "    "]
SIGNS += ["## A {#a}\n", "- ( ) ", "- [x] ", "Why: ", "Order:\n", "Match:\n", "Not: ", "---\n", "title: ", "-> ", " | "]
SIGNS += ["glossary:nova", "lesson:a#b", "{{ fact:a }}", "> [!NOTE]\n", "> [!HOST]\n", "images/x.svg", "https://a.b"]
SIGNS += [
    "|---|\n",
    "Source: ",
    "$ ",
    "console\n",
    "&#x3c;",
    "<b",
    "ż",
    "\U0001f600",
    "\u0301",
    "{#a}",
    "Confused with: ",
]
hostile = st.lists(st.sampled_from(SIGNS), max_size=120).map("".join)
anything = st.text(max_size=300)


def complaints(action: Callable[[], object]) -> tuple[ContentError, ...]:
    """Return what was said against a text, nothing when it could be used."""
    try:
        action()
    except ContentError as error:
        return (error,)
    except BrokenFileError as broken:
        return broken.errors or (ContentError("", 0, 0, "", "nothing is said", ""),)
    return ()


def unplaced(errors: Iterable[ContentError]) -> list[ContentError]:
    """Return the errors that name no place or do not say what to do: there should be none."""
    return [error for error in errors if not (error.line > 0 and error.column > 0 and error.fix)]


def render_block(text: str) -> str:
    """Render a text, which is nothing when it is not within the limits."""
    if complaints(lambda: survey(Source("a.md", text))):
        return ""
    return Renderer({}, {}, Pictures({}, "", [])).block(text)


def render_lines(text: str) -> list[str]:
    """Render every line of a text by itself, none when it is not within the limits."""
    if complaints(lambda: survey(Source("a.md", text))):
        return []
    render = Renderer({}, {}, Pictures({}, "", []))
    return [render.inline(line) for line in text.split("\n")]


@pytest.mark.parametrize("path", PARSERS)
@given(text=hostile | anything)
@example(text="")
@example(text="\n---\n---\n")
@settings(deadline=None, max_examples=150)
def test_parsers_answer_with_a_value_or_an_error_with_a_place(path: str, text: str) -> None:
    assert unplaced(complaints(lambda: PARSERS[path](Source(path, text)))) == []


@pytest.mark.parametrize("path", ["lessons/10-a/01-b.md", "quizzes/b.md"])
@given(text=hostile, place=st.integers(0, 2000), length=st.integers(0, 40))
@settings(deadline=None, max_examples=150)
def test_a_good_file_with_something_hostile_in_it_is_no_crash(path: str, text: str, place: int, length: int) -> None:
    good = LESSON.format(name="x") if path.startswith("lessons") else QUIZ
    at = place % len(good)
    mixed = Source(path, good[:at] + text + good[at + length :])
    assert unplaced(complaints(lambda: PARSERS[path](mixed))) == []


@given(data=st.binary(max_size=500) | anything.map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(deadline=None)
def test_bytes_are_text_or_an_error_with_a_place(data: bytes) -> None:
    assert unplaced(complaints(lambda: decode(data, "a.md"))) == []


@given(text=hostile | anything)
@settings(deadline=None, max_examples=300)
def test_text_within_the_limits_is_rendered_to_something_harmless(text: str) -> None:
    assert dangers(render_block(text)) == []
    assert [danger for html in render_lines(text) for danger in dangers(html)] == []


@given(text=hostile | anything)
@settings(deadline=None)
def test_fences_lie_inside_the_text_and_apart(text: str) -> None:
    lines = text.split("\n")
    end = -1
    for fence in find_fences(lines):
        assert end < fence.first <= fence.last < len(lines)
        end = fence.last


@given(
    text=st.lists(st.sampled_from(["<", ">", "/", "g", "svg", " ", '"', "=", "&", "title", "id", "\n", "é"])).map(
        "".join
    )
)
@settings(deadline=None)
def test_pictures_are_read_or_told(text: str) -> None:
    for source in (Source("a.svg", text), Source("a.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{text}</svg>')):
        assert unplaced(inspect(source)) == []


@given(text=hostile)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rules_are_never_surprised(text: str, course: Course) -> None:
    course.write("lessons/10-start/01-first.md", f"{LESSON.format(name='x')}\n{text}")
    course.write("quizzes/first.md", f"{QUIZ}\n## More? {{#more}}\n\n{text}\n\nAnswer: true\n")
    course.write("lessons/glossary.md", f"## Nova {{#nova}}\n\n{text}\n")
    assert unplaced(check(course.lessons, course.quizzes)) == []


def seconds(action: Callable[[], object]) -> float:
    """Return what it costs this process at best: the machine may be busy with something else."""
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        action()
        best = min(best, time.process_time() - start)
    return best


def slowness() -> float:
    """Return how many times slower than the machine of the budget this one is at the moment; 1 when it is faster."""

    def count() -> None:
        for _ in range(1_000_000):
            pass

    return max(1, seconds(count) / PACE)


def over_budget(action: Callable[[], object], text: str, times: int = 1) -> str:
    """Say by how much something takes too long for its text, nothing when it does not."""
    allowed = START + times * BUDGET * max(1, len(text.encode()) / 1024)
    start = time.process_time()
    action()
    spent = time.process_time() - start
    if spent > allowed:
        spent = min(spent, seconds(action)) / slowness()
    return f"{spent * 1000:.0f} ms for {len(text)} characters: {text[:40]!r}" if spent > allowed else ""


def repeated(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


RUNS = [
    "[",
    "![",
    "[a](",
    "[](",
    "[a](<",
    "[a][",
    "[[]",
    "*a ",
    "**a ",
    "*a_ ",
    "_*",
    "***a** b* ",
    "`a ",
    "``a `",
    "`a` ",
]
RUNS += [
    "> ",
    ">",
    "- ",
    "- > ",
    "1. > ",
    "- a\n",
    "> a\n",
    "---\n",
    "# a\n",
    "a  \n",
    "|",
    "|a|b|\n",
    "&#x3c;",
    "\\",
    "<a ",
]
RUNS += [
    "<!-- ",
    "<https://a> ",
    "{{ fact:a ",
    "[x](glossary:nova) ",
    "```\n",
    "~~~\n",
    "a\n\n",
    "- a\n\n",
    "    - a\n\n",
]
RUNS += [
    "|a|b|\n|-|-|\n|a|b|\n\n",
    "> > > a\n\n",
    "[!NOTE]",
    "> [!NOTE]\n\n",
    "a b ",
    "{#a} ",
    "![a](images/x.svg)\n\n",
]
RUNS += ["## A {#a}\n", "- ( ) a\n", "- (x) a\n  > b\n", "Why: a\n", "  > a\n", "Order:\n1. a\n", "title: a\n", '"a\\']


@pytest.mark.long
@pytest.mark.parametrize("unit", part_of(RUNS, 1, of=3))
def test_nothing_takes_long_to_render(unit: str) -> None:
    text = repeated(unit, LONGEST_PARAGRAPH - 100)
    assert over_budget(lambda: render_block(text), text) == ""
    spaced = repeated(repeated(unit, 90) + "\n\n", 12_000)
    assert over_budget(lambda: render_block(spaced), spaced) == ""
    lines = (repeated(unit.replace("\n", " "), 90) + "\n\n") * 60
    assert over_budget(lambda: render_lines(lines), lines) == ""


@pytest.mark.long
@pytest.mark.parametrize("unit", RUNS)
def test_nothing_takes_long_to_parse(unit: str) -> None:
    text = repeated(unit, 100_000)
    begun = f"---\ntitle: x\ngoal: y\n---\n## A {{#a}}\n{text}"
    files = [(path, content) for path in PARSERS for content in (text, begun)]
    for path, content in part_of(files, RUNS.index(unit), of=5):
        source = Source(path, content)
        assert over_budget(partial(complaints, partial(PARSERS[path], source)), content) == ""


@pytest.mark.parametrize("seed", range(30))
def test_random_signs_do_not_take_long(seed: int) -> None:
    chance = random.Random(seed)
    few = chance.sample(SIGNS, chance.randint(2, 6))
    text = "".join(chance.choices(few, k=1500))
    assert over_budget(lambda: render_block(text), text) == ""


@given(text=hostile)
@settings(deadline=None, max_examples=40)
def test_nothing_that_is_found_takes_long(text: str) -> None:
    long = repeated(f"{text}\n\n", 6_000)
    assert over_budget(lambda: render_block(long), long) == ""


@pytest.mark.long
@pytest.mark.parametrize("unit", part_of(RUNS, of=3))
def test_rules_do_not_take_long(unit: str, tmp_path: Path) -> None:
    course = Course(tmp_path)
    text = f"{LESSON.format(name='x')}\n{repeated(repeated(unit, 300) + chr(10) * 2, 30_000)}"
    course.write("lessons/10-start/01-first.md", text)
    # Once for the rules, and once for the page, which is made to see how large it is.
    assert over_budget(lambda: check(course.lessons, course.quizzes), text, times=2) == ""
