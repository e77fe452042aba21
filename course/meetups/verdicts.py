"""What the first answers to one question say: how sure we can be, a verdict, a headline, and how many people need it.

The rule is small enough to be checked with a pencil; every number it uses is in the values it returns.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist
from typing import Literal

from markupsafe import Markup

FEWEST = 5  # people; with fewer, a percentage would say much about somebody and little about the group
LIKELY = 0.80  # the share that would be right if all had answered lies in the interval with this probability
KNOWN = 0.70  # at least this share: one sentence is enough
UNKNOWN = 0.35  # less than this share: start from zero ...
SURELY_UNKNOWN = 0.40  # ... and also when it is surely less than this
SAME_PEOPLE, SAME_SHARE = 3, 0.5  # so many people, and of the wrong answers, make one wrong choice a misconception

_Z = NormalDist().inv_cdf((1 + LIKELY) / 2)
_NUMBER = re.compile(r"M\d+\s+")  # of a misconception in the facts sheet


class Verdict(StrEnum):
    """What to do with a question in the room."""

    ENOUGH = "One sentence is enough"
    PAIR_UP = "Pair up, then vote again"
    FROM_ZERO = "Start from zero"


@dataclass(frozen=True, slots=True)
class Bar:
    """How many people gave one answer; `idea` is what whoever gave it believes, empty where nobody can tell."""

    label: str
    people: int
    kind: Literal["right", "wrong", "unknown"]
    idea: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the first answers to it: one for everybody who has answered."""

    slug: str  # of the lesson
    question_id: str
    topic: str
    bars: tuple[Bar, ...]
    sure_but_wrong: int
    talk: Markup | str = ""  # what a host may say

    @property
    def key(self) -> tuple[str, str]:
        """What names the question in the whole course."""
        return self.slug, self.question_id

    @property
    def people(self) -> int:
        """How many answered."""
        return sum(bar.people for bar in self.bars)

    @property
    def right(self) -> int:
        """How many were right first time."""
        return sum(bar.people for bar in self.bars if bar.kind == "right")

    @property
    def wrong(self) -> int:
        """How many were not; "I don't know yet" is one of the ways."""
        return self.people - self.right


@dataclass(frozen=True, slots=True)
class Topic:
    """A question with its verdict; fewer than five answers have none, and nothing in percent."""

    asked: Asked
    verdict: Verdict | None = None
    low: float | None = None  # the Wilson interval of the share that is right
    high: float | None = None
    leading: Bar | None = None  # the misconception, if there is one

    @property
    def percent(self) -> int | None:
        """How many in a hundred were right first time, halves rounded up; None without a verdict."""
        people = self.asked.people
        return None if self.verdict is None else (200 * self.asked.right + people) // (2 * people)

    @property
    def sharing(self) -> int:
        """How many people share the misconception."""
        return self.leading.people if self.leading else 0

    @property
    def priority(self) -> int:
        """How much the group needs this, in people: the wrong, the sure among them, and those who share an idea."""
        if self.verdict is None:
            return 0
        return self.asked.wrong + self.asked.sure_but_wrong + self.sharing

    @property
    def headline(self) -> str:
        """The misconception in quotation marks, otherwise the topic."""
        return f"“{self.leading.idea}”" if self.leading else self.asked.topic

    @property
    def reason(self) -> str:
        """The verdict in numbers, one line."""
        if self.verdict is None:
            return f"{self.asked.right} right, {self.asked.wrong} not. Verdicts need {FEWEST} answers."
        first = f"{self.percent}% were right first time, {self.asked.right} of {self.asked.people}."
        if self.verdict is Verdict.ENOUGH:
            return first
        sure = f" {self.asked.sure_but_wrong} of those who were not said they were sure."
        return first + self._pattern + (sure if self.asked.sure_but_wrong else "")

    @property
    def priority_words(self) -> str:
        """The sum behind the priority: "16 not right + 9 sure all the same + 13 with one idea = 38"."""
        sure = f" + {self.asked.sure_but_wrong} sure all the same"
        return f"{self.asked.wrong} not right{sure} + {self.sharing} with one idea = {self.priority}"

    @property
    def _pattern(self) -> str:
        if self.leading:
            return f" {self.sharing} gave the same wrong answer."
        if not any(bar.idea for bar in self.asked.bars):  # nobody can tell what they believe
            return ""
        return " No wrong answer leads: that is a missing picture, not a wrong one."


def judged(asked: Asked) -> Topic:
    """Return the question with its verdict."""
    people, right = asked.people, asked.right
    if people < FEWEST:
        return Topic(asked)
    low, high = wilson(right, people)
    return Topic(asked, _verdict(right / people, low, high), low, high, _leading(asked))


def wilson(right: int, people: int) -> tuple[float, float]:
    """Return the Wilson score interval of a share; `people` is at least one."""
    share, squared = right / people, _Z * _Z / people
    middle = share + squared / 2
    margin = _Z * sqrt((share * (1 - share) + squared / 4) / people)
    return max(0.0, middle - margin) / (1 + squared), min(1.0, (middle + margin) / (1 + squared))


def plain_idea(text: str) -> str:
    """Return a misconception as it can be read aloud: without its number and without marks of code."""
    return _NUMBER.sub("", text, count=1).replace("`", "").strip()


def _verdict(share: float, low: float, high: float) -> Verdict:
    if low >= KNOWN:
        return Verdict.ENOUGH
    if share < UNKNOWN or high < SURELY_UNKNOWN:
        return Verdict.FROM_ZERO
    return Verdict.PAIR_UP


def _leading(asked: Asked) -> Bar | None:
    """Return the wrong choice that so many share that it is a misconception; of two equal ones the first."""
    ideas = [bar for bar in asked.bars if bar.kind == "wrong" and bar.idea]
    most = max(ideas, key=lambda bar: bar.people, default=None)
    if most is None or most.people < SAME_PEOPLE or most.people < SAME_SHARE * asked.wrong:
        return None
    return most
