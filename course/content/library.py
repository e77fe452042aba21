"""The content of the course at one moment, and the reader that follows the files."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from course.content.contents import Contents, Repair, gather
from course.content.errors import BeingRepairedError, ContentError, UnknownSlugError
from course.content.folders import Listing, look
from course.content.glossary import Word
from course.content.keeping import KeptFile, carry_over, keep
from course.content.lessons import Lesson
from course.content.nearest import nearest
from course.content.paths import Offer, offers
from course.content.quizzes import Quiz
from course.content.rendered import LessonHtml, QuestionHtml, SectionHtml, WordHtml
from course.content.renderings import Renderings
from course.content.source import digest_of
from course.content.units import Unit

if TYPE_CHECKING:
    from course.content.rendering import Shelf

__all__ = [
    "LessonHtml",
    "Library",
    "LibraryReader",
    "Place",
    "QuestionHtml",
    "Repair",
    "SectionHtml",
    "WordHtml",
]

_LOG = logging.getLogger("course")
_LOOK_EVERY = 1.0  # seconds
_SETTLED_AFTER = 50_000_000  # nanoseconds; clocks of file systems tick every 10 ms or so


class Place(NamedTuple):
    """Where a lesson stands: its number in its unit, its number in the course, and how many there are."""

    in_unit: int
    in_course: int
    of: int


class _Page(NamedTuple):
    """The last good page of a lesson, the text it was made of, and why the newest text makes none."""

    of: str
    html: LessonHtml | None
    error: ContentError | None = None


@dataclass(frozen=True, slots=True)
class _Rendered:
    """What is kept from one library to the next."""

    lessons: Renderings["_Page"] = field(default_factory=Renderings)
    host_pages: Renderings["_Page"] = field(default_factory=Renderings)
    glossary: Renderings[tuple[tuple[Word, Markup], ...]] = field(default_factory=Renderings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library(Contents):
    """The contents with every lesson in its place; renders what is asked for."""

    lessons: tuple[Lesson, ...] = field(init=False)
    learner_paths: tuple[Offer, ...] = field(init=False)  # those whose lessons all exist; and so are the packs
    packs: tuple[Offer, ...] = field(init=False)
    _units: Mapping[str, Unit] = field(init=False, repr=False)
    _numbers: Mapping[str, int] = field(init=False, repr=False)
    _keys: Mapping[str, str] = field(init=False, repr=False)
    _rendered: _Rendered = field(default_factory=_Rendered, repr=False, compare=False)

    def __post_init__(self) -> None:
        lessons = tuple(lesson for unit in self.units for lesson in unit.lessons)
        found: dict[str, object] = {
            "lessons": lessons,
            "learner_paths": offers("path", self.selections, lessons),
            "packs": offers("pack", self.selections, lessons),
            "_units": {lesson.slug: unit for unit in self.units for lesson in unit.lessons},
            "_numbers": {lesson.slug: number for number, lesson in enumerate(lessons)},
            "_keys": self._render_keys(),
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)

    def lesson(self, slug: str) -> Lesson:
        """Return the lesson with this slug, or raise UnknownSlugError or BeingRepairedError."""
        number = self._numbers.get(slug)
        if number is not None:
            return self.lessons[number]
        for repair in self.repairs:
            if repair.slug == slug:
                raise BeingRepairedError(slug, repair.title)
        raise UnknownSlugError(slug, self._nearest(slug))

    def quiz(self, slug: str) -> Quiz:
        """Return the quiz of this lesson, or raise UnknownSlugError or BeingRepairedError."""
        lesson = self.lesson(slug)
        if lesson.quiz.being_repaired:
            raise BeingRepairedError(slug, lesson.title)
        return lesson.quiz

    def before(self, slug: str) -> Lesson | None:
        """Return the lesson before this one in the course, None for the first, or raise UnknownSlugError."""
        number = self._number(slug)
        return self.lessons[number - 1] if number else None

    def after(self, slug: str) -> Lesson | None:
        """Return the lesson after this one in the course, None for the last, or raise UnknownSlugError."""
        number = self._number(slug) + 1
        return self.lessons[number] if number < len(self.lessons) else None

    def unit_of(self, slug: str) -> Unit:
        """Return the unit of this lesson, or raise UnknownSlugError."""
        return self._units[self.lessons[self._number(slug)].slug]

    def place_of(self, slug: str) -> Place:
        """Return where this lesson stands, counted from 1, or raise UnknownSlugError."""
        number = self._number(slug)
        in_unit = [lesson.slug for lesson in self.unit_of(slug).lessons].index(slug)
        return Place(in_unit + 1, number + 1, len(self.lessons))

    def html(self, slug: str, *, host_notes: bool = False) -> LessonHtml:
        """Return this lesson as HTML, made on the first call and kept until something in it changes.

        With `host_notes`, what only hosts and instructors read is in it.
        Raise UnknownSlugError or BeingRepairedError when there is none.
        """
        lesson = self.lesson(slug)
        page = self._page(lesson, host_notes=host_notes)
        if page.html is None or page.of != _text_of(lesson):
            raise BeingRepairedError(slug, lesson.title)
        return page.html

    def page_error(self, slug: str) -> ContentError | None:
        """Return why this lesson makes no page as it is now, None when it does."""
        return self._page(self.lesson(slug)).error

    def glossary_html(self) -> tuple[tuple[Word, Markup], ...]:
        """Return all words with what they mean as HTML, from A to Z."""
        return self._rendered.glossary.get("", self._keys[""], self._make_glossary_html)

    def _number(self, slug: str) -> int:
        return self._numbers[self.lesson(slug).slug]

    def _nearest(self, slug: str) -> tuple[str, ...]:
        known = {lesson.slug: lesson.slug for lesson in self.lessons}
        known |= {lesson.title.casefold(): lesson.slug for lesson in self.lessons}
        found = (known[name] for name in nearest(slug, known, count=6, likeness=0.5))
        return tuple(dict.fromkeys(found))[:3]

    def _render_keys(self) -> dict[str, str]:
        shared = digest_of(*(self.sources[path].text for path in _SHARED if path in self.sources))
        pictures: dict[str, str] = {}
        for path, source in self.sources.items():
            if path.endswith(".svg"):
                unit = path.split("/")[1]
                pictures[unit] = digest_of(pictures.get(unit, ""), path, source.text)
        keys = {
            lesson.slug: digest_of(shared, lesson.digest, lesson.quiz.digest, pictures.get(unit.slug, ""))
            for unit in self.units
            for lesson in unit.lessons
        }
        return {**keys, "": shared}

    def _shelf(self) -> "Shelf":
        # Python-Markdown and Pygments take a while to import, and starting needs neither.
        from course.content.rendering import Shelf  # noqa: PLC0415

        return Shelf(self.glossary, self.facts, self.sources)

    def _page(self, lesson: Lesson, *, host_notes: bool = False) -> _Page:
        kept = self._rendered.host_pages if host_notes else self._rendered.lessons

        def make(last: _Page | None) -> _Page:
            from course.content.rendering import lesson_html  # noqa: PLC0415 - as above

            try:
                return _Page(_text_of(lesson), lesson_html(lesson, self._shelf(), host_notes=host_notes))
            except ContentError as error:
                _LOG.warning("%s", error)
                return (last or _Page("", None))._replace(error=error)

        return kept.get(lesson.slug, self._keys[lesson.slug], make)

    def _make_glossary_html(self, _last: object) -> tuple[tuple[Word, Markup], ...]:
        words = sorted(self.glossary.values(), key=lambda word: (word.term.casefold(), word.id))
        html = self._shelf().words_html(word.id for word in words)
        return tuple((word, each.html) for word, each in zip(words, html, strict=True))


def _text_of(lesson: Lesson) -> str:
    return digest_of(lesson.digest, lesson.quiz.digest)


_SHARED = ("lessons/glossary.md", "lessons/facts.toml")


class LibraryReader:
    """Follows the files: every caller gets the latest library; at most one thread at a time looks for changes."""

    def __init__(self, lessons_folder: Path, quizzes_folder: Path, every_request: bool = False) -> None:
        self._lessons, self._quizzes = lessons_folder, quizzes_folder
        self._wait = 0.0 if every_request else _LOOK_EVERY
        self._due = 0.0
        self._looking = Lock()
        self._kept: dict[str, KeptFile] = {}
        self._listing = Listing()
        self._rendered = _Rendered()
        self._library: Library | None = None
        self._failed = False

    def current(self) -> Library:
        """Return the library as the files were within the last second; only the first call waits for another."""
        library = self._library
        if library is not None and time.monotonic() < self._due:
            return library
        if self._looking.acquire(blocking=library is None):
            try:
                if self._library is None or time.monotonic() >= self._due:
                    self._library = self._look_or_keep()
                    self._due = time.monotonic() + self._wait
            finally:
                self._looking.release()
        assert self._library is not None  # only ever replaced by a newer one
        return self._library

    def _look_or_keep(self) -> Library:
        try:
            library = self._look()
        except Exception:
            if self._library is None:
                raise
            if not self._failed:  # once, not once a second
                _LOG.exception("The lessons cannot be looked at; those read before are served")
            self._failed = True
            return self._library
        self._failed = False
        return library

    def _look(self) -> Library:
        settled_before = time.time_ns() - _SETTLED_AFTER
        listing = look(self._lessons, self._quizzes)
        kept = {
            path: keep(found, self._kept.get(path), settled=found.stamp[0] < settled_before)
            for path, found in listing.files.items()
        }
        kept = carry_over(listing, kept, self._listing.units, self._kept)
        before = (_contents(self._kept), self._listing.units, self._listing.problems)
        changed = before != (_contents(kept), listing.units, listing.problems)
        library = self._library
        if library is None or changed:
            library = self._put_together(kept, listing)
            if self._library is not None and self._take_back(library, kept):
                library = self._put_together(kept, listing)
        self._kept, self._listing = kept, listing
        return library

    def _put_together(self, kept: Mapping[str, KeptFile], listing: Listing) -> Library:
        contents = gather(kept, listing)
        slugs = [lesson.slug for unit in contents.units for lesson in unit.lessons]
        for pages in (self._rendered.lessons, self._rendered.host_pages):
            pages.forget_all_but(slugs)
        values = {each.name: getattr(contents, each.name) for each in fields(contents)}
        return Library(**values, _rendered=self._rendered)

    def _take_back(self, library: Library, kept: dict[str, KeptFile]) -> bool:
        """Keep the old text of lessons and quizzes whose new one makes no page; say whether there are any."""
        found = False
        for lesson in library.lessons:
            changed = [path for path in (lesson.path, lesson.quiz.path) if self._is_new(path, kept)]
            error = library.page_error(lesson.slug) if changed else None
            if error is not None:
                kept.update({path: kept[path].broken(self._kept.get(path), error) for path in changed})
                found = True
        return found

    def _is_new(self, path: str, kept: Mapping[str, KeptFile]) -> bool:
        before = self._kept.get(path)
        return path in kept and kept[path].value is not (before.value if before else None)


def _contents(kept: Mapping[str, KeptFile]) -> list[tuple[str, int, tuple[ContentError, ...]]]:
    # Values are never changed in place, so the same object is the same content.
    return [(path, id(each.value), each.errors) for path, each in kept.items()]
