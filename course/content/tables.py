"""Files of TOML: the tables in them, and where each begins; what is no TOML is told with its place."""

import re
import tomllib

from course.content.errors import BrokenFileError
from course.content.source import Source

_LONGEST_LINE = 2000  # characters
_MOST_DOTS = 50  # in a line: a key of a thousand parts takes the TOML library for ever
_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)")


def read_tables(source: Source, fix: str) -> dict[str, object]:
    """Return what stands at the top of the file by name, or raise BrokenFileError; `fix` says how to write it."""
    for number, line in enumerate(source.lines, 1):
        if len(line) > _LONGEST_LINE or line.count(".") > _MOST_DOTS:
            what = f"this line has more than {_LONGEST_LINE} characters or {_MOST_DOTS} dots"
            raise BrokenFileError([source.error(number, "E111", what, "say it in fewer words")])
    try:
        return tomllib.loads(source.text)
    except (ValueError, RecursionError) as error:  # a number of too many digits is a ValueError without a place
        found = _PLACE.fullmatch(str(error))
        line_number, column = (int(found[2]), int(found[3])) if found and found[2] else (len(source.lines), 1)
        reason = "nested too deep" if isinstance(error, RecursionError) else "something in it cannot be read"
        what = f"this is not TOML: {found[1] if found else reason}"
        raise BrokenFileError([source.error(line_number, "E111", what, fix, column=column)]) from None


def lines_of_tables(source: Source) -> dict[str, int]:
    """Return the number of the line on which each table begins, by its name; of two alike the first."""
    return {
        text.strip()[1:-1]: number for number, text in reversed(tuple(enumerate(source.lines, 1))) if text[:1] == "["
    }
