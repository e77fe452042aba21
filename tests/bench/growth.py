"""Whether pages become slower as the answers of everybody grow."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import repeat
from pathlib import Path
from random import Random
from statistics import median

from course.accounts.operations import make_guest
from course.config import DATABASE_FILE
from course.content.library import LibraryReader
from course.db import connect, utcnow
from course.learning.models import Certainty
from course.learning.operations import Reply, answer_question
from tests.bench import messages
from tests.bench.ground import Ground, middle_ratio
from tests.bench.load import Load, run_load
from tests.bench.processes import Served, pinned
from tests.bench.table import Row

FEW, MANY = 1_000, 1_000_000
EACH = 50  # answers of each learner made up
CONNECTIONS = 8
GOAL = 1.25
STORED_AT = "2026-11-22 19:00:00.000000"
USERS = "INSERT INTO user (id, name, created_at) VALUES (?, '', ?)"
RESPONSES = (
    'INSERT INTO response (learner_id, version_id, "key", picked, outcome, certainty, unaided, answered_at) '
    "VALUES (?, ?, ?, '[\"a\"]', ?, 'sure', ?, ?)"
)


def growth(ground: Ground) -> list[Row]:
    """Ask for three pages of one learner, in turn among a thousand answers and among a million."""
    token = _learner(ground)
    small, large = (filled(ground, number) for number in (FEW, MANY))
    with small.course(token=token) as few, large.course(token=token) as many, pinned(ground.cores.load):
        return [_row(ground, few, many, path, token) for path in ("/", ground.path, "/me")]


def _row(ground: Ground, few: Served, many: Served, path: str, token: str) -> Row:
    rounds, seconds = (3, 0.5) if ground.quick else (7, 1.5)
    pairs = [(_ask(few, path, token, seconds).rate, _ask(many, path, token, seconds).rate) for _ in range(rounds + 1)][
        1:
    ]
    ratio = middle_ratio(pairs)
    among_few, among_many = (median(rates) for rates in zip(*pairs, strict=True))
    return Row(
        f"{path if path in ('/', '/me') else 'The lesson'} among {MANY:,} responses",
        f"{among_many:,.0f}/s",
        f"among {FEW:,} {among_few:,.0f}/s",
        f"{ratio:.2f}",
        f"<= {GOAL}",
        ratio <= GOAL,
    )


def _ask(course: Served, path: str, token: str, seconds: float) -> Load:
    load = run_load(course.port, [repeat(messages.get(course.port, path, token=token))] * CONNECTIONS, seconds=seconds)
    if load.errors:
        raise RuntimeError(f"{load.errors} of {load.answers + load.errors} answers were errors: {path}")
    return load


def _learner(ground: Ground) -> str:
    """Add a learner who has answered every question of the course; return the token."""
    lessons = LibraryReader(ground.settings.lessons, ground.settings.quizzes).current().lessons
    database = connect(ground.settings.database)
    with database.session(writing=True) as session:
        person, token = make_guest(session, at=utcnow())
        for lesson in lessons:
            for question in lesson.quiz.questions:
                reply = Reply(question.answer, Certainty.SURE)
                answer_question(
                    session,
                    learner_id=person.id,
                    lesson=lesson,
                    question=question,
                    reply=reply,
                    key="known",
                    at=utcnow(),
                )
        session.commit()
    database.close()
    return token


def filled(ground: Ground, number: int, *, name: str = "growth") -> Ground:
    """Return a copy of the instance with so many answers in all."""
    folder = Path(ground.settings.instance).with_name(f"{name}-among-{number}")
    shutil.copytree(ground.settings.instance, folder)
    with closing(sqlite3.connect(folder / DATABASE_FILE)) as connection:
        versions = [row[0] for row in connection.execute("SELECT id FROM question_version")]
        (stored,) = connection.execute("SELECT count(*) FROM response").fetchone()
        (last,) = connection.execute("SELECT max(id) FROM user").fetchone()
        missing = max(0, number - stored)
        learners = range(last + 1, last + 2 + missing // EACH)
        connection.executemany(USERS, ((learner, STORED_AT) for learner in learners))
        connection.executemany(RESPONSES, _made_up(learners.start, versions, missing))
        connection.commit()
    return replace(ground, settings=replace(ground.settings, instance_folder=str(folder)))


def _made_up(first: int, versions: list[int], number: int) -> Iterator[tuple[object, ...]]:
    """Yield answers of learners who never were, some right and some not."""
    chance = Random(number)
    for count in range(number):
        right = chance.random() < 0.7
        yield (
            first + count // EACH,
            chance.choice(versions),
            f"{count:064}",
            "right" if right else "wrong",
            right,
            STORED_AT,
        )
