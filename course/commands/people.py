"""`course user`: the people of this course."""

import sys
from typing import TYPE_CHECKING

import click

from course.commands.opening import opened_database
from course.commands.refusing import Refusal

if TYPE_CHECKING:
    from course.accounts.queries import Listed
    from course.reading import Reader

LARGEST_ID = 2**31 - 1  # an INTEGER of PostgreSQL
LONGEST_LINE = 8192  # bytes; twice what the longest password can take, so that it is still called too long
ROLES = ("instructor", "operator")  # those of course.accounts.models, which needs SQLAlchemy
NO_ROLE = "none"


class PersonId(click.IntRange):
    """The id of a person; what is none gets told where ids stand."""

    def convert(self, value: int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the id."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            message = f"{value!r} is no id: give the number that begins the person's line in `course user list`."
            raise click.BadParameter(message, ctx, param) from None


person_id_argument = click.argument("person_id", metavar="ID", type=PersonId(1, LARGEST_ID))
password_option = click.option(
    "--password-stdin", is_flag=True, help="Read the password from the standard input, one line."
)


@click.group()
def user() -> None:
    """Look after people."""


@user.command("list")
@click.option("--guests", is_flag=True, help="List people without an account too.")
def list_(*, guests: bool) -> None:
    """List people: id, e-mail, name, role, since when, last seen, in how many browsers signed in."""
    from course.accounts.queries import everybody  # noqa: PLC0415 (SQLAlchemy)

    with opened_database() as database:
        people = everybody(database.reading, guests=guests)
    for person in people:
        click.echo("\t".join(_columns(person)))
    if not people:
        click.echo("Nobody yet." if guests else "Nobody has an account yet; --guests lists guests.", err=True)


@user.command()
@click.argument("email")
@click.option("--name", default="", help="What to call them; may stay empty.")
@click.option("--role", type=click.Choice(ROLES), help="Left out: a learner.")
@password_option
def create(email: str, name: str, role: str | None, *, password_stdin: bool) -> None:
    """Make an account; asks for its password, which is never shown."""
    from course.accounts import operations  # noqa: PLC0415 (SQLAlchemy)
    from course.accounts.models import Role  # noqa: PLC0415 (as above)
    from course.accounts.passwords import hash_password  # noqa: PLC0415 (as above)
    from course.db import utcnow  # noqa: PLC0415 (as above)

    email, name = _plain_email(email), _plain_name(name)
    new_role = Role(role) if role else None
    with opened_database() as database:
        password_hash = hash_password(_new_password(from_stdin=password_stdin))
        with database.session(writing=True) as session:
            try:
                person_id = operations.create_account(
                    session, email=email, name=name, password_hash=password_hash, role=new_role, at=utcnow()
                )
            except operations.EmailTakenError:
                raise Refusal(f"There is an account with the address {email} already.") from None
            session.commit()
    click.echo(f"Made the account {email} (id {person_id}), {f'an {role}' if role else 'a learner'}.")


@user.command()
@person_id_argument
@click.argument("role", type=click.Choice((*ROLES, NO_ROLE)))
def role(person_id: int, role: str) -> None:
    """Make an account an instructor or an operator, or with "none" a learner again; it counts at once."""
    from course.accounts import operations  # noqa: PLC0415 (SQLAlchemy)
    from course.accounts.models import Role  # noqa: PLC0415 (as above)

    with opened_database() as database, database.session(writing=True) as session:
        person = _find_account(session, person_id)
        operations.give_role(session, user_id=person_id, role=None if role == NO_ROLE else Role(role))
        session.commit()
    click.echo(f"{_shown(person)} is {'a learner' if role == NO_ROLE else f'an {role}'} now.")


@user.command()
@person_id_argument
@password_option
def password(person_id: int, *, password_stdin: bool) -> None:
    """Give an account a new password; signs it out in every browser."""
    from course.accounts import operations  # noqa: PLC0415 (SQLAlchemy)
    from course.accounts.passwords import hash_password  # noqa: PLC0415 (as above)

    with opened_database() as database:
        person = _find_account(database.reading, person_id)
        password_hash = hash_password(_new_password(from_stdin=password_stdin))
        with database.session(writing=True) as session:
            operations.set_password(session, user_id=person_id, password_hash=password_hash)
            session.commit()
    click.echo(f"{_shown(person)} has a new password, and is signed out in every browser.")


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


def _find_account(reader: "Reader", person_id: int) -> "Listed":
    person = _find(reader, person_id)
    if person.email is None:
        message = f"{_shown(person)} has no account, and so neither a role nor a password."
        raise Refusal(message)
    return person


def _plain_email(typed: str) -> str:
    from course.accounts.emails import EmailError, normal_email  # noqa: PLC0415 (only for new accounts)

    try:
        return normal_email(typed)
    except EmailError as error:
        raise Refusal(str(error)) from None


def _plain_name(typed: str) -> str:
    from werkzeug.datastructures import MultiDict  # noqa: PLC0415 (only for new accounts)

    from course.accounts.forms import NameForm  # noqa: PLC0415 (as above)

    form = NameForm(MultiDict({"name": typed}))
    if not form.validate():
        raise Refusal(form.problems[0].message)
    return form.name.data or ""


def _new_password(*, from_stdin: bool) -> str:
    """Ask for a password twice, or read a line; refuse it by the rules of the sign-up."""
    from course.accounts.passwords import weakness  # noqa: PLC0415 (only for new passwords)

    if sys.stdin is None:  # as Python has it when the descriptor is closed
        raise Refusal("There is no standard input to read the password from.")
    typed = _line_of_stdin() if from_stdin else _typed_twice()
    weak = weakness(typed)
    if weak:
        raise Refusal(weak)
    return typed


def _typed_twice() -> str:
    return str(click.prompt("New password", hide_input=True, confirmation_prompt="The same again"))


def _line_of_stdin() -> str:
    try:
        return sys.stdin.buffer.readline(LONGEST_LINE).decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise Refusal("The password is not written in UTF-8.") from None


def _columns(person: "Listed") -> tuple[str, ...]:
    return (
        str(person.id),
        _printable(person.email or "guest"),
        _printable(person.name),
        person.role or "-",
        f"{person.created_at:%Y-%m-%d}",
        f"{person.used_at:%Y-%m-%d}" if person.used_at else "-",
        str(person.sign_ins),
    )


def _shown(person: "Listed") -> str:
    return f"{_printable(person.email) if person.email else 'guest'} (id {person.id})"


def _printable(text: str) -> str:
    """Return text that moves no cursor and rings no bell."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
