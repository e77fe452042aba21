"""A small sound course, in which nothing is found: every example of a rule is one change to it."""

from collections.abc import Mapping

FIRST = "lessons/10-start/01-first.md"
SECOND = "lessons/10-start/02-second.md"
UNIT = "lessons/10-start/unit.md"
GLOSSARY = "lessons/glossary.md"
FACTS = "lessons/facts.toml"
PICTURE = "lessons/10-start/images/ask.svg"
QUIZ = "quizzes/first.md"

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

_LESSON = """\
---
title: {title}
goal: name the service that starts servers
release: 2026.2
checked: 2026-11-22
keypoints:
  - Nova starts servers.
  - Glance keeps images.
  - Each service has one job.
tomorrow:
  - Ask a colleague who starts servers at work.
---

Somebody answers when you ask a cloud.

## You ask Nova {{#ask}}

{sentence}

Source: nova@2026.2 doc/source/index.rst

## Glance keeps images {{#images}}

The first disk of a server comes from an [image](glossary:image).

Source: glance@2026.2 doc/source/index.rst
"""
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

SOUND: Mapping[str, str] = {
    UNIT: "---\ntitle: First contact\nsummary: What a cloud is, and whom you ask.\n---\n",
    FIRST: _LESSON.format(title="Who starts a server?", sentence=SENTENCE),
    SECOND: _LESSON.format(title="Who keeps images?", sentence="Before it starts a server, Nova asks for an image."),
    PICTURE: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 430 200"><title>You ask Nova</title></svg>\n',
    GLOSSARY: f"## Nova {{#nova}}\n\nThe service that starts and stops servers.\n\n{WORD}",
    FACTS: '[latest-release]\nvalue = "2026.2"\nas_of = 2026-10-01\nsource = "https://releases.openstack.org/"\n',
    QUIZ: _QUIZ.format(question=QUESTION),
    "quizzes/second.md": _QUIZ.format(question=QUESTION),
}
"""Every file by its path."""
