from pathlib import Path

import pytest

from course.content.rules.checking import check
from course.content.rules.examples import Example, in_lesson, section, write
from course.content.rules.sound import FIRST, KEYPOINTS, LAST_SECTION, PARAGRAPH, QUIZ, READING, SECOND, SOUND, TODAY
from course.content.rules.world import World
from tests.content.rules.marking import marked


def told(root: Path, example: Example, world: World = World(TODAY)) -> list[str]:  # noqa: B008 - it never changes
    lessons, quizzes = write(root, example)
    return [str(error) for error in check(lessons, quizzes, world=world)]


def test_the_section_in_which_the_ninth_minute_ends_is_named(tmp_path: Path) -> None:
    long = LAST_SECTION.replace("The first", f"{PARAGRAPH * 20}\nThe first")
    assert marked(tmp_path, "W601", in_lesson(long, LAST_SECTION)) == f"‸{long}"
    early = SOUND[FIRST].replace("You ask [Nova]", f"{PARAGRAPH * 20}\nYou ask [Nova]")
    assert marked(tmp_path, "W601", Example(FIRST, early)) == early.replace("## You ask Nova", "‸## You ask Nova")


@pytest.mark.parametrize("example", [Example(QUIZ, "broken"), Example(QUIZ, None)])
def test_a_quiz_that_is_away_makes_no_lesson_short(example: Example, tmp_path: Path) -> None:
    assert not any("W602" in line for line in told(tmp_path, example))


def test_a_lesson_without_a_quiz_is_told_once(tmp_path: Path) -> None:
    (only,) = told(tmp_path, Example(QUIZ, None))
    assert only.endswith(": W603 the lesson has no question; write some into quizzes/first.md")


def test_a_word_is_new_in_the_first_lesson_that_has_it(tmp_path: Path) -> None:
    words = ("nova", "server", "network", "port", "volume", "quota")
    linked = " ".join(f"[{word}](glossary:{word})" for word in words)
    marks = linked.replace("[quota]", "‸[quota]")
    assert marked(tmp_path, "W605", section(f"{linked} {linked}")) == f"{marks} {linked}"
    again = SOUND[SECOND].replace("Nova asks for an image.", linked)
    assert told(tmp_path / "again", Example(SECOND, again)) == []


@pytest.mark.parametrize("count", [1, 2, 4])
def test_more_or_fewer_than_three_keypoints_are_told(count: int, tmp_path: Path) -> None:
    keypoints = "keypoints:\n" + "  - One.\n" * count
    assert marked(tmp_path, "W606", in_lesson(keypoints, KEYPOINTS)) == f"‸{keypoints}"


def test_a_key_that_is_not_there_is_missed_where_the_front_matter_ends(tmp_path: Path) -> None:
    text = SOUND[FIRST].replace(KEYPOINTS, "")
    assert marked(tmp_path, "W606", Example(FIRST, text)) == text.replace("\n---\n", "\n‸---\n")


CHECKED = "checked: 2026-11-22"


@pytest.mark.parametrize(
    "text", ["checked: 2026-11-22", "checked: 2025-11-22", "checked: 2025-11-21", "‸checked: 2025-11-20"]
)
def test_facts_keep_for_twelve_months(text: str, tmp_path: Path) -> None:
    assert marked(tmp_path, "W608", in_lesson(text, CHECKED)) == text


@pytest.mark.parametrize(
    "text", ["‸release: 2024.1", "‸release: 2025.1", "release: 2025.2", "release: 2027.1", "release: x"]
)
def test_a_release_is_old_when_nobody_maintains_it(text: str, tmp_path: Path) -> None:
    assert marked(tmp_path, "W609", in_lesson(text, "release: 2026.2")) == text


def test_nothing_is_old_while_the_day_is_not_known(tmp_path: Path) -> None:
    old = SOUND[FIRST].replace("2026-11-22", "2020-01-01").replace("release: 2026.2", "release: 2023.1")
    assert told(tmp_path, Example(FIRST, old), World()) == []
    assert len(told(tmp_path, Example(FIRST, old))) == 2


def test_the_sound_lesson_is_not_near_any_limit(tmp_path: Path) -> None:
    assert told(tmp_path, Example(FIRST, SOUND[FIRST].replace(READING, READING + PARAGRAPH * 5))) == []
