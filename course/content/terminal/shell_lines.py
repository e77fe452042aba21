"""Shell lines cut into the commands of the `openstack` client that they would run. Nothing here runs anything."""

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CLIENT = "openstack"
"""The name of the client's command."""

ANY = "1"
"""Stands for a value that only the shell knows: as a number it fits nearly everywhere."""

_INSIDE = re.compile(r"\$\(([^()]*)\)|`([^`]*)`")
_VARIABLE = re.compile(r"\$(?:\{[^{}]*\}|[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?])")
_PLACEHOLDER = re.compile(r"<[A-Za-z][\w .-]*>")
_HEREDOC = re.compile(r"<<-? *[\"']?(\w+)[\"']?")
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=.*", re.DOTALL)
_LONGEST = 4000  # characters; a line that runs on and on is no command to read
_BEFORE = frozenset(("!", "do", "else", "exec", "if", "sudo", "then", "time", "until", "while", "{"))
_ENDS = frozenset("();<>|&")


@dataclass(frozen=True, slots=True)
class Invocation:
    """The words after `openstack`, and the indexes of the lines on which they stand; `exact` if all words are known."""

    words: tuple[str, ...]
    first: int
    last: int
    exact: bool


def invocations(lines: Sequence[str]) -> Iterator[Invocation]:
    """Return every call of the `openstack` client in these lines of a shell; what cannot be read is left out."""
    for first, last, text in _whole_lines(lines):
        if "..." in text or "…" in text:
            continue  # something is left out, so nobody can say what stands there
        for words, exact in _calls(text):
            yield Invocation(words, first, last, exact)


def _whole_lines(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Return lines with those that continue them: after a backslash, or inside quotation marks."""
    first, until = 0, ""
    text: list[str] = []
    for index, line in enumerate(lines):
        if until:
            until = "" if line.strip() == until else until
            continue
        first = first if text else index
        text.append(line)
        whole = "\n".join(text)
        if len(whole) > _LONGEST:
            return
        if line.endswith("\\") or _open_quote(whole):
            continue
        text = []
        heredoc = _HEREDOC.search(whole)
        until = heredoc[1] if heredoc else ""
        yield first, index, whole.replace("\\\n", " ")


def _open_quote(text: str) -> bool:
    try:
        shlex.split(text, comments=True)
    except ValueError:
        return True
    return False


def _calls(text: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    while found := _INSIDE.search(text):
        yield from _calls(found[1] or found[2] or "")
        text = text[: found.start()] + "$_" + text[found.end() :]
    plain = _PLACEHOLDER.sub("$_", text)
    for words in _simple_commands(plain):
        if words[:1] == [CLIENT]:
            known = [_VARIABLE.sub(ANY, word) for word in words[1:]]
            yield tuple(known), known == words[1:]


def _simple_commands(text: str) -> Iterator[list[str]]:
    """Return the words of each command between pipes, semicolons and the like, without what redirects it."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words: list[str] = []
    skip = False
    for token in lexer:
        if token[0] in _ENDS and _ENDS.issuperset(token):
            skip = "<" in token or ">" in token
            if skip and words and words[-1].isdecimal():
                words.pop()  # the 2 of 2>
            if not skip:
                yield words
                words = []
        elif skip:
            skip = False
        elif words or not (token in _BEFORE or _ASSIGNMENT.fullmatch(token)):
            words.append(token)
    yield words
