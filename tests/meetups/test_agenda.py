from datetime import UTC, datetime
from math import sqrt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.meetups.agenda import HOUR, LEAST, MOST, Slot, Tonight, Turnout, shared, shared_within, tonight
from course.meetups.verdicts import Asked, Bar, Verdict, judged, plain_idea, wilson
from tests.meetups.evening import ADDRESSES, BUCKET, EVENING, IMAGE, PROJECT, QUOTA, answered

WARSAW = ZoneInfo("Europe/Warsaw")
AT_SIX = datetime(2026, 11, 26, 17, tzinfo=UTC)  # 18:00 in Warsaw


def plan(
    *asked: Asked,
    minutes: int = 60,
    own: dict[tuple[str, str], int] | None = None,
    starts_at: datetime = AT_SIX,
) -> Tonight:
    turnout = Turnout(31, 48)
    return tonight(asked, turnout=turnout, starts_at=starts_at, minutes=minutes, zone=WARSAW, own_minutes=own or {})


def clock(plan: Tonight) -> list[tuple[str, str]]:
    return [(slot.clock, slot.title) for slot in plan.slots]


def test_the_evening_of_the_design_is_planned_to_the_minute() -> None:
    evening = plan(*EVENING)
    assert [talk.topic.asked for talk in evening.talks] == [ADDRESSES, BUCKET, QUOTA]
    assert [talk.topic.verdict for talk in evening.talks] == [Verdict.PAIR_UP, Verdict.FROM_ZERO, Verdict.PAIR_UP]
    assert [talk.topic.priority for talk in evening.talks] == [38, 25, 24]
    assert [talk.minutes for talk in evening.talks] == [16, 11, 10]
    assert clock(evening) == [
        ("18:00", "Hello"),
        ("18:05", "Who hands out addresses"),
        ("18:21", "Disk or bucket"),
        ("18:32", "Quotas"),
        ("18:42", "Questions"),
        ("18:54", "Promises"),
    ]
    assert [topic.asked.topic for topic in evening.skip] == [
        "What a project is",
        "Flavor and image",
        "What an image is",
    ]
    assert (evening.later, evening.counted, evening.planned, evening.over) == ((), (), 60, 0)


def test_the_sentence_at_the_top_can_be_read_aloud() -> None:
    assert plan(*EVENING).sentence == (
        "31 of 48 finished. They are solid on “What a project is” and “What an image is”."
        " They need you for “Who hands out addresses”, “Disk or bucket” and “Quotas”."
    )


def test_every_topic_says_its_reason_in_numbers() -> None:
    addresses, bucket, quota = (talk.topic for talk in plan(*EVENING).talks)
    assert addresses.headline == "“Nova hands out the addresses”"
    assert addresses.reason == (
        "48% were right first time, 15 of 31. 13 gave the same wrong answer."
        " 9 of those who were not said they were sure."
    )
    assert addresses.priority_words == "16 not right + 9 sure all the same + 13 with one idea = 38"
    assert bucket.headline == "Disk or bucket"
    assert "No wrong answer leads" in bucket.reason
    assert (bucket.percent, quota.percent) == (26, 61)
    assert quota.headline == "“Quota is how much is left in the building”"
    assert [topic.percent for topic in plan(*EVENING).skip] == [94, 87, 90]


@pytest.mark.parametrize(("right", "people"), [(15, 31), (29, 31), (1, 7), (400, 1000), (0, 5), (5, 5)])
def test_the_interval_ends_where_the_answers_would_be_one_in_ten(right: int, people: int) -> None:
    for end in wilson(right, people):
        deviation = sqrt(end * (1 - end) / people)
        assert abs(right / people - end) == pytest.approx(1.2815515655 * deviation, abs=1e-9)


@pytest.mark.parametrize(
    ("right", "people", "verdict"),
    [
        (4, 4, None),
        (5, 5, Verdict.ENOUGH),
        (27, 31, Verdict.ENOUGH),
        (25, 31, Verdict.ENOUGH),  # 81 %, and the interval starts at 70.1
        (24, 31, Verdict.PAIR_UP),  # 77 %, and it starts at 66.6
        (2, 5, Verdict.PAIR_UP),
        (7, 20, Verdict.PAIR_UP),  # 35 % exactly
        (6, 18, Verdict.FROM_ZERO),
        (360, 1000, Verdict.FROM_ZERO),  # above 35 %, and surely below 40
        (0, 5, Verdict.FROM_ZERO),
    ],
)
def test_a_verdict_needs_five_answers_and_enough_certainty(right: int, people: int, verdict: Verdict | None) -> None:
    assert judged(answered(right, people - right)).verdict is verdict


