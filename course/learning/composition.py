"""The lesson page, the quiz page and the glossary, put together from content and progress."""

from collections.abc import Callable
from datetime import UTC, datetime

from course.content.lessons import Lesson
from course.content.library import LessonHtml, Library
from course.content.questions import Question
from course.learning.cards import Sight, make_card, standing_of
from course.learning.models import Outcome
from course.learning.pages import (
    Answered,
    Card,
    Confusion,
    GlossaryPage,
    LessonPage,
    Link,
    Missed,
    Problem,
    QuizPage,
    QuizResult,
    SectionPart,
    WordEntry,
)
from course.learning.progress import LessonProgress, Standing
from course.learning.racks import lesson_plate, news_words, section_plates


def lesson_page(
    library: Library, lesson: Lesson, progress: LessonProgress, sight: Sight, *, edit_url: str, canonical: str
) -> LessonPage:
    """Return a lesson with its questions as this learner sees them."""
    html = library.html(lesson.slug)
    asked = [question for section in lesson.sections for question in lesson.section_questions(section.id)]
    cards = {
        question.id: make_card(lesson, html, question, progress.of(question.id), sight, f"{number} of {len(asked)}")
        for number, question in enumerate(asked, 1)
    }
    parts = tuple(
        SectionPart(section_html, tuple(cards[question.id] for question in lesson.section_questions(section.id)))
        for section, section_html in zip(lesson.sections, html.sections, strict=True)
    )
    tally = progress.tally
    questions = len(lesson.quiz.questions)
    return LessonPage(
        lesson=lesson,
        html=html,
        unit_title=library.unit_of(lesson.slug).title,
        place=_place_in_unit(library, lesson),
        course_place=f"Lesson {_number(library, lesson)} of {len(library.lessons)}",
        quiz_url=f"/quizzes/{lesson.slug}",
        plates=section_plates(lesson, html, progress),
        sections=parts,
        checked=tally.checked_of(lesson),
        questions=questions,
        loose=len(lesson.loose_questions),
        needs=tuple(_lesson_link(library, slug) for slug in lesson.needs if _exists(library, slug)),
        state=lesson_plate(lesson, tally),
        news=news_words(tally.news(lesson)),
        read_form=not questions and not tally.read,
        edit_url=f"{edit_url.rstrip('/')}/{lesson.path}" if edit_url else "",
        before=_link(library.before(lesson.slug)),
        after=_link(library.after(lesson.slug)),
        problem=_problem(sight, cards.get),
        canonical=canonical,
    )


def quiz_page(library: Library, lesson: Lesson, progress: LessonProgress, sight: Sight, *, canonical: str) -> QuizPage:
    """Return all questions of a lesson, those not yet right first."""
    html = library.html(lesson.slug)
    start = round_start(sight.again)
    standings = {question.id: standing_of(progress.standings, question, start) for question in lesson.quiz.questions}
    total = len(standings)
    cards = tuple(
        make_card(lesson, html, question, standings[question.id], sight, f"{number} of {total}")
        for number, question in enumerate(lesson.quiz.questions, 1)
    )
    checked = sum(standing.checked for standing in standings.values())
    return QuizPage(
        lesson=lesson,
        html=html,
        lesson_url=f"/lessons/{lesson.slug}",
        open=tuple(card for card in cards if card.state != "receipt"),
        checked_cards=tuple(card for card in cards if card.state == "receipt"),
        checked=checked,
        questions=total,
        result=_result(library, lesson, html, standings, sight) if total and checked == total else None,
        first_visit=not progress.standings,
        changed=_changed(lesson, progress),
        problem=_problem(sight, {card.question.id: card for card in cards}.get),
        canonical=canonical,
    )


