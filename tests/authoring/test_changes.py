import os
from pathlib import Path

import pytest

from course.authoring.changes import Changes

SAVED = ["lessons/10-first-contact/01-first.md", "lessons/glossary.md", "lessons/10-first-contact/images/new.svg"]


@pytest.mark.parametrize("name", SAVED)
def test_a_saved_file_gives_another_token_once(folder: Path, name: str) -> None:
    changes = Changes([folder / "lessons", folder / "quizzes"])
    before = changes.token()
    assert changes.token() == before
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("saved")
    after = changes.token()
    assert after != before
    assert changes.token() == after


def test_a_file_saved_with_as_many_letters_is_another_one(folder: Path) -> None:
    file = folder / "lessons" / "glossary.md"
    changes = Changes([folder / "lessons"])
    before = changes.token()
    os.utime(file, ns=(0, 0))
    assert changes.token() != before


def test_what_editors_leave_behind_is_no_change(folder: Path) -> None:
    changes = Changes([folder / "lessons"])
    before = changes.token()
    for name in (".01-first.md.swp", ".#01-first.md", "01-first.md~", "4913"):
        (folder / "lessons" / name).write_text("x")
    assert changes.token() == before


def test_new_code_is_a_change(folder: Path) -> None:
    assert Changes([folder]).token() != Changes([folder]).token()


def test_a_folder_that_is_away_is_no_error(tmp_path: Path) -> None:
    changes = Changes([tmp_path / "gone"])
    before = changes.token()
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "a.md").write_text("x")
    assert changes.token() != before
