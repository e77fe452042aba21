"""What changes when a learner answers."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from course.accounts.operations import lock_person
from course.content.lessons import Lesson
from course.content.questions import Question
from course.db import insert_once
from course.learning import queries
from course.learning.models import Certainty, Completion, Extent, Outcome, QuestionVersion, Response
from course.learning.progress import Answer, LessonProgress, aided, all_checked


@dataclass(frozen=True, slots=True)
class Reply:
    """What a form sent for one question; without a pick it says "I don't know yet" or asks for a reveal."""

    picked: tuple[str, ...] = ()
    certainty: Certainty = Certainty.UNKNOWN
    reveal: bool = False

    def outcome(self, question: Question) -> Outcome:
        """Return what becomes of it; the only caller of the marking."""
        if self.reveal:
            return Outcome.REVEALED
        if not self.picked:
            return Outcome.UNKNOWN
        return Outcome.RIGHT if question.mark(self.picked).right else Outcome.WRONG


def answer_question(
    session: Session,
    *,
    learner_id: int,
    lesson: Lesson,
    question: Question,
    reply: Reply,
    key: str,
    at: datetime,
) -> LessonProgress:
    """Store a response once, and the completion it may bring; return the progress in the lesson.

    The same reply under the same `key` is the same response: a repeat changes nothing.
    """
    response_key = _response_key(key, question, reply)
    lock_person(session, person_id=learner_id)  # two last answers at once must see each other: they complete the lesson
    before = queries.lesson_progress(session, learner_id=learner_id, slug=lesson.slug)
    if queries.has_response(session, learner_id=learner_id, key=response_key):
        return before
    outcome = reply.outcome(question)
    own = outcome is Outcome.RIGHT and not aided(before.of(question.id).revealed_at, at)
    insert_once(
        session,
        Response,
        learner_id=learner_id,
        version_id=_version_id(session, lesson, question, at),
        key=response_key,
        picked=list(reply.picked),
        outcome=outcome,
        certainty=reply.certainty,
        unaided=own,
        answered_at=at,
    )
    answer = Answer(question.id, question.digest, reply.picked, outcome, reply.certainty, own, at)
    after = before.with_answer(answer)
    if after.done_at is None and all_checked((one.id for one in lesson.quiz.questions), after.tally.checked):
        return _complete(session, learner_id, lesson.slug, Extent.DONE, at)
    return after


def mark_as_read(session: Session, *, learner_id: int, lesson: Lesson, at: datetime) -> LessonProgress:
    """Note that a learner read a lesson without questions; return the progress in it."""
    return _complete(session, learner_id, lesson.slug, Extent.READ, at)


def complete_checked(session: Session, *, learner_id: int, lessons: Iterable[Lesson], at: datetime) -> None:
    """Note as done what is checked in whole: two people who became one may have half a lesson each."""
    tallies = queries.tallies(session, learner_id=learner_id)
    for lesson in lessons:
        tally = tallies.get(lesson.slug)
        if tally and not tally.done and all_checked((one.id for one in lesson.quiz.questions), tally.checked):
            _complete(session, learner_id, lesson.slug, Extent.DONE, at)


def _response_key(key: str, question: Question, reply: Reply) -> str:
    """Return a key that two copies of one reply share.

    The picks are part of it: a form may be open in two tabs, and an answer from the second is another one.
    """
    parts = json.dumps([key, question.id, reply.picked, reply.certainty, reply.reveal])
    return hashlib.sha256(parts.encode()).hexdigest()


def _complete(session: Session, learner_id: int, slug: str, extent: Extent, at: datetime) -> LessonProgress:
    insert_once(session, Completion, learner_id=learner_id, lesson_slug=slug, extent=extent, completed_at=at)
    return queries.lesson_progress(session, learner_id=learner_id, slug=slug)


def _version_id(session: Session, lesson: Lesson, question: Question, at: datetime) -> int:
    """Return the id of the question's version, adding the version when it is seen for the first time."""
    section = next((one for one in lesson.sections if one.id == question.section), None)
    names = {
        "quiz_slug": lesson.slug,
        "question_id": question.id,
        "digest": question.digest,
        "section_digest": section.digest if section else "",
    }
    known = queries.version_id(session, **names)
    if known is None:
        insert_once(session, QuestionVersion, **names, text=question_text(question), first_seen_at=at)
        known = queries.version_id(session, **names)
    assert known is not None
    return known


def question_text(question: Question) -> str:
    """Return the question as JSON: enough to read an old answer when its file has changed."""
    choices = {choice.key: choice.text for choice in question.keyed}
    return json.dumps(
        {"kind": question.kind, "stem": question.stem, "body": question.body, "choices": choices},
        ensure_ascii=False,
    )
