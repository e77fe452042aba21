"""The pages of instructors: the state of every lesson, and the previews."""

from typing import cast

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request

from course.authoring import previews, states
from course.authoring.findings import Findings, LatestFindings, counted, with_code
from course.content.folders import Folders
from course.content.source import Source, read_as_it_is
from course.db import utcnow
from course.web.audience import Audience, open_to
from course.web.state import library, settings

bp = Blueprint("authoring", __name__, url_prefix="/authoring")


def start(app: Flask) -> None:
    """Give the application a place for what the check says, and templates the words for it."""
    app.extensions["findings"] = LatestFindings(app.extensions["settings"].lessons)
    app.jinja_env.filters["counted"] = counted
    app.jinja_env.filters["with_code"] = with_code


@bp.get("")
@open_to(Audience.INSTRUCTORS)
def lessons() -> Response:
    """Show the state of every lesson, and what is wrong anywhere."""
    state = states.course_state(library(), findings(), utcnow().date())
    return make_response(render_template("authoring/lessons.html", state=state))


@bp.get("/lessons/<slug>")
@open_to(Audience.INSTRUCTORS)
def lesson(slug: str) -> Response:
    """Show a lesson's file with what is wrong in it, and what learners see."""
    page = previews.lesson_preview(desk(), slug, answers=wants_answers())
    return make_response(render_template("authoring/lesson.html", page=page))


@bp.get("/quizzes/<slug>")
@open_to(Audience.INSTRUCTORS)
def quiz(slug: str) -> Response:
    """Show a quiz's file with what is wrong in it, and its questions."""
    page = previews.quiz_preview(desk(), slug, answers=wants_answers())
    return make_response(render_template("authoring/quiz.html", page=page))


def findings() -> Findings:
    """Return what is wrong in the content that this request sees."""
    latest = cast("LatestFindings", current_app.extensions["findings"])
    return latest.of(library(), utcnow().date())


def desk() -> previews.Desk:
    """Return what previews are made from."""
    return previews.Desk(library(), findings(), text_of, utcnow())


def text_of(path: str) -> Source | None:
    """Return what stands in a file at this moment, whether it can be served or not."""
    file = Folders(settings().lessons, settings().quizzes).file(path)
    return read_as_it_is(file.parent, file.name, path)


def wants_answers() -> bool:
    """Tell whether the answers and the notes for hosts are asked for."""
    return request.args.get("with") == "answers"
