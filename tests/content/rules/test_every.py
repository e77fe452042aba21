"""The one list: every rule says why, and is held by its two examples."""

import string
from pathlib import Path

import pytest

from course.content.rules import checking
from course.content.rules.checking import check
from course.content.rules.every import GROUPS, RULES, rules_in
from course.content.rules.examples import Example, write
from course.content.rules.rule import Rule
from course.content.rules.sound import TODAY
from course.content.rules.world import world_around
from course.content.terminal.client import Client

UNFORESEEN = "E117"  # what no text is known to bring about
REFUSED = "E423"  # what only the real client can say
EXAMPLES = [rule for rule in RULES.values() if rule.code not in (UNFORESEEN, REFUSED)]


def named(root: Path, example: Example | None = None, client: Client | None = None) -> list[tuple[str, int, int, str]]:
    """Return path, line, column and code of all that is found in the sound course with this change."""
    lessons, quizzes = write(root, example)
    world = world_around(lessons, today=TODAY, client=client)
    return [error.place for error in check(lessons, quizzes, world=world)]


def test_nothing_is_found_in_the_sound_course(tmp_path: Path) -> None:
    assert named(tmp_path) == []


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.code)
def test_the_bad_example_is_named_at_its_exact_place_and_nothing_else_is(rule: Rule, tmp_path: Path) -> None:
    assert rule.bad is not None
    assert named(tmp_path, rule.bad) == [(*rule.bad.place, rule.code)]


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.code)
def test_nothing_is_found_in_the_good_example(rule: Rule, tmp_path: Path) -> None:
    assert named(tmp_path, rule.good) == []


def test_a_command_that_the_client_refuses_is_named_at_its_place(tmp_path: Path, openstack_client: Client) -> None:
    rule = RULES[REFUSED]
    assert rule.bad is not None
    assert named(tmp_path / "bad", rule.bad, openstack_client) == [(*rule.bad.place, rule.code)]
    assert named(tmp_path / "good", rule.good, openstack_client) == []
    assert named(tmp_path / "unasked", rule.bad) == []


def test_every_rule_has_a_code_of_its_own_and_says_why() -> None:
    every = [rule for group in GROUPS for _, rule in rules_in(group)]
    assert len(every) == len(RULES)
    assert all(rule.why.endswith(".") and "\n" not in rule.why for rule in every)
    assert list(RULES) == [rule.code for rule in every]


def test_what_is_found_while_files_are_read_is_in_the_list_and_the_other_way_round() -> None:
    rules = Path(checking.__file__).parent
    files = [file for file in rules.parent.rglob("*.py") if rules not in file.parents]
    words = {word for file in files for word in file.read_text(encoding="utf-8").split('"')}
    codes = {word for word in words if len(word) == 4 and word[0] in "EW" and set(word[1:]) <= set(string.digits)}
    assert codes == {rule.code for rule in RULES.values() if rule.look is None}
