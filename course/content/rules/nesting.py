"""How deep the lines of a list stand in each other, as a forge reads them, and the edits that indent each by four."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from course.content.edits import Edit
from course.content.fences import Fence
from course.content.rules.manuscript import Manuscript, split_quote

ITEM = re.compile(r"( *)((?:[-*+]|[0-9]{1,9}[.)]) +)\S")
"""The start of an item: how far it is indented, and the sign before its words."""

_STEP = 4
_DEEPEST = 5  # lists in each other
_CODE = 4  # an item or a paragraph that is indented by so much more than it must be is code on a forge


def realigned(manuscript: Manuscript) -> Mapping[int, tuple[Edit, ...]]:
    """Return for the number of each line in a list the edits of its whole list; none where it is not clear."""
    walk = _Walk()
    fences = {fence.first: fence for fence in manuscript.fences}
    inside: set[int] = set()
    for index, line in enumerate(manuscript.prose):
        if fence := fences.get(index):
            walk.fence(fence, manuscript.source.lines)
            inside.update(range(fence.first, fence.last + 1))
        elif index not in inside and manuscript.body[index]:
            walk.line(index + 1, *split_quote(line))
        elif index not in inside:
            walk.end()
    return {number: tuple(block.edits) for block in walk.blocks if block.clear for number in block.numbers}


@dataclass(slots=True)
class _Block:
    """One item that stands in no other, with all that stands in it."""

    numbers: list[int] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    clear: bool = True


class _Walk:
    """Goes down the lines; `starts` holds where the words of each open item begin."""

    def __init__(self) -> None:
        self.blocks: list[_Block] = []
        self.starts: list[int] = []
        self.quote = ""
        self.column: int | None = None  # where the items of the list begin that stands in no other
        self.after_empty = True

    def end(self) -> None:
        self.starts.clear()
        self.column = None
        self.after_empty = True

    def line(self, number: int, quote: str, text: str) -> None:
        if quote.strip() != self.quote.strip():
            self.end()
        self.quote = quote
        item = ITEM.match(text)
        spaces = len(text) - len(text.lstrip(" "))
        if not text.strip():
            self.after_empty = True
            return
        if item or self.after_empty:
            self._leave(spaces)
        if item:
            self._item(number, spaces, len(item[2]))
        elif self.after_empty and self.starts:
            self._move(number, spaces)
        elif not self.starts:
            self.column = None
        self.after_empty = False

    def fence(self, fence: Fence, lines: tuple[str, ...]) -> None:
        quote, prefix = split_quote(fence.prefix)
        if quote.strip() != self.quote.strip():
            self.end()
        self.quote = quote
        was_open = bool(self.starts)
        self._leave(len(prefix))
        if not self.starts:
            self.blocks.append(_Block(clear=not (prefix and was_open)))
        shift = _STEP * len(self.starts) - len(prefix)
        for index in range(fence.first, fence.last + 1):
            before = quote if lines[index].startswith(quote) else quote.rstrip()
            text = lines[index][len(before) :]
            spaces = len(text) - len(text.lstrip(" "))
            if text.strip():
                self._edit(index + 1, before, spaces, max(0, spaces + shift))
        self.after_empty = True

    def _leave(self, spaces: int) -> None:
        while self.starts and spaces < self.starts[-1]:
            self.starts.pop()

    def _item(self, number: int, spaces: int, sign: int) -> None:
        if not self.starts:
            self.blocks.append(_Block(clear=spaces < _CODE and self.column in (None, spaces)))
            self.column = spaces
        self._move(number, spaces)
        self.starts.append(spaces + sign)
        self.blocks[-1].clear &= sign <= _CODE + 1 and len(self.starts) <= _DEEPEST

    def _move(self, number: int, spaces: int) -> None:
        if self.starts and spaces - self.starts[-1] >= _CODE:
            self.blocks[-1].clear = False
        self._edit(number, self.quote, spaces, _STEP * len(self.starts))

    def _edit(self, number: int, quote: str, have: int, want: int) -> None:
        block = self.blocks[-1]
        block.numbers.append(number)
        if have != want:
            block.edits.append(Edit(number, len(quote) + 1, " " * have, " " * want))
