"""What to talk about tonight: which questions deserve the hour, for how long, and when.

Minutes are whole and shared by priority; the clock follows the zone of the meetup, also across a change of the clocks.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from course.meetups.verdicts import Asked, Topic, Verdict, judged

HOUR = 60  # minutes that are planned; what a longer meetup does then is its own affair
HELLO, QUESTIONS, PROMISES = 5, 12, 6  # minutes
LEAST, MOST = 8, 18  # minutes of a topic
TOPICS = 3
SOLID = 2  # topics named in the sentence at the top as what people know

OwnMinutes = Mapping[tuple[str, str], int]  # by lesson and question, as the host typed them
Kind = Literal["hello", "topic", "questions", "promises", "rest"]


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many joined the meetup, and how many of them finished what was to be read before."""

    finished: int
    joined: int


@dataclass(frozen=True, slots=True)
class Talk:
    """A topic of the evening; `suggested` are the minutes by the rule, `minutes` those that count."""

    topic: Topic
    suggested: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of the evening, in the local time of the meetup."""

    kind: Kind
    title: str
    starts_at: datetime
    minutes: int

    @property
    def clock(self) -> str:
        """When it starts: "18:05"."""
        return f"{self.starts_at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Tonight:
    """The plan of an evening, with everything it was made of.

    `skip` holds what needs one sentence, `later` what comes after the topics by priority or has no room, and
    `counted` what has too few answers for a verdict. `planned` minutes are shared, of the `length` of the meetup.
    """

    turnout: Turnout
    talks: tuple[Talk, ...]
    skip: tuple[Topic, ...]
    later: tuple[Topic, ...]
    counted: tuple[Topic, ...]
    slots: tuple[Slot, ...]
    planned: int
    length: int

    @property
    def over(self) -> int:
        """How many minutes the plan is longer than the meetup: the minutes of the host can make it so."""
        return max(0, sum(slot.minutes for slot in self.slots) - self.length)

    @property
    def rest(self) -> Slot | None:
        """What a longer meetup has left after the plan."""
        last = self.slots[-1]
        left = self.length - sum(slot.minutes for slot in self.slots)
        ends_at = last.starts_at.astimezone(UTC) + timedelta(minutes=last.minutes)
        zone = last.starts_at.tzinfo
        return Slot("rest", "Time that is left", ends_at.astimezone(zone), left) if left > 0 else None

    @property
    def sentence(self) -> str:
        """What to know about the group before the evening, to be read aloud."""
        return " ".join(_sentences(self))


@dataclass(frozen=True, slots=True)
class _Parts:
    """How the planned minutes are divided."""

    hello: int
    questions: int
    promises: int
    topics: tuple[int, ...]


def tonight(
    asked: Sequence[Asked],
    *,
    turnout: Turnout,
    starts_at: datetime,
    minutes: int,
    zone: ZoneInfo,
    own_minutes: OwnMinutes,
) -> Tonight:
    """Return the plan for an evening; the questions come in the order of the course.

    With fewer than five answers to every question it has no topics: `unprepared` has.
    """
    topics = [judged(one) for one in asked]
    needed = sorted((one for one in topics if _needs_talk(one)), key=lambda one: -one.priority)  # ties keep the order
    planned = min(HOUR, minutes)
    chosen = needed[: _room_for(planned, len(needed))]
    parts, talks = _shared_out(planned, chosen, [one.priority for one in chosen], own_minutes)
    return Tonight(
        turnout=turnout,
        talks=talks,
        skip=tuple(one for one in topics if one.verdict is Verdict.ENOUGH),
        later=tuple(needed[len(chosen) :]),
        counted=tuple(one for one in topics if one.verdict is None),
        slots=_slots(parts, talks, starts_at, zone),
        planned=planned,
        length=minutes,
    )


def unprepared(plan: Tonight, *, starts_at: datetime, zone: ZoneInfo, own_minutes: OwnMinutes) -> Tonight:
    """Return the same evening with topics that need no answers, if the answers gave it none and know nothing.

    Each lesson lends its first question with words for a host, then its second, as far as there is time; they share
    the time alike.
    """
    if plan.talks or plan.skip or not plan.counted:
        return plan
    openers = sorted(_turns(plan.counted), key=lambda turn: turn[0])  # ties keep the order of the course
    chosen = [one for _turn, one in openers][: _room_for(plan.planned, len(openers))]
    parts, talks = _shared_out(plan.planned, chosen, [1] * len(chosen), own_minutes)
    return replace(plan, talks=talks, slots=_slots(parts, talks, starts_at, zone))


def _turns(topics: Sequence[Topic]) -> Iterator[tuple[int, Topic]]:
    """Yield each question with words for a host, and the how manieth of its lesson it is."""
    seen: Counter[str] = Counter()
    for one in topics:
        if one.asked.talk:
            yield seen[one.asked.slug], one
            seen[one.asked.slug] += 1


def shared(minutes: int, weights: Sequence[int]) -> list[int]:
    """Return whole minutes in proportion to the weights, by largest remainders; of two equal ones the first."""
    total = sum(weights)
    parts = [divmod(minutes * weight, total) for weight in weights]
    left = minutes - sum(whole for whole, _rest in parts)
    by_rest = sorted(range(len(parts)), key=lambda index: -parts[index][1])
    return [whole + (index in by_rest[:left]) for index, (whole, _rest) in enumerate(parts)]


def shared_within(minutes: int, weights: Sequence[int], least: int, most: int) -> list[int]:
    """Return the same with no part under `least` or over `most`.

    Parts out of bounds are set to the bound, on the side that is off by more, and the others share the rest again.
    """
    parts: dict[int, int] = {}
    while free := [index for index in range(len(weights)) if index not in parts]:
        rest = minutes - sum(parts.values())
        tried = dict(zip(free, shared(max(0, rest), [weights[index] for index in free]), strict=True))
        short = {index: least for index, part in tried.items() if part < least}
        long = {index: most for index, part in tried.items() if part > most}
        missing = sum(least - tried[index] for index in short)
        too_much = sum(tried[index] - most for index in long)
        parts |= (short if missing >= too_much else long) or tried
    return [parts[index] for index in range(len(weights))]


def _needs_talk(topic: Topic) -> bool:
    return topic.verdict in (Verdict.PAIR_UP, Verdict.FROM_ZERO)


def _room_for(planned: int, needed: int) -> int:
    """Return how many topics there is time for: at least one, even if the other parts must give way."""
    fitting = (planned - HELLO - QUESTIONS - PROMISES) // LEAST
    return min(needed, TOPICS, max(1, fitting))


def _shared_out(
    planned: int, chosen: Sequence[Topic], weights: Sequence[int], own_minutes: OwnMinutes
) -> tuple[_Parts, tuple[Talk, ...]]:
    """Share the minutes among these topics by their weights; those of the host count where there are some."""
    suggested = _divide(planned, weights)
    used = _with_own(planned, suggested, weights, [own_minutes.get(one.asked.key) for one in chosen])
    return used, tuple(map(Talk, chosen, suggested.topics, used.topics))


def _divide(planned: int, priorities: Sequence[int]) -> _Parts:
    """Divide the minutes; what no topic may take goes to the questions."""
    room = planned - HELLO - QUESTIONS - PROMISES
    if room < LEAST * len(priorities):  # one topic, or none, in a short meetup: the other parts give way
        hello, questions, promises = shared(planned - LEAST * len(priorities), [HELLO, QUESTIONS, PROMISES])
        return _Parts(hello, questions, promises, (LEAST,) * len(priorities))
    topics = shared_within(room, priorities, LEAST, MOST)
    return _Parts(HELLO, QUESTIONS + room - sum(topics), PROMISES, tuple(topics))


def _with_own(planned: int, parts: _Parts, priorities: Sequence[int], typed: Sequence[int | None]) -> _Parts:
    """Put the host's minutes in; the other topics share what is left, and the questions take what is over."""
    if all(own is None for own in typed):
        return parts
    others = [index for index, own in enumerate(typed) if own is None]
    fixed = parts.hello + parts.promises + min(QUESTIONS, parts.questions)
    left = planned - fixed - sum(own for own in typed if own is not None)
    again = dict(zip(others, shared_within(left, [priorities[index] for index in others], LEAST, MOST), strict=True))
    topics = tuple(again[index] if own is None else own for index, own in enumerate(typed))
    spare = max(0, planned - fixed - sum(topics))
    return _Parts(parts.hello, min(QUESTIONS, parts.questions) + spare, parts.promises, topics)


