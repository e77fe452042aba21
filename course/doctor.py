"""What is not fit for the open internet, each with what to do about it."""

import os
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from course.backup.copying import last_backup
from course.config import SettingError, Settings, check_settings, read_secret_key
from course.content.rules.checking import check
from course.migrations.head import head_revision
from course.serving import sqlite_file

OTHERS = stat.S_IRWXG | stat.S_IRWXO
BACKUP_AGE = timedelta(days=7)


def findings(settings: Settings, *, workers: int, at: datetime) -> list[str]:
    """Return what an operator has to do before strangers may come, most urgent first; empty when all is well."""
    return [
        *_setting_findings(settings),
        *_address_findings(settings),
        *_key_findings(settings),
        *_instance_findings(settings),
        *_database_findings(settings, workers),
        *_backup_findings(settings, at),
        *_content_findings(settings),
    ]


def _setting_findings(settings: Settings) -> Iterator[str]:
    try:
        check_settings(settings)
    except SettingError as error:
        yield str(error)
    if settings.debug or os.environ.get("FLASK_DEBUG", "0") not in ("", "0"):
        yield "Debug is on: unset FLASK_DEBUG, and serve with `course serve`, never with `course run --debug`."


def _address_findings(settings: Settings) -> Iterator[str]:
    address = urlsplit(settings.base_url)
    if not settings.base_url:
        yield "COURSE_BASE_URL is not set: give the public address, like https://course.example.org."
    elif address.scheme != "https" or not address.hostname:
        yield f"COURSE_BASE_URL is {settings.base_url}: give an address that starts with https://."


def _key_findings(settings: Settings) -> Iterator[str]:
    try:
        read_secret_key(settings)
    except SettingError as error:
        yield str(error)
    if not settings.secret_key:
        yield from _open_to_others(settings.secret_key_file, "600")


def _instance_findings(settings: Settings) -> Iterator[str]:
    folder = settings.instance
    if not folder.is_dir():
        yield f"There is no instance folder {folder}: start once with `course serve`, or set COURSE_INSTANCE_FOLDER."
        return
    yield from _open_to_others(folder, "700")


def _open_to_others(path: Path, mode: str) -> Iterator[str]:
    try:
        loose = path.stat().st_mode & OTHERS
    except OSError:
        return  # what is not there is another finding
    if loose:
        yield f"Others on this machine can open {path}: chmod {mode} {path}"


def _database_findings(settings: Settings, workers: int) -> Iterator[str]:
    file = sqlite_file(settings.database)
    if file is not None and workers > 1:
        yield "SQLite is served by one process: leave --workers at 1, or set COURSE_DATABASE_URL to PostgreSQL."
    if file is not None and not file.exists():
        yield f"There is no database {file}: start once with `course serve`."
        return
    from course.migrations.current import current_revision  # noqa: PLC0415 (SQLAlchemy)

    try:
        revision = current_revision(settings.database)
    except SettingError as error:
        yield str(error)
        return
    if revision is None or revision < head_revision():
        yield "The database lacks migrations: run `course db upgrade`."
    elif revision > head_revision():
        yield f"The database is from a newer release of the course (revision {revision}): install that release."


def _backup_findings(settings: Settings, at: datetime) -> Iterator[str]:
    last = last_backup(settings)
    if last is None:
        yield "No backup was made from here: run `course backup FILE` every day, and keep the file on another machine."
    elif at - last > BACKUP_AGE:
        yield f"The last backup is of {last:%Y-%m-%d}: run `course backup FILE` every day."


def _content_findings(settings: Settings) -> Iterator[str]:
    if not (settings.lessons.is_dir() and settings.quizzes.is_dir()):
        return  # named among the settings
    errors = sum(problem.severity == "error" for problem in check(settings.lessons, settings.quizzes))
    if errors:
        yield f"The content has {errors} error{'' if errors == 1 else 's'}: `course check` names them."
