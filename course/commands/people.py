"""`course user`: the people of this course."""

from typing import TYPE_CHECKING

import click

from course.commands.opening import opened_database
from course.commands.refusing import Refusal

if TYPE_CHECKING:
    from course.accounts.queries import Listed
    from course.reading import Reader

LARGEST_ID = 2**31 - 1  # an INTEGER of PostgreSQL
person_id_argument = click.argument("person_id", metavar="ID", type=click.IntRange(1, LARGEST_ID))


@click.group()
def user() -> None:
    """Look after people."""


@user.command("list")
@click.option("--guests", is_flag=True, help="List people without an account too.")
def list_(*, guests: bool) -> None:
    """List people: id, e-mail, name, since when, last seen, in how many browsers signed in."""
    from course.accounts.queries import everybody  # noqa: PLC0415 (SQLAlchemy)

    with opened_database() as database:
        people = everybody(database.reading, guests=guests)
    for person in people:
        click.echo("\t".join(_columns(person)))
    if not people:
        click.echo("Nobody yet." if guests else "Nobody has an account yet; --guests lists guests.", err=True)


@user.command("end-sign-ins")
@person_id_argument
def end_sign_ins(person_id: int) -> None:
    """Sign a person out in every browser. A guest then has no way back to the answers."""
    from course.accounts import operations  # noqa: PLC0415 (SQLAlchemy)

    with opened_database() as database, database.session(writing=True) as session:
        _find(session, person_id)
        ended = operations.end_sign_ins(session, person_id=person_id)
        session.commit()
    click.echo(f"Ended {ended} sign-in{'' if ended == 1 else 's'}.")


@user.command()
@person_id_argument
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(person_id: int, *, yes: bool) -> None:
    """Delete a person and all that belongs to them, for ever."""
    from course.accounts.owned import delete_person  # noqa: PLC0415 (SQLAlchemy)

    with opened_database() as database:
        person = _find(database.reading, person_id)
        if not yes:
            click.confirm(f"Delete {_shown(person)} and all that belongs to them, for ever?", abort=True)
        with database.session(writing=True) as session:
            gone = delete_person(session, person_id=person_id)
            session.commit()
    click.echo(f"Deleted {_shown(person)}: {', '.join(f'{number} {table}' for table, number in gone.items())}.")


def _find(reader: "Reader", person_id: int) -> "Listed":
    from course.accounts.queries import listed  # noqa: PLC0415 (SQLAlchemy)

    person = listed(reader, person_id=person_id)
    if person is None:
        message = f"Nobody has the id {person_id}; `course user list --guests` lists everybody."
        raise Refusal(message)
    return person


def _columns(person: "Listed") -> tuple[str, ...]:
    seen = f"{person.used_at:%Y-%m-%d}" if person.used_at else "-"
    email = _printable(person.email or "guest")
    return (str(person.id), email, _printable(person.name), f"{person.created_at:%Y-%m-%d}", seen, str(person.sign_ins))


def _shown(person: "Listed") -> str:
    return f"{_printable(person.email) if person.email else 'guest'} (id {person.id})"


def _printable(text: str) -> str:
    """Return text that moves no cursor and rings no bell."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
