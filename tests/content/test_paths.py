import os
from pathlib import Path

import pytest

from course.config import CHECKOUT
from course.content.library import LibraryReader
from course.content.names import NAME_FIX
from course.content.paths import Selection, parse
from course.content.source import Source
from course.meetups.prereading import ENOUGH_MINUTES
from tests.content.wrong import errors_of

PATH = "lessons/paths.toml"
GOOD = '[path.developer]\ntitle = "You build"\nsentence = "For you."\nlessons = ["first", "plain"]\n'
PACK = '\n[pack.first-meetup]\ntitle = "First"\nsentence = "For all."\nlessons = [\n    "first",\n    "second",\n]\n'
FIX = 'write a line [path.name] or [pack.name], then title = "...", sentence = "...", lessons = ["slug", "slug"]'
LIST = 'write the slugs of lessons between quotation marks, as in lessons = ["the-map", "first-cli"]'


def test_paths_and_packs_have_a_title_a_sentence_and_lessons() -> None:
    assert parse(Source(PATH, GOOD + PACK)) == (
        Selection("path", "developer", "You build", "For you.", ("first", "plain"), 1),
        Selection("pack", "first-meetup", "First", "For all.", ("first", "second"), 6),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[path.developer\n", f"1:16: E111 this is not TOML: Expected ']' at the end of a table declaration; {FIX}"),
        (f"{GOOD}{GOOD}", f"5:16: E111 this is not TOML: Cannot declare ('path', 'developer') twice; {FIX}"),
        (
            f"\n{GOOD}sentense = 1\n",
            "2:1: E118 the path 'developer' has an unknown key 'sentense'; did you mean sentence?",
        ),
        (GOOD.replace('title = "You build"\n', ""), "1:1: E118 the path 'developer' has no title; add title = ..."),
        (GOOD.replace('["first", "plain"]', "[]"), "1:1: E118 the path 'developer' has no lessons; add lessons = ..."),
        (
            GOOD.replace('["first", "plain"]', '"first"'),
            f"1:1: E118 the path 'developer' has lessons that are no list of slugs; {LIST}",
        ),
        (
            GOOD.replace('"plain"', '"Plain lesson"'),
            f"1:1: E118 the path 'developer' has lessons that are no list of slugs; {LIST}",
        ),
        (
            GOOD.replace("plain", "first"),
            "1:1: E118 the path 'developer' names the lesson 'first' twice; take one of the two out",
        ),
        (
            GOOD.replace('"You build"', "7"),
            "1:1: E118 the path 'developer' has a title that is no text; write it between quotation marks",
        ),
        (
            GOOD.replace("For you.", "x" * 201),
            "1:1: E118 the path 'developer' has a sentence of more than 200 characters; say it in fewer words",
        ),
        (
            GOOD.replace("For you.", "\\u202e"),
            "1:1: E118 the path 'developer' has a sentence that holds the invisible character U+202E; delete it",
        ),
        (f"{GOOD}{PACK}".replace("first-meetup", "First"), f"6:1: E118 the pack 'First' has no good name; {NAME_FIX}"),
        (f"{GOOD}\n[paths.other]\n", "6:1: E118 'paths' is neither a path nor a pack; did you mean path?"),
        ("title = 1\n", f"1:1: E118 'title' is neither a path nor a pack; {FIX}"),
        ("path = 1\n", f"1:1: E118 'path' is neither a path nor a pack; {FIX}".replace(FIX, "did you mean path?")),
        ("[path]\ndeveloper = 1\n", f"1:1: E118 the path 'developer' is no table; {FIX}"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_the_fix(text: str, expected: str) -> None:
    assert errors_of(parse, PATH, text) == [f"{PATH}:{expected}"]


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert len(errors_of(parse, PATH, GOOD.replace("title", "titel").replace('["first", "plain"]', "7"))) == 3


def test_a_path_is_offered_while_all_of_its_lessons_exist(folder: Path) -> None:
    file = folder / PATH
    file.write_text(GOOD + PACK)
    reader = LibraryReader(folder / "lessons", folder / "quizzes", every_request=True)
    first = reader.current()
    assert [offer.name for offer in (*first.learner_paths, *first.packs)] == ["developer", "first-meetup"]
    assert first.packs[0].minutes == sum(first.lesson(slug).minutes for slug in ("first", "second"))
    (folder / "lessons" / "10-first-contact" / "02-second.md").unlink()
    second = reader.current()
    assert [offer.name for offer in second.learner_paths] == ["developer"]
    assert second.packs == ()
    assert second.digest != first.digest


def test_a_broken_file_keeps_the_last_good_paths_and_says_what_is_wrong(folder: Path) -> None:
    file = folder / PATH
    file.write_text(GOOD)
    reader = LibraryReader(folder / "lessons", folder / "quizzes", every_request=True)
    assert len(reader.current().learner_paths) == 1
    file.write_text(GOOD + "nonsense")
    broken = reader.current()
    assert len(broken.learner_paths) == 1
    assert [problem.code for problem in broken.problems] == ["E111"]
    file.unlink()
    assert reader.current().learner_paths == ()


@pytest.mark.parametrize("strange", ["fifo", "link", "folder", "huge", "binary", "deep", "numbers"])
def test_whatever_takes_the_place_of_the_file_the_last_good_paths_stay(folder: Path, strange: str) -> None:
    file = folder / PATH
    file.write_text(GOOD)
    reader = LibraryReader(folder / "lessons", folder / "quizzes", every_request=True)
    reader.current()
    file.unlink()
    if strange == "fifo":
        os.mkfifo(file)
    elif strange == "link":
        (folder / "elsewhere.toml").write_text(GOOD)
        file.symlink_to(folder / "elsewhere.toml")
    elif strange == "folder":
        file.mkdir()
    else:
        bodies = {"huge": b"#" * 300 * 1024, "binary": bytes(range(256)), "deep": b"a=" + b"[" * 1900}
        file.write_bytes(bodies.get(strange, b"a=" + b"9" * 1900 + b"\n[path.x]\n"))
    for _ in range(3):  # looked at again and again, it costs nothing more
        broken = reader.current()
        assert [len(one.lessons) for one in broken.learner_paths] == [2]
        assert len(broken.problems) >= 1


def test_the_shipped_paths_and_packs_can_be_read() -> None:
    found = parse(Source(PATH, (CHECKOUT / PATH).read_text(encoding="utf-8")))
    assert [each.name for each in found if each.kind == "path"] == [
        "developer",
        "curious",
        "administrator",
        "contributor",
    ]
    packs = [each for each in found if each.kind == "pack"]
    assert len(packs) == 6
    shipped = LibraryReader(CHECKOUT / "lessons", CHECKOUT / "quizzes").current()
    assert [offer.title for offer in shipped.packs] == [each.title for each in packs], "all of them are offered"
    assert [offer.title for offer in shipped.packs if offer.minutes >= ENOUGH_MINUTES] == []
    assert len(shipped.learner_paths) == 4
