"""The document about security names a test for every promise, and every test that it names exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from course.config import CHECKOUT
from course.docs.documents import FOLDER

ROW = re.compile(r"\| (?P<promise>.+) \| (?P<tests>.*) \|")
ROWS = [found for line in (FOLDER / "security.md").read_text().splitlines() if (found := ROW.fullmatch(line))]
PROMISES = [row for row in ROWS if row["promise"] not in ("Promise", "---")]


@cache
def named_in(path: Path) -> frozenset[str]:
    """Return the names of the tests of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef) if "test_" in node.name)


@pytest.mark.parametrize("row", PROMISES, ids=lambda row: row["promise"][:40])
def test_every_promise_names_tests_that_exist(row: re.Match[str]) -> None:
    named = re.findall(r"`([^`]*)::([^`]*)`", row["tests"])
    assert named
    assert [name for path, name in named if name not in named_in(CHECKOUT / path)] == []


def test_no_group_of_promises_is_without_one() -> None:
    *chapters, later = (FOLDER / "security.md").read_text().split("\n## ")[1:]
    assert len(chapters) == 9
    assert later.startswith("What comes with its page")
    assert [chapter for chapter in chapters if not ROW.search(chapter)] == []
