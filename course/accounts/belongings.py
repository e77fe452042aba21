"""All that belongs to a person, handed to another or to themselves."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Column, DateTime, Table, UniqueConstraint, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from course.accounts.models import User
from course.accounts.owned import owned_tables
from course.db import Base

Row = dict[str, Any]

_user = Base.metadata.tables[User.__tablename__]
_id = _user.c["id"]


def merge(session: Session, *, source_id: int, target_id: int) -> None:
    """Give all that one person owns to another, then delete the first.

    Where both have the same thing, by any unique constraint, the earlier one stays, without what the other one did not
    allow. What the first allowed under another name is not allowed any more: it would give away the name of the second.
    Keys to the first are ended: whoever holds one must not hold a key to the second.
    """
    renamed = len(set(session.scalars(select(_user.c.name).where(_id.in_((source_id, target_id)))))) > 1
    for owned in owned_tables():
        if owned.table.info.get("opens"):
            session.execute(delete(owned.table).where(owned.column == source_id))
        else:
            if renamed:
                _take_consent_back(session, owned.column, source_id, target_id)
            _hand_over(session, owned.column, source_id, target_id)
    session.execute(delete(_user).where(_id == source_id))


def download(session: Session, *, user_id: int) -> Row:
    """Return all that is kept about a person, table by table, without what would open the account."""
    (person,) = _rows(session, _user, _id == user_id)
    found: Row = {"user": person}
    for owned in owned_tables():
        rows = _rows(session, owned.table, owned.column == user_id)
        found.setdefault(owned.table.name, []).extend(rows)
    return found


def _hand_over(session: Session, column: Column[Any], source_id: int, target_id: int) -> None:
    table = column.table
    for key in _keys(table, column):
        _keep_refusals(session, column, key, (source_id, target_id))
        for loser_id, winner_id, later in ((target_id, source_id, True), (source_id, target_id, False)):
            other = table.alias()
            same = and_(other.c[column.name] == winner_id, *(other.c[name] == table.c[name] for name in key))
            clock = _clock(table)
            if later and clock is None:
                continue
            if later and clock is not None:
                same = and_(same, other.c[clock] < table.c[clock])
            session.execute(delete(table).where(column == loser_id, exists(select(other).where(same))))
    session.execute(update(table).where(column == source_id).values({column.name: target_id}))


def _keep_refusals(session: Session, column: Column[Any], key: list[str], both: tuple[int, int]) -> None:
    """Where both have the same thing, let nothing stay allowed that only one of them allowed."""
    table = column.table
    other = table.alias()
    owner = other.c[column.name]
    same = and_(owner.in_(both), owner != column, *(other.c[name] == table.c[name] for name in key))
    for consent in (one for one in table.columns if one.info.get("consent")):
        refused = exists(select(other).where(same, other.c[consent.name].is_(False)))
        session.execute(update(table).where(column.in_(both), refused).values({consent.name: False}))


def _take_consent_back(session: Session, column: Column[Any], source_id: int, target_id: int) -> None:
    """Let nothing stay allowed that the first has alone; of what both have, `_keep_refusals` knows."""
    table = column.table
    for consent in (one for one in table.columns if one.info.get("consent")):
        other = table.alias()
        shared = [
            exists(select(other).where(other.c[column.name] == target_id, *(other.c[n] == table.c[n] for n in key)))
            for key in _keys(table, column)
        ]
        session.execute(update(table).where(column == source_id, ~or_(*shared)).values({consent.name: False}))


def _keys(table: Table, owner: Column[Any]) -> Iterator[list[str]]:
    """Yield, for each unique constraint with the owner in it, the other columns."""
    uniques = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    groups = [list(table.primary_key.columns), *(list(one.columns) for one in uniques)]
    groups += [list(index.columns) for index in table.indexes if index.unique]
    for columns in groups:
        if any(column is owner for column in columns):
            yield [column.name for column in columns if column is not owner]


def _clock(table: Table) -> str | None:
    """Return the column that says when a row came to be."""
    times = [column.name for column in table.columns if _holds_time(column)]
    return times[0] if times else None


def _holds_time(column: Column[Any]) -> bool:
    kind = getattr(column.type, "impl", column.type)
    return isinstance(kind, DateTime)


def _rows(session: Session, table: Table, condition: Any) -> list[Row]:
    """Return rows as JSON can hold them, each with the row that it refers to."""
    rows = session.execute(select(table).where(condition).order_by(*table.primary_key.columns)).mappings()
    shown = [{name: _plain(value) for name, value in row.items() if not _hidden(table, name)} for row in rows]
    for key in table.foreign_keys:
        if key.column.table is not _user:
            _add_referred(session, shown, key.parent.name, key.column)
    return shown


def _add_referred(session: Session, rows: list[Row], name: str, wanted: Column[Any]) -> None:
    ids = {row[name] for row in rows}
    found = {row[wanted.name]: row for row in _rows(session, wanted.table, wanted.in_(ids))} if ids else {}
    for row in rows:
        row[name.removesuffix("_id")] = found.get(row[name])


def _hidden(table: Table, name: str) -> bool:
    return bool(table.c[name].info.get("secret"))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
