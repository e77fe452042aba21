from datetime import timedelta

from sqlalchemy.orm import Session

from course.content.library import Library
from course.meetups import operations, waiting
from course.meetups.prereading import prereading
from course.meetups.waiting import Announced
from tests.meetups.people import NOW, THURSDAY, account, draft, join, learner, published, say
from tests.statements import statements_of


def test_what_waits_is_the_next_meetup_that_somebody_joined(session: Session, library: Library) -> None:
    person = learner(session)
    later = published(session, library, starts_at=THURSDAY + timedelta(days=7))
    soon, not_joined = published(session, library, title="Soon"), published(session, library)
    assert waiting.waiting(session, learner_id=person, at=NOW) is None
    for meetup in (later, soon):
        join(session, meetup, person)
    with statements_of(session) as statements:
        found = waiting.waiting(session, learner_id=person, at=NOW)
        assert len(statements) == 1
    assert found is not None
    assert found.meetup == Announced("soon", "Soon", THURSDAY, "Europe/Warsaw")
    assert list(found.tallies) == ["first", "plain"]
    then = waiting.waiting(session, learner_id=person, at=THURSDAY)
    assert then is not None
    assert then.meetup.slug == later.slug
    operations.cancel(session, meetup_id=later.id, at=NOW)
    assert waiting.waiting(session, learner_id=person, at=THURSDAY) is None
    assert not_joined.joined == 0


def test_what_somebody_did_of_the_pre_reading_is_counted_as_on_the_map(session: Session, library: Library) -> None:
    person, other = learner(session), learner(session)
    meetup = published(session, library)
    for one in (person, other):
        join(session, meetup, one)
    first = library.lesson("first")
    say(session, person, first, "no-address", "nova")
    say(session, person, first, "no-address", "neutron")
    say(session, other, first, "no-address", "nova")
    found = waiting.waiting(session, learner_id=person, at=NOW)
    others = waiting.waiting(session, learner_id=other, at=NOW)
    assert found is not None
    assert others is not None
    assert found.tallies["first"].checked == {"no-address"}
    assert not found.tallies["plain"].started
    assert not others.tallies["first"].checked
    assert others.tallies["first"].begun == {"no-address"}
    reading = prereading(library, list(found.tallies), found.tallies)
    assert reading.to_go == 2
    assert reading.minutes_left <= reading.minutes


def test_the_next_open_meetup_is_one_that_everybody_may_join(session: Session, library: Library) -> None:
    assert waiting.next_open(session, at=NOW) is None
    published(session, library, starts_at=THURSDAY + timedelta(days=1))
    draft(session, account(session))  # sooner, and nobody may see it yet
    found = waiting.next_open(session, at=NOW)
    assert found is not None
    assert found.starts_at == THURSDAY + timedelta(days=1)
