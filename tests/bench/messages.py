"""Requests as bytes, with the headers that browsers send."""

from collections.abc import Iterator
from itertools import cycle
from secrets import token_hex
from urllib.parse import urlencode

from course.accounts.access import COOKIE
from course.content.lessons import Lesson
from course.content.questions import Question
from tests.bench.load import HOST

PICKED = ("single", "several", "truth")  # the kinds whose form sends one field, `pick`
COMMON = (
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\n"
    "Accept-Language: en-GB,en;q=0.9\r\n"
)


def get(port: int, path: str, *, token: str = "") -> bytes:
    """Return a request for a page; with a token, a learner's."""
    return f"GET {path} HTTP/1.1\r\n{_frame(port, token)}\r\n".encode()


def post(port: int, path: str, fields: list[tuple[str, str]], *, token: str) -> bytes:
    """Return a form as a learner's browser sends it from our own page."""
    body = urlencode(fields)
    own = f"Origin: http://{HOST}:{port}\r\nSec-Fetch-Site: same-origin\r\n"
    kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return f"POST {path} HTTP/1.1\r\n{_frame(port, token)}{own}{kind}\r\n{body}".encode()


def sign_in(port: int, email: str, password: str) -> bytes:
    """Return the form that signs somebody in, sent by a browser that is not known yet."""
    return post(port, "/sign-in", [("email", email), ("password", password), ("next", "")], token="")


def answers(port: int, lesson: Lesson, *, token: str) -> Iterator[bytes]:
    """Yield one learner's answers for ever: question after question, each with a key of its own."""
    for question in cycle(pickable(lesson)):
        fields = [("question", question.id), ("key", token_hex(16)), ("origin", "lesson"), ("sure", "1")]
        picks = [("pick", key) for key in question.answer]
        yield post(port, f"/quizzes/{lesson.slug}", fields + picks, token=token)


def pickable(lesson: Lesson) -> list[Question]:
    """Return the questions that are answered by picking."""
    return [question for question in lesson.quiz.questions if question.kind in PICKED]


def _frame(port: int, token: str) -> str:
    cookie = f"Cookie: {COOKIE}={token}\r\n" if token else ""
    return f"Host: {HOST}:{port}\r\n{COMMON}{cookie}"
