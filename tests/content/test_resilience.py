"""Whatever happens to files and folders while the course is served: what was read before stays there."""

import errno
import logging
import os
import shutil
import tomllib
from pathlib import Path

import pytest

from course.content.errors import UnknownSlugError
from course.content.library import LibraryReader
from tests.content.folders import FACTS, LESSON, Course


def surprise(_: object) -> None:
    raise RuntimeError("surprise")


def test_a_mistake_that_nobody_foresaw_costs_one_file(
    course: Course, reader: LibraryReader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reader.current()
    monkeypatch.setattr(tomllib, "loads", surprise)
    course.write("lessons/facts.toml", f"{FACTS}\n")
    library = reader.current()
    told = "nothing can be made of this file; undo the last change in it"
    assert [str(problem) for problem in library.problems] == [f"lessons/facts.toml:1:1: E117 {told}"]
    assert library.facts["latest"].value == "2026.2"
    assert "surprise" in caplog.text
    assert len(LibraryReader(course.lessons, course.quizzes).current().lessons) == 2


def test_a_look_that_fails_keeps_the_library_and_is_logged_once(
    course: Course, reader: LibraryReader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = reader.current()
    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
        broken.setattr(os, "scandir", surprise)
        assert reader.current() is before
        assert reader.current() is before
    assert len(caplog.records) == 1
    course.replace("lessons/10-start/01-first.md", "Lesson first", "Lesson one")
    assert reader.current().lesson("first").title == "Lesson one"


AWAY = "the folder cannot be read: {}; make it, or look at its permissions"


@pytest.mark.parametrize("folder", ["lessons", "quizzes"])
def test_a_folder_that_is_away_for_a_moment_keeps_what_was_in_it(
    folder: str, course: Course, reader: LibraryReader
) -> None:
    before = reader.current()
    course.path(folder).rename(course.path("elsewhere"))
    library = reader.current()
    assert library.lessons == before.lessons
    assert library.units == before.units
    assert library.glossary == before.glossary
    assert len(library.html("first").questions) == 2
    assert [str(problem) for problem in library.problems] == [
        f"{folder}:1:1: E115 {AWAY.format('No such file or directory')}"
    ]
    assert reader.current() is library
    course.path("elsewhere").rename(course.path(folder))
    assert reader.current().problems == ()
    course.replace("lessons/10-start/01-first.md", "Lesson first", "Lesson one")
    assert reader.current().lesson("first").title == "Lesson one"


@pytest.mark.parametrize("folder", ["lessons", "lessons/10-start", "lessons/10-start/images", "quizzes"])
def test_a_folder_that_may_not_be_read_keeps_what_was_in_it(
    folder: str, course: Course, reader: LibraryReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def guarded(path: Path) -> object:
        if str(path) == str(course.path(folder)):
            raise PermissionError(errno.EACCES, "x")
        return scandir(path)

    course.write("lessons/10-start/images/a.svg", "<svg/>")
    before = reader.current()
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", guarded)  # whoever runs the tests may be one who may read everything
    library = reader.current()
    assert (library.units, library.sources) == (before.units, before.sources)
    assert [str(problem) for problem in library.problems] == [f"{folder}:1:1: E115 {AWAY.format('Permission denied')}"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("mode", [0o000, 0o400])
def test_a_folder_without_permissions_keeps_what_was_in_it(mode: int, course: Course, reader: LibraryReader) -> None:
    before = reader.current()
    course.path("lessons/10-start").chmod(mode)
    try:
        assert reader.current().units == before.units
        assert {problem.path for problem in reader.current().problems} == {"lessons/10-start"}
    finally:
        course.path("lessons/10-start").chmod(0o755)


def test_a_unit_that_is_deleted_on_purpose_is_gone(course: Course, reader: LibraryReader) -> None:
    course.write("lessons/20-next/07-last.md", LESSON.format(name="last"))
    assert len(reader.current().lessons) == 3
    shutil.rmtree(course.path("lessons/10-start"))
    library = reader.current()
    assert [unit.slug for unit in library.units] == ["20-next"]
    with pytest.raises(UnknownSlugError):
        library.lesson("first")
