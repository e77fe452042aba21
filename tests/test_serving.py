import socket
import sqlite3
import stat
from pathlib import Path

import pytest

from course.config import SettingError, load_settings, read_secret_key
from course.migrations.head import head_revision
from course.serving import prepare_instance, require_free_port


def test_the_first_start_makes_folder_key_and_database(tmp_path: Path) -> None:
    settings = load_settings({"instance_folder": str(tmp_path / "new" / "instance")})
    made = prepare_instance(settings)
    key = settings.secret_key_file
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text().strip()) == 64
    assert (settings.instance / "course.sqlite3").is_file()
    assert len(made) == 2
    assert prepare_instance(settings) == []
    assert key.read_text().strip() == read_secret_key(settings)


@pytest.mark.parametrize("key", ["short", "a" * 64, "changeme" * 4 + "x"])
def test_a_weak_secret_key_is_refused_with_what_to_do(tmp_path: Path, key: str) -> None:
    settings = load_settings({"instance_folder": str(tmp_path), "secret_key": key})
    with pytest.raises(SettingError, match="too weak"):
        prepare_instance(settings)


def test_an_instance_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings = load_settings({"instance_folder": str(tmp_path / "file" / "instance")})
    with pytest.raises(SettingError, match="COURSE_INSTANCE_FOLDER"):
        prepare_instance(settings)


def test_a_database_that_is_none_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "course.sqlite3"
    file.write_bytes(b"this is a diary, not a database" * 100)
    with pytest.raises(SettingError, match="restore a backup"):
        prepare_instance(load_settings({"instance_folder": str(tmp_path)}))
    assert file.read_bytes().startswith(b"this is a diary")


def test_a_database_from_the_future_is_refused(tmp_path: Path) -> None:
    settings = load_settings({"instance_folder": str(tmp_path)})
    prepare_instance(settings)
    connection = sqlite3.connect(tmp_path / "course.sqlite3")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(SettingError, match="newer release"):
        prepare_instance(settings)


def test_the_environment_wins_over_the_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COURSE_INSTANCE_FOLDER", str(tmp_path))
    assert load_settings().instance == tmp_path
    assert load_settings({"instance_folder": "/elsewhere"}).instance == Path("/elsewhere")


@pytest.mark.parametrize("number", ["-1", "ten", "99", "1.5"])
def test_a_number_of_proxies_that_is_none_is_refused(number: str) -> None:
    with pytest.raises(SettingError, match="COURSE_TRUSTED_PROXIES"):
        _ = load_settings({"trusted_proxies": number}).proxies


def test_the_head_is_the_newest_numbered_file() -> None:
    assert head_revision().isdecimal()
    assert len(head_revision()) == 4


@pytest.mark.parametrize(
    ("setting", "value", "advice"),
    [
        ("log", "loud", "COURSE_LOG"),
        ("database_url", "mysql://x", "COURSE_DATABASE_URL"),
        ("lessons_folder", "/nowhere", "COURSE_LESSONS_FOLDER"),
        ("quizzes_folder", "/nowhere", "COURSE_QUIZZES_FOLDER"),
    ],
)
def test_a_setting_that_cannot_work_is_named(tmp_path: Path, setting: str, value: str, advice: str) -> None:
    with pytest.raises(SettingError, match=advice):
        prepare_instance(load_settings({"instance_folder": str(tmp_path), setting: value}))


def test_debug_never_comes_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_DEBUG", "1")
    assert not load_settings().debug


def test_a_port_in_use_is_refused() -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SettingError, match="--port"):
            require_free_port("127.0.0.1", taken.getsockname()[1])