def test_where_nobody_can_tell_an_idea_none_is_said_to_be_missing() -> None:
    counts = (Bar("Right", 2, "right"), Bar("Not right", 4, "wrong"))
    typed = judged(Asked(slug="first", question_id="fit", topic="How many fit", bars=counts, sure_but_wrong=3))
    assert typed.reason == "33% were right first time, 2 of 6. 3 of those who were not said they were sure."


def test_four_answers_have_counts_and_nothing_in_percent() -> None:
    evening = plan(answered(0, 4, idea="Nova does"))
    (topic,) = evening.counted
    assert (topic.verdict, topic.percent, topic.low, topic.high, topic.leading) == (None,) * 5
    assert topic.headline == "A topic"
    assert topic.reason == "0 right, 4 not. Verdicts need 5 answers."
    assert "%" not in topic.reason + evening.sentence
    assert evening.talks == ()
    assert evening.sentence == "31 of 48 finished. There are too few answers yet to say more."


@pytest.mark.parametrize(
    ("same", "others", "unknown", "led"),
    [(3, 3, 0, True), (3, 2, 2, False), (2, 0, 0, False), (3, 0, 3, True), (3, 0, 4, False)],
)
def test_a_misconception_is_half_of_the_wrong_answers_and_three_people(
    same: int, others: int, unknown: int, led: bool
) -> None:
    bars = (
        Bar("Right", 3, "right"),
        Bar("Nova", same, "wrong", "Nova does"),
        Bar("Glance", others, "wrong", "Glance does"),
        Bar("I don’t know yet", unknown, "unknown"),
    )
    topic = judged(Asked("first", "q", "A topic", bars, 0))
    assert (topic.headline == "“Nova does”") is led
    assert topic.sharing == (same if led else 0)


def test_not_knowing_is_wrong_and_never_a_misconception() -> None:
    topic = judged(Asked("first", "q", "A topic", (Bar("I don’t know yet", 9, "unknown"),), 0))
    assert (topic.verdict, topic.leading, topic.headline, topic.priority) == (Verdict.FROM_ZERO, None, "A topic", 9)


def test_equal_priorities_stay_in_the_order_of_the_course() -> None:
    asked = [answered(10, 10, topic=name) for name in "DCBA"]
    evening = plan(*asked)
    assert [talk.topic.asked.topic for talk in evening.talks] == ["D", "C", "B"]
    assert [topic.asked.topic for topic in evening.later] == ["A"]
    assert [talk.minutes for talk in evening.talks] == [13, 12, 12]


def test_a_topic_gets_eight_to_eighteen_minutes_and_the_rest_goes_to_the_questions() -> None:
    only = plan(ADDRESSES)
    assert [(slot.kind, slot.minutes) for slot in only.slots] == [
        ("hello", 5),
        ("topic", 18),
        ("questions", 31),
        ("promises", 6),
    ]
    uneven = plan(answered(0, 200, topic="Large"), answered(10, 10, topic="Small"), answered(9, 10, topic="Smaller"))
    assert [talk.minutes for talk in uneven.talks] == [18, 10, 9]


@pytest.mark.parametrize(
    ("minutes", "parts"),
    [
        (180, [5, 16, 11, 10, 12, 6]),
        (50, [5, 11, 8, 8, 12, 6]),
        (45, [5, 13, 9, 12, 6]),
        (38, [5, 15, 12, 6]),
        (30, [5, 8, 11, 6]),
        (15, [1, 8, 4, 2]),
    ],
)
def test_a_short_meetup_has_fewer_topics_and_at_last_shorter_parts(minutes: int, parts: list[int]) -> None:
    evening = plan(*EVENING, minutes=minutes)
    assert [slot.minutes for slot in evening.slots] == parts
    assert sum(parts) == min(HOUR, minutes)
    assert len(evening.talks) + len(evening.later) == 3


