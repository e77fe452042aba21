"""The page about a learner: what is done, what changed since, and every answer with its day."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from course.content.errors import UnknownQuestionError
from course.content.lessons import Lesson
from course.content.library import Library
from course.learning.cards import long_date
from course.learning.models import Certainty, Outcome
from course.learning.pages import Link, MapPage
from course.learning.progress import NOTHING, LessonTally, PastAnswer
from course.learning.racks import map_page, news_words

MOST = 200  # answers on the page; all of them are in the download
SAID = {
    Outcome.RIGHT: "Right",
    Outcome.WRONG: "Not quite",
    Outcome.UNKNOWN: "“I don’t know yet”",
    Outcome.REVEALED: "Looked at the answer",
}
SURE = {Certainty.SURE: ", sure", Certainty.GUESS: ", best guess", Certainty.UNKNOWN: ""}

Digests = Mapping[tuple[str, str], set[str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer of a day; `url` leads to the question if it is still asked."""

    stem: Markup | str
    said: str
    right: bool
    url: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The page of a learner; `course` is the course map with their lamps."""

    course: MapPage
    checked: int
    changes: tuple[tuple[Link, str], ...]
    days: tuple[tuple[str, tuple[Entry, ...]], ...]
    more: bool


def history_page(
    library: Library, tallies: Mapping[str, LessonTally], digests: Digests, answers: Sequence[PastAnswer]
) -> HistoryPage:
    """Return the page; `answers` are the newest first, one more than are shown if there are more."""
    entries = [(long_date(answer.at), _entry(library, answer)) for answer in answers[:MOST]]
    return HistoryPage(
        course=map_page(library, tallies, canonical=""),
        checked=sum(tallies.get(lesson.slug, NOTHING).checked_of(lesson) for lesson in library.lessons),
        changes=tuple(_changes(library, tallies, digests)),
        days=tuple(
            (day, tuple(entry for _day, entry in group)) for day, group in groupby(entries, key=lambda pair: pair[0])
        ),
        more=len(answers) > MOST,
    )


def _entry(library: Library, answer: PastAnswer) -> Entry:
    said = SAID[answer.outcome] + (SURE[answer.certainty] if answer.outcome is not Outcome.REVEALED else "")
    lesson = _lesson_that_asks(library, answer)
    url = f"/quizzes/{answer.slug}#q-{answer.question_id}" if lesson else ""
    if lesson and lesson.quiz.question(answer.question_id).digest == answer.digest:
        stem: Markup | str = library.html(lesson.slug).questions[answer.question_id].stem.striptags()
    else:
        stem = json.loads(answer.text)["stem"].replace("`", "")
    return Entry(stem, said, answer.outcome is Outcome.RIGHT, url)


def _lesson_that_asks(library: Library, answer: PastAnswer) -> Lesson | None:
    lesson = next((one for one in library.lessons if one.slug == answer.slug), None)
    if lesson is None:
        return None
    try:
        lesson.quiz.question(answer.question_id)
    except UnknownQuestionError:
        return None
    return lesson


def _changes(library: Library, tallies: Mapping[str, LessonTally], digests: Digests) -> Iterator[tuple[Link, str]]:
    """Yield the lessons whose questions are not those that the learner answered."""
    for lesson in library.lessons:
        given = [digests.get((lesson.slug, question.id), set()) for question in lesson.quiz.questions]
        changed = sum(
            bool(known) and question.digest not in known
            for question, known in zip(lesson.quiz.questions, given, strict=True)
        )
        news = news_words(tallies.get(lesson.slug, NOTHING).news(lesson))
        rewritten = f"{changed} question{' reads' if changed == 1 else 's read'} differently now" if changed else ""
        if news or rewritten:
            said = ", ".join(part for part in (news, rewritten) if part)
            yield Link(lesson.title, f"/lessons/{lesson.slug}"), said
