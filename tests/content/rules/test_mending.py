"""What --fix repairs: only what is certain, once, and nothing else in the file."""

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.rules.checking import check
from course.content.rules.every import RULES
from course.content.rules.examples import Example, question, section, write
from course.content.rules.mending import mend
from course.content.rules.rule import Rule
from course.content.rules.sound import FIRST, QUIZ, SENTENCE, SOUND

MENDED = {
    "E106",
    "E303",
    "E304",
    "E403",
    "E408",
    "E409",
    "E411",
    "E412",
    "E413",
    "E414",
    "E416",
    "E419",
    "E420",
    "E421",
}
MENDED |= {"W101", "W102"}
PIECES = ["- a", "* b", "1. c", "2. d", "1) e", "  - f", "   - g", "    - h", "      - i", "\t- j", "a\tb", "words", ""]
PIECES += ["> q", "> - r", ">   - s", ">", "  ```text", "   ```text", "    ```text", "```text", "  ```", "```", "  x"]
PIECES += [
    "    y",
    "        z",
    "| a | b |",
    "|---|---|",
    "###t",
    "### u",
    "#v",
    "---",
    "[w](http://w.example)",
    "> [!note]",
]
PIECES += [
    "```console sketch",
    "$ a \\ ",
    "  b",
    "&#x202e;",
    "Hnit: c",
    "- () d",
    "> ```text",
    "> ```",
    "1.  k",
    "-    l",
]


def mended(root: Path, example: Example) -> tuple[str, list[str]]:
    """Return the file after a repair, and what was repaired."""
    done = mend(*write(root, example))
    return (root / example.path).read_bytes().decode(), [error.code for error in done]


def shown(root: Path, text: str) -> str:
    """Return what a repair makes of the text of a section."""
    file, _ = mended(root, section(text))
    before, _, after = SOUND[FIRST].partition(SENTENCE)
    assert file.startswith(before)
    assert file.endswith(after)
    return file[len(before) : -len(after)]


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.bad], ids=lambda rule: rule.code)
def test_what_can_be_repaired_is_repaired_once_and_everything_else_stays_as_it_was(rule: Rule, tmp_path: Path) -> None:
    assert rule.bad is not None
    if rule.code in MENDED:
        file, done = mended(tmp_path, rule.bad)
        assert done == [rule.code]
        assert check(tmp_path / "lessons", tmp_path / "quizzes") == []
        assert mend(tmp_path / "lessons", tmp_path / "quizzes") == []
        assert (tmp_path / rule.bad.path).read_bytes().decode() == file
    else:
        folders = write(tmp_path, rule.bad)
        stamps = {file: file.lstat().st_mtime_ns for file in tmp_path.rglob("*")}
        assert mend(*folders) == []
        assert {file: file.lstat().st_mtime_ns for file in tmp_path.rglob("*")} == stamps


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- a\n  - b\n    - c\n- d", "- a\n    - b\n        - c\n- d"),
        (
            "1. a\n   - b\n\n     more of b\n\n   more of a\n2. c",
            "1. a\n    - b\n\n        more of b\n\n    more of a\n2. c",
        ),
        ("- a\n  still a\n  - b", "- a\n  still a\n    - b"),
        ("> - a\n>   - b", "> - a\n>     - b"),
        ("  - a\n  - b", "- a\n- b"),
        ("1. a\n\n   ```text\n   x\n     y\n\n   ```", "1. a\n\n    ```text\n    x\n      y\n\n    ```"),
        ("  ```text\n  x\n  ```", "```text\nx\n```"),
        ("- a\n\t- b\tc", "- a\n    - b c"),
        ("Words:\n- a\n- b", "Words:\n\n- a\n- b"),
        ("> Words:\n> 1. a", "> Words:\n>\n> 1. a"),
        ("> [!tip]\n> Words", "> [!TIP]\n> Words"),
        (
            "A [b](http://c.example/?d) e [f](http://c.example/?d)",
            "A [b](https://c.example/?d) e [f](https://c.example/?d)",
        ),
    ],
)
def test_a_repair_says_what_was_meant(before: str, after: str, tmp_path: Path) -> None:
    assert shown(tmp_path, before) == after


@pytest.mark.parametrize(
    "text",
    [
        "#openstack-nova",  # a channel, or a heading?
        "1. a\n  - b",  # in the list, or a list of its own?
        "- a\n\n       - b",
        "Words\n---",
        "[a](ftp://b.example)",
        "Words.\n\n    words",
    ],
)
def test_what_could_mean_two_things_is_left_to_its_author(text: str, tmp_path: Path) -> None:
    assert shown(tmp_path, text) == text


