import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Column, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.accounts import belongings
from course.accounts.models import Role, SignIn, User
from course.accounts.operations import make_guest
from course.accounts.owned import delete_person, owned_tables
from course.db import Base, Database, connect, utcnow
from course.learning.models import Completion, Extent
from course.meetups.models import LINKS, Enrolment, Group, Meetup, Status
from course.migrations.upgrade import upgrade

# Every column that points at a person, and what becomes of its rows when two people become one.
DECLARED = {
    ("completion", "learner_id"): "handed on",
    ("enrolment", "learner_id"): "handed on",
    ("group_host", "host_id"): "handed on",
    ("host_invitation", "host_id"): "handed on",
    ("move_code", "user_id"): "ended",
    ("response", "learner_id"): "handed on",
    ("sign_in", "user_id"): "ended",
}
NOW = utcnow()


@pytest.fixture
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    url = f"sqlite:///{tmp_path_factory.mktemp('people') / 'course.sqlite3'}"
    upgrade(url)
    database: Database = connect(url)
    with database.session(writing=True) as session:
        yield session
    database.close()


def owner_columns() -> list[Column[object]]:
    return [owned.column for owned in owned_tables()]


def guest(session: Session) -> int:
    return make_guest(session, at=NOW)[0].id


def place(column: Column[object]) -> tuple[str, str]:
    return column.table.name, column.name


def test_every_table_with_a_person_in_it_is_declared() -> None:
    found = {place(column): "ended" if column.table.info.get("opens") else "handed on" for column in owner_columns()}
    assert found == DECLARED


def test_every_column_that_looks_like_a_person_points_at_one() -> None:
    names = {"user_id", "learner_id", "host_id", "asker_id", "email"}
    suspects = {place(c) for table in Base.metadata.tables.values() for c in table.columns if c.name in names}
    assert suspects - {("user", "email")} <= set(DECLARED)


def test_a_deleted_person_leaves_no_row_in_any_table(session: Session) -> None:
    leaving, staying = guest(session), guest(session)
    for person in (leaving, staying):
        fill_every_table(session, person)
    delete_person(session, person_id=leaving)
    for column in owner_columns():
        owners = set(session.execute(select(column)).scalars())
        assert owners == {staying}, place(column)
    assert session.scalars(select(User.id)).all() == [staying]


def test_the_download_holds_a_row_of_every_table_and_no_secret(session: Session) -> None:
    person = guest(session)
    fill_every_table(session, person)
    found = belongings.download(session, user_id=person)
    assert set(found) == {"user"} | {table for table, _column in DECLARED}
    assert all(found[table] for table, _column in DECLARED)
    assert "stem" in found["response"][0]["version"]["text"]
    assert not [
        name
        for name in str(found).split("'")
        if name.endswith(("digest", "_hash")) and name.startswith(("token", "code", "pass"))
    ]


def test_the_download_says_the_role_and_becoming_one_keeps_it(session: Session) -> None:
    source, target = guest(session), guest(session)
    session.execute(update(User).where(User.id == target).values(email="ola@example.org", role=Role.INSTRUCTOR))
    belongings.merge(session, source_id=source, target_id=target)
    downloaded = json.loads(json.dumps(belongings.download(session, user_id=target)["user"]))
    assert downloaded["role"] == "instructor"


def test_a_guest_has_no_role_and_nobody_another_than_the_two(session: Session) -> None:
    person = guest(session)
    for statement in ("UPDATE user SET role = 'operator'", "UPDATE user SET role = 'king', email = 'a@example.org'"):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(text(statement))
    assert session.get_one(User, person).role is None


def fill_every_table(session: Session, person: int) -> None:
    """Give a person a row in every declared table, whatever its columns are."""
    version = {
        "id": person,
        "quiz_slug": "q",
        "question_id": f"{person}",
        "digest": "d",
        "section_digest": "",
        "text": '{"stem": "Q"}',
        "first_seen_at": NOW,
    }
    session.execute(insert(Base.metadata.tables["question_version"]), version)
    meetup_id, group_id = plan_a_meetup(session)
    values = {
        "completion": {"lesson_slug": "first", "extent": Extent.DONE, "completed_at": NOW},
        "enrolment": {"meetup_id": meetup_id, "joined_at": NOW},
        "group_host": {"group_id": group_id, "began_at": NOW},
        "host_invitation": {"group_id": group_id, "token_digest": f"h{person}", "made_at": NOW},
        "move_code": {"code_digest": f"c{person}", "made_at": NOW},
        "response": {
            "version_id": person,
            "key": "k",
            "picked": [],
            "outcome": "right",
            "certainty": "sure",
            "unaided": True,
            "answered_at": NOW,
        },
        "sign_in": {"token_digest": f"t{person}", "browser": "", "created_at": NOW, "used_at": NOW},
    }
    for table, column in DECLARED:
        session.execute(insert(Base.metadata.tables[table]), {column: person, **values[table]})


