"""What a test says about a wrong text: each error exactly as an author reads it."""

from collections.abc import Callable

from course.content.errors import BrokenFileError
from course.content.source import Source


def errors_of(parse: Callable[[Source], object], path: str, text: str) -> list[str]:
    """Return the errors of a text, as they are printed; none when it can be parsed."""
    try:
        parse(Source(path, text))
    except BrokenFileError as broken:
        return [str(error) for error in broken.errors]
    return []