@pytest.mark.parametrize(("minutes", "parts"), [(60, [5, 49, 6]), (23, [5, 12, 6]), (20, [4, 11, 5])])
def test_without_any_answer_there_is_still_a_plan(minutes: int, parts: list[int]) -> None:
    evening = plan(minutes=minutes)
    assert [slot.minutes for slot in evening.slots] == parts
    assert evening.sentence == "31 of 48 finished. Nobody has answered yet."


def test_a_meetup_that_nobody_joined_says_so() -> None:
    evening = tonight([], turnout=Turnout(0, 0), starts_at=AT_SIX, minutes=60, zone=WARSAW, own_minutes={})
    assert evening.sentence == "Nobody has joined yet."


def test_a_group_that_knows_everything_needs_no_topic() -> None:
    evening = plan(PROJECT, IMAGE)
    assert evening.talks == ()
    assert evening.sentence.endswith("Nothing that was asked needs more than a sentence.")


def test_the_minutes_of_the_host_count_and_move_the_clock() -> None:
    evening = plan(*EVENING, own={BUCKET.key: 17})
    assert [(talk.suggested, talk.minutes) for talk in evening.talks] == [(16, 12), (11, 17), (10, 8)]
    assert clock(evening)[2:5] == [("18:17", "Disk or bucket"), ("18:34", "Quotas"), ("18:42", "Questions")]
    assert evening.over == 0


def test_fewer_minutes_of_the_host_leave_more_for_the_questions() -> None:
    evening = plan(*EVENING, own={one.key: 10 for one in (ADDRESSES, BUCKET, QUOTA)})
    assert [slot.minutes for slot in evening.slots] == [5, 10, 10, 10, 19, 6]


def test_too_many_minutes_of_the_host_are_kept_and_the_plan_says_by_how_many_it_is_over() -> None:
    evening = plan(*EVENING, own={ADDRESSES.key: 30})
    assert [talk.minutes for talk in evening.talks] == [30, 8, 8]
    assert evening.over == 9
    assert clock(evening)[-1] == ("19:03", "Promises")


def test_the_clock_of_an_evening_follows_a_change_of_the_clocks() -> None:
    night = plan(*EVENING, starts_at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC))  # 02:30 in Warsaw, for the first time
    assert [slot.clock for slot in night.slots] == ["02:30", "02:35", "02:51", "02:02", "02:12", "02:24"]


@given(st.integers(15, 300), st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), max_size=6))
def test_every_plan_fills_its_time_exactly(minutes: int, answers: list[tuple[int, int]]) -> None:
    evening = plan(*(answered(right, wrong) for right, wrong in answers), minutes=minutes)
    assert sum(slot.minutes for slot in evening.slots) == evening.planned == min(HOUR, minutes)
    assert all(LEAST <= talk.minutes <= MOST for talk in evening.talks)
    assert all(slot.minutes > 0 for slot in evening.slots)
    assert [slot.starts_at for slot in evening.slots] == sorted(slot.starts_at for slot in evening.slots)
    assert isinstance(evening.slots[0], Slot)


@given(st.integers(24, 54), st.lists(st.integers(1, 500), min_size=3, max_size=3))
def test_shares_keep_their_bounds_and_lose_no_minute(minutes: int, weights: list[int]) -> None:
    parts = shared_within(minutes, weights, LEAST, MOST)
    assert sum(parts) == minutes
    assert all(LEAST <= part <= MOST for part in parts)
    heavier = sorted(zip(weights, parts, strict=True), reverse=True)
    assert [part for _weight, part in heavier] == sorted(parts, reverse=True)


def test_the_largest_remainders_get_the_minutes_that_are_left() -> None:
    assert shared(37, [38, 25, 24]) == [16, 11, 10]
    assert shared(10, [1, 1, 1]) == [4, 3, 3]


@pytest.mark.parametrize(
    ("written", "said"),
    [("M27 Nova hands out the addresses", "Nova hands out the addresses"), ("`--os-cloud` is me", "--os-cloud is me")],
)
def test_an_idea_is_said_without_its_number_and_marks(written: str, said: str) -> None:
    assert plain_idea(written) == said
