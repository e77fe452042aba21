"""From the lines of a question to a question of one kind, or to what is wrong with it."""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from course.content.answers import alternatives, read_number, split_command
from course.content.drafts import KINDS, Draft, Field, Item
from course.content.errors import ContentError
from course.content.names import NAME
from course.content.question import Choice, Question, disordered, mixed
from course.content.questions import (
    CommandQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    SeveralChoice,
    SingleChoice,
    TextQuestion,
    TrueFalse,
)
from course.content.source import Source, digest_of

_FLAGS = {"yes": True, "no": False}
_SEE = re.compile(r"[a-z][a-z0-9-]*(?:#[a-z][a-z0-9-]*)?")


class _Builder:
    """Builds one question; every check notes what it finds, and the caller looks at the list."""

    def __init__(self, source: Source, draft: Draft, errors: list[ContentError]) -> None:
        self.source, self.draft, self.errors = source, draft, errors

    def error(self, at: Item | Field | None, code: str, what: str, fix: str) -> None:
        part = self.draft.part
        name = f"question {part.id!r}" if part.id else "the question"
        line, column = (at.line, at.column) if at else (part.line, 1)
        self.errors.append(self.source.error(line, code, f"{name} {what}", fix, column=column))

    def value(self, keyword: str) -> str:
        found = self.draft.fields.get(keyword)
        return found.value if found else ""

    def needed(self, keyword: str, fix: str) -> str:
        found = self.draft.fields[keyword]
        if not found.value:
            self.error(found, "E311", f"has nothing after {keyword}:", fix)
        return found.value

    def common(self, *marked: str) -> dict[str, Any]:
        part, body = self.draft.part, "\n".join(self.draft.body).strip("\n")
        shuffle = self.value("Shuffle").casefold() or "yes"
        if shuffle not in _FLAGS:
            self.error(self.draft.fields["Shuffle"], "E311", "has a Shuffle: that is unclear", "write yes or no")
        see, section = self.value("See"), self.value("Section")
        if section and not NAME.fullmatch(section):
            fix = "write the id of one section of the lesson, without #"
            self.error(self.draft.fields["Section"], "E311", f"has {section!r} as its Section:", fix)
        if see and not _SEE.fullmatch(see):
            self.error(self.draft.fields["See"], "E311", f"has {see!r} as its See:", "write slug#section")
        return {
            "id": part.id,
            "stem": part.title,
            "body": body,
            "section": section or None,
            "topic": self.value("Topic"),
            "talk": self.value("Talk"),
            "hint": self.value("Hint"),
            "why": self.value("Why"),
            "see": see,
            "shuffle": _FLAGS.get(shuffle, True),
            "line": part.line,
            "digest": digest_of(part.title, body, *marked),
        }

    def choices(self, items: Iterable[Item], right: Callable[[Item], bool]) -> tuple[Choice, ...]:
        return tuple(Choice(item.key, item.text, right(item), " ".join(item.feedback), item.idea) for item in items)

    def distinct(self, items: Sequence[Item], least: int) -> None:
        if len(items) < least:
            at = items[0] if items else None
            self.error(at, "E313", f"has fewer than {least} lines to choose from", "write more of them")
        seen: dict[str, Item] = {}
        for item in items:
            first = seen.setdefault(item.key, item)
            if first is not item:
                what = f"says the same in line {first.line} and here"
                self.error(item, "E312", what, "change one, or give each a {#key} of its own")

    def build(self) -> Question | None:
        found = [keyword for keyword in KINDS if keyword in self.draft.fields]
        kinds = [*(["boxes"] if self.draft.boxes else []), *found]
        if len(kinds) > 1:
            at = self.draft.fields[kinds[1]]
            self.error(at, "E302", f"has both {kinds[0]} and {kinds[1]}", "keep one of them")
            return None
        if not kinds:
            fix = "add choices with ( ) or [ ], or one of " + ", ".join(f"{kind}:" for kind in KINDS)
            self.error(None, "E301", "cannot be answered", fix)
            return None
        if self.draft.nots and kinds != ["Text"]:
            self.error(self.draft.nots[0], "E314", "has a Not: without a Text:", "use Not: beside Text: only")
        return _BUILDERS[kinds[0]](self)


def _boxes(build: _Builder) -> Question | None:
    items = build.draft.boxes
    shapes = {item.mark[0] for item in items}
    if len(shapes) > 1:
        odd = next(item for item in items if item.mark[0] != items[0].mark[0])
        build.error(odd, "E308", "mixes round and square boxes", "use ( ) to pick one, [ ] to pick all that fit")
        return None
    build.distinct(items, 2)
    choices = build.choices(items, lambda item: item.mark[1] == "x")
    common = build.common(*(f"{choice.key} {choice.text} {choice.right}" for choice in choices))
    if shapes == {"["}:
        if not any(choice.right for choice in choices):
            build.error(items[0], "E309", "has no correct choice", "mark every choice that fits with [x]")
        return SeveralChoice(choices=choices, **common)
    _check_single(build, items, choices)
    return SingleChoice(choices=choices, **common)


