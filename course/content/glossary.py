"""The glossary: one word, one or two sentences."""

import re
from dataclasses import dataclass

from course.content.errors import BrokenFileError, ContentError
from course.content.front_matter import front_matter
from course.content.headings import Part, split_parts
from course.content.limits import survey
from course.content.names import NAME
from course.content.nearest import did_you_mean
from course.content.source import Source

_KEYWORD = re.compile(r"([A-Z][a-z]+(?: [a-z]+)?):(.*)")
_KEYWORDS = ("Confused with", "Lesson")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with what it means (Markdown), what it is confused with and why, and the lesson that explains it."""

    term: str
    id: str
    text: str
    confused_with: tuple[tuple[str, str], ...] = ()
    lesson: str | None = None
    line: int = 1


def parse(source: Source) -> dict[str, Word]:
    """Return the words of the file by id, in its order, or raise BrokenFileError with all that is wrong."""
    _, text = survey(source)
    front = front_matter(source)
    front.only("title")
    parts, errors = split_parts(source, front.body, text)
    words = [_word(source, part, errors) for part in parts]
    if errors := errors + front.errors:
        raise BrokenFileError(errors)
    return {word.id: word for word in words}


def _word(source: Source, part: Part, errors: list[ContentError]) -> Word:
    prose: list[str] = []
    confused: list[tuple[str, str]] = []
    lesson: str | None = None
    for index in range(part.first, part.end):
        line = source.lines[index].rstrip()
        keyword = _KEYWORD.fullmatch(line)
        if keyword is None:
            prose.append(line)
        elif keyword[1] == "Confused with":
            confused += _confused(source, index, keyword[2], errors)
        elif keyword[1] == "Lesson" and NAME.fullmatch(keyword[2].strip()):
            lesson = keyword[2].strip()
        elif keyword[1] == "Lesson":
            errors.append(source.error(index + 1, "E311", "Lesson: names no lesson", "write the slug of one"))
        else:
            fix = did_you_mean(keyword[1], _KEYWORDS, f"the keywords are {', '.join(_KEYWORDS)}")
            errors.append(source.error(index + 1, "E304", f"{keyword[1]}: is no keyword here", fix))
    text = "\n".join(prose).strip("\n")
    if not text:
        fix = "say in one or two sentences what it is"
        errors.append(source.error(part.line, "E208", f"the word {part.title!r} is not explained", fix))
    return Word(part.title, part.id, text, tuple(confused), lesson, part.line)


def _confused(source: Source, index: int, value: str, errors: list[ContentError]) -> list[tuple[str, str]]:
    term, _, why = (side.strip() for side in value.partition(" - "))
    if NAME.fullmatch(term):
        return [(term, why)]
    fix = "write the id of the other word, a dash with a space on each side, and why"
    errors.append(source.error(index + 1, "E311", "Confused with: names no other word", fix))
    return []
