"""What many learners did in some lessons: always the same number of statements, however many they are.

Who they are is for the caller to say, as a SELECT; so a feature above asks about its people without naming tables of
this one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, Text, case, cast, func, literal, select, true
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from course.learning.models import Certainty, Completion, Outcome, QuestionVersion, Response
from course.reading import Query, Reader

_DIGITS = 19  # of an id with ten to the eighteenth added
_response, _version, _completion = Response.__table__.c, QuestionVersion.__table__.c, Completion.__table__.c


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """What people said to one question at first, counted; who began with "Show me the answer" did not know it.

    `picks` counts the wrong answers by what was picked, whatever the question read like at that time.
    """

    right: int = 0
    wrong: int = 0
    unknown: int = 0
    sure_but_wrong: int = 0
    picks: Mapping[tuple[str, ...], int] = field(default_factory=dict)


class Crowd:
    """Learners and lessons, each given by a SELECT of ids and of slugs; its parameters are given with each question."""

    def __init__(self, learners: Select[int], slugs: Select[str]) -> None:
        self._first_answers = Query(_first_answers(learners, slugs))
        self._begun = Query(
            select(_response.learner_id)
            .where(_of_crowd(learners, slugs), _response.version_id == _version.id)
            .distinct()
        )
        self._finished = Query(
            select(_completion.learner_id, _completion.lesson_slug)
            .where(_completion.learner_id.in_(learners), _completion.lesson_slug.in_(slugs))
            .distinct()
        )

    def first_answers(self, reader: Reader, **parameters: int | str) -> dict[tuple[str, str], FirstAnswers]:
        """Return the first answers of everybody, by lesson and question, in one statement."""
        groups: dict[tuple[str, str], list[_Group]] = {}
        for slug, question_id, said, people in self._first_answers.rows(reader, **parameters):
            if said is not None:
                groups.setdefault((slug, question_id), []).append(_group(said, people))
        return {key: _counted(found) for key, found in groups.items()}

    def begun(self, reader: Reader, **parameters: int | str) -> frozenset[int]:
        """Return who has answered anything, in one statement."""
        return frozenset([learner_id for (learner_id,) in self._begun.rows(reader, **parameters)])

    def finished(self, reader: Reader, **parameters: int | str) -> dict[int, frozenset[str]]:
        """Return, for everybody who finished a lesson, which ones, in one statement."""
        found: dict[int, set[str]] = {}
        for learner_id, slug in self._finished.rows(reader, **parameters):
            found.setdefault(learner_id, set()).add(slug)
        return {learner_id: frozenset(slugs) for learner_id, slugs in found.items()}


@dataclass(frozen=True, slots=True)
class _Group:
    outcome: Outcome
    certainty: Certainty
    picked: tuple[str, ...]
    people: int


def _group(said: str, people: int) -> _Group:
    outcome, certainty, picked = said.split(" ", 2)
    return _Group(Outcome(outcome), Certainty(certainty), tuple(json.loads(picked)), people)


def _of_crowd(learners: Select[int], slugs: Select[str]) -> Any:
    return _response.learner_id.in_(learners) & _version.quiz_slug.in_(slugs)


def _first_answers(learners: Select[int], slugs: Select[str]) -> Select[Any]:
    """Count alike first answers; ids grow with time, so the smallest of a person and question is the first.

    Every person and version is looked up by itself, which takes as many steps however much else is stored: a join
    would leave it to the database to read every answer to a question instead. What is looked up stands in an index,
    side by side for each person; only for a wrong answer the row itself is read, wherever it lies among all others.
    """
    people, given = learners.subquery("people"), Response.__table__.alias("given").c
    versions = (
        select(_version.id, _version.quiz_slug, _version.question_id)
        .where(_version.quiz_slug.in_(slugs))
        .subquery("versions")
    )
    own = (
        select(_numbered(given))
        .where(given.learner_id == people.c[0], given.version_id == versions.c.id)
        .order_by(given.id)
        .limit(1)
        .scalar_subquery()
    )
    first = (
        select(versions.c.quiz_slug, versions.c.question_id, func.min(own).label("said"))
        .join_from(people, versions, true())
        .group_by(people.c[0], versions.c.quiz_slug, versions.c.question_id)
        .subquery("first")
    )
    said = func.substr(first.c.said, _DIGITS + 2)
    return select(first.c.quiz_slug, first.c.question_id, said, func.count()).group_by(
        first.c.quiz_slug, first.c.question_id, said
    )


def _numbered(given: ReadOnlyColumnCollection[str, Any]) -> ColumnElement[str]:
    """Return what was said as text behind its id with so many digits: of several texts, the least is the first."""
    row = Response.__table__.alias("row").c
    picked = select(cast(row.picked, Text)).where(row.id == given.id).scalar_subquery()
    number = cast(cast(given.id, BigInteger) + literal(10 ** (_DIGITS - 1), BigInteger), Text)
    outcome = cast(given.outcome, Text)
    wrong = case((outcome == Outcome.WRONG.value, picked), else_="[]")
    return number + " " + outcome + " " + cast(given.certainty, Text) + " " + wrong


def _counted(groups: list[_Group]) -> FirstAnswers:
    wrong = [group for group in groups if group.outcome is Outcome.WRONG]
    picks: dict[tuple[str, ...], int] = {}
    for group in wrong:
        picks[group.picked] = picks.get(group.picked, 0) + group.people
    return FirstAnswers(
        right=sum(group.people for group in groups if group.outcome is Outcome.RIGHT),
        wrong=sum(group.people for group in wrong),
        unknown=sum(group.people for group in groups if group.outcome in (Outcome.UNKNOWN, Outcome.REVEALED)),
        sure_but_wrong=sum(group.people for group in wrong if group.certainty is Certainty.SURE),
        picks=picks,
    )
