"""Recorded terminal sessions: commands that can be copied, and what the terminal said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

_OPTION = re.compile(r"(?<!\S)(--?[A-Za-z][\w-]*=?|\\$)")


@dataclass(frozen=True, slots=True)
class Exchange:
    """The lines of one command without its prompt, those of its output, and where in the block each begins."""

    command: tuple[str, ...]
    output: tuple[str, ...]
    command_at: int = field(default=0, compare=False)
    output_at: int = field(default=0, compare=False)


def read_exchanges(lines: Sequence[str]) -> tuple[Exchange, ...]:
    """Return the commands (after `$ `; a trailing backslash continues) of a block, each with its output."""
    found: list[tuple[list[str], list[str], int]] = []
    continued = False
    for index, line in enumerate(lines):
        if continued:
            found[-1][0].append(line)
        elif line.startswith("$ ") or line == "$":
            found.append(([line[2:]], [], index))
        else:
            if not found:
                found.append(([], [], index))
            found[-1][1].append(line)
            continue
        continued = line.endswith("\\")
    return tuple(_exchange(command, output, at) for command, output, at in found)


def console_html(lines: Sequence[str], *, sketch: bool) -> Markup:
    """Return a block as a figure whose copy button finds nothing but commands."""
    exchanges = read_exchanges(lines)
    commands = "\n".join("\n".join(each.command) for each in exchanges if each.command)
    title = "Sketch, not a recording" if sketch else "Your terminal"
    button = Markup('<button type="button" data-copy hidden>Copy</button>') if commands else ""
    parts = [Markup('<figure class="term-box"><figcaption><span>{}</span>{}</figcaption>').format(title, button)]
    for exchange in exchanges:
        if exchange.command:
            data = Markup(' data-cmd="{}"').format(commands) if commands else ""
            parts.append(_COMMAND.format(data, Markup("\n").join(map(_command_line, _prompted(exchange)))))
            commands = ""  # the copy button reads the first one only
        if exchange.output:
            parts.append(_OUTPUT.format("\n".join(exchange.output)))
    return Markup("").join([*parts, Markup("</figure>")])


_COMMAND = Markup('<pre tabindex="0" role="group" aria-label="Command"{}><code>{}</code></pre>')
_OUTPUT = Markup('<pre class="out" tabindex="0" role="group" aria-label="What you should see"><code>{}</code></pre>')


def _prompted(exchange: Exchange) -> tuple[tuple[str, str], ...]:
    return (("$ ", exchange.command[0]), *(("", line) for line in exchange.command[1:]))


def _command_line(line: tuple[str, str]) -> Markup:
    prompt, command = line
    start = Markup('<span class="p">{}</span>').format(prompt) if prompt else Markup()
    pieces = _OPTION.split(command)
    # split() gives text and option in turn.
    return start + Markup().join(
        Markup('<span class="a">{}</span>').format(piece) if index % 2 else escape(piece)
        for index, piece in enumerate(pieces)
    )


def _exchange(command: Sequence[str], output: Sequence[str], at: int) -> Exchange:
    """Return command and output, without the empty lines around the output."""
    first, end = 0, len(output)
    while first < end and not output[first].strip():
        first += 1
    while end > first and not output[end - 1].strip():
        end -= 1
    return Exchange(tuple(command), tuple(output[first:end]), at, at + len(command) + first)
