"""What stands in a terminal: commands that work, and answers that were really given."""

# ruff: noqa: D401 - the docstring of a rule says why it is one

import re
from collections.abc import Iterator
from dataclasses import dataclass

from course.content.fences import Fence
from course.content.rules.examples import question, section
from course.content.rules.manuscript import Manuscript
from course.content.rules.rule import Finding, rule
from course.content.terminal.client import Words
from course.content.terminal.console import Exchange, read_exchanges
from course.content.terminal.refusals import read_refusal
from course.content.terminal.shell_lines import ANY, CLIENT, Invocation, invocations

LONGEST_LINE = 46
"""Letters that fit beside each other on a phone."""

_SHELLS = ("bash", "sh")
_REFUSED = re.compile(r"openstack: '.*' is not an? |usage: openstack|openstack .*: error: |.*Unknown command")
_LIST = "$ openstack image list -c Name -c Status\n+--------+--------+\n| Name   | Status |\n+--------+--------+\n"


@dataclass(frozen=True, slots=True)
class _Said:
    """A command of the client as it stands in a file: number and column of the line on which it begins."""

    invocation: Invocation
    line: int
    column: int


@rule(
    "W621",
    bad=section("```console sketch\n$ openstack server create --flavor m1.small --‸image debian-12 web-1\n```"),
    good=section("```console sketch\n$ openstack server create \\\n    --flavor m1.small --image debian-12 web-1\n```"),
)
def long_line(manuscript: Manuscript) -> Iterator[Finding]:
    """A command that runs out of the screen cannot be read on a phone; what it answers may."""
    for fence in manuscript.fences:
        for index in command_lines(fence):
            line = manuscript.source.lines[fence.first + 1 + index][len(fence.prefix) :]
            words = line.removeprefix("$ ").removesuffix("\\").split()
            if len(line) > LONGEST_LINE and len(words) > 1 and not line.startswith("#"):
                column = len(fence.prefix) + LONGEST_LINE + 1
                what = f"this line of a command has {len(line)} letters"
                fix = f"end it with \\ before the letter {LONGEST_LINE}, and go on in the next line"
                yield Finding(fence.first + 2 + index, column, what, fix)


@rule(
    "W622",
    bad=section(f"```console\n{_LIST}‸| cirros | queued |\n...\n```"),
    good=section(f"```console\n{_LIST}...\n| debian | queued |\n+--------+--------+\n```"),
)
def not_recorded(manuscript: Manuscript) -> Iterator[Finding]:
    """Who compares their own screen with ours can trust every letter: a machine has said it."""
    recordings = manuscript.around.world.recordings
    for fence in manuscript.fences if recordings else ():
        for exchange in read_exchanges(fence.code) if fence.info == "console" else ():
            index = recordings.strange_line(exchange) if recordings else None
            if recordings is None or index is None:
                continue
            line = fence.first + 2 + exchange.output_at + index
            fix = "quote it letter by letter with ... for what is left out, or write ```console sketch"
            if exchange.command and not recordings.knows(exchange.command):
                others = recordings.commands_of(exchange.output)
                fix = "record it in tests/recordings, or write ```console sketch"
                what = f"this is what `{others[0]}` answered" if others else "this command is in no recording"
            else:
                what = "this line is in no recording, or not in this place"
            yield Finding(line, len(fence.prefix) + 1, what, fix)


@rule(
    "E423",
    bad=question("## List your servers {#list}\n\nCommand: openstack server ‸lsit\nWhy: It lists them.\n"),
    good=question("## List your servers {#list}\n\nCommand: openstack server list\nWhy: It lists them.\n"),
)
def refused(manuscript: Manuscript) -> Iterator[Finding]:
    """A command that the real client refuses costs every reader an evening."""
    client = manuscript.around.world.client
    for said in _said(manuscript) if client else ():
        words = said.invocation.words
        if client is None or not (answer := client.refusal(words)):
            continue
        refusal = read_refusal(answer, words, client.commands)
        if refusal and (said.invocation.exact or refusal.word not in ("", ANY)):
            yield Finding(*_place(manuscript, said, refusal.word), refusal.what, refusal.fix)


def client_lines(manuscript: Manuscript) -> Iterator[Words]:
    """Return the words after `openstack` of every command of the client in this file."""
    return (said.invocation.words for said in _said(manuscript))


def command_lines(fence: Fence) -> Iterator[int]:
    """Return the indexes of those lines of a block that are commands."""
    if fence.language in _SHELLS:
        yield from range(len(fence.code))
    elif fence.language == "console":
        for exchange in read_exchanges(fence.code):
            yield from range(exchange.command_at, exchange.command_at + len(exchange.command))


def _said(manuscript: Manuscript) -> Iterator[_Said]:
    for fence in manuscript.fences:
        number, column = fence.first + 2, len(fence.prefix) + 1
        if fence.language in _SHELLS:
            yield from (_Said(each, number + each.first, column) for each in invocations(fence.code))
        # A sketch in a quiz may be wrong on purpose.
        elif fence.info == "console" or (fence.language == "console" and manuscript.kind != "quiz"):
            for exchange in read_exchanges(fence.code):
                if not _shows_refusal(exchange):
                    for each in invocations(exchange.command):
                        yield _Said(each, number + exchange.command_at + each.first, column)
    for draft in manuscript.drafts:
        if field := draft.fields.get("Command"):
            for each in invocations([field.value.removeprefix("$").strip()]):
                yield _Said(each, field.line, field.column)


def _shows_refusal(exchange: Exchange) -> bool:
    return any(_REFUSED.match(line) for line in exchange.output)


def _place(manuscript: Manuscript, said: _Said, word: str) -> tuple[int, int]:
    """Return where the word stands in this command, or where the command begins."""
    last = said.line + said.invocation.last - said.invocation.first
    for wanted in (word, CLIENT):
        found = re.compile(rf"(?<![^\s\"'=]){re.escape(wanted)}(?![^\s\"'=])")
        for number in range(said.line, last + 1):
            start = said.column - 1 if number == said.line else 0
            if wanted and (at := found.search(manuscript.source.lines[number - 1], start)):
                return number, at.start() + 1
    return said.line, said.column
