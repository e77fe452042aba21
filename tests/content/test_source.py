import os
from pathlib import Path

import pytest

from course.content.errors import ContentError
from course.content.source import LARGEST, Source, decode, digest_of, read, read_as_it_is

PATH = "lessons/10-a/01-b.md"


def refused(data: bytes) -> str:
    with pytest.raises(ContentError) as error:
        decode(data, PATH)
    return str(error.value)


def test_a_byte_order_mark_and_windows_line_ends_are_taken_off() -> None:
    assert decode("\ufeffZażółć\r\ngęślą\rjaźń\n".encode(), PATH).lines == ("Zażółć", "gęślą", "jaźń", "")


def test_the_largest_file_is_read_and_one_byte_more_is_refused() -> None:
    assert len(decode(b"a" * LARGEST, PATH).text) == LARGEST
    expected = f"{PATH}:1:1: E102 the file is larger than 256 KB; split it, or take out what is not text"
    assert refused(b"a" * (LARGEST + 1)) == expected


def test_a_byte_that_is_not_utf8_is_named_with_its_place() -> None:
    expected = f"{PATH}:2:4: E103 byte 0xf3 is not UTF-8; save the file as UTF-8 in your editor"
    assert refused(b"good\nZaz\xf3 ") == expected


@pytest.mark.parametrize(
    ("sign", "name"),
    [
        ("\0", "U+0000"),
        ("\x02", "U+0002"),
        ("\x0c", "U+000C"),
        ("\x1b", "U+001B"),
        ("\x85", "U+0085"),
        ("\u2028", "U+2028"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\ufeff", "U+FEFF"),
    ],
)
def test_an_invisible_character_is_named_with_its_place(sign: str, name: str) -> None:
    fix = "delete it and write the word again"
    expected = f"{PATH}:3:3: E104 the invisible character {name} stands here; {fix}"
    assert refused(f"a\n\nbc{sign}d\n".encode()) == expected


def test_a_tab_and_a_soft_hyphen_are_no_invisible_mistakes() -> None:
    assert decode("a\tb\u00ad\u200d".encode(), PATH).text == "a\tb\u00ad\u200d"


def test_an_author_sees_a_sign_where_a_file_holds_no_text(tmp_path: Path) -> None:
    (tmp_path / "nova.md").write_bytes(b"\xef\xbb\xbfgood\r\nZaz\xf3 \x00\n")
    assert read_as_it_is(tmp_path, "nova.md", PATH) == Source(PATH, "good\nZaz\ufffd \ufffd\n")


def test_a_link_a_pipe_or_nothing_is_nothing_to_look_at(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "link.md").symlink_to(__file__)
    assert [read_as_it_is(tmp_path, name, PATH) for name in ("pipe.md", "link.md", "gone.md")] == [None, None, None]


def test_a_file_is_read_under_the_name_people_know_it_by(tmp_path: Path) -> None:
    (tmp_path / "nova.md").write_text("hello")
    assert read(tmp_path, "nova.md", "quizzes/nova.md") == Source("quizzes/nova.md", "hello")
    assert read(tmp_path, "nova.md").path == f"{tmp_path.name}/nova.md"


def unreadable(folder: Path) -> str:
    with pytest.raises(ContentError) as error:
        read(folder, "a.md", "quizzes/a.md")
    return str(error.value)


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("secret")
    (tmp_path / "a.md").symlink_to(tmp_path / "b.md")
    assert unreadable(tmp_path) == "quizzes/a.md:1:1: E101 this is a symbolic link; put the file itself here"


def test_a_pipe_does_not_hold_the_reader(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    assert unreadable(tmp_path) == "quizzes/a.md:1:1: E101 this is not a regular file; put a plain text file here"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    assert unreadable(tmp_path) == "quizzes/a.md:1:1: E101 this is not a regular file; put a plain text file here"


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    fix = "look at its owner and its permissions"
    expected = f"quizzes/a.md:1:1: E101 the file cannot be read: No such file or directory; {fix}"
    assert unreadable(tmp_path) == expected


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "a.md").chmod(0)
    assert "Permission denied" in unreadable(tmp_path)


def test_a_huge_file_is_not_read_into_memory(tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of nothing
    assert "E102" in unreadable(tmp_path)


def test_a_digest_depends_on_every_text_and_on_where_one_ends() -> None:
    digests = {digest_of("ab", "c"), digest_of("a", "bc"), digest_of("abc"), digest_of("abc", "")}
    assert len(digests) == 4
    assert all(len(digest) == 16 for digest in digests)
