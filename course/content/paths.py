"""Lessons chosen for somebody: the path of a kind of learner, the pack that a host sets before a kind of meetup."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from course.content.errors import BrokenFileError, ContentError
from course.content.lessons import Lesson
from course.content.names import NAME, NAME_FIX
from course.content.nearest import did_you_mean
from course.content.source import Source, hidden_sign
from course.content.tables import lines_of_tables, read_tables

Kind: TypeAlias = Literal["path", "pack"]

_KINDS: tuple[Kind, ...] = ("path", "pack")
_KEYS = ("title", "sentence", "lessons")
_LONGEST = {"title": 60, "sentence": 200}  # characters
_FIX = 'write a line [path.name] or [pack.name], then title = "...", sentence = "...", lessons = ["slug", "slug"]'
_LIST = 'write the slugs of lessons between quotation marks, as in lessons = ["the-map", "first-cli"]'


@dataclass(frozen=True, slots=True)
class Selection:
    """Lessons by their slugs, with what to call them and one sentence about whom they are for."""

    kind: Kind
    name: str
    title: str
    sentence: str
    slugs: tuple[str, ...]
    line: int = 1


@dataclass(frozen=True, slots=True)
class Offer:
    """A selection whose lessons are all there."""

    name: str
    title: str
    sentence: str
    lessons: tuple[Lesson, ...]

    @property
    def minutes(self) -> int:
        """How long all of it takes, with the questions."""
        return sum(lesson.minutes for lesson in self.lessons)


def parse(source: Source) -> tuple[Selection, ...]:
    """Return the selections of the file in its order, or raise BrokenFileError with all that is wrong."""
    lines = lines_of_tables(source)
    found: list[Selection] = []
    errors: list[ContentError] = []
    for kind, tables in read_tables(source, _FIX).items():
        if kind not in _KINDS or not isinstance(tables, dict):
            line = next((number for name, number in lines.items() if name.split(".")[0] == kind), 1)
            fix = did_you_mean(kind, _KINDS, _FIX)
            errors.append(source.error(line, "E118", f"{kind!r} is neither a path nor a pack", fix))
            continue
        for name, table in tables.items():
            line = lines.get(f"{kind}.{name}", 1)
            problems = [
                source.error(line, "E118", f"the {kind} {name!r} {what}", fix) for what, fix in _wrong(name, table)
            ]
            errors += problems
            if not problems:
                found.append(Selection(kind, name, table["title"], table["sentence"], tuple(table["lessons"]), line))
    if errors:
        raise BrokenFileError(errors)
    return tuple(found)


def offers(kind: Kind, selections: Iterable[Selection], lessons: Sequence[Lesson]) -> tuple[Offer, ...]:
    """Return the selections of this kind of which every lesson is there, in the order of the file."""
    known = {lesson.slug: lesson for lesson in lessons}
    return tuple(
        Offer(each.name, each.title, each.sentence, tuple(known[slug] for slug in each.slugs))
        for each in selections
        if each.kind == kind and all(slug in known for slug in each.slugs)
    )


def _wrong(name: str, table: object) -> Iterable[tuple[str, str]]:
    """Yield what is wrong with one selection, and what to do."""
    if not NAME.fullmatch(name):
        yield "has no good name", NAME_FIX
    if not isinstance(table, dict):
        yield "is no table", _FIX
        return
    for key in table:
        if key not in _KEYS:
            yield f"has an unknown key {key!r}", did_you_mean(key, _KEYS, f"the keys are {', '.join(_KEYS)}")
    yield from (problem for key in _KEYS if (problem := _wrong_value(key, table)))


def _wrong_value(key: str, table: Mapping[str, object]) -> tuple[str, str] | None:
    value = table.get(key)
    if not value:
        return f"has no {key}", f"add {key} = ..."
    if key == "lessons":
        return _wrong_slugs(value)
    if not isinstance(value, str):
        return f"has a {key} that is no text", "write it between quotation marks"
    if sign := hidden_sign(value):
        return f"has a {key} that holds the invisible character U+{ord(sign):04X}", "delete it"
    if len(value) > _LONGEST[key]:
        return f"has a {key} of more than {_LONGEST[key]} characters", "say it in fewer words"
    return None


def _wrong_slugs(value: object) -> tuple[str, str] | None:
    if not isinstance(value, list) or not all(isinstance(slug, str) and NAME.fullmatch(slug) for slug in value):
        return "has lessons that are no list of slugs", _LIST
    twice = next((slug for slug in value if value.count(slug) > 1), "")
    return (f"names the lesson {twice!r} twice", "take one of the two out") if twice else None
