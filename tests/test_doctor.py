from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from course.backup.copying import back_up
from course.config import Settings, load_settings
from course.db import utcnow
from course.doctor import findings
from course.serving import prepare_instance
from tests.factories import write_course
from tests.postgresql import PostgreSQL

NOW = utcnow()


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Settings]:
    """Make a course that is fit for the open internet, but for these settings."""

    def settings(**changes: str) -> Settings:
        folders = {f"{name}_folder": str(tmp_path / name) for name in ("lessons", "quizzes", "instance")}
        return load_settings({**folders, "base_url": "https://course.example.org", **changes})

    write_course(tmp_path)
    fit = settings()
    prepare_instance(fit)
    back_up(fit, tmp_path / "copy", at=NOW, progress=lambda _done, _total: None)
    return settings


def found(settings: Settings, *, workers: int = 1, days: float = 0) -> list[str]:
    return findings(settings, workers=workers, at=NOW + timedelta(days=days))


def only(said: list[str]) -> str:
    assert len(said) == 1, said
    return said[0]


def test_nothing_is_said_of_a_course_that_is_fit(make: Callable[..., Settings]) -> None:
    assert found(make()) == []


@pytest.mark.parametrize("address", ["", "http://course.example.org", "https://", "course.example.org"])
def test_an_address_without_https_is_named(make: Callable[..., Settings], address: str) -> None:
    assert "COURSE_BASE_URL" in only(found(make(base_url=address)))


def test_debug_is_named(make: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Debug is on" in only(found(make(debug="1")))
    monkeypatch.setenv("FLASK_DEBUG", "1")
    assert "Debug is on" in only(found(make()))


def test_a_weak_key_is_named(make: Callable[..., Settings]) -> None:
    assert "too weak" in only(found(make(secret_key="changeme")))


@pytest.mark.parametrize(("name", "mode"), [("secret_key", 0o640), ("secret_key", 0o604), (".", 0o755), (".", 0o710)])
def test_what_others_can_open_is_named(make: Callable[..., Settings], name: str, mode: int) -> None:
    settings = make()
    (settings.instance / name).chmod(mode)
    assert "chmod" in only(found(settings))


def test_sqlite_with_workers_is_named(make: Callable[..., Settings]) -> None:
    assert "--workers" in only(found(make(), workers=2))


def test_missing_migrations_are_named(make: Callable[..., Settings], postgresql: PostgreSQL) -> None:
    with postgresql.database(migrated=False) as url:
        assert "`course db upgrade`" in only(found(make(database_url=url), workers=2))


def test_a_server_that_does_not_answer_is_named(make: Callable[..., Settings]) -> None:
    assert "Cannot use the database" in only(found(make(database_url="postgresql://nobody@127.0.0.1:1/none")))


def test_a_missing_or_old_backup_is_named(make: Callable[..., Settings]) -> None:
    settings = make()
    assert "last backup" in only(found(settings, days=7.1))
    (settings.instance / "last_backup").write_text("yesterday")
    assert "No backup" in only(found(settings))
    (settings.instance / "last_backup").unlink()
    assert "No backup" in only(found(settings))


def test_broken_content_is_named(make: Callable[..., Settings]) -> None:
    settings = make()
    (settings.quizzes / "first.md").write_text("## No choice at all {#none}\n")
    assert "`course check`" in only(found(settings))


def test_a_course_that_was_never_started_is_told_to_start(tmp_path: Path) -> None:
    write_course(tmp_path)
    folders = {f"{name}_folder": str(tmp_path / name) for name in ("lessons", "quizzes", "instance")}
    said = found(load_settings(folders))
    assert any("no instance folder" in line for line in said)
    assert any("No secret key" in line for line in said)
    assert not (tmp_path / "instance").exists()
