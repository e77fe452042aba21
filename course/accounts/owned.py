"""What belongs to a person: every row that points at one, found through the metadata, so no feature is forgotten."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, delete, update
from sqlalchemy.orm import Session

from course.accounts.models import User
from course.db import Base


@dataclass(frozen=True, slots=True)
class OwnedTable:
    """A table, and its column that names a person."""

    table: Table
    column: Column[Any]

    @property
    def goes_along(self) -> bool:
        """Tell whether a row goes with its person; otherwise it stays, and names nobody any more."""
        return all(key.ondelete != "SET NULL" for key in self.column.foreign_keys)


def owned_tables() -> tuple[OwnedTable, ...]:
    """Return every table with a foreign key to `user`, once for each such column; what points at others comes first.

    Only models that are imported are in the metadata: the application imports all of them, a command `course.schema`.
    """
    user_id = User.__table__.c.id
    return tuple(
        OwnedTable(table, column)
        for table in reversed(Base.metadata.sorted_tables)
        for column in table.columns
        if any(key.column is user_id for key in column.foreign_keys)
    )


def delete_person(session: Session, *, person_id: int) -> dict[str, int]:
    """Delete a person and all that belongs to them; return how many rows of each table went, without the empty ones.

    A person who is not there leaves an empty answer.
    """
    gone: dict[str, int] = {}
    for owned in owned_tables():
        mine = owned.column == person_id
        if owned.goes_along:
            name = owned.table.name
            gone[name] = gone.get(name, 0) + _count(session, delete(owned.table).where(mine))
        else:
            session.execute(update(owned.table).where(mine).values({owned.column: None}))
    gone["user"] = _count(session, delete(User).where(User.id == person_id))
    return {name: number for name, number in gone.items() if number}


def _count(session: Session, statement: Any) -> int:
    result: Any = session.connection().execute(statement)
    return int(result.rowcount)
