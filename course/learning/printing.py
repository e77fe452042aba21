"""How pages become text: what is the same for many learners is printed once and kept.

A lesson page is a frame with slots. The frame depends on the content alone, a slot's card on how a learner stands
with one question: so an answer prints one card and one rail anew, and joins them with what is there.
"""

import re
import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app, render_template
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from course.accounts.access import NO_NAME, current_user, may_author
from course.learning import composition
from course.learning.cards import Sight
from course.learning.pages import KEY_MARK
from course.learning.progress import LessonProgress
from course.web.prepared import Kept
from course.web.state import library, paused
from course.web.theme import chosen_theme

if TYPE_CHECKING:
    from course.content.lessons import Lesson
    from course.content.library import Library
    from course.learning.pages import Card

MOST_KEPT = 1000  # about two megabytes
SLOT = re.compile("\x1e([^\x1f]*)\x1f")  # two signs that no lesson may contain
RAIL, WHO, NOTICE = "lesson_rail", "site_who", "lesson_prereading"


@dataclass(frozen=True, slots=True)
class Frame:
    """A printed page with slots: `chunks` of UTF-8 stand around the slots of these `names`."""

    chunks: tuple[bytes, ...]
    names: tuple[str, ...]

    def fill(self, part: Callable[[str], bytes]) -> bytes:
        """Return the page with each slot filled by `part(name)`."""
        pieces = [self.chunks[0]]
        for name, chunk in zip(self.names, self.chunks[1:], strict=True):
            pieces += (part(name), chunk)
        return b"".join(pieces)


def start(app: Flask) -> None:
    """Give templates what they print with, and the application a place for what is kept."""
    app.extensions["printed"] = Kept[object](MOST_KEPT)
    app.jinja_env.globals.update(slot=slot, render_card=render_card, printed=printed)


def slot(name: str) -> Markup:
    """Mark the place of a part that is printed for each learner."""
    return Markup("\x1e{}\x1f").format(name)


def render_card(card: "Card") -> Markup:
    """Print a card with a key of its own."""
    return Markup(_card_text(card).replace(KEY_MARK, _new_key()))  # noqa: S704 (our own template)


def printed(macro: Macro, value: Hashable, *more: Hashable) -> Markup:
    """Print a value with a macro of a template, or find what it printed for the same value before.

    Markup equals the text of it, so all values of one macro are plain, as faceplates of lessons are.
    """
    make = partial(macro, value, *more)
    return cast("Markup", _kept().get(library().digest, (macro.name, value, *more), make))


def lesson_text(
    library: "Library",
    lesson: "Lesson",
    progress: LessonProgress,
    sight: Sight,
    *,
    canonical: str,
    edit_url: str,
    notice: str = "",
) -> bytes:
    """Print a lesson with its rail and its cards, in UTF-8; `notice` is printed already, for this learner alone."""
    tally, person, key = progress.tally, current_user(), _new_key().encode()

    def make_frame() -> Frame:
        page = composition.lesson_page(library, lesson, tally, sight, edit_url=edit_url, canonical=canonical)
        parts = SLOT.split(render_template("learning/lesson.html", page=page, who=slot(WHO)))
        return Frame(tuple(chunk.encode() for chunk in parts[::2]), tuple(parts[1::2]))

    def part(name: str) -> bytes:
        if name == WHO:
            return escape((person.name if person else "") or NO_NAME).encode()
        if name == NOTICE:
            return notice.encode()
        if name == RAIL:
            return _rail_text(library, lesson, progress)
        return _lesson_card_text(library, lesson, name, progress, sight).replace(KEY_MARK.encode(), key)

    looks = (chosen_theme(), person.guest if person else None, may_author(), paused())
    around = ("frame", lesson.slug, looks, tally.done, tally.read, tally.news(lesson))
    frame = make_frame() if sight.refused_form else cast("Frame", _kept().get(library.digest, around, make_frame))
    return frame.fill(part)


def _kept() -> Kept[object]:
    """Return what was printed before: nothing in debug, where templates change, too."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    return Kept(0) if app.debug else cast("Kept[object]", app.extensions["printed"])


def _lesson_card_text(
    library: "Library", lesson: "Lesson", question_id: str, progress: LessonProgress, sight: Sight
) -> bytes:
    def make() -> bytes:
        return _card_text(composition.lesson_card(library, lesson, question_id, progress, sight)).encode()

    standing = progress.of(question_id)
    if sight.refused_form or sight.answered == question_id or standing.ticking:
        return make()
    return cast("bytes", _kept().get(library.digest, ("card", lesson.slug, question_id, standing.look), make))


def _rail_text(library: "Library", lesson: "Lesson", progress: LessonProgress) -> bytes:
    def make() -> bytes:
        rail = composition.lesson_rail(library, lesson, progress)
        return current_app.jinja_env.get_template("learning/_rail.html").render(rail=rail).encode()

    tally = progress.tally
    lamps = (RAIL, lesson.slug, tally.checked, tally.begun)
    return cast("bytes", _kept().get(library.digest, lamps, make))


def _card_text(card: "Card") -> str:
    return current_app.jinja_env.get_template("learning/_card.html").render(card=card)


def _new_key() -> str:
    return secrets.token_hex(8)
