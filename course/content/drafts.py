"""A question as its lines say it: the body, the keywords, the things with a box or a dash, each with its place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from course.content.edits import Edit
from course.content.errors import ContentError
from course.content.headings import Part
from course.content.names import NAME, NAME_FIX
from course.content.nearest import did_you_mean, slip_of
from course.content.source import Source, digest_of

KINDS = ("Answer", "Text", "Number", "Order", "Match", "Command")
_KEYWORDS = ("Section", "Topic", "Hint", "Talk", "Why", "See", "Shuffle", "Not", *KINDS)

_KEYWORD = re.compile(r"([A-Z][a-z]+):(.*)")
_BOX = re.compile(r"- ([(\[])([ xX])([)\]])(?: (.*))?")
_ALMOST_BOX = re.compile(r" *[-*+] *(\( *\w? *\)|\[ *\w? *\])(?: .*)?")
_SLIP_OF_BOX = re.compile(r"[-*+] *([(\[]) *([xX]?) *([)\]]) *(\S.*)")
_STEP = re.compile(r"[0-9]{1,3}[.)] (.*)")
_KEY = re.compile(r"\{#([^{}]*)\}$")


@dataclass(slots=True)
class Item:
    """One line to pick, place or foresee: its mark is "(x)", "[ ]", "1.", "-" or "Not"."""

    mark: str
    text: str
    key: str
    line: int
    column: int
    feedback: list[str] = field(default_factory=list)
    idea: str = ""


@dataclass(slots=True)
class Field:
    """The value of a keyword."""

    value: str
    line: int
    column: int


@dataclass(slots=True)
class Draft:
    """Everything that the lines of one question say."""

    part: Part
    body: list[str] = field(default_factory=list)
    fields: dict[str, Field] = field(default_factory=dict)
    boxes: list[Item] = field(default_factory=list)
    listed: list[Item] = field(default_factory=list)
    nots: list[Item] = field(default_factory=list)


class _Reader:
    """Reads a question line by line; `owner` is what an indented line belongs to."""

    def __init__(self, source: Source, part: Part, errors: list[ContentError]) -> None:
        self.source, self.draft, self.errors = source, Draft(part), errors
        self.owner: Item | Field | None = None
        self.list_of = ""  # "Order" or "Match" while their lines are read
        self.number = 0

    def error(self, code: str, what: str, fix: str, column: int = 1, edits: tuple[Edit, ...] = ()) -> None:
        self.errors.append(self.source.error(self.number, code, what, fix, column=column, edits=edits))

    def read(self, text: Sequence[bool]) -> Draft:
        for index in range(self.draft.part.first, self.draft.part.end):
            self.number = index + 1
            line = self.source.lines[index].rstrip()
            if not text[index]:
                self._code(line, starts=index == 0 or text[index - 1])
            elif line:
                self._line(line)
            else:
                self._empty()
        return self.draft

    def _empty(self) -> None:
        self.owner = None
        if self._in_body:
            self.draft.body.append("")

    @property
    def _in_body(self) -> bool:
        draft = self.draft
        return not (draft.fields or draft.boxes or draft.nots)

    def _code(self, line: str, *, starts: bool) -> None:
        if self._in_body:
            self.draft.body.append(line)
        elif starts:
            fix = "move it up, before the first keyword or choice"
            self.error("E306", "code can only stand in the body of a question", fix)

    def _line(self, line: str) -> None:
        if keyword := _KEYWORD.fullmatch(line):
            value = keyword[2].lstrip()
            self._keyword(keyword[1], value, len(line) - len(value) + 1)
        elif box := _BOX.fullmatch(line):
            mark = f"{box[1]}{box[2].lower()}{box[3]}"
            if mark[0] + mark[2] in ("()", "[]"):
                self.draft.boxes.append(self._item(mark, box[4] or "", 7))
            else:
                self.error("E303", f"the box {mark} opens and closes differently", "write ( ) or [ ]", 3)
        elif almost := _ALMOST_BOX.fullmatch(line):
            fix = "write `- ( )`, `- (x)`, `- [ ]` or `- [x]` at the start of the line"
            self.error("E303", "this is almost a box", fix, almost.start(1) + 1, self._box_edits(line))
            self.owner = Item("", "", "", self.number, 1)  # the reason under it is no further mistake
        elif self.list_of and self._listed(line):
            pass
        elif line.startswith("  ") and self.owner is not None:
            self._indented(line)
        elif self._in_body:
            self.draft.body.append(line)
        elif line.startswith("  "):
            fix = "take away the empty line above it"
            self.error("E306", "this line belongs to nothing", fix, len(line) - len(line.lstrip()) + 1)
        else:
            fix = "indent it by two to continue the line above, or move it up before the first keyword or choice"
            self.error("E306", "this line belongs to nothing", fix)

    def _keyword(self, word: str, value: str, column: int) -> None:
        self.owner, self.list_of = None, word if word in ("Order", "Match") else ""
        if word == "Not":
            self.draft.nots.append(self._item("Not", value, column))
        elif word == "Idea":
            self.error("E304", "Idea: belongs under a choice", "put it below one and indent it by two")
        elif word not in _KEYWORDS:
            fix = did_you_mean(word, _KEYWORDS, f"the keywords are {', '.join(_KEYWORDS)}")
            self.error("E304", f"{word}: is no keyword", fix, edits=self._keyword_edits(word))
            self.owner = Field(value, self.number, column)  # its indented lines are no further mistake
        elif word in self.draft.fields:
            self.error("E305", f"{word}: stands here twice", "keep one of them")
            self.owner = Field(value, self.number, column)
        else:
            self.owner = self.draft.fields[word] = Field(value, self.number, column)

    def _box_edits(self, line: str) -> tuple[Edit, ...]:
        found = _SLIP_OF_BOX.fullmatch(line)
        if found is None:
            return ()
        opening, mark, closing, words = found.groups()
        sure = opening + closing in ("()", "[]") and not words.startswith(("(", "["))
        return (Edit(self.number, 1, line, f"- {opening}{mark.lower() or ' '}{closing} {words}"),) if sure else ()

    def _keyword_edits(self, word: str) -> tuple[Edit, ...]:
        meant = slip_of(word, _KEYWORDS)
        lines = self.source.lines[self.draft.part.first : self.draft.part.end]
        once = sum(line.startswith((f"{meant}:", f"{word}:")) for line in lines) == 1
        return (Edit(self.number, 1, word, meant),) if meant and once else ()

    def _listed(self, line: str) -> bool:
        if step := _STEP.fullmatch(line):
            self.draft.listed.append(self._item("1.", step[1], step.start(1) + 1))
        elif line.startswith("- "):
            self.draft.listed.append(self._item("-", line[2:], 3))
        else:
            return False
        return True

    def _item(self, mark: str, text: str, column: int) -> Item:
        text = text.strip()
        key = ""
        if found := _KEY.search(text):
            key, text = found[1], text[: found.start()].rstrip()
            if not NAME.fullmatch(key):
                self.error("E202", f"{key!r} cannot be a key", NAME_FIX, column + found.start())
        if not text:
            self.error("E311", "there are no words here", "write what can be picked", column)
        item = Item(mark, text, key or digest_of(text)[:8], self.number, column)
        self.owner = item
        return item

    def _indented(self, line: str) -> None:
        bare = line.strip()
        column = len(line) - len(line.lstrip()) + 1
        if isinstance(self.owner, Field):
            self.owner.value = f"{self.owner.value} {bare}".strip()
        elif isinstance(self.owner, Item) and bare.startswith(">"):
            self.owner.feedback.append(bare[1:].strip())
        elif isinstance(self.owner, Item) and bare.startswith("Idea:"):
            self.owner.idea = bare.removeprefix("Idea:").strip()
        elif word := _KEYWORD.fullmatch(bare):
            fix = did_you_mean(word[1], ("Idea",), "only `>` and Idea: stand under a choice")
            self.error("E304", f"{word[1]}: is no keyword here", fix, column)
        else:
            self.error("E306", "this line belongs to nothing", "start it with > to say why", column)


def body_end(source: Source, part: Part, text: Sequence[bool]) -> int:
    """Return the index of the first line after the body of a question: its first keyword or choice."""
    for index in range(part.first, part.end):
        line = source.lines[index].rstrip()
        if text[index] and (_KEYWORD.fullmatch(line) or _BOX.fullmatch(line)):
            return index
    return part.end


def read_draft(source: Source, part: Part, text: Sequence[bool], errors: list[ContentError]) -> Draft:
    """Return what the lines of one question say; what they should not say is added to `errors`."""
    return _Reader(source, part, errors).read(text)
