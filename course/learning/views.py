"""The pages of the course: map, lesson, quiz, glossary, about."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response as WerkzeugResponse

from course.accounts.access import (
    answer_page,
    current_or_new_user,
    current_user,
    give_token,
    known_person,
    offer_to_keep,
)
from course.accounts.limits import TooManyGuestsError
from course.accounts.queries import Person
from course.content.errors import UnknownQuestionError
from course.content.lessons import Lesson
from course.content.questions import Question
from course.db import utcnow
from course.learning import composition, history, operations, paths, printing, queries, racks
from course.learning.cards import Origin, RefusedForm, Sight
from course.learning.forms import AnswerForm, first_error, question_form
from course.learning.pages import AboutPage
from course.learning.progress import LessonProgress
from course.meetups import notices
from course.web.audience import Audience, open_to
from course.web.errors import RETRY_SECONDS, error_page
from course.web.state import db, library, pause, reader, settings

bp = Blueprint("learning", __name__)

NOT_STORED = (
    "Your answer was not stored: progress is paused for a moment. Your choice is kept here, please send it again."
)
CROWDED = (
    "Your answer was not stored: very many people begin at this moment. "
    "Your choice is kept here, please send it again in a minute."
)
UNTOUCHED = LessonProgress()
LONGEST_ROUND = 12  # digits of the second in which a round began


@bp.get("/")
@open_to(Audience.EVERYBODY)
def course_map() -> Response:
    """Show the course as a rack, and where this learner left off."""
    snapshot, learner = library(), current_user()
    tallies = queries.tallies(reader(), learner_id=learner.id) if learner else {}
    page = racks.map_page(snapshot, tallies, canonical=canonical("/"))
    notice = notices.notice_for(learner)
    next_meetup = None if notice else notices.next_meetup()
    deleted = learner is None and request.args.get("changed") == "deleted"
    values = {"page": page, "notice": notice, "next_meetup": next_meetup, "deleted": deleted}
    return answer_page(learner, lambda: render_template("learning/map.html", **values), also=(next_meetup,))


@bp.get("/lessons/<slug>")
@open_to(Audience.EVERYBODY)
def lesson(slug: str) -> Response:
    """Show a lesson with a question after every section."""
    found, learner = library().lesson(slug), current_user()
    return answer_page(learner, lambda: render_lesson(found, progress_of(learner, found), sight_of("lesson")))


@bp.post("/lessons/<slug>")
@open_to(Audience.EVERYBODY)
def mark_as_read(slug: str) -> WerkzeugResponse:
    """Note that a lesson without questions was read."""
    found = library().lesson(slug)
    if library().quiz(slug).questions:
        abort(422, "This lesson has questions: answering them is what finishes it.")
    tokens: list[str] = []
    learner = current_or_new_user(tokens)
    operations.mark_as_read(db(), learner_id=learner.id, lesson=found, at=utcnow())
    db().commit()
    return with_token(redirect(f"/lessons/{slug}", 303), tokens)


@bp.get("/quizzes/<slug>")
@open_to(Audience.EVERYBODY)
def quiz(slug: str) -> WerkzeugResponse:
    """Show all questions of a lesson, without its text."""
    found, learner = library().lesson(slug), current_user()
    if not library().quiz(slug).questions:
        return redirect(f"/lessons/{slug}", 303)
    return answer_page(learner, lambda: render_quiz(found, progress_of(learner, found), sight_of("quiz")))


@bp.post("/quizzes/<slug>")
@open_to(Audience.EVERYBODY)
def answer_question(slug: str) -> WerkzeugResponse:
    """Take the answer to one question."""
    found = library().lesson(slug)
    question = find_question(found, request.form.get("question", ""))
    form = question_form(question, request.form)
    if not form.validate():
        return refused(found, question, form, first_error(form), 422)
    try:
        progress, tokens = store_answer(found, question, form)
    except TooManyGuestsError as error:
        return refused(found, question, form, CROWDED, 429, retry_after=error.seconds)
    except DBAPIError:
        return refused(found, question, form, NOT_STORED, 503, retry_after=RETRY_SECONDS)
    return with_token(answered(found, question, form, progress), tokens)


@bp.get("/glossary")
@open_to(Audience.EVERYBODY)
def glossary() -> Response:
    """Show every word of the course, A to Z."""
    page = composition.glossary_page(library(), canonical=canonical("/glossary"))
    return answer_page(current_user(), lambda: render_template("learning/glossary.html", page=page))


@bp.get("/paths")
@open_to(Audience.EVERYBODY)
def learner_paths() -> Response:
    """Show the paths through the course; 404 while none is offered."""
    snapshot, learner = library(), current_user()
    if not snapshot.learner_paths:
        abort(404)
    tallies = queries.tallies(reader(), learner_id=learner.id) if learner else {}
    page = paths.paths_page(snapshot, tallies, canonical=canonical("/paths"))
    return answer_page(learner, lambda: render_template("learning/paths.html", page=page))


@bp.get("/about")
@open_to(Audience.EVERYBODY)
def about() -> Response:
    """Show what the course is and who it is for."""
    lessons = library().lessons
    page = AboutPage(
        lessons=len(lessons),
        questions=sum(len(one.quiz.questions) for one in lessons),
        total_minutes_text=racks.duration(sum(one.minutes for one in lessons)),
        release=max((one.release for one in lessons), default=""),
        canonical=canonical("/about"),
    )
    return answer_page(current_user(), lambda: render_template("learning/about.html", page=page))


@bp.get("/me")
@open_to(Audience.LEARNERS)
def me() -> Response:
    """Show a learner what is known of them: the rack, what changed since, the answers with their days."""
    learner = known_person()
    tallies = queries.tallies(reader(), learner_id=learner.id)
    digests = queries.answered_digests(reader(), learner_id=learner.id)
    answers = queries.newest_answers(reader(), learner_id=learner.id, most=history.MOST + 1)
    page = history.history_page(library(), tallies, digests, answers)
    return Response(render_template("learning/me.html", page=page), mimetype="text/html")


def canonical(path: str) -> str:
    """Return the one address of a page."""
    return settings().base_url.rstrip("/") + path


def find_question(found: Lesson, question_id: str) -> Question:
    """Return a question of the lesson; 404 with the way back when it is not there any more."""
    try:
        return library().quiz(found.slug).question(question_id)
    except UnknownQuestionError:
        links = (
            (found.title, f"/lessons/{found.slug}"),
            ("All questions of this lesson", f"/quizzes/{found.slug}"),
        )
        sentence = "It may have been taken out while you were reading. Nothing was stored."
        return abort(error_page(404, heading="There is no such question", sentence=sentence, links=links))


def progress_of(learner: Person | None, found: Lesson) -> LessonProgress:
    """Return what this learner did in a lesson; a visitor has done nothing."""
    if learner is None:
        return UNTOUCHED
    return queries.lesson_progress(reader(), learner_id=learner.id, slug=found.slug)


def sight_of(origin: Origin, answered_id: str = "", again: str = "", refused_form: RefusedForm | None = None) -> Sight:
    """Return how this request looks at the questions: by its query, unless an answer says more."""
    if request.query_string and not answered_id:
        answered_id, again = request.args.get("answered", ""), request.args.get("again", "")
    round_known = origin == "quiz" and len(again) <= LONGEST_ROUND and again.isdecimal()
    learner = current_user()
    offered_at = learner.offered_at if learner and learner.guest else None
    return Sight(
        origin, utcnow(), "" if refused_form else answered_id, again if round_known else "", refused_form, offered_at
    )


def render_lesson(found: Lesson, progress: LessonProgress, sight: Sight) -> bytes:
    """Print the lesson page."""
    return printing.lesson_text(
        library(),
        found,
        progress,
        sight,
        edit_url=settings().source_url,
        canonical=canonical(f"/lessons/{found.slug}"),
        notice=notices.printed_notice(current_user(), found.slug),
    )


def render_quiz(found: Lesson, progress: LessonProgress, sight: Sight) -> str:
    """Render the quiz page."""
    address = canonical(f"/quizzes/{found.slug}")
    page = composition.quiz_page(library(), found, progress, sight, canonical=address)
    return render_template("learning/quiz.html", page=page)


def store_answer(found: Lesson, question: Question, form: AnswerForm) -> tuple[LessonProgress, list[str]]:
    """Store the answer; return the progress, and the token of the guest whom the first answer makes."""
    tokens: list[str] = []
    learner, now = current_or_new_user(tokens), utcnow()
    progress = operations.answer_question(
        db(),
        learner_id=learner.id,
        lesson=found,
        question=question,
        reply=form.reply(),
        key=form.key.data or "",
        at=now,
    )
    last = progress.of(question.id).last
    if learner.guest and learner.offered_at is None and last and last.unaided and last.at == now:
        offer_to_keep(learner, now)
    db().commit()
    return progress, tokens


def answered(found: Lesson, question: Question, form: AnswerForm, progress: LessonProgress) -> WerkzeugResponse:
    """Answer with the card for a script, with the way back for everybody else."""
    origin = origin_of(found, question, form)
    if wants_fragment():
        values = composition.answered(library(), found, progress, sight_of(origin, question.id, form.again.data or ""))
        notice = notices.printed_notice(current_user(), found.slug) if origin == "lesson" else ""
        return make_response(render_template("learning/_answered.html", page=values, notice=notice))
    again = f"&again={form.again.data}" if form.again.data and origin == "quiz" else ""
    page = "lessons" if origin == "lesson" else "quizzes"
    return redirect(f"/{page}/{found.slug}?answered={question.id}{again}#q-{question.id}", 303)


def refused(
    found: Lesson, question: Question, form: AnswerForm, error: str, status: int, *, retry_after: int = 0
) -> Response:
    """Show the page again with everything typed, what is missing, and why."""
    refused_form = RefusedForm(question.id, error, form.picked(), form.filled())
    again = form.again.data or ""
    if status == 503:  # noqa: PLR2004 (the status of "not now")
        pause(refused=True)
    db().rollback()
    learner = current_user()
    progress = progress_of(learner, found)
    sight = sight_of(origin_of(found, question, form), question.id, again, refused_form)
    render = render_lesson if sight.origin == "lesson" else render_quiz
    response = make_response(render(found, progress, sight), status)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def origin_of(found: Lesson, question: Question, form: AnswerForm) -> Origin:
    """Return the page a form stood on; a question outside the lesson's text was asked in the quiz."""
    asked_in_quiz = form.origin.data == "quiz" or question in found.loose_questions
    return "quiz" if asked_in_quiz else "lesson"


def wants_fragment() -> bool:
    """Tell whether a script asks for the card alone."""
    return "fragment" in request.headers.get("Accept", "")


def with_token(response: WerkzeugResponse, tokens: list[str]) -> WerkzeugResponse:
    """Give a new guest the cookie."""
    return give_token(response, tokens[0]) if tokens else response
