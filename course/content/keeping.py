"""What is known of one file: its last good version, and what is wrong with the one that stands there now."""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from course.content import facts, glossary, lessons, paths, quizzes, units
from course.content.errors import BrokenFileError, ContentError
from course.content.folders import Found, Kind, Listing
from course.content.source import Source, read

_TITLE = re.compile(r"^title:[ \t]*[\"']?(.{1,200}?)[\"']?[ \t]*$", re.MULTILINE)
_LOG = logging.getLogger("course")
_NEVER = (-1, -1, -1)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file: the source and the value of its last good version (None if there was none), and today's errors."""

    found: Found
    stamp: tuple[int, int, int]
    source: Source | None = None
    value: object = None
    errors: tuple[ContentError, ...] = ()
    title: str = ""  # what a broken lesson seems to be called

    def broken(self, before: "KeptFile | None", error: ContentError) -> "KeptFile":
        """Return this file with what was good `before`, since nothing can be shown of it as it is now."""
        good = before or KeptFile(self.found, _NEVER, title=getattr(self.value, "title", ""))
        return replace(good, found=self.found, stamp=self.stamp, errors=(replace(error, path=self.found.path),))


def _picture(source: Source) -> Source:
    return source


_PARSERS: Mapping[Kind, Callable[[Source], object]] = {
    "lesson": lessons.parse,
    "quiz": quizzes.parse,
    "unit": units.parse,
    "glossary": glossary.parse,
    "facts": facts.parse,
    "paths": paths.parse,
    "picture": _picture,
}


def keep(found: Found, before: KeptFile | None, *, settled: bool) -> KeptFile:
    """Return what is known of a file now; one that is not `settled` is read again at the next look.

    The stamp of a file that was written a moment ago may stay the same when it is written once more.
    """
    if before is not None and before.stamp == found.stamp:
        return before
    old = before or KeptFile(found, _NEVER)
    stamp = found.stamp if settled else _NEVER
    try:
        source = read(found.folder, found.name, found.path)
    except ContentError as error:
        return replace(old, found=found, stamp=stamp, errors=(error,))
    if source == old.source and not old.errors:
        return replace(old, found=found, stamp=stamp)
    try:
        return KeptFile(found, stamp, source, _PARSERS[found.kind](source))
    except BrokenFileError as broken:
        errors = broken.errors
    except Exception:  # noqa: BLE001 - whatever stands in one file, the others must be served
        _LOG.exception("%s cannot be read", found.path)
        errors = (source.error(1, "E117", "nothing can be made of this file", "undo the last change in it"),)
    title = _TITLE.search(source.text)
    return replace(old, found=found, stamp=stamp, errors=errors, title=title[1] if title else "")


def carry_over(
    listing: Listing, kept: Mapping[str, KeptFile], units_before: Iterable[str], before: Mapping[str, KeptFile]
) -> dict[str, KeptFile]:
    """Return what is kept now, and what was kept before in folders that cannot be read now; add units to the listing.

    A folder that is away for a moment is no deletion; one that is missing from a folder that can be read is.
    """
    away = {path: each for path, each in before.items() if path not in kept and listing.hides(path)}
    units = [unit for unit in units_before if listing.hides(f"lessons/{unit}")]
    listing.units[:] = sorted({*listing.units, *units})
    return dict(sorted({**kept, **away}.items()))
