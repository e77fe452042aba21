"""The lesson page, the quiz page and the glossary, put together from content and progress."""

from datetime import UTC, datetime

from markupsafe import escape

from course.content.lessons import Lesson
from course.content.library import LessonHtml, Library
from course.content.questions import Question
from course.learning.cards import Sight, explanation, make_card, standing_of
from course.learning.models import Outcome
from course.learning.pages import (
    Answered,
    AnswerProblem,
    Card,
    Confusion,
    GlossaryPage,
    LessonPage,
    Link,
    Missed,
    QuizEnd,
    QuizPage,
    Rail,
    SectionPart,
    WordEntry,
    first_field,
)
from course.learning.progress import LessonProgress, LessonTally, Standing
from course.learning.racks import lesson_plate, news_words, section_plates


def lesson_page(
    library: Library,
    lesson: Lesson,
    tally: LessonTally,
    sight: Sight,
    *,
    edit_url: str,
    canonical: str,
    host_notes: bool = False,
) -> LessonPage:
    """Return the frame of a lesson page; its rail and its cards are printed by themselves."""
    html = library.html(lesson.slug, host_notes=host_notes)
    parts = tuple(
        SectionPart(section_html, tuple(question.id for question in lesson.section_questions(section.id)))
        for section, section_html in zip(lesson.sections, html.sections, strict=True)
    )
    sources = dict.fromkeys(source for section in lesson.sections for source in section.sources)
    return LessonPage(
        lesson=lesson,
        html=html,
        unit_title=library.unit_of(lesson.slug).title,
        place=f"lesson {library.place_of(lesson.slug).in_unit}",
        quiz_url=f"/quizzes/{lesson.slug}",
        sections=parts,
        questions=len(lesson.quiz.questions),
        loose=len(lesson.loose_questions),
        needs=tuple(_lesson_link(library, slug) for slug in lesson.needs if _exists(library, slug)),
        state=lesson_plate(lesson, tally),
        news=news_words(tally.news(lesson)),
        read_form=not lesson.quiz.questions and not lesson.quiz.being_repaired,
        sources=tuple(escape(source) for source in sources),
        edit_url=f"{edit_url.rstrip('/')}/{lesson.path}" if edit_url else "",
        before=_link(library.before(lesson.slug)),
        after=_link(library.after(lesson.slug)),
        problem=_problem(sight),
        canonical=canonical,
    )


def lesson_rail(library: Library, lesson: Lesson, progress: LessonProgress) -> Rail:
    """Return the rack of a lesson's sections with this learner's lamps."""
    plates = section_plates(lesson, library.html(lesson.slug), progress)
    place = library.place_of(lesson.slug)
    course_place = f"Lesson {place.in_course} of {place.of}"
    return Rail(plates, progress.tally.checked_of(lesson), len(lesson.quiz.questions), course_place)


def lesson_card(library: Library, lesson: Lesson, question_id: str, progress: LessonProgress, sight: Sight) -> Card:
    """Return the card of one question that is asked in the lesson."""
    question = lesson.quiz.question(question_id)
    position = positions(lesson)[question_id]
    return make_card(lesson, library.html(lesson.slug), question, progress.of(question_id), sight, position)


def quiz_page(library: Library, lesson: Lesson, progress: LessonProgress, sight: Sight, *, canonical: str) -> QuizPage:
    """Return all questions of a lesson, those not yet right first."""
    html = library.html(lesson.slug)
    start = round_start(sight.again)
    standings = {question.id: standing_of(progress.standings, question, start) for question in lesson.quiz.questions}
    total = len(standings)
    places = positions(lesson)
    cards = tuple(
        make_card(lesson, html, question, standings[question.id], sight, places[question.id])
        for question in in_order(lesson)
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
        problem=_problem(sight),
        canonical=canonical,
    )


def answered(library: Library, lesson: Lesson, progress: LessonProgress, sight: Sight) -> Answered:
    """Return what a script swaps after an answer: the card and the parts that count progress."""
    if sight.origin == "quiz":
        page = quiz_page(library, lesson, progress, sight, canonical="")
        shown = (*page.open, *page.checked_cards)
        card = next(card for card in shown if card.question.id == sight.answered)
        return Answered(card, page.checked, page.questions, result=page.result)
    card = lesson_card(library, lesson, sight.answered, progress, sight)
    rail = lesson_rail(library, lesson, progress)
    return Answered(card, rail.checked, rail.questions, rail)


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
) -> QuizEnd:
    return QuizEnd(
        questions=len(standings),
        missed=tuple(
            _missed(lesson, html, question)
            for question in in_order(lesson)
            if standings[question.id].answers[0].outcome is not Outcome.RIGHT
        ),
        again_url=f"/quizzes/{lesson.slug}?again={int(sight.at.timestamp())}",
        next=_link(library.after(lesson.slug)),
    )


def _missed(lesson: Lesson, html: LessonHtml, question: Question) -> Missed:
    ours = html.questions[question.id]
    where = next((one for one in html.sections if one.id == question.section), None)
    url = f"/lessons/{lesson.slug}" + (f"#{where.id}" if where else "")
    title = where.title.striptags() if where else lesson.title
    return Missed(ours.stem, explanation(question, ours), url, title)


def positions(lesson: Lesson) -> dict[str, str]:
    """Return "2 of 5" for every question, counted as `in_order` has them."""
    asked = in_order(lesson)
    return {question.id: f"{number} of {len(asked)}" for number, question in enumerate(asked, 1)}


def in_order(lesson: Lesson) -> tuple[Question, ...]:
    """Return all questions in the order of the lesson, those of the quiz alone last."""
    inside = (question for section in lesson.sections for question in lesson.section_questions(section.id))
    return (*inside, *lesson.loose_questions)


def _changed(lesson: Lesson, progress: LessonProgress) -> str:
    changed = sum(
        (last := progress.of(question.id).last) is not None and last.digest != question.digest
        for question in lesson.quiz.questions
    )
    if not changed:
        return ""
    these = "One question has" if changed == 1 else f"{changed} questions have"
    return f"{these} changed since you answered. Your answers are kept."


def _problem(sight: Sight) -> AnswerProblem | None:
    refused_form = sight.refused_form
    return AnswerProblem(refused_form.error, f"#{first_field(refused_form.question_id)}") if refused_form else None


def _exists(library: Library, slug: str) -> bool:
    return any(lesson.slug == slug for lesson in library.lessons)


def _lesson_link(library: Library, slug: str) -> Link:
    return Link(library.lesson(slug).title, f"/lessons/{slug}")


def _link(lesson: Lesson | None) -> Link | None:
    return Link(lesson.title, f"/lessons/{lesson.slug}") if lesson else None
