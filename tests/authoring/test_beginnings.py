import re
from datetime import date
from pathlib import Path

import pytest

from course.authoring.beginnings import NotBegunError, begin_lesson, begin_quiz, begin_unit
from course.content.folders import Folders
from course.content.library import LibraryReader
from course.content.rules.checking import check
from course.content.rules.unwritten import UNWRITTEN

TODAY = date(2026, 11, 22)


@pytest.fixture
def folders(folder: Path) -> Folders:
    """A course of one unit with three lessons."""
    return Folders(folder / "lessons", folder / "quizzes")


def begin(folders: Folders, slug: str, *, title: str = "") -> Path:
    return begin_lesson(folders, "10-first-contact", slug, title=title, today=TODAY)


def places_to_write(path: Path) -> list[tuple[int, int]]:
    """Return line and column of every mark in a file."""
    lines = path.read_text().splitlines()
    return [(number, line.index(UNWRITTEN) + 1) for number, line in enumerate(lines, 1) if UNWRITTEN in line]


def written(path: Path) -> str:
    """Return the file as an author leaves it who has written every place."""
    count = iter(range(99))
    return re.sub(rf"{UNWRITTEN}[^\n{{]*", lambda _: f"Words {next(count)} ", path.read_text())


def test_the_check_names_exactly_the_places_to_write_from_the_first_on(folders: Folders) -> None:
    unit = begin_unit(folders, "15-storage", title="Storage")
    assert [error.line for error in check(folders.lessons, folders.quizzes, [unit])] == [3]
    lesson = begin_lesson(folders, "15-storage", "volumes", today=TODAY)
    quiz = begin_quiz(folders, "volumes")
    for path in (unit, lesson, quiz):
        found = check(folders.lessons, folders.quizzes, [path])
        assert [(error.line, error.column) for error in found] == places_to_write(path)
        assert {(error.code, error.severity) for error in found} == {("E130", "error")}
        assert len({error.line for error in found}) == len(found) > 0


def test_what_is_begun_is_served_and_with_its_places_written_no_error_is_left(folders: Folders) -> None:
    unit = begin_unit(folders, "15-storage")
    lesson = begin_lesson(folders, "15-storage", "volumes", title="Where does your data live?", today=TODAY)
    quiz = begin_quiz(folders, "volumes")
    begun = LibraryReader(folders.lessons, folders.quizzes).current().lesson("volumes")
    assert (begun.title, begun.checked, begun.quiz.being_repaired) == ("Where does your data live?", TODAY, False)
    assert [len(begun.section_questions(section.id)) for section in begun.sections] == [1, 1, 1]
    for path in (unit, lesson, quiz):
        path.write_text(written(path))
    found = check(folders.lessons, folders.quizzes)
    assert [str(error) for error in found if error.severity == "error"] == []


def test_the_release_is_that_of_the_facts(folders: Folders) -> None:
    fact = '[latest-release]\nvalue = "2026.2"\nas_of = 2026-11-22\nsource = "releases"\n'
    (folders.lessons / "facts.toml").write_text(fact)
    assert "\nrelease: 2026.2\n" in begin(folders, "volumes").read_text()


def test_a_lesson_comes_last_in_its_unit_with_room_before_it(folders: Folders) -> None:
    assert [begin(folders, slug).name for slug in ("a", "b")] == ["10-a.md", "20-b.md"]
    (folders.lessons / "10-first-contact" / "95-c.md").write_text("broken")
    assert [begin(folders, slug).name for slug in ("d", "e", "f", "g")] == ["96-d.md", "97-e.md", "98-f.md", "99-g.md"]
    with pytest.raises(NotBegunError, match="none comes after 99"):
        begin(folders, "h")


@pytest.mark.parametrize(
    "title", ['A: "b" #c', "- x", "no", "'", "{{ fact:x }}", "Zażółć [gęślą]", "\\", "What? Yes, that's it"]
)
def test_any_title_is_read_back_as_it_was_given(folders: Folders, title: str) -> None:
    begin(folders, "volumes", title=title)
    assert LibraryReader(folders.lessons, folders.quizzes).current().lesson("volumes").title == title


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("storage", "such as 20-storage"),
        ("Storage & more", "such as 20-storage-more"),
        ("5-storage", "such as 20-storage"),
        ("", "such as 20-name"),
        ("../15-storage", "such as 20-storage"),
        ("10-first-contact", "There is a unit 10-first-contact already"),
    ],
)
def test_a_name_that_is_none_of_a_unit_is_refused_with_one_that_is(folders: Folders, name: str, said: str) -> None:
    with pytest.raises(NotBegunError, match=said):
        begin_unit(folders, name)
    assert [path.name for path in folders.lessons.iterdir() if path.is_dir()] == ["10-first-contact"]


@pytest.mark.parametrize(
    ("unit", "slug", "said"),
    [
        ("10-frist-contact", "volumes", "did you mean 10-first-contact"),
        ("first-contact", "volumes", "did you mean 10-first-contact"),
        ("zzz", "volumes", "the units are 10-first-contact"),
        ("10-first-contact", "Volumes", "is no slug"),
        ("10-first-contact", "../volumes", "is no slug"),
        ("10-first-contact", "v" * 81, "is no slug"),
        ("10-first-contact", "first", "lessons/10-first-contact/01-first.md has the slug 'first' already"),
    ],
)
def test_a_lesson_that_cannot_be_begun_is_refused_with_what_to_do(
    folders: Folders, unit: str, slug: str, said: str
) -> None:
    before = sorted(folders.lessons.rglob("*"))
    with pytest.raises(NotBegunError, match=said):
        begin_lesson(folders, unit, slug, today=TODAY)
    assert sorted(folders.lessons.rglob("*")) == before


def test_a_course_without_a_unit_begins_with_one(tmp_path: Path) -> None:
    with pytest.raises(NotBegunError, match="course new unit 10-start"):
        begin_lesson(Folders(tmp_path, tmp_path), "10-start", "volumes", today=TODAY)


@pytest.mark.parametrize(
    ("slug", "said"), [("frist", "did you mean first"), ("zzz", "course new lesson"), ("first", "stays as it is")]
)
def test_a_quiz_belongs_to_a_lesson_and_is_never_written_over(folders: Folders, slug: str, said: str) -> None:
    before = (folders.quizzes / "first.md").read_text()
    with pytest.raises(NotBegunError, match=said):
        begin_quiz(folders, slug)
    assert (folders.quizzes / "first.md").read_text() == before


def test_the_quiz_of_a_broken_lesson_waits_for_its_repair(folders: Folders) -> None:
    (folders.lessons / "10-first-contact" / "03-plain.md").write_text("---\n---\n")
    with pytest.raises(NotBegunError, match="run `course check`"):
        begin_quiz(folders, "plain")
    assert not (folders.quizzes / "plain.md").exists()


def test_an_invisible_sign_in_a_title_is_refused(folders: Folders) -> None:
    with pytest.raises(NotBegunError, match=r"U\+202E"):
        begin_unit(folders, "15-storage", title="Stor\u202eage")
    assert not (folders.lessons / "15-storage").exists()


def test_no_unit_is_begun_behind_a_symbolic_link(folders: Folders, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (folders.lessons / "15-storage").symlink_to(outside)
    with pytest.raises(NotBegunError, match="symbolic link"):
        begin_unit(folders, "15-storage")
    assert list(outside.iterdir()) == []
