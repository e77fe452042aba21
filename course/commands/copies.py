"""`course backup` and `course restore`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from course.commands.refusing import Refusal
from course.config import check_settings, load_settings

if TYPE_CHECKING:
    from course.backup.files import Progress

THOUSAND = 1000  # steps of the bar


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the live database to FILE, which must not exist; the course goes on serving."""
    from course.backup.copying import back_up  # noqa: PLC0415 (only needed here)
    from course.backup.files import BackupError  # noqa: PLC0415

    settings = load_settings()
    check_settings(settings)
    try:
        with _bar("Backup") as progress:
            back_up(settings, file, at=datetime.now(UTC), progress=progress)
    except BackupError as error:
        raise Refusal(str(error)) from None
    click.echo(f"Wrote {file} ({file.stat().st_size:,} bytes). It holds people's data: keep it safe.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Restore over a database that holds people; it is kept beside.")
def restore(file: Path, *, force: bool) -> None:
    """Put the backup FILE in the place of the database; stop `course serve` first."""
    from course.backup.copying import restore as put_back  # noqa: PLC0415 (only needed here)
    from course.backup.files import BackupError  # noqa: PLC0415

    settings = load_settings()
    check_settings(settings)
    try:
        with _bar("Restore") as progress:
            kept = put_back(settings, file, force=force, at=datetime.now(UTC), progress=progress)
    except BackupError as error:
        raise Refusal(str(error)) from None
    if kept:
        click.echo(f"What was there before is kept in {kept}")
    click.echo(f"Restored {file}. `course db upgrade` brings a backup of an older release up to date.")


@contextmanager
def _bar(label: str) -> Iterator["Progress"]:
    with click.progressbar(length=THOUSAND, label=label) as bar:

        def progress(done: int, total: int) -> None:
            bar.update(int(THOUSAND * done / max(total, 1)) - bar.pos)

        yield progress
        progress(1, 1)
