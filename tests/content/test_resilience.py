"""Whatever happens to files and folders while the course is served: what was read before stays there."""

import logging
import os
import tomllib

import pytest

from course.content.library import LibraryReader
from tests.content.folders import FACTS, Course


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
