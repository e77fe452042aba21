"""Somebody without a browser, who speaks to a served course as they like."""

import http.client
from contextlib import closing
from urllib.parse import urlencode

from tests.served_course import ServedCourse


class Visitor:
    """Somebody who sends what they like; keeps the cookie that the server gives."""

    def __init__(self, course: ServedCourse, cookie: str = "") -> None:
        self.course, self.cookie = course, cookie

    def send(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, str]:
        """Return status, body and the cookie header of the answer."""
        sent = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookie:
            sent.setdefault("Cookie", self.cookie)
        connection = http.client.HTTPConnection("127.0.0.1", self.course.port, timeout=15)
        with closing(connection):
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            self.cookie = (answer.getheader("Set-Cookie") or self.cookie).split(";")[0]
            return answer.status, answer.read().decode(), answer.getheader("Set-Cookie") or ""

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Return status and body of a page."""
        return self.send("GET", path, **headers)[:2]

    def answer(self, key: str, pick: str = "nova", **headers: str) -> int:
        """Answer the first question and return the status."""
        form = urlencode({"question": "no-address", "key": key, "pick": pick})
        return self.send("POST", "/quizzes/first", form, **headers)[0]

    def is_told(self, word: str) -> bool:
        """Answer with this word, under a key of its own; tell whether the course said that it has it."""
        form = urlencode({"question": "who", "key": word, "pick": word})
        try:
            return self.send("POST", "/quizzes/first", form)[0] == 303
        except (OSError, http.client.HTTPException):
            return False
