"""From forty-eight people who join to the page of their host: the numbers of the design."""

import re
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

import pytest
from flask import Flask

from course.learning.models import Certainty
from course.learning.operations import Reply, answer_question
from course.meetups import operations
from course.meetups.operations import publish
from tests.meetups import people
from tests.meetups.hosting_pages import Hosted, hosted

JOINED = 48
# A question: its id, its topic, and for each choice its text, the idea behind it, and how many picked it first; the
# first choice is right. Then how many did not know, and how many of the wrong were sure.
Row = tuple[str, str, list[tuple[str, str, int]], int, int]
QUESTIONS: list[Row] = [
    ("project", "What a project is", [("A box", "", 29), ("A folder", "A folder", 2)], 0, 0),
    (
        "addresses",
        "Who hands out addresses",
        [
            ("Neutron, because it owns ports", "", 15),
            ("Nova, because it created the server", "M27 Nova hands out the addresses", 13),
            ("Glance, because the image sets it", "Glance hands out the addresses", 2),
        ],
        1,
        9,
    ),
    ("flavor", "Flavor and image", [("A size", "", 27), ("A system", "A system", 2), ("A taste", "A taste", 2)], 0, 0),
    (
        "bucket",
        "Disk or bucket",
        [
            ("Swift, over HTTP, by name", "", 8),
            ("Cinder, attached like a disk", "A bucket is a disk", 9),
            ("The disk of the server", "A bucket is in the server", 7),
        ],
        7,
        2,
    ),
    ("image", "What an image is", [("A ready disk", "", 28), ("A backup", "A backup", 2), ("A film", "", 1)], 0, 0),
    (
        "quota",
        "Quotas",
        [
            ("A limit of the project", "", 19),
            ("What is free in the building", "Quota is how much is left in the building", 8),
            ("A limit of the user", "Quotas are for people", 3),
        ],
        1,
        4,
    ),
]


def quiz_text() -> str:
    parts = []
    for question_id, topic, choices, _unknown, _sure in QUESTIONS:
        lines = [f"## Which is {question_id}? {{#{question_id}}}", "", f"Topic: {topic}", ""]
        for number, (text, idea, _people) in enumerate(choices):
            lines += [f"- ({' ' if number else 'x'}) {text} {{#c{number}}}"] + (["  > Look again."] if number else [])
            lines += [f"  Idea: {idea}"] if idea else []
        parts.append("\n".join([*lines, "", "Talk: Say this aloud.", "Why: So it is."]))
    return "\n\n".join(parts) + "\n"


def first_replies(row: Row) -> Iterator[Reply]:
    """Yield what each of the thirty-one says first."""
    _id, _topic, choices, unknown, sure = row
    certain = chain(repeat(Certainty.SURE, sure), repeat(Certainty.GUESS))
    for number, (_text, _idea, count) in enumerate(choices):
        for _ in range(count):
            yield Reply((f"c{number}",), next(certain) if number else Certainty.SURE)
    yield from repeat(Reply((), Certainty.UNKNOWN), unknown)


@pytest.fixture
def evening(folder: Path, app: Flask) -> Hosted:
    """The meetup, with everybody's answers."""
    (folder / "quizzes" / "first.md").write_text(quiz_text())
    made = hosted(app, publish=False)
    library = app.extensions["library"].current()
    lesson = library.lesson("first")
    with app.extensions["database"].session(writing=True) as session:
        planned = made.now
        operations.assign(session, meetup_id=planned.id, version=planned.version, lessons=[lesson], at=people.NOW)
        publish(session, meetup_id=planned.id, at=people.NOW)
        learners = [people.learner(session, f"Person {number}") for number in range(JOINED)]
        for learner in learners:
            people.join(session, planned, learner)
        for row in QUESTIONS:
            question = lesson.quiz.question(row[0])
            for learner, reply in zip(learners, first_replies(row), strict=False):
                for number, one in enumerate(dict.fromkeys((reply, Reply(("c0",), Certainty.SURE)))):
                    answer_question(
                        session,
                        learner_id=learner,
                        lesson=lesson,
                        question=question,
                        reply=one,
                        key=f"{question.id}-{number}",
                        at=people.NOW,
                    )
        session.commit()
    return made


def test_the_page_of_the_host_shows_the_numbers_of_the_design(evening: Hosted) -> None:
    page = evening.client.get(f"{evening.page}/tonight").text
    topics = re.findall(r'<article class="topic"><h2><span class="n[^>]*>.*?</span>([^<]*?)</h2>', page)
    assert topics == [
        "“Nova hands out the addresses”",
        "Disk or bucket",
        "“Quota is how much is left in the building”",
        "You can skip these",
    ]
    assert re.findall(r'<span class="verdict \w+">([^<]*)</span>', page) == [
        "Pair up, then vote again",
        "Start from zero",
        "Pair up, then vote again",
        "One sentence is enough",
    ]
    assert re.findall(r"Priority, in people: [^=]*= (\d+)\.", page) == ["38", "25", "24"]
    assert re.findall(r"<li class=\"m\d+[^>]*><b>([\d:]+)</b> ([^<]*)<", page) == [
        ("18:00", "Hello"),
        ("18:05", "Who hands out addresses"),
        ("18:21", "Disk or bucket"),
        ("18:32", "Quotas"),
        ("18:42", "Questions"),
        ("18:54", "Promises"),
    ]
    assert re.findall(r"<li>(What a project is|Flavor and image|What an image is) <span[^>]*>\((\d+)%", page) == [
        ("What a project is", "94"),
        ("Flavor and image", "87"),
        ("What an image is", "90"),
    ]
    assert "31 of 48 finished." in page
    assert not re.search(r"Person \d", page)
