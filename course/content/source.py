"""A content file, read with suspicion: a regular file inside its folder, small, clean UTF-8."""

import errno
import os
import re
import stat
from codecs import BOM_UTF8
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from course.content.edits import Edit
from course.content.errors import ContentError

LARGEST = 256 * 1024
"""Bytes; a larger file is refused."""

_END = re.compile("\r\n|\r|\n")
# Line separators other than \n, C0 and C1 controls, and the marks that turn the direction of text around:
# all of them make a line look like something it is not. Half of a pair that means one sign cannot even be sent.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Source:
    """The clean text of one file under the name that people know it by, such as "quizzes/nova.md"."""

    path: str
    text: str
    has_mark: bool = False  # a byte order mark at its start, which is no part of the text
    line_end: str = "\n"  # what the first line ends with
    odd_end: int = 0  # the number of the first line that ends in another way; 0 when all end alike
    lines: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", tuple(self.text.split("\n")))

    @property
    def digest(self) -> str:
        """Return a short name for exactly this text."""
        return digest_of(self.text)

    def error(
        self, line: int, code: str, what: str, fix: str, *, column: int = 1, edits: tuple[Edit, ...] = ()
    ) -> ContentError:
        """Return an error at a place in this file."""
        return ContentError(self.path, line, column, code, what, fix, edits)


def digest_of(*texts: str) -> str:
    """Return a short name for exactly these texts in this order."""
    return sha256("\0".join(texts).encode()).hexdigest()[:16]


def read(folder: Path, name: str, path: str = "") -> Source:
    """Return the file `name` in `folder`, known to people as `path`, or raise ContentError."""
    path = path or f"{folder.name}/{name}"
    return decode(_read_bytes(folder / name, path), path)


def read_as_it_is(folder: Path, name: str, path: str) -> Source | None:
    """Return a file for its author to look at, with a sign for all that is no text; None if it cannot be read."""
    try:
        data = _read_bytes(folder / name, path)
    except ContentError:
        return None
    text = data[:LARGEST].decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return Source(path, _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))


def decode(data: bytes, path: str) -> Source:
    """Return the text of `data` with a byte order mark and Windows line ends taken off, or raise ContentError."""
    if len(data) > LARGEST:
        raise _whole(path, "E102", "the file is larger than 256 KB", "split it, or take out what is not text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        what = f"byte {data[error.start]:#04x} is not UTF-8"
        raise ContentError(path, line, column, "E103", what, "save the file as UTF-8 in your editor") from None
    ends = _END.findall(text) if "\r" in text else ["\n"]
    odd_end = next((number for number, end in enumerate(ends, 1) if end != ends[0]), 0)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if sign := hidden_sign(text):
        before_it = text[: text.index(sign)]
        line, column = before_it.count("\n") + 1, len(before_it) - before_it.rfind("\n")
        what = f"the invisible character U+{ord(sign):04X} stands here"
        raise ContentError(path, line, column, "E104", what, "delete it and write the word again")
    return Source(path, text, data.startswith(BOM_UTF8), ends[0], odd_end)


def hidden_sign(text: str) -> str:
    """Return the first sign in a text that nobody sees and no text of ours may hold, or nothing."""
    found = _FORBIDDEN.search(text)
    return found[0] if found else ""


def without_hidden_signs(text: str) -> str:
    """Return the text without the signs that nobody sees."""
    return _FORBIDDEN.sub("", text)


def _whole(path: str, code: str, what: str, fix: str) -> ContentError:
    return ContentError(path, 1, 1, code, what, fix)


def _read_bytes(file: Path, path: str) -> bytes:
    # Not blocking, so that a FIFO cannot hold a request; not following, so that no link leads out of the folder.
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        descriptor = os.open(file, flags)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise _whole(path, "E101", "this is not a regular file", "put a plain text file here")
            with open(descriptor, "rb", closefd=False) as stream:
                return stream.read(LARGEST + 1)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise _whole(path, "E101", "this is a symbolic link", "put the file itself here") from None
        reason = os.strerror(error.errno) if error.errno else str(error)
        fix = "look at its owner and its permissions"
        raise _whole(path, "E101", f"the file cannot be read: {reason}", fix) from None