def plan_a_meetup(session: Session) -> tuple[int, int]:
    """Add a meetup and a group; return their ids."""
    number = session.scalar(select(func.count()).select_from(Meetup))
    group = Group(slug=f"g{number}", name="OpenStack Poland", description="", founded_at=NOW)
    texts = dict.fromkeys((*LINKS, "place", "description", "afterwards"), "")
    meetup = Meetup(
        slug=f"m{number}",
        join_code=f"c{number}",
        status=Status.PUBLISHED,
        title="Kraków 7",
        starts_at=NOW,
        minutes=60,
        zone="Europe/Warsaw",
        language="pl",
        version=1,
        changed_at=NOW,
        **texts,
    )
    session.add_all([group, meetup])
    session.flush()
    return meetup.id, group.id


@pytest.mark.parametrize("which_joined_first", [0, 1])
@pytest.mark.parametrize("said", [(True, True), (True, False), (False, True), (False, False)])
def test_who_becomes_one_is_named_to_a_host_only_if_both_allowed_it(
    session: Session, said: tuple[bool, bool], which_joined_first: int
) -> None:
    people = guest(session), guest(session)
    meetup_id, _group_id = plan_a_meetup(session)
    other_meetup_id, _group_id = plan_a_meetup(session)
    for number, (person, allowed) in enumerate(zip(people, said, strict=True)):
        at = NOW + timedelta(days=number != which_joined_first)
        row = {"learner_id": person, "meetup_id": meetup_id, "host_may_know": allowed, "joined_at": at}
        session.execute(insert(Enrolment), row)
    alone = {"learner_id": people[0], "meetup_id": other_meetup_id, "host_may_know": True, "joined_at": NOW}
    session.execute(insert(Enrolment), alone)
    belongings.merge(session, source_id=people[0], target_id=people[1])
    found = session.execute(select(Enrolment.meetup_id, Enrolment.learner_id, Enrolment.host_may_know)).all()
    assert sorted(found) == [(meetup_id, people[1], all(said)), (other_meetup_id, people[1], True)]


@pytest.mark.parametrize("name", ["Anna Kowalska", "Zed", ""])
def test_a_host_is_not_told_the_name_of_an_account_for_what_a_guest_allowed_under_another(
    session: Session, name: str
) -> None:
    people = guest(session), guest(session)
    for person, called in zip(people, ("Zed", name), strict=True):
        session.execute(update(User).where(User.id == person).values(name=called))
    (alone, _group), (both, _other) = plan_a_meetup(session), plan_a_meetup(session)
    for meetup_id, person in ((alone, people[0]), (both, people[0]), (both, people[1])):
        row = {"learner_id": person, "meetup_id": meetup_id, "host_may_know": True, "joined_at": NOW}
        session.execute(insert(Enrolment), row)
    belongings.merge(session, source_id=people[0], target_id=people[1])
    found = session.execute(select(Enrolment.meetup_id, Enrolment.host_may_know)).all()
    assert sorted(found) == [(alone, name == "Zed"), (both, True)]


@pytest.mark.parametrize("guest_first", [True, False])
def test_of_two_completions_the_earlier_stays(session: Session, guest_first: bool) -> None:
    source, target = guest(session), guest(session)
    times = [NOW, NOW + timedelta(days=1)]
    for person, at in zip((source, target), times if guest_first else reversed(times), strict=True):
        session.execute(
            insert(Completion),
            {"learner_id": person, "lesson_slug": "first", "extent": Extent.DONE, "completed_at": at},
        )
    belongings.merge(session, source_id=source, target_id=target)
    assert session.execute(select(Completion.learner_id, Completion.completed_at)).all() == [(target, NOW)]


def test_a_key_to_the_guest_is_no_key_to_the_account(session: Session) -> None:
    source, target = guest(session), guest(session)
    belongings.merge(session, source_id=source, target_id=target)
    assert session.scalars(select(SignIn.user_id)).all() == [target]