def answered(library: Library, lesson: Lesson, progress: LessonProgress, sight: Sight) -> Answered:
    """Return what a script swaps after an answer: the card and the parts that count progress."""
    if sight.origin == "quiz":
        page = quiz_page(library, lesson, progress, sight, canonical="")
        shown = (*page.open, *page.checked_cards)
        card = next(card for card in shown if card.question.id == sight.answered)
        return Answered(card, page.checked, page.questions, result=page.result)
    whole = lesson_page(library, lesson, progress, sight, edit_url="", canonical="")
    card = next(card for part in whole.sections for card in part.cards if card.question.id == sight.answered)
    return Answered(card, whole.checked, whole.questions, whole.plates, whole.course_place)


def glossary_page(library: Library, *, canonical: str) -> GlossaryPage:
    """Return every word from A to Z."""
    entries = tuple(
        WordEntry(
            word,
            html,
            tuple(
                Confusion(Link(library.glossary[other].term, f"#w-{other}"), why)
                for other, why in word.confused_with
                if other in library.glossary
            ),
            _lesson_link(library, word.lesson) if word.lesson and _exists(library, word.lesson) else None,
        )
        for word, html in library.glossary_html()
    )
    return GlossaryPage(entries, canonical)


def round_start(again: str) -> datetime | None:
    """Return when the round of "Ask me all again" began; None: the answers of all times count."""
    if not again.isdecimal():
        return None
    return datetime.fromtimestamp(min(int(again), 4_000_000_000), UTC)


def _result(
    library: Library, lesson: Lesson, html: LessonHtml, standings: dict[str, Standing], sight: Sight
) -> QuizResult:
    return QuizResult(
        checked=len(standings),
        questions=len(standings),
        missed=tuple(
            _missed(lesson, html, question, standings[question.id])
            for question in lesson.quiz.questions
            if standings[question.id].answers[0].outcome is not Outcome.RIGHT
        ),
        again_url=f"/quizzes/{lesson.slug}?again={int(sight.at.timestamp())}",
        lesson_url=f"/lessons/{lesson.slug}",
        next=_link(library.after(lesson.slug)),
    )


def _missed(lesson: Lesson, html: LessonHtml, question: Question, standing: Standing) -> Missed:
    ours = html.questions[question.id]
    first = standing.answers[0]
    keys = question.mark(first.picked).feedback if first.outcome is Outcome.WRONG else ()
    said = tuple(ours.feedback[key] for key in keys if key in ours.feedback)
    titles = {
        section.id: section_html.title for section, section_html in zip(lesson.sections, html.sections, strict=True)
    }
    where = f"#{question.section}" if question.section in titles else ""
    text = str(titles[question.section].striptags()) if question.section in titles else lesson.title
    return Missed(ours.stem, said or ((ours.why,) if ours.why else ()), f"/lessons/{lesson.slug}{where}", text)


def _changed(lesson: Lesson, progress: LessonProgress) -> str:
    changed = sum(
        (last := progress.of(question.id).last) is not None and last.digest != question.digest
        for question in lesson.quiz.questions
    )
    if not changed:
        return ""
    these = "One question has" if changed == 1 else f"{changed} questions have"
    return f"{these} changed since you answered. Your answers are kept."


def _problem(sight: Sight, card_of: Callable[[str], Card | None]) -> Problem | None:
    card = card_of(sight.attempt.question_id) if sight.attempt else None
    return Problem(card.error, f"#{card.first_field}") if card else None


def _number(library: Library, lesson: Lesson) -> int:
    return 1 + [one.slug for one in library.lessons].index(lesson.slug)


def _place_in_unit(library: Library, lesson: Lesson) -> str:
    slugs = [one.slug for one in library.unit_of(lesson.slug).lessons]
    return f"lesson {1 + slugs.index(lesson.slug)}"


def _exists(library: Library, slug: str) -> bool:
    return any(lesson.slug == slug for lesson in library.lessons)


def _lesson_link(library: Library, slug: str) -> Link:
    return Link(library.lesson(slug).title, f"/lessons/{slug}")


def _link(lesson: Lesson | None) -> Link | None:
    return Link(lesson.title, f"/lessons/{lesson.slug}") if lesson else None
