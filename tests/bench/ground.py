"""What every benchmark stands on: an instance in a temporary folder, two cores, and how long to measure."""

import sys
import sysconfig
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from course.accounts.operations import make_guest
from course.config import Settings, load_settings
from course.content.lessons import Lesson
from course.content.library import LibraryReader
from course.db import connect, utcnow
from course.learning.models import Certainty
from course.learning.operations import Reply, answer_question
from course.serving import THREADS, prepare_instance
from tests.bench import bare, messages
from tests.bench.processes import Cores, Served, free_port, served, server_environment, two_cores


@dataclass(frozen=True, slots=True)
class Ground:
    """An instance with the lesson that is measured; `quick` asks for less time and fewer rounds."""

    settings: Settings
    lesson: Lesson
    cores: Cores
    quick: bool

    @property
    def path(self) -> str:
        """The path of the lesson."""
        return f"/lessons/{self.lesson.slug}"

    def course(self, *, token: str = "", cores: tuple[int, ...] = ()) -> AbstractContextManager[Served]:
        """Return the course as `course serve` serves it, up once it has shown the lesson to this learner.

        It serves from one core unless others are given.
        """
        port = free_port()
        command = [f"{sysconfig.get_path('scripts')}/course", "serve", "--port", str(port)]
        environment = server_environment(COURSE_INSTANCE_FOLDER=str(self.settings.instance))
        request = messages.get(port, self.path, token=token)
        return served(command, environment, request, port=port, cores=cores or (self.cores.server,))

    def bare(self, size: int) -> AbstractContextManager[Served]:
        """Return the bare app with a page of `size` bytes."""
        port = free_port()
        command = [sys.executable, "-m", bare.__name__, "--port", str(port), "--threads", str(THREADS)]
        environment = server_environment(**{bare.SIZE: str(size)})
        return served(command, environment, messages.get(port, "/"), port=port, cores=(self.cores.server,))

    def learners(self, number: int) -> list[str]:
        """Add learners who have answered some questions of the lesson; return their tokens."""
        database = connect(self.settings.database)
        tokens = []
        try:
            with database.session(writing=True) as session:
                for _ in range(number):
                    person, token = make_guest(session, at=utcnow())
                    _answer_some(session, person.id, self.lesson)
                    tokens.append(token)
                session.commit()
        finally:
            database.close()
        return tokens


@contextmanager
def new_ground(*, quick: bool) -> Iterator[Ground]:
    """Give an instance in a folder that is gone afterwards; lessons and quizzes are those of the checkout."""
    with TemporaryDirectory(prefix="course-bench-") as folder:
        settings = load_settings({"instance_folder": str(Path(folder) / "instance")})
        prepare_instance(settings)
        library = LibraryReader(settings.lessons, settings.quizzes).current()
        lesson = next(one for one in library.lessons if len(messages.pickable(one)) > 1)
        yield Ground(settings, lesson, two_cores(), quick)


def middle_ratio(pairs: list[tuple[float, float]]) -> float:
    """Return the median of the ratios of pairs measured side by side."""
    return median(ours / theirs for ours, theirs in pairs)


def _answer_some(session: Session, learner_id: int, lesson: Lesson) -> None:
    """Miss the first question once, then answer it and the next ones right, all but the last."""
    first, *more = lesson.quiz.questions
    questions = [first, first, *more[:-1]]
    for number, question in enumerate(questions):
        picked = question.answer if number else ()
        answer_question(
            session,
            learner_id=learner_id,
            lesson=lesson,
            question=question,
            reply=Reply(picked, Certainty.SURE if picked else Certainty.UNKNOWN),
            key=f"bench-{number}",
            at=utcnow(),
        )
