"""A small sound course, in which nothing is found: every example of a rule is one change to it."""

from collections.abc import Mapping
from datetime import date

TODAY = date(2026, 11, 22)
"""The day on which the course is sound: a year later, its facts are too old."""

FIRST = "lessons/10-start/01-first.md"
SECOND = "lessons/10-start/02-second.md"
UNIT = "lessons/10-start/unit.md"
GLOSSARY = "lessons/glossary.md"
FACTS = "lessons/facts.toml"
PATHS = "lessons/paths.toml"
PICTURE = "lessons/10-start/images/ask.svg"
QUIZ = "quizzes/first.md"
RECORDING = "tests/recordings/first.txt"

SENTENCE = "You ask [Nova](glossary:nova) for a server."
"""The text of the first section of the first lesson."""

QUESTION = """\
## How many jobs has a service? {#jobs}

Number: 1
Why: Each service looks after one kind of thing.
"""
"""The last question of the quiz."""

WORD = """\
## Image {#image}

What the first disk of a server is copied from.
"""
"""The last word of the glossary."""

PARAGRAPH = """\
A cloud has many services, and each of them does one thing well. You speak to a service by its API. It looks at who you
are, it looks at what you may do, and then it does what you ask. When it needs help, it asks another service. You wait
for a moment, you look again, and the work is done.
"""
"""A minute of reading is four of these and a little more."""

KEYPOINTS = """\
keypoints:
  - Nova starts servers.
  - Glance keeps images.
  - Each service has one job.
"""
"""What the first lesson leaves behind."""

PROMISE = """\
tomorrow:
  - Ask a colleague who starts servers at work.
---
"""
"""What to try after the first lesson."""

LAST_SECTION = """\
## Glance keeps images {#images}

The first disk of a server comes from an [image](glossary:image).

Source: glance@2026.2 doc/source/index.rst
"""
"""The second section of both lessons."""

READING = "\n".join([PARAGRAPH] * 15)

_RECORDING = """\
$ openstack image list -c Name -c Status
+--------+--------+
| Name   | Status |
+--------+--------+
| cirros | active |
| debian | queued |
+--------+--------+
"""
_PATH = """\
[path.newcomer]
title = "You are new"
sentence = "You want the whole of it."
lessons = ["first", "second"]
"""
_WORDS = """\
## Network {#network}

What servers plug into.

## Port {#port}

Where a server plugs into a network.

## Quota {#quota}

The most that you may use.

## Server {#server}

The machine that you get.

## Volume {#volume}

A disk that can outlive its server.

"""
_LESSON = """\
---
title: {title}
goal: name the service that starts servers
release: 2026.2
checked: 2026-11-22
{keypoints}{promise}
Somebody answers when you ask a cloud.

{reading}
## You ask Nova {{#ask}}

{sentence}

Source: nova@2026.2 doc/source/index.rst

{last_section}"""
_QUIZ = """\
## Who starts a server? {{#who}}

Section: ask

- ( ) Glance, the image service
  > Glance keeps images. Who uses them?
- (x) Nova, the compute service
- ( ) Horizon, the dashboard
  > Horizon hands your wish on. To whom?

## Glance keeps images. {{#keeps}}

Section: images

Answer: true
Why: The first disk of a server is copied from one.

{question}"""


def _lesson(title: str, sentence: str) -> str:
    return _LESSON.format(
        title=title,
        keypoints=KEYPOINTS,
        promise=PROMISE,
        reading=READING,
        sentence=sentence,
        last_section=LAST_SECTION,
    )


SOUND: Mapping[str, str] = {
    UNIT: "---\ntitle: First contact\nsummary: What a cloud is, and whom you ask.\n---\n",
    FIRST: _lesson("Who starts a server?", SENTENCE),
    SECOND: _lesson("Who keeps images?", "Before it starts a server, Nova asks for an image."),
    PICTURE: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 430 200"><title>You ask Nova</title></svg>\n',
    GLOSSARY: f"## Nova {{#nova}}\n\nThe service that starts and stops servers.\n\n{_WORDS}{WORD}",
    FACTS: '[latest-release]\nvalue = "2026.2"\nas_of = 2026-10-01\nsource = "https://releases.openstack.org/"\n',
    PATHS: _PATH,
    QUIZ: _QUIZ.format(question=QUESTION),
    RECORDING: _RECORDING,
    "quizzes/second.md": _QUIZ.format(question=QUESTION),
}
"""Every file by its path."""