def _slots(parts: _Parts, talks: Sequence[Talk], starts_at: datetime, zone: ZoneInfo) -> tuple[Slot, ...]:
    plan: list[tuple[Kind, str, int]] = [
        ("hello", "Hello", parts.hello),
        *(("topic", talk.topic.asked.topic, talk.minutes) for talk in talks),
        ("questions", "Questions", parts.questions),
        ("promises", "Promises", parts.promises),
    ]
    slots: list[Slot] = []
    passed = 0
    for kind, title, minutes in plan:
        slots.append(Slot(kind, title, (starts_at + timedelta(minutes=passed)).astimezone(zone), minutes))
        passed += minutes
    return tuple(slots)


def _sentences(plan: Tonight) -> list[str]:
    turnout, topics = plan.turnout, [talk.topic.asked.topic for talk in plan.talks]
    said = [f"{turnout.finished} of {turnout.joined} finished." if turnout.joined else "Nobody has joined yet."]
    best = sorted(plan.skip, key=lambda one: -one.asked.right / one.asked.people)[:SOLID]
    solid = [one.asked.topic for one in plan.skip if one in best]  # in the order of the course
    if solid:
        said.append(f"They are solid on {_listed(solid)}.")
    if any(talk.topic.verdict for talk in plan.talks):
        return [*said, f"They need you for {_listed(topics)}."]
    if solid:
        said.append("Nothing that was asked needs more than a sentence.")
    elif any(one.asked.people for one in plan.counted):
        said.append("There are too few answers yet to say more.")
    elif turnout.joined:
        said.append("Nobody has answered yet.")
    return [*said, f"Ask the room about {_listed(topics)}."] if topics else said


def _listed(topics: Sequence[str]) -> str:
    quoted = [f"“{topic}”" for topic in topics]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
