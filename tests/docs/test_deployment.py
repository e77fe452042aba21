"""The document about deployment and the files it copies say what is true."""

import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import click
import pytest

from course.cli import group
from course.config import PACKAGE, Settings, load_settings
from course.docs.documents import FOLDER
from course.serving import prepare_instance
from tests.served_course import course_command

DEPLOY = PACKAGE / "deploy"
TEXT = (FOLDER / "deployment.md").read_text()
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())
UNITS = [path for path in FILES if path.suffix in (".service", ".socket", ".timer")]
INSTALLED = "/opt/openstack-from-zero/bin/course"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_example_is_named(path: Path) -> None:
    name = f"openstack-from-zero*{path.suffix}" if path in UNITS else path.name
    assert name in TEXT


def test_every_setting_in_it_exists() -> None:
    known = {f"COURSE_{field.name.upper()}" for field in fields(Settings)}
    for text in (TEXT, *(path.read_text() for path in FILES)):
        assert set(re.findall(r"COURSE_[A-Z_]+", text)) <= known


@pytest.mark.parametrize("path", [FOLDER / "deployment.md", *FILES], ids=lambda path: path.name)
def test_every_command_in_it_exists(path: Path) -> None:
    for words in re.findall(
        rf"(?:sudo course|exec [^\n]*course course|{INSTALLED}) ([a-z][^\n`\"]*)", path.read_text()
    ):
        command: click.Command = group
        for word in words.split():
            if not isinstance(command, click.Group):
                break
            assert word in command.commands, words
            command = command.commands[word]
        options = {name for parameter in command.params for name in parameter.opts}
        assert {word for word in words.split() if word.startswith("--")} <= options, words


def test_the_settings_of_the_example_make_a_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for line in (DEPLOY / "openstack-from-zero.env").read_text().splitlines():
        if line and not line.startswith("#"):
            name, _, value = line.partition("=")
            monkeypatch.setenv(name, value.replace("/var/lib", str(tmp_path)))
    settings = load_settings()
    prepare_instance(settings)
    assert settings.proxies == 1
    assert settings.instance == tmp_path / "openstack-from-zero"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="NO UNIT WAS VERIFIED: systemd is not here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace(INSTALLED, course_command()))
    verified = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / unit.name) for unit in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (verified.returncode, verified.stderr) == (0, "")


def test_the_command_for_operators_reads_the_settings_and_passes_the_words_on(tmp_path: Path) -> None:
    (tmp_path / "settings").write_text("COURSE_LOG='not a level'\n")
    echo = tmp_path / "echo"
    echo.write_text(f'#!{sys.executable}\nimport os, sys\nprint(os.environ["COURSE_LOG"], sys.argv[1:], os.getcwd())\n')
    echo.chmod(0o755)
    script = (DEPLOY / "course.sh").read_text().replace("/etc/openstack-from-zero.env", str(tmp_path / "settings"))
    script = re.sub(r"exec setpriv .* " + INSTALLED, f"exec {echo}", script)  # no other user here
    said = subprocess.run(["sh", "-c", script, "course", "user", "a b"], capture_output=True, text=True, check=True)
    assert said.stdout == "not a level ['user', 'a b'] /\n"
