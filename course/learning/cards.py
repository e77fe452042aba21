"""A question and a learner's standing become a card; no answer is given away before it is earned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Literal

from markupsafe import Markup

from course.content.lessons import Lesson
from course.content.library import LessonHtml, QuestionHtml
from course.content.questions import Question
from course.learning.models import Certainty, Outcome
from course.learning.pages import Card, CardState, Link
from course.learning.progress import REVEAL_FADES, TRIES, UNSEEN, Answer, Standing

Origin = Literal["lesson", "quiz"]
Offer = Literal["skip", "reveal", "reveal-outlined"]

CHANGED_OPEN = "This question has changed since you answered it. Here it is as it reads now."
CHANGED_CHECKED = "This question has changed since then. Your answer still counts."
SAID = {
    Certainty.SURE: ", and you said you were sure",
    Certainty.GUESS: ", and you called it a best guess",
    Certainty.UNKNOWN: "",
}
NUMBERS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


@dataclass(frozen=True, slots=True)
class RefusedForm:
    """A form that was not taken, with everything typed."""

    question_id: str
    error: str
    picked: tuple[str, ...]
    filled: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sight:
    """How a page looks at its questions."""

    origin: Origin
    at: datetime
    answered: str = ""  # the question answered a moment ago: its feedback takes the focus
    again: str = ""  # the moment a new round began, in seconds
    refused_form: RefusedForm | None = None
    offered_at: datetime | None = None  # when this guest was asked to keep the progress


def make_card(
    lesson: Lesson, html: LessonHtml, question: Question, standing: Standing, sight: Sight, position: str
) -> Card:
    """Return the card of one question as this learner sees it now."""
    last = standing.last
    fresh = question.id == sight.answered and last is not None
    changed = last is not None and last.digest != question.digest
    state = _state(standing, sight, fresh=fresh, changed=changed)
    shown = question.answer if state in ("right", "revealed", "receipt") else ()
    picked, filled = _picked(sight, question, last, state)
    feedback, remark = _feedback(question, html, last, state)
    refused_form = _refused_form(sight, question)
    question_html = html.questions[question.id]
    return Card(
        question=question,
        html=question_html,
        action=f"/quizzes/{lesson.slug}",
        position=position,
        origin=sight.origin,
        again=sight.again,
        state=state,
        tries=standing.tries,
        picked=picked,
        filled=filled,
        feedback=feedback,
        remark=remark,
        hint=question_html.hint if _hinted(standing, state) and question.hint else None,
        offer=_offer(standing),
        reread=_reread(lesson, question, sight) if state in ("try", "unknown") else None,
        error=refused_form.error if refused_form else "",
        focus=fresh and refused_form is None,
        note=_note(standing, sight, state, changed=changed),
        receipt=_receipt(standing) if state == "receipt" else "",
        answer_picked=shown,
        quiz_url=f"/quizzes/{lesson.slug}#q-{question.id}",
        keep_url=_keep_url(lesson, question, last, sight) if state == "right" else "",
    )


def _state(standing: Standing, sight: Sight, *, fresh: bool, changed: bool) -> CardState:
    last = standing.last
    if last is None or (_just_tried(sight, last) and not standing.checked and last.outcome is Outcome.REVEALED):
        return "open"
    if fresh and last.outcome is Outcome.RIGHT:
        return "right"
    if standing.checked:
        return "receipt"
    if last.outcome in (Outcome.RIGHT, Outcome.REVEALED):  # right, but with the answer still in sight
        return "revealed" if fresh or sight.origin == "lesson" else "open"
    if changed:
        return "open"
    return "try" if last.outcome is Outcome.WRONG else "unknown"


def _keep_url(lesson: Lesson, question: Question, last: Answer | None, sight: Sight) -> str:
    """Return where a guest keeps the progress: once, with the answer that first was right."""
    if last is None or last.at != sight.offered_at:
        return ""
    page = "lessons" if sight.origin == "lesson" else "quizzes"
    return f"/sign-up?next=/{page}/{lesson.slug}%23q-{question.id}"


def _just_tried(sight: Sight, last: Answer) -> bool:
    return sight.refused_form is not None and sight.refused_form.question_id == last.question_id


def _refused_form(sight: Sight, question: Question) -> RefusedForm | None:
    refused_form = sight.refused_form
    return refused_form if refused_form is not None and refused_form.question_id == question.id else None


def _picked(
    sight: Sight, question: Question, last: Answer | None, state: CardState
) -> tuple[tuple[str, ...], Mapping[str, str]]:
    refused_form = _refused_form(sight, question)
    if refused_form is not None:
        return refused_form.picked, refused_form.filled
    if last is None or state not in ("try", "right"):
        return (), {}
    return last.picked, {}


def _feedback(
    question: Question, html: LessonHtml, last: Answer | None, state: CardState
) -> tuple[tuple[Markup, ...], str]:
    ours = html.questions[question.id]
    if state == "try" and last is not None:
        marking = question.mark(last.picked)
        return tuple(ours.feedback[key] for key in marking.feedback if key in ours.feedback), marking.remark
    if state in ("right", "revealed", "receipt"):
        return explanation(question, ours), ""
    return (), ""


def explanation(question: Question, html: QuestionHtml) -> tuple[Markup, ...]:
    """Return what the author says about the right answer."""
    said = [html.feedback[key] for key in question.mark(question.answer).feedback if key in html.feedback]
    return tuple([*said, html.why] if html.why else said)


def _hinted(standing: Standing, state: CardState) -> bool:
    """Give the hint after two misses, and at once to those who say that they do not know."""
    return state == "unknown" or (state == "try" and standing.misses > 1)


def _offer(standing: Standing) -> Offer:
    if standing.misses == 0:
        return "skip"
    return "reveal" if standing.misses == 1 else "reveal-outlined"


def _reread(lesson: Lesson, question: Question, sight: Sight) -> Link | None:
    if question.see:
        return Link("Read about it", f"/lessons/{question.see}")
    if not any(section.id == question.section for section in lesson.sections):
        return None
    page = "" if sight.origin == "lesson" else f"/lessons/{lesson.slug}"
    return Link("Reread this part", f"{page}#{question.section}")


def _note(standing: Standing, sight: Sight, state: CardState, *, changed: bool) -> str:
    if changed and state in ("open", "receipt"):
        return CHANGED_CHECKED if state == "receipt" else CHANGED_OPEN
    shown_at = standing.revealed_at
    if standing.checked or shown_at is None or state not in ("open", "right", "revealed"):
        return ""
    minutes = ceil((shown_at + REVEAL_FADES - sight.at).total_seconds() / 60)
    if minutes > 0:
        when = "a minute" if minutes == 1 else f"{minutes} minutes"
        return f"You have seen the answer. In {when}, a right answer counts as your own."
    return "You have seen the answer. A right answer now counts as your own."


def _receipt(standing: Standing) -> str:
    right = standing.right
    assert right is not None
    number = 1 + [answer for answer in standing.answers if answer.outcome in TRIES].index(right)
    which = NUMBERS[number] if number < len(NUMBERS) else f"{number}th"
    how = "right first time" if number == 1 else f"right at the {which} try"
    return f"You answered on {long_date(right.at)}, {how}{SAID[right.certainty]}."


def long_date(moment: datetime) -> str:
    """Return a day in words: "21 November 2026"."""
    return f"{moment.day} {moment:%B %Y}"


def standing_of(standings: Mapping[str, Standing], question: Question, round_start: datetime | None) -> Standing:
    """Return a question's standing within this round."""
    return standings.get(question.id, UNSEEN).since(round_start)