@pytest.mark.parametrize(
    "line", ["Note: a", "Whose: b", "Hnit: a\nHnit: b", "Hnit: a\nHint: b", "- (y) c", "- (x] d", "  - () e"]
)
def test_a_keyword_or_box_that_could_be_another_is_left(line: str, tmp_path: Path) -> None:
    text = f"## Which? {{#which}}\n\n- (x) a\n- ( ) b\n  > c\n{line}\n"
    file, done = mended(tmp_path, question(text))
    assert file.endswith(text)
    assert done == []


def test_line_ends_and_mode_are_kept(tmp_path: Path) -> None:
    folders = write(tmp_path, section("Words:\n- a"))
    file = tmp_path / FIRST
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    file.chmod(0o640)
    expected = file.read_bytes().replace(b"Words:\r\n", b"Words:\r\n\r\n")
    assert [error.code for error in mend(*folders)] == ["E412"]
    assert file.read_bytes() == expected
    assert file.stat().st_mode & 0o777 == 0o640
    assert {each.name for each in file.parent.iterdir()} == {"01-first.md", "02-second.md", "unit.md", "images"}


def test_only_the_named_files_are_repaired(tmp_path: Path) -> None:
    folders = write(tmp_path, section("Words:\n- a"))
    assert mend(*folders, [tmp_path / QUIZ]) == []
    assert [error.path for error in mend(*folders, [tmp_path / FIRST])] == [FIRST]


def test_no_link_is_followed(tmp_path: Path) -> None:
    folders = write(tmp_path / "course")
    outside = tmp_path / "outside.md"
    outside.write_text(SOUND[FIRST].replace(SENTENCE, "Words:\n- a"))
    text = outside.read_text()
    (tmp_path / "course" / FIRST).unlink()
    (tmp_path / "course" / FIRST).symlink_to(outside)
    assert mend(*folders) == []
    assert outside.read_text() == text
    assert (tmp_path / "course" / FIRST).is_symlink()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_folder_that_cannot_be_written_stays_as_it_is(tmp_path: Path) -> None:
    folders = write(tmp_path, section("Words:\n- a"))
    folder = (tmp_path / FIRST).parent
    folder.chmod(0o555)
    try:
        with pytest.raises(PermissionError):
            mend(*folders)
        assert {each.name for each in folder.iterdir()} == {"01-first.md", "02-second.md", "unit.md", "images"}
    finally:
        folder.chmod(0o755)


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=9), in_quiz=st.booleans())
@settings(deadline=None, max_examples=60)
def test_repairing_twice_is_repairing_once_and_brings_nothing_new(pieces: list[str], in_quiz: bool) -> None:
    text = "\n".join(pieces)
    example = question(f"## Which? {{#which}}\n\n{text}\n\nAnswer: true\nWhy: So.\n") if in_quiz else section(text)
    with TemporaryDirectory() as folder:
        folders = write(Path(folder), example)
        before = Counter(error.code for error in check(*folders))
        done = mend(*folders)
        after = Counter(error.code for error in check(*folders))
        file = (Path(folder) / example.path).read_bytes()
        assert mend(*folders) == []
        assert (Path(folder) / example.path).read_bytes() == file
        hidden = any(code < "E400" for code in before)  # the rules read only what can be read
        assert hidden or not after - before
        assert not done or sum(after.values()) < sum(before.values()) or hidden


class Named(type(Path())):  # type: ignore[misc] # the class of this system
    """A path that somebody asked to repair, and whose file changes after it was checked."""

    def resolve(self, strict: bool = False) -> Path:
        self.change()
        return Path(self).resolve(strict)


def save_again(file: Path) -> None:
    file.write_text(f"\n{SOUND[FIRST]}")


def put_a_pipe(file: Path) -> None:
    file.unlink(missing_ok=True)
    os.mkfifo(file)


@pytest.mark.parametrize("change", [save_again, put_a_pipe, Path.unlink])
def test_a_file_that_changed_since_it_was_checked_is_not_repaired(
    change: Callable[[Path], object], tmp_path: Path
) -> None:
    folders = write(tmp_path, section("Words:\n- a"))
    named = Named(tmp_path / FIRST)
    named.change = lambda: change(tmp_path / FIRST)
    assert mend(*folders, [named]) == []
    assert not (tmp_path / FIRST).is_file() or (tmp_path / FIRST).read_text() == f"\n{SOUND[FIRST]}"


def test_a_picture_with_an_odd_name_is_left_alone(tmp_path: Path) -> None:
    folders = write(tmp_path)
    picture = tmp_path / "lessons" / "10-start" / "images" / "a\nb.svg"
    picture.write_bytes(b"\xef\xbb\xbf<svg/>")
    assert mend(*folders) == []
    assert picture.read_bytes() == b"\xef\xbb\xbf<svg/>"
