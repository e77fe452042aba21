"""Code between two lines of three backticks."""

# ruff: noqa: D401 - the docstring of a rule says why it is one

import re
from collections.abc import Iterator

from course.content.edits import Edit
from course.content.languages import LANGUAGES
from course.content.nearest import did_you_mean
from course.content.rules.examples import section
from course.content.rules.manuscript import Manuscript
from course.content.rules.rule import Finding, rule

_KNOWN = ("console", *LANGUAGES)
_CONTINUED = re.compile(r"\\([ \t]+)$")
_MARK = re.compile(r"[> ]*+([`~]{3,}+)")
_FACT = re.compile(r"\{\{ *fact:([a-z0-9-]{0,80}) *\}\}")


@rule("E415", bad=section("‸```yml\nname: web-1\n```"), good=section("```yaml\nname: web-1\n```"))
def fence_language(manuscript: Manuscript) -> Iterator[Finding]:
    """Code says what it is: readers hear it, and its colours depend on it."""
    for fence in manuscript.fences:
        column, more = len(fence.prefix) + 1, fence.info.split()[1:]
        if not fence.language:
            fix = "write console, or text if it is no language, after the three signs"
            yield Finding(fence.first + 1, column, "the code names no language", fix)
        elif fence.language not in _KNOWN:
            fix = did_you_mean(fence.language, _KNOWN, f"use one of {', '.join(_KNOWN)}")
            yield Finding(fence.first + 1, column, f"{fence.language[:40]!r} is no language we know", fix)
        elif more and (fence.language, *more) != ("console", "sketch"):
            fix = "take it out; only console may be followed by sketch, which says that it is no recording"
            yield Finding(fence.first + 1, column, f"{more[-1][:40]!r} means nothing here", fix)


@rule(
    "E424",
    bad=section("```text\nweb-1\n\n‸```text\nweb-2\n```"),
    good=section("```text\nweb-1\n```\n\n```text\nweb-2\n```"),
)
def fence_in_fence(manuscript: Manuscript) -> Iterator[Finding]:
    """Code that is not closed goes on to the end of the next code, and takes the text and headings between with it."""
    for fence in manuscript.fences:
        opening = _MARK.match(manuscript.source.lines[fence.first])
        mark = opening[1] if opening else "```"
        for number, line in enumerate(fence.code, fence.first + 2):
            if line.lstrip().startswith(mark):
                fix = f"close the code of line {fence.first + 1} before it, or open and close that with one sign more"
                yield Finding(number, len(line) - len(line.lstrip()) + 1, "this opens code within code", fix)
                break


@rule(
    "E421",
    bad=section("```console sketch\n$ openstack server create \\‸ \n    web-1\n```"),
    good=section("```console sketch\n$ openstack server create \\\n    web-1\n```"),
)
def space_after_backslash(manuscript: Manuscript) -> Iterator[Finding]:
    """A shell goes on with the next line only when the backslash is the last sign of this one."""
    for fence in manuscript.fences:
        for number in range(fence.first + 2, fence.last + 1) if fence.language in ("console", "bash", "sh") else ():
            if found := _CONTINUED.search(manuscript.source.lines[number - 1]):
                edit = Edit(number, found.start(1) + 1, found[1], "")
                yield Finding(number, found.start(1) + 1, "a space follows the backslash", "take it out", (edit,))


@rule(
    "E422",
    bad=section("```text\nThe newest release is ‸{{ fact:latest-release }}\n```"),
    good=section("The newest release is {{ fact:latest-release }}"),
)
def fact_in_code(manuscript: Manuscript) -> Iterator[Finding]:
    """Code is shown as it is written, so a fact in it would never get its value."""
    for fence in manuscript.fences:
        for number in range(fence.first + 2, fence.last + 1):
            for found in _FACT.finditer(manuscript.source.lines[number - 1]):
                if found[1] in manuscript.library.facts:
                    yield Finding(number, found.start() + 1, "a fact cannot stand in code", "move it out of the code")
