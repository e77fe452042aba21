"""The page about all rules, written from the rules: `python -m course.content.rules.page > course/docs/rules.md`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from course.content.errors import ContentError
from course.content.rules.checking import check
from course.content.rules.every import GROUPS, rules_in
from course.content.rules.examples import MARK, Example, write
from course.content.rules.rule import Rule
from course.content.rules.sound import TODAY
from course.content.rules.world import world_around
from course.content.source import hidden_sign

_MOST_LINES = 10  # of an example
_MOST_SIGNS = 90  # of one of its lines

_HEAD = """\
# What `course check` says

`course check` reads all lessons and quizzes and prints a line for everything that is not right.

Each line says where, what is wrong, and what to do:

```text
path:line:column: code what is wrong; what to do
```

A code with E is an error, one with W is a warning. A lesson that cannot be read is served as it was before, or not at
all if it was never right; a mistake between two files, such as a dead link, holds nothing back.

| option | what it does |
|---|---|
| `course check PATHS` | names only what is wrong in these files and folders |
| `--fix` | repairs first what can be repaired without asking, and says what that was |
| `--strict` | lets warnings count as errors |
| `--format text` | prints the lines above, and how many there are |
| `--format github` | prints commands that show each finding beside its line in a pull request on GitHub |
| `--format json` | prints a list of objects |
| `--explain CODE` | prints what stands below about one code |

The exit code is 0 when there is no error, 1 when there is one (with `--strict`, also for a warning), and 2 when the
command was used in a wrong way.

An object of the JSON list has the keys `path`, `line` and `column` (both counted from 1), `code`, `severity` (`error`
or `warning`), `what`, `fix`, and `mendable`: whether `--fix` repairs it.

With [pre-commit](https://pre-commit.com/), the hook `course-check` of this repository runs it before every commit.

Every rule stands here with its reason, an example, what is said about it, and the same as it should be.
"""


def page() -> str:
    """Return the page about all rules as Markdown."""
    return "\n".join([_HEAD, *(_chapter(group.__doc__ or "", rules_in(group)) for group in GROUPS)])


def explained(rule: Rule) -> str:
    """Return why there is a rule, what it names and what it says about it, and the same as it should be."""
    if rule.bad is None or rule.good is None:
        return f"{rule.why}\n\nNo text is known that brings it about.\n"
    told = _told(_said(rule, rule.bad))
    good = _shown(
        rule.good, "As it should be" + (f", in `{rule.good.path}`" if rule.good.path != rule.bad.path else "")
    )
    return "\n".join([f"{rule.why}\n", _shown(rule.bad, f"In `{rule.bad.path}`"), told, good])


def _chapter(heading: str, rules: Iterator[tuple[str, Rule]]) -> str:
    title = heading.partition(":")[0].strip().removesuffix(".")
    told = (f"### {rule.code} {name.replace('_', ' ')}\n\n{explained(rule)}" for name, rule in rules)
    return "\n".join([f"## {title}\n", *told])


def _said(rule: Rule, example: Example) -> ContentError | None:
    """Return what is said about an example; the client is not asked, so that the page is the same everywhere."""
    with TemporaryDirectory() as folder:
        lessons, quizzes = write(Path(folder), example)
        found = check(lessons, quizzes, world=world_around(lessons, today=TODAY))
    return next((error for error in found if error.code == rule.code), None)


def _told(said: ContentError | None) -> str:
    if said is None:
        return "This is named where the `openstack` client is installed.\n"
    # Two backticks, since what is said may hold one.
    return f"This is told: `` {said} ``\n" + ("\n`--fix` repairs it.\n" if said.edits else "")


def _shown(example: Example, where: str) -> str:
    """Return the part of a file that an example changes, as a block of code."""
    if example.leads_to:
        return f"`{example.path}` is a symbolic link to `{example.leads_to}`.\n"
    if example.text is None:
        return f"There is no `{example.path}`.\n"
    text = example.text if isinstance(example.text, str) else example.text.decode(errors="backslashreplace")
    lines = text.replace(MARK, "").strip("\n").split("\n")
    if lines == [""]:
        return f"`{example.path}` is empty.\n"
    more = ["..."] if len(lines) > _MOST_LINES else []
    code = "\n".join([*map(_printable, lines[:_MOST_LINES]), *more])
    return f"{where}:\n\n````text\n{code}\n````\n"


def _printable(line: str) -> str:
    shown = "".join(f"<U+{ord(sign):04X}>" if hidden_sign(sign) else sign for sign in line)
    return shown if len(shown) <= _MOST_SIGNS else f"{shown[:_MOST_SIGNS]}..."


if __name__ == "__main__":
    sys.stdout.write(page())
