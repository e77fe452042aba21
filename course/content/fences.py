"""Fenced code, found line by line: parser, rules and renderer share this one opinion of what is code."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Possessive throughout: a hostile line must not make the search go back and try again.
_OPENING = re.compile(r"([> ]*+)(`{3,}+|~{3,}+)([^`]*+)")


@dataclass(frozen=True, slots=True)
class Fence:
    """One block of code: indexes of its first and last line, what stands before and after the opening mark."""

    first: int
    last: int
    prefix: str
    info: str
    code: tuple[str, ...]
    closed: bool

    @property
    def language(self) -> str:
        """Return the first word after the opening mark."""
        return self.info.split()[0] if self.info.split() else ""


def find_fences(lines: Sequence[str]) -> tuple[Fence, ...]:
    """Return the fences in these lines; one that is never closed runs to the end of its quote or of the lines."""
    found: list[Fence] = []
    index = 0
    while index < len(lines):
        opening = _OPENING.fullmatch(lines[index])
        if opening is None:
            index += 1
            continue
        fence = _read_fence(lines, index, opening)
        found.append(fence)
        index = fence.last + 1
    return tuple(found)


def outside(lines: Sequence[str], fences: Iterable[Fence]) -> list[bool]:
    """Return for each line whether it is text, not code or the mark around it."""
    text = [True] * len(lines)
    for fence in fences:
        text[fence.first : fence.last + 1] = [False] * (fence.last + 1 - fence.first)
    return text


def _read_fence(lines: Sequence[str], first: int, opening: re.Match[str]) -> Fence:
    prefix, mark, info = opening.groups()
    quote = prefix.rstrip()
    code: list[str] = []
    for index in range(first + 1, len(lines)):
        line = lines[index]
        if quote and not line.startswith(quote):
            return Fence(first, index - 1, prefix, info.strip(), tuple(code), closed=False)
        bare = _without(prefix, line)
        if bare.startswith(mark) and not bare.strip().strip(mark[0]):
            return Fence(first, index, prefix, info.strip(), tuple(code), closed=True)
        code.append(bare)
    return Fence(first, len(lines) - 1, prefix, info.strip(), tuple(code), closed=False)


def _without(prefix: str, line: str) -> str:
    if line.startswith(prefix):
        return line[len(prefix) :]
    return line.removeprefix(prefix.rstrip()).lstrip(" ") if prefix.strip() else line.lstrip(" ")
