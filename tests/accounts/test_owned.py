from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Boolean, Enum, Integer, Table, event, insert, select
from sqlalchemy.orm import Session

from course import schema
from course.accounts.models import User
from course.accounts.operations import end_sign_ins, make_guest
from course.accounts.owned import delete_person, owned_tables
from course.accounts.queries import everybody, listed
from course.db import Base, Database, UTCDateTime, utcnow

assert schema.MODELS


def believable(column: Any, number: int) -> object:
    """Return a value that this column takes; no two numbers give the same."""
    if isinstance(column.type, Enum):
        return column.type.enums[0]
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, Integer):
        return number
    if isinstance(column.type, UTCDateTime):
        return utcnow()
    return f"https://example.org/{number}" if column.name.endswith("_url") else f"{column.name} {number}"


def fill(session: Session, table: Table, number: int, owner: int) -> None:
    """Add a row in which every foreign key to a person names the owner, after the rows it needs."""
    values: dict[str, object] = {}
    for column in table.columns:
        key = next(iter(column.foreign_keys), None)
        if key is None:
            values[column.name] = believable(column, number)
        elif key.column.table is User.__table__:
            values[column.name] = owner
        elif not column.nullable:
            values[column.name] = number
            there = select(key.column).where(key.column == number)
            if session.execute(there).first() is None:
                fill(session, key.column.table, number, owner)
    session.execute(insert(table).values(values))


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.session(writing=True) as session:
        yield session


def test_every_table_with_a_person_in_it_is_known() -> None:
    with_a_person = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.target_fullname == "user.id"
    }
    assert {owned.table.name for owned in owned_tables()} == with_a_person
    assert {"sign_in", "response", "completion", "enrolment", "group_host"} <= with_a_person


def test_deleting_a_person_leaves_no_row_of_theirs_in_any_table(session: Session) -> None:
    for person in (501, 502):
        fill(session, Base.metadata.tables["user"], person, person)
        for table in dict.fromkeys(owned.table for owned in owned_tables()):
            fill(session, table, person, person)
    session.flush()
    gone = delete_person(session, person_id=501)
    session.commit()
    for owned in owned_tables():
        owners = session.scalars(select(owned.column)).all()
        assert 501 not in owners, owned.table.name
        assert 502 in owners, owned.table.name
        assert owned.table.name in gone or not owned.goes_along
    assert session.get(User, 501) is None
    assert session.get(User, 502) is not None


def test_the_rows_are_deleted_by_us_and_not_left_to_a_cascade(session: Session) -> None:
    person, _token = make_guest(session, at=utcnow())
    statements: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *about: statements.append(about[2]))
    assert delete_person(session, person_id=person.id) == {"sign_in": 1, "user": 1}
    deleted = [statement for statement in statements if statement.startswith("DELETE")]
    assert len(deleted) == len(owned_tables()) + 1


def test_deleting_nobody_deletes_nothing(session: Session) -> None:
    make_guest(session, at=utcnow())
    assert delete_person(session, person_id=999) == {}


def test_people_are_listed_with_their_sign_ins(session: Session) -> None:
    now = utcnow()
    guest, _token = make_guest(session, at=now)
    session.add(User(id=77, email="ada@example.org", name="Ada", created_at=now))
    session.flush()
    assert [(one.id, one.email, one.sign_ins) for one in everybody(session, guests=True)] == [
        (guest.id, None, 1),
        (77, "ada@example.org", 0),
    ]
    assert [one.name for one in everybody(session, guests=False)] == ["Ada"]
    found = listed(session, person_id=guest.id)
    assert found is not None
    assert found.used_at == now
    assert listed(session, person_id=78) is None


def test_ended_sign_ins_are_gone_and_those_of_others_stay(session: Session) -> None:
    first, _token = make_guest(session, at=utcnow())
    second, _token = make_guest(session, at=utcnow())
    assert end_sign_ins(session, person_id=first.id) == 1
    assert end_sign_ins(session, person_id=first.id) == 0
    assert [one.sign_ins for one in everybody(session, guests=True) if one.id == second.id] == [1]
