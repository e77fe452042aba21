"""The block between two `---` lines at the top of a file: a few keys, every value a string until we say otherwise."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from course.content.edits import Edit
from course.content.errors import BrokenFileError, ContentError
from course.content.names import NAME, NAME_FIX
from course.content.nearest import did_you_mean, slip_of
from course.content.source import Source, hidden_sign

_LONGEST = 16 * 1024  # characters
_LONGEST_VALUE = 1000
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FLAGS = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string and the place where it stands."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value: one string, or a list of them."""

    key: Scalar
    value: Scalar | tuple[Scalar, ...]


@dataclass(slots=True)
class FrontMatter:
    """The keys of one file; reading one that is wrong notes the error and returns a harmless default."""

    source: Source
    entries: dict[str, Entry] = field(default_factory=dict)
    body: int = 0  # index of the first line after the front matter
    errors: list[ContentError] = field(default_factory=list)

    def only(self, *known: str) -> None:
        """Note an error for every key that is not one of `known`."""
        for name, entry in self.entries.items():
            if name not in known:
                fix = did_you_mean(name, known, f"the keys are {', '.join(known)}")
                meant = slip_of(name, known)
                edit = Edit(entry.key.line, entry.key.column, name, meant)
                edits = (edit,) if meant and meant not in self.entries else ()
                self._note(entry.key, "E106", f"{name}: is no key here", fix, edits)

    def text(self, name: str, *, needed: str = "") -> str:
        """Return one line of text; `needed` is the fix to tell when it must be there and is not."""
        entry = self.entries.get(name)
        value = entry.value if entry else Scalar("", 1, 1)
        if isinstance(value, tuple):
            at = entry.key if entry else Scalar("", 1, 1)
            self._note(at, "E108", f"{name}: is a list", "write one line of text")
            return ""
        if needed and not value.text.strip():
            self._note(entry.key if entry else value, "E107", f"{name}: is missing", needed)
        return " ".join(value.text.split())

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of lines of text, empty when the key is not there."""
        return tuple(" ".join(scalar.text.split()) for scalar in self._scalars(name))

    def names(self, name: str) -> tuple[str, ...]:
        """Return a list of slugs or ids."""
        scalars = self._scalars(name)
        for scalar in scalars:
            if not NAME.fullmatch(scalar.text):
                self._note(scalar, "E108", f"{name}: {scalar.text!r} is no slug", NAME_FIX)
        return tuple(scalar.text for scalar in scalars if NAME.fullmatch(scalar.text))

    def day(self, name: str) -> date | None:
        """Return a day written as 2026-11-22."""
        text = self.text(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self._wrong(name, f"{text!r} is no date", "write year, month and day as in 2026-11-22")
            return None

    def flag(self, name: str, *, default: bool) -> bool:
        """Return whether `yes` or `no` is written."""
        text = self.text(name)
        if text.casefold() in _FLAGS:
            return _FLAGS[text.casefold()]
        if text:
            self._wrong(name, f"{text!r} is neither yes nor no", "write yes or no")
        return default

    def _scalars(self, name: str) -> tuple[Scalar, ...]:
        entry = self.entries.get(name)
        if entry is None or (isinstance(entry.value, Scalar) and not entry.value.text):
            return ()
        if isinstance(entry.value, Scalar):
            self._wrong(name, "this is one text, not a list", "start every item on its own line with a dash")
            return ()
        return entry.value

    def _wrong(self, name: str, what: str, fix: str) -> None:
        entry = self.entries[name]
        at = entry.value if isinstance(entry.value, Scalar) else entry.key
        self._note(at, "E108", f"{name}: {what}", fix)

    def _note(self, at: Scalar, code: str, what: str, fix: str, edits: tuple[Edit, ...] = ()) -> None:
        self.errors.append(self.source.error(at.line, code, what, fix, column=at.column, edits=edits))


def front_matter(source: Source) -> FrontMatter:
    """Return the front matter of a file, empty when it has none, or raise BrokenFileError."""
    if source.lines[0].rstrip() != "---":
        return FrontMatter(source)
    end = next((index for index, line in enumerate(source.lines[1:], 1) if line.rstrip() == "---"), 0)
    if not end:
        what = "the front matter is never closed"
        raise BrokenFileError([source.error(1, "E105", what, "end it with a line of three dashes")])
    text = "\n".join(source.lines[1:end])
    if len(text) > _LONGEST:
        what = f"the front matter is longer than {_LONGEST} characters"
        raise BrokenFileError([source.error(1, "E105", what, "move the text below it")])
    front = FrontMatter(source, body=end + 1)
    try:
        _read_entries(front, _Events(source, text))
    except yaml.YAMLError as error:
        raise BrokenFileError([_malformed(source, error)]) from None
    return front


def _malformed(source: Source, error: yaml.YAMLError) -> ContentError:
    line, column = _place(getattr(error, "problem_mark", None))
    problem = getattr(error, "problem", None) or "it is not YAML"
    fix = "put the whole value in double quotes"
    return source.error(line, "E105", f"the front matter cannot be read: {problem}", fix, column=column)


def _place(mark: Any) -> tuple[int, int]:
    # The parser counts from 0, and does not see the line of dashes.
    return (mark.line + 2, mark.column + 1) if mark else (1, 1)


class _Events:
    """What the YAML parser reports, with everything refused that a list of keys and texts does not need."""

    def __init__(self, source: Source, text: str) -> None:
        self.source = source
        self.events = yaml.parse(text, Loader=_LOADER)
        self.last: yaml.Event | None = None

    def next(self) -> yaml.Event:
        event = self.last = next(self.events)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.refuse("there is an anchor (& or *) in the front matter", "put the value in double quotes")
        if getattr(event, "tag", None):
            raise self.refuse("there is a tag (!) in the front matter", "put the value in double quotes")
        return event

    def scalar(self, event: yaml.Event) -> Scalar:
        if not isinstance(event, yaml.ScalarEvent):
            raise self.refuse("only texts and lists of texts can stand here", "put the value in double quotes")
        if len(event.value) > _LONGEST_VALUE:
            raise self.refuse(f"this text has more than {_LONGEST_VALUE} characters", "move it below the front matter")
        if sign := hidden_sign(event.value):
            what = f"this text spells the invisible character U+{ord(sign):04X}"
            raise self.refuse(what, "take the part with the backslash out", code="E104")
        return Scalar(event.value, *_place(event.start_mark))

    def refuse(self, what: str, fix: str, *, code: str = "E105") -> BrokenFileError:
        line, column = _place(self.last.start_mark if self.last else None)
        return BrokenFileError([self.source.error(line, code, what, fix, column=column)])


def _read_entries(front: FrontMatter, events: _Events) -> None:
    while not isinstance(event := events.next(), yaml.MappingStartEvent):
        if isinstance(event, yaml.StreamEndEvent):
            return
        if not isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            raise events.refuse("this is no list of keys", "write one `key: value` a line")
    while not isinstance(event := events.next(), yaml.MappingEndEvent):
        key = events.scalar(event)
        entry = Entry(key, _value(events))
        if key.text in front.entries:
            what, fix = f"{key.text}: stands here twice", "keep one of them"
            front.errors.append(front.source.error(key.line, "E109", what, fix, column=key.column))
        front.entries.setdefault(key.text, entry)
    for event in iter(events.next, None):
        if isinstance(event, yaml.StreamEndEvent):
            return
        if isinstance(event, yaml.DocumentStartEvent):
            raise events.refuse("a second document starts in the front matter", "keep one block of keys")


def _value(events: _Events) -> Scalar | tuple[Scalar, ...]:
    event = events.next()
    if not isinstance(event, yaml.SequenceStartEvent):
        return events.scalar(event)
    items: list[Scalar] = []
    while not isinstance(event := events.next(), yaml.SequenceEndEvent):
        items.append(events.scalar(event))
    return tuple(items)
