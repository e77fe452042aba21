"""The one list: every code that `course check` may name."""

from collections.abc import Iterator, Mapping
from types import ModuleType

from course.content.rules import (
    asking,
    blocks,
    choosing,
    code,
    drawing,
    files,
    lines,
    links,
    parts,
    shape,
    terminal,
    too_much,
    unwritten,
    wording,
)
from course.content.rules.rule import Rule

GROUPS: tuple[ModuleType, ...] = (
    files,
    too_much,
    parts,
    asking,
    lines,
    blocks,
    code,
    drawing,
    links,
    shape,
    choosing,
    terminal,
    wording,
    unwritten,
)
"""The rules of one subject each; the docstring of the module is its heading."""


def rules_in(group: ModuleType) -> Iterator[tuple[str, Rule]]:
    """Return what a module calls its rules, and the rules, in their order."""
    return ((name, each) for name, each in vars(group).items() if isinstance(each, Rule))


RULES: Mapping[str, Rule] = {rule.code: rule for group in GROUPS for _, rule in rules_in(group)}
"""Every rule by its code."""
