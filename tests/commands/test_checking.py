import json
import os
import pty
import re
import shlex
import subprocess
import sysconfig
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from course.cli import group
from course.config import CHECKOUT
from course.content.library import LibraryReader
from course.content.rules.every import RULES
from course.content.rules.examples import Example, question, section
from course.content.rules.examples import write as write_sound
from course.content.rules.sound import FIRST, QUIZ, SECOND, TODAY

UNANSWERABLE = "## Which one? {#which}\n\n- ( ) Nova\n  > No.\n- ( ) Glance\n  > No.\n"
LOOSE_LIST = "You need:\n- a token"


def write(root: Path, example: Example | None = None) -> tuple[Path, Path]:
    """Write the sound course with this change, its facts checked today: the command looks at the calendar."""
    folders = write_sound(root, example)
    for name in (FIRST, SECOND):
        text = (root / name).read_text(encoding="utf-8")
        today = datetime.now(UTC).date()
        (root / name).write_text(text.replace(f"checked: {TODAY}", f"checked: {today}"), encoding="utf-8")
    return folders


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sound course, named by the environment; the working folder is another one."""
    lessons, quizzes = write(tmp_path / "content")
    monkeypatch.setenv("COURSE_LESSONS_FOLDER", str(lessons))
    monkeypatch.setenv("COURSE_QUIZZES_FOLDER", str(quizzes))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "content"


def check(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["check", *arguments])


@pytest.mark.usefixtures("content")
def test_sound_content_passes() -> None:
    result = check("--strict")
    assert result.stdout == "no errors, no warnings\n"
    assert result.exit_code == 0


def test_a_broken_quiz_is_named_by_place_and_fix_and_served_as_it_was(content: Path) -> None:
    reader = LibraryReader(content / "lessons", content / "quizzes", every_request=True)
    before = reader.current().lesson("first").quiz
    write(content, question(UNANSWERABLE))
    result = check()
    assert result.exit_code == 1
    line, total = result.stdout.splitlines()
    assert line.startswith(f"{QUIZ}:20:7: E307 ")
    assert "(x)" in line
    assert total == "1 error, no warnings"
    assert reader.current().lesson("first").quiz == before
    assert [str(problem) for problem in reader.current().problems] == [line]


def test_a_warning_counts_only_when_it_is_strict(content: Path) -> None:
    file = content / "lessons" / "10-start" / "unit.md"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert check().exit_code == 0
    assert check().stdout.splitlines()[-1] == "no errors, 1 warning; --fix repairs 1"
    assert check("--strict").exit_code == 1


def test_only_the_named_files_are_told(content: Path) -> None:
    write(content, question(UNANSWERABLE))
    assert check(str(content / "quizzes" / "second.md")).exit_code == 0
    assert check(str(content / "quizzes")).exit_code == 1


def test_a_path_outside_of_the_content_is_no_clean_bill(content: Path) -> None:
    stray = content / "stray.md"
    stray.write_text("stray")
    result = check(str(stray))
    assert result.exit_code == 2
    assert "stray.md is neither in" in result.output
    assert check(str(content / "missing.md")).exit_code == 2


def test_a_place_can_be_opened_from_the_working_folder(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(content, section(LOOSE_LIST))
    assert check().stdout.startswith(f"{FIRST}:")
    monkeypatch.chdir(content.parent)
    assert check().stdout.startswith(f"content/{FIRST}:")
    monkeypatch.chdir(content / "lessons")
    assert check().stdout.startswith("10-start/01-first.md:")


def test_another_program_can_read_it(content: Path) -> None:
    write(content, section(LOOSE_LIST))
    result = check("--format", "json")
    assert [(each["code"], each["mendable"]) for each in json.loads(result.stdout)] == [("E412", True)]
    assert check("--format", "github").stdout.startswith(f"::error file={FIRST},line=")


def test_what_can_be_repaired_is_repaired_and_said(content: Path) -> None:
    write(content, section(LOOSE_LIST))
    result = check("--fix")
    assert result.exit_code == 0
    assert result.stderr.startswith(f"Repaired {FIRST}:")
    assert "E412" in result.stderr
    assert result.stdout == "no errors, no warnings\n"
    assert "You need:\n\n- a token" in (content / FIRST).read_text()
    assert "Repaired" not in check("--fix").stderr


@pytest.mark.usefixtures("content")
def test_somebody_at_a_terminal_sees_that_it_goes_on_and_nothing_of_it_is_left() -> None:
    ours, theirs = pty.openpty()
    command = [f"{sysconfig.get_path('scripts')}/course", "check"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, text=True, check=True)
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert re.search(r"\r0 of \d+ files\r", shown)
    assert shown.endswith(f"\r{' ' * 40}\r")
    assert done.stdout == "no errors, no warnings\n"


def test_a_rule_is_explained() -> None:
    result = check("--explain", "e412")
    assert result.exit_code == 0
    assert result.output.startswith("Without an empty line above it a list is no list for us")
    unknown = check("--explain", "E41")
    assert unknown.exit_code == 2
    assert "There is no rule E41; did you mean E4" in unknown.output


def test_a_command_that_the_client_refuses_is_an_error(
    content: Path, openstack_command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_OPENSTACK_CLIENT", openstack_command)
    assert check().exit_code == 0
    write(content, RULES["E423"].bad)
    result = check()
    assert result.exit_code == 1
    assert "E423 the client has no command 'server lsit'; did you mean server list?" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("command", ["", "/gone/openstack"])
def test_where_the_client_is_not_installed_this_is_said_and_what_to_do(
    content: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(content))
    monkeypatch.setenv("COURSE_OPENSTACK_CLIENT", command)
    result = check()
    reason = "there is no /gone/openstack" if command else "the openstack client is not installed"
    said, help_ = result.stderr.splitlines()
    assert said == f"The commands in the lessons were not tried: {reason}."
    assert help_ == "To try them: uv tool install python-openstackclient"
    assert result.exit_code == 0


def test_the_hook_of_pre_commit_checks_the_content_of_the_repository_that_uses_it(content: Path) -> None:
    (hook,) = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    scripts = f"{sysconfig.get_path('scripts')}:/usr/bin:/bin"

    def run() -> subprocess.CompletedProcess[str]:
        command = shlex.split(hook["entry"])
        return subprocess.run(command, cwd=content, env={"PATH": scripts}, capture_output=True, text=True, check=False)

    assert (run().stdout, run().returncode) == ("no errors, no warnings\n", 0)
    write(content, section(LOOSE_LIST))
    assert run().stdout.startswith(f"{FIRST}:79:1: E412 ")
    assert run().returncode == 1
