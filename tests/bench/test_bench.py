"""The benchmark counts right; what it measures is never a test."""

import multiprocessing
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice, repeat
from pathlib import Path

import granian.server
import pytest
from sqlalchemy import func, select, text

from course import serving
from course.config import load_settings
from course.content.library import LibraryReader
from course.content.rules.checking import check
from course.db import connect
from course.learning.models import Response
from tests.bench import bare
from tests.bench.checking import make_many
from tests.bench.ground import Ground, middle_ratio, new_ground
from tests.bench.growth import filled
from tests.bench.load import HOST, run_load
from tests.bench.messages import answers
from tests.bench.pages import MOST_STATEMENTS
from tests.bench.processes import pinned, two_cores
from tests.bench.statements import lesson_statements
from tests.bench.table import Row, render

ASK = b"GET / HTTP/1.1\r\nHost: course\r\n\r\n"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
BUSY = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"


@contextmanager
def answering_with(*pieces: bytes) -> Iterator[int]:
    """Serve one connection after another: each request gets these pieces, sent apart."""
    listener = socket.create_server((HOST, 0))

    def serve() -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=_answer, args=(connection, pieces), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _answer(connection: socket.socket, pieces: tuple[bytes, ...]) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with connection:
        while connection.recv(1000):
            for piece in pieces:
                connection.sendall(piece)
            if not pieces:
                return


def test_every_answer_is_counted_once() -> None:
    with answering_with(PAGE) as port:
        load = run_load(port, [repeat(ASK, 50), repeat(ASK, 30)])
    assert (load.answers, load.errors, len(load.waits)) == (80, 0, 80)


def test_an_answer_that_comes_in_pieces_is_one_answer() -> None:
    with answering_with(PAGE[:12], PAGE[12:30], PAGE[30:]) as port:
        load = run_load(port, [repeat(ASK, 20)])
    assert (load.answers, load.errors) == (20, 0)


def test_another_status_is_an_error() -> None:
    with answering_with(BUSY) as port:
        load = run_load(port, [repeat(ASK, 20)])
    assert (load.answers, load.errors) == (0, 20)


def test_a_closed_connection_is_an_error_and_the_rest_is_still_asked() -> None:
    with answering_with() as port:
        load = run_load(port, [repeat(ASK, 3)])
    assert (load.answers, load.errors) == (0, 3)


def test_more_bytes_than_announced_are_an_error() -> None:
    with answering_with(PAGE + b"?") as port:
        load = run_load(port, [repeat(ASK, 1)])
    assert (load.answers, load.errors) == (0, 1)


def test_the_load_ends_when_its_time_is_up() -> None:
    with answering_with(PAGE) as port:
        load = run_load(port, [repeat(ASK)], seconds=0.05)
    assert load.answers > 0
    assert load.errors == 0


def test_those_who_come_one_after_another_are_all_counted() -> None:
    with answering_with(PAGE) as port:
        load = run_load(port, [repeat(ASK, 1) for _ in range(10)], every=0.01)
    assert (load.answers, load.errors) == (10, 0)
    assert load.seconds >= 0.09


def test_the_middle_ratio_compares_neighbours() -> None:
    assert middle_ratio([(50, 100), (9, 10), (8, 10)]) == 0.8


def test_a_core_is_given_back() -> None:
    before = os.sched_getaffinity(0)
    core = two_cores().server
    with pinned(core):
        assert os.sched_getaffinity(0) == {core}
    assert os.sched_getaffinity(0) == before


def test_the_table_says_what_was_met() -> None:
    rows = [Row("A page", "10/s", goal=">= 5/s", met=True), Row("A start", "9 s", goal="<= 1 s", met=False)]
    verdicts = [line.split("|")[-2].strip() for line in render(rows).splitlines()]
    assert verdicts[2:] == ["met", "missed"]


def test_the_bare_app_is_served_with_the_settings_of_the_course(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, object]] = []

    class Recorder:
        def __init__(self, _target: str, **settings: object) -> None:
            asked.append(settings)

        def serve(self) -> None:
            """Nothing is served here."""

    monkeypatch.setattr(granian.server, "Server", Recorder)
    monkeypatch.setattr(multiprocessing, "set_start_method", lambda _method: None)
    serving.run_granian(load_settings(), host=HOST, port=1, workers=1)
    bare.serve(1, serving.THREADS)
    for settings in asked:
        del settings["log_level"]  # how much each says of itself may differ
    assert asked[0] == asked[1]


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with new_ground(quick=True) as made:
        yield made


def test_a_learners_lesson_page_takes_three_statements_at_most(ground: Ground) -> None:
    statements = lesson_statements(ground, ground.learners(1)[0])
    assert 0 < len(statements) <= MOST_STATEMENTS


def test_a_visitors_lesson_page_takes_no_statement(ground: Ground) -> None:
    assert lesson_statements(ground, "") == []


def test_every_answer_of_a_stream_has_a_key_of_its_own(ground: Ground) -> None:
    sent = list(islice(answers(8000, ground.lesson, token="t"), 20))
    assert len(set(sent)) == 20


def test_a_course_of_many_copies_is_as_sound_as_the_one_that_was_copied(tmp_path: Path) -> None:
    lessons = make_many(tmp_path, 40)
    library = LibraryReader(tmp_path / "lessons", tmp_path / "quizzes").current()
    assert len(library.lessons) == lessons >= 40
    assert [error for error in check(tmp_path / "lessons", tmp_path / "quizzes") if error.severity == "error"] == []


def test_an_instance_is_filled_up_to_as_many_answers_as_asked_for(ground: Ground) -> None:
    ground.learners(2)
    full = filled(ground, 200)
    database = connect(full.settings.database)
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Response)) == 200
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    database.close()
