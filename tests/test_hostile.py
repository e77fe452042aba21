"""A hostile visitor, a torn cable and a clumsy author against a real `course serve`: what must hold, holds."""

import hashlib
import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import pytest

from tests.factories import write_course
from tests.served_course import ServedCourse
from tests.visitor import Visitor

SECRETS = (
    "Addresses live on ports",
    "owns no addresses",
    "Which service owns ports",
    "Ports carry",
    "identity service",
)


def raw(course: ServedCourse, data: bytes) -> bytes:
    """Return the first bytes that answer these bytes."""
    with socket.create_connection(("127.0.0.1", course.port), timeout=10) as wire:
        wire.sendall(data)
        return wire.recv(4096)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedCourse]:
    """A course in a process of its own."""
    served = ServedCourse(tmp_path_factory.mktemp("hostile"))
    write_course(served.folder)
    served.start()
    yield served
    served.stop()


def test_no_question_before_an_answer_gives_its_answer_away(course: ServedCourse) -> None:
    for query in ("", "?answered=no-address", "?again=9999999999", "?answered=who&again=1", "?again=%D9%A3"):
        for page in ("/lessons/first", "/quizzes/first"):
            status, text = Visitor(course).get(page + query)
            assert status == 200
            assert [secret for secret in SECRETS if secret in text] == [], page + query


def test_what_one_learner_has_earned_stays_on_that_learners_pages(course: ServedCourse) -> None:
    learner = Visitor(course)
    assert learner.answer("earned", "neutron") == 303
    assert "Addresses live on ports" in learner.get("/lessons/first")[1]
    for path in ("/lessons/first", "/lessons/first?answered=no-address", "/quizzes/first?answered=no-address"):
        assert "Addresses live on ports" not in Visitor(course).get(path)[1]


@pytest.mark.parametrize(
    "name", ["sign-in=1", "sign-in=' or 1=1--", "remember_token=1|{}", "session={}", "xsign-in={}"]
)
def test_a_forged_cookie_is_a_visitor(course: ServedCourse, name: str) -> None:
    learner = Visitor(course)
    assert learner.answer("forged") == 303
    token = learner.cookie.partition("=")[2]
    for held in (token, hashlib.sha256(token.encode()).hexdigest()):
        status, text = Visitor(course, name.format(held)).get("/lessons/first")
        assert (status, "kept in this browser" in text) == (200, False)


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ("", b"404"),
        ("question=nope&key=k", b"404"),
        ("question=no-address&key=k&pick=nope", b"422"),
        ("question=no-address&key=k&pick=nova&pick=neutron", b"422"),
        ("question=no-address&key=%00&pick=nova", b"422"),
        ("question=who&key=k&pick=a%00b", b"422"),
        ("question=who&key=k&pick=%E2%80%AEabc", b"422"),
        ("question=who&key=k&pick=" + "x" * 501, b"422"),
        ("question=no-address&key=k&pick=nova&again=1%0d%0aX:1", b"422"),
        ("a&" * 50_000 + "question=%ff%fe", b"404"),
        ("question=" + "x" * 300_000, b"413"),
    ],
)
def test_a_form_that_makes_no_sense_is_told_so(course: ServedCourse, form: str, status: bytes) -> None:
    head = "POST /quizzes/first HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
    head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n"
    assert raw(course, head.encode() + form[:262_000].encode()).split()[1] == status


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (f"GET /lessons/{'1' * 23} HTTP/1.1\r\nHost: 127.0.0.1", b"404"),
        (f"GET /quizzes/{'9' * 50_000} HTTP/1.1\r\nHost: 127.0.0.1", b"404"),
        ("GET /static/..%2f..%2fapp.py HTTP/1.1\r\nHost: 127.0.0.1", b"404"),
        ("GET / HTTP/1.1\r\nHost: evil.example", b"400"),
        ("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example", b"400"),
        ("TRACE / HTTP/1.1\r\nHost: 127.0.0.1", b"403"),
        ("POST /theme HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1", b"400"),
        ("POST /theme HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000000", b"403"),
        ("POST /theme HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Site: none", b"403"),
        (f"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {'; ' * 20_000}", b"200"),
    ],
)
def test_an_odd_request_is_refused_or_answered_but_never_breaks(course: ServedCourse, line: str, status: bytes) -> None:
    assert raw(course, line.encode() + b"\r\n\r\n").split()[1] == status
    assert Visitor(course).get("/healthz")[0] == 200


def test_one_submission_sent_many_times_at_once_counts_once(course: ServedCourse) -> None:
    learner = Visitor(course)
    assert learner.answer("first") == 303
    before = course.responses()
    with ThreadPoolExecutor(12) as crowd:
        sent = list(crowd.map(lambda _: Visitor(course, learner.cookie).answer("once", "glance"), range(24)))
    assert set(sent) == {303}
    assert course.responses() == before + 1


def test_idle_connections_do_not_stop_readers(course: ServedCourse) -> None:
    idle = [socket.create_connection(("127.0.0.1", course.port), timeout=5) for _ in range(200)]
    for wire in idle[::2]:
        wire.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
    waits = []
    for _ in range(40):
        start = time.monotonic()
        assert Visitor(course).get("/lessons/first")[0] == 200
        waits.append(time.monotonic() - start)
    assert median(waits) < 0.25
    for wire in idle:
        wire.close()


def test_whatever_takes_the_place_of_a_file_the_last_good_version_is_served(course: ServedCourse) -> None:
    unit, quizzes = course.folder / "lessons" / "10-first-contact", course.folder / "quizzes"
    before = {slug: Visitor(course).get(f"/lessons/{slug}")[1] for slug in ("first", "second", "plain")}
    files = (unit / "01-first.md", unit / "02-second.md", unit / "03-plain.md", quizzes / "first.md")
    good = {file: file.read_text() for file in files}
    for file in files:
        file.unlink()
    files[0].write_bytes(b"\0\xff" * 999)
    files[1].symlink_to("/etc/passwd")
    os.mkfifo(files[2])
    files[3].write_bytes(b"[" * 1_000_000)
    time.sleep(1.2)  # the files are looked at once a second
    try:
        for slug, page in before.items():
            status, text = Visitor(course).get(f"/lessons/{slug}")
            assert (status, len(text)) == (200, len(page)), slug
    finally:
        for file, text in good.items():
            file.unlink()
            file.write_text(text)