def _check_single(build: _Builder, items: Sequence[Item], choices: Sequence[Choice]) -> None:
    right = [item for item, choice in zip(items, choices, strict=True) if choice.right]
    if not right:
        build.error(items[0], "E307", "has no correct choice", "mark one with (x)")
    elif len(right) > 1:
        fix = "leave one (x), or use square boxes for all that fit"
        build.error(right[1], "E307", f"has {len(right)} correct choices", fix)
    for item, choice in zip(items, choices, strict=True):
        if not choice.right and not choice.feedback:
            fix = "say why under it, on a line that starts with two spaces and >"
            build.error(item, "E310", "has a wrong choice that says nothing", fix)


def _truth(build: _Builder) -> Question:
    value = build.needed("Answer", "write true or false").casefold()
    if value and value not in ("true", "false"):
        build.error(build.draft.fields["Answer"], "E311", f"has {value!r} as its Answer:", "write true or false")
    return TrueFalse(truth=value == "true", **build.common(value))


def _text(build: _Builder) -> Question:
    value = build.needed("Text", "write the right answer")
    answers = alternatives(value)
    if value and not all(answers):
        build.error(build.draft.fields["Text"], "E311", "has an empty answer", "write words on both sides of |")
    build.distinct(build.draft.nots, 0)
    nots = build.choices(build.draft.nots, lambda _: False)
    return TextQuestion(answers=answers, nots=nots, **build.common(*answers))


def _number(build: _Builder) -> Question:
    value = build.needed("Number", "write a number such as 16 or 2.5")
    number, sign, tolerance = value.partition("+-")
    read, spread = read_number(number.replace(",", "\0")), read_number(tolerance.replace(",", "\0"))
    wrong = read is None or (sign and (spread is None or spread[0] < 0))
    if value and wrong:
        fix = "write a number with a decimal point, and a tolerance after +- if it needs one"
        build.error(build.draft.fields["Number"], "E311", f"has {value!r} as its Number:", fix)
    amount, unit = read or (Decimal(0), "")
    margin, its_unit = spread or (Decimal(0), "")
    common = build.common(f"{amount} {margin} {unit or its_unit}")
    return NumberQuestion(value=amount, tolerance=margin, unit=unit or its_unit, **common)


def _order(build: _Builder) -> Question:
    items = build.draft.listed
    build.distinct(items, 0)
    steps = build.choices([item for item in items if item.mark == "1."], lambda _: True)
    extras = build.choices([item for item in items if item.mark == "-"], lambda _: False)
    if len(steps) < 2:  # noqa: PLR2004 - an order needs two
        build.error(build.draft.fields["Order"], "E313", "has fewer than two steps", "number them 1. 2. 3.")
    marked = [f"{step.key} {step.text} {step.right}" for step in (*steps, *extras)]
    return OrderQuestion(steps=steps, extras=extras, **build.common(*marked))


def _match(build: _Builder) -> Question:
    lefts: list[Choice] = []
    rights: dict[str, Choice] = {}
    pairs: list[tuple[str, str]] = []
    for item in build.draft.listed:
        left, arrow, right = (side.strip() for side in item.text.partition(" -> "))
        if not (left and arrow and right):
            build.error(item, "E311", "has a pair without both sides", "write `- left -> right`")
        key = digest_of(left)[:8] if item.key == digest_of(item.text)[:8] else item.key
        item.key = key
        lefts.append(Choice(key, left, right=True, feedback=" ".join(item.feedback), idea=item.idea))
        # The arrow keeps the key of a right apart from that of a left with the same words.
        choice = rights.setdefault(right, Choice(digest_of(f"-> {right}")[:8], right, right=True))
        pairs.append((key, choice.key))
    build.distinct(build.draft.listed, 2)
    shown = disordered(mixed(build.draft.part.id, tuple(rights.values())), [c.key for c in rights.values()])
    marked = [f"{left.text} -> {pair[1]}" for left, pair in zip(lefts, pairs, strict=True)]
    return MatchQuestion(lefts=tuple(lefts), rights=shown, pairs=tuple(pairs), **build.common(*marked))


def _command(build: _Builder) -> Question:
    value = build.needed("Command", "write the whole command line")
    if value and not split_command(value):
        build.error(build.draft.fields["Command"], "E311", "has an open quotation mark", "close it")
    return CommandQuestion(command=value.removeprefix("$").strip(), **build.common(value))


_BUILDERS: dict[str, Callable[[_Builder], Question | None]] = {
    "boxes": _boxes,
    "Answer": _truth,
    "Text": _text,
    "Number": _number,
    "Order": _order,
    "Match": _match,
    "Command": _command,
}


def build_question(source: Source, draft: Draft, errors: list[ContentError]) -> Question | None:
    """Return the question that the draft says; what is wrong with it is added to `errors`."""
    return _Builder(source, draft, errors).build()
