"""`course prune` and `course doctor`: what an operator runs every day, and before strangers may come."""

import sys

import click

from course.commands.opening import opened_database
from course.config import load_settings


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would go, and delete nothing.")
def prune(*, dry_run: bool) -> None:
    """Delete guests who do not come back and sign-ins that are too old to use; close groups that found no host."""
    from course.accounts.queries import GUEST_IDLE  # noqa: PLC0415 (SQLAlchemy)
    from course.db import utcnow  # noqa: PLC0415 (as above)
    from course.learning import pruning  # noqa: PLC0415 (as above)
    from course.meetups import hosting  # noqa: PLC0415 (as above)

    now = utcnow()
    with opened_database() as database:
        gone = pruning.prune(database, at=now, dry_run=dry_run)
        closed = hosting.close_forsaken_now(database, at=now, dry_run=dry_run)
    click.echo("Would delete:" if dry_run else "Deleted:")
    click.echo(f"  guests idle for {GUEST_IDLE.days} days: {gone.idle_guests}")
    days = pruning.SINGLE_RESPONSE_IDLE.days
    click.echo(f"  guests idle for {days} days with a single response: {gone.single_response_guests}")
    click.echo(f"  expired sign-ins: {gone.sign_ins}")
    click.echo("Would close:" if dry_run else "Closed:")
    click.echo(f"  groups that found no host in {hosting.SEEKING.days} days: {closed}")


@click.command()
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="As you mean to serve.")
def doctor(workers: int) -> None:
    """List what is not fit for the open internet, and what to do; exit 1 if there is anything."""
    from course.db import utcnow  # noqa: PLC0415 (SQLAlchemy)
    from course.doctor import findings  # noqa: PLC0415 (as above)

    found = findings(load_settings(), workers=workers, at=utcnow())
    for sentence in found:
        click.echo(f"- {sentence}")
    if found:
        sys.exit(1)
    click.echo("Nothing here speaks against the open internet.")
