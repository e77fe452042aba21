"""How a question is asked: what gives the answer away, and what tests reading instead of knowing."""

# ruff: noqa: D401 - the docstring of a rule says why it is one

import re
from collections.abc import Iterator

from course.content.answers import alternatives
from course.content.drafts import Draft, Item
from course.content.lessons import WORD
from course.content.passages import Passage, unquoted
from course.content.rules.examples import question
from course.content.rules.manuscript import Manuscript
from course.content.rules.rule import Finding, rule

LONGEST_FEEDBACK = 45
"""Words."""

_CLEARLY = 1.4
_CLEARLY_MORE = 12
"""The longest choice is seen at once when it is this many times, and this many letters, longer than any other."""

_TELLING = 4
"""Letters of a text that cannot stand in another by chance."""

_MARKUP = re.compile(r"\]\([^()]*\)|[\[\]`*_]")
_OTHERS = re.compile(
    r"\b(?:all|any|both|either|neither|none)\b(?: of)?(?: the| these)? "
    r"(?:above|below|(?:other )?(?:answers|choices|options)|others)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:not|never|cannot)\b|n[’']t\b|\bexcept\b", re.IGNORECASE)
_ASKING = re.compile(r"(?:[^\w]|\b(?:and|of|in|on|to|from|at|with)\b)*\b(?:which|what|who|whom|where)\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"\b(?:although|because|before|after|if|since|so|that|though|unless|until|when|where|while|who"
    r"|which|whose|why|how)\b",
    re.IGNORECASE,
)
_CLOSING = " .?!…)”'\""

_STEM = "## Who keeps images? {#keeper}\n\n"
_NOVA = "- ( ) Nova, the compute service\n  > Nova starts servers. Whom does it ask for the first disk?\n"
_LESSON = "Nova starts servers, and a server starts from a disk. "
_GLANCE = "- (x) Glance, the image service\n"


@rule(
    "W611",
    bad=question(f"{_STEM}- (x) ‸Glance, which keeps the first disk of each server and hands it to Nova\n{_NOVA}"),
    good=question(f"{_STEM}{_GLANCE}{_NOVA}"),
)
def longest_is_right(manuscript: Manuscript) -> Iterator[Finding]:
    """Who knows nothing picks the longest choice: it should not be the right one."""
    for draft in manuscript.drafts:
        lengths = {item.line: len(_plain(item.text)) for item in draft.boxes}
        right = [item for item in draft.boxes if item.mark == "(x)"]
        others = [lengths[item.line] for item in draft.boxes if item.mark == "( )"]
        for item in right if others else ():
            length = lengths[item.line]
            if length >= _CLEARLY * max(others) and length >= _CLEARLY_MORE + max(others):
                what = "the right choice is by far the longest"
                yield Finding(item.line, item.column, what, "say the same in fewer words, or more about the others")


@rule(
    "W612",
    bad=question(f"{_STEM}{_GLANCE}{_NOVA}- ( ) ‸None of the above\n  > Images are files. Who keeps them?\n"),
    good=question(f"{_STEM}{_GLANCE}{_NOVA}- ( ) Horizon\n  > Horizon is the dashboard.\n"),
)
def all_of_the_above(manuscript: Manuscript) -> Iterator[Finding]:
    """Such a choice asks what the others are worth, not what is known; and there is no above when choices are mixed."""
    for draft in manuscript.drafts:
        for item in draft.boxes:
            if found := _OTHERS.search(item.text):
                fix = "name something else, or use square boxes for all that fit"
                yield Finding(item.line, item.column + found.start(), f"{found[0]!r} is no choice", fix)


@rule(
    "W613",
    bad=question(
        f"## Who does ‸not keep images? {{#keeper}}\n\n{_GLANCE.replace('x', ' ')}  > It does.\n"
        "- (x) Nova, the compute service\n"
    ),
    good=question(f"{_STEM}{_GLANCE}{_NOVA}"),
)
def negated_stem(manuscript: Manuscript) -> Iterator[Finding]:
    """A "not" in a question is easily read over: it catches those who know the answer."""
    stems = [passage for passage in manuscript.passages if passage.role == "stem"]
    for draft, stem in zip(manuscript.drafts, stems, strict=True):
        at = _negation(stem.text, statement="Answer" in draft.fields)
        if at is not None:
            fix = "say it without, and turn the answer round" if "Answer" in draft.fields else "ask for what is so"
            yield Finding(*stem.place(at), "the question turns on a negation", fix)


def _negation(text: str, *, statement: bool) -> int | None:
    """Return where the last sentence of a stem denies what it asks for, None when it does not.

    What is said beside it does not count: `What do you check when you cannot sign in?` is a good question.
    """
    if not _NEGATION.search(text):
        return None  # as in nearly every stem, and seen at once
    said = unquoted(text)
    first = max(said.rstrip(_CLOSING).rfind(f"{end} ") for end in ".?!") + 1
    asking, found = _ASKING.match(said, first), _NEGATION.search(said, first)
    if found is None or not (statement or asking):
        return None
    between = said[asking.end() if asking and not statement else first : found.start()]
    return None if _BESIDE.search(between) else found.start()


@rule(
    "W614",
    bad=question(f"{_STEM}{_GLANCE}- ( ) Nova, the compute service\n  > ‸{_LESSON * 5}\n"),
    good=question(f"{_STEM}{_GLANCE}{_NOVA}"),
)
def long_feedback(manuscript: Manuscript) -> Iterator[Finding]:
    """Who has been wrong wants one thought that helps, not another lesson."""
    for passage in manuscript.passages:
        if passage.role == "feedback" and (words := len(WORD.findall(passage.text))) > LONGEST_FEEDBACK:
            what = f"the feedback has {words} words"
            yield Finding(*passage.place(0), what, f"say the one thing that helps, in at most {LONGEST_FEEDBACK}")


@rule(
    "W615",
    bad=question(f"{_STEM}- (x) Glance\n- ( ) Nova\n  > No, it is ‸Glance.\n"),
    good=question(f"{_STEM}- (x) Glance\n{_NOVA}"),
)
def answer_in_feedback(manuscript: Manuscript) -> Iterator[Finding]:
    """Feedback leads to the answer; where it says it, there is nothing left to think about."""
    for draft in manuscript.drafts:
        answers = [text for text in _answers(draft) if sum(map(str.isalpha, text)) >= _TELLING]
        for item, feedback in _wrong(manuscript, draft):
            given = f"{draft.part.title} {item.text}".casefold()
            for text in answers:
                words = r"[\s`*_\[\]]+".join(map(re.escape, text.split()))
                found = re.search(rf"(?<!\w){words}(?!\w)", feedback.raw, re.IGNORECASE)
                if found and text.casefold() not in given:
                    fix = "ask what leads there instead"
                    yield Finding(*feedback.place(found.start()), f"the feedback says the answer: {text}", fix)
                    break


@rule(
    "W616",
    bad=question("‸## Glance keeps images. {#keeper}\n\nAnswer: true\n"),
    good=question("## Glance keeps images. {#keeper}\n\nAnswer: true\nWhy: Nova asks it for the first disk.\n"),
)
def told_nothing(manuscript: Manuscript) -> Iterator[Finding]:
    """An answer teaches when it is followed by the reason; "wrong" alone leaves a learner where they were."""
    for draft in manuscript.drafts:
        items = (*draft.boxes, *draft.listed, *draft.nots)
        if "Why" not in draft.fields and not any(item.feedback for item in items):
            what = "whoever answers this question is told nothing"
            yield Finding(draft.part.line, 1, what, "add `Why:` and the reason")


def _answers(draft: Draft) -> list[str]:
    typed = draft.fields.get("Text")
    texts = alternatives(typed.value) if typed else [item.text for item in draft.boxes if item.mark == "(x)"]
    return [_plain(text).rstrip(".!?") for text in texts]


def _wrong(manuscript: Manuscript, draft: Draft) -> Iterator[tuple[Item, Passage]]:
    """Return what is wrong with what is said about it, where one answer is right."""
    wrong = {item.line: item for item in (*draft.boxes, *draft.nots) if item.mark in ("( )", "Not")}
    item: Item | None = None
    for passage in manuscript.passages:
        if passage.role == "choice":
            item = wrong.get(passage.pieces[0].line)
        elif passage.role == "feedback" and item is not None:
            yield item, passage


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub("", text).split())
