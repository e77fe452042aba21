"""What gets into a folder by mistake or by malice: the author is told where and what to do, learners notice nothing."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from course.content.library import LibraryReader
from course.content.rules.checking import check
from course.content.rules.examples import write
from course.content.rules.sound import FIRST, QUIZ, SENTENCE

MEGABYTE = 1_000_000
Change = Callable[[Path], object]


def instead(path: str, old: str, new: str) -> Change:
    """Return what writes something else into a file, all at once as editors do."""

    def change(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        replaced(path, text.replace(old, new, 1).encode())(root)

    return change


def replaced(path: str, data: bytes) -> Change:
    """Return what puts a new file in the place of another."""

    def change(root: Path) -> None:
        new = root / f"{path}~"
        new.write_bytes(data)
        new.replace(root / path)

    return change


def without_file(path: str, then: Callable[[Path], object]) -> Change:
    """Return what takes a file away and makes something else there."""

    def change(root: Path) -> None:
        (root / path).unlink()
        then(root / path)

    return change


def all_lines(path: str, change_line: Callable[[int, bytes], bytes]) -> Change:
    """Return what changes the bytes of every line."""

    def change(root: Path) -> None:
        lines = (root / path).read_bytes().split(b"\n")
        replaced(path, b"\n".join(change_line(number, line) for number, line in enumerate(lines, 1)))(root)

    return change


BOMB = "a: &a [x]\n" + "".join(f"b{number}: &b{number} [*a, *a, *a]\n" for number in range(40))

BROKEN = {
    "50 MB": (replaced(FIRST, b"x" * 50 * MEGABYTE), FIRST, 1, "E102"),
    "a FIFO": (without_file(QUIZ, os.mkfifo), QUIZ, 1, "E101"),
    "a link out of the folder": (without_file(FIRST, lambda file: file.symlink_to("/etc/passwd")), FIRST, 1, "E101"),
    "a YAML bomb": (instead(FIRST, "release: 2026.2\n", BOMB), FIRST, 4, "E105"),
    "a Markdown bomb": (instead(FIRST, SENTENCE, "[a](" * 500), FIRST, 78, "E122"),
    "another Markdown bomb": (instead(FIRST, SENTENCE, "*a **b " * 1000), FIRST, 78, "E122"),
    "right-to-left text": (instead(FIRST, SENTENCE, "You \u202eksa Nova."), FIRST, 78, "E104"),
    "a NUL": (instead(QUIZ, "Horizon", "Hori\0zon"), QUIZ, 8, "E104"),
    "a fence that is never closed": (instead(FIRST, SENTENCE, "```text\nweb-1"), FIRST, 78, "E113"),
}
ODD = {
    "a byte order mark": (
        all_lines(FIRST, lambda number, line: b"\xef\xbb\xbf" * (number == 1) + line),
        FIRST,
        1,
        "W101",
    ),
    "mixed line endings": (all_lines(FIRST, lambda number, line: line + b"\r" * (number % 2)), FIRST, 2, "W102"),
    "a tab": (instead(FIRST, SENTENCE, "You ask\tNova."), FIRST, 78, "E416"),
    "a list nested by two": (instead(FIRST, SENTENCE, "- Nova\n  - starts servers"), FIRST, 79, "E413"),
    "an id that was renamed": (instead(FIRST, "{#ask}", "{#asking}"), QUIZ, 3, "E508"),
}


def twin(root: Path) -> None:
    """Write a second lesson with a slug that is taken."""
    (root / "lessons/10-start/03-first.md").write_bytes((root / FIRST).read_bytes())


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_named_and_learners_keep_what_they_had(name: str, tmp_path: Path) -> None:
    change, path, line, code = BROKEN[name]
    folders = write(tmp_path)
    reader = LibraryReader(*folders, every_request=True)
    before = reader.current()
    page = before.html("first")
    change(tmp_path)
    after = reader.current()
    (problem,) = after.problems
    assert (problem.path, problem.line, problem.code) == (path, line, code)
    assert problem.fix
    assert check(*folders) == [problem]
    assert after.lessons == before.lessons
    assert after.html("first") == page


@pytest.mark.parametrize("name", ODD)
def test_what_can_be_read_is_named_and_learners_get_the_lesson(name: str, tmp_path: Path) -> None:
    change, path, line, code = ODD[name]
    folders = write(tmp_path)
    reader = LibraryReader(*folders, every_request=True)
    questions = reader.current().lesson("first").quiz.questions
    change(tmp_path)
    (finding,) = check(*folders)
    assert (finding.path, finding.line, finding.code) == (path, line, code)
    assert finding.fix
    after = reader.current()
    assert after.problems == ()
    assert after.lesson("first").quiz.questions == questions
    assert set(after.html("first").questions) == {question.id for question in questions}


def test_of_two_files_with_one_slug_the_second_is_named_and_the_first_is_served(tmp_path: Path) -> None:
    folders = write(tmp_path)
    reader = LibraryReader(*folders, every_request=True)
    before = reader.current()
    twin(tmp_path)
    (finding,) = check(*folders)
    place = "lessons/10-start/03-first.md:1:1"
    assert str(finding) == f"{place}: E114 {FIRST} has the slug 'first' already; rename one of the two files"
    assert reader.current().lessons == before.lessons


def test_a_renamed_id_is_told_with_the_one_that_is_meant(tmp_path: Path) -> None:
    folders = write(tmp_path)
    instead(FIRST, "{#ask}", "{#asking}")(tmp_path)
    (finding,) = check(*folders)
    assert finding.fix == "did you mean asking?"
    instead(FIRST, "{#asking}", "{#nova}")(tmp_path)
    (finding,) = check(*folders)
    assert finding.fix == "the sections of first are nova, images"
