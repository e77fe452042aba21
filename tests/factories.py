"""Small content to test with, and the answers to it."""

from pathlib import Path

UNIT = "---\ntitle: First contact\nsummary: What it is.\n---\n"
GLOSSARY = """\
## Nova {#nova}

The Compute service. It starts and stops servers.

Confused with: neutron - it owns the addresses
Lesson: first

## Neutron {#neutron}

The Networking service.
"""
FIRST = """\
---
title: Who answers when you ask for a server?
goal: name the service to ask
release: 2026.2
checked: 2026-11-22
keypoints:
  - Nova asks the others.
tomorrow:
  - Ask your team who says yes.
---

## You ask one service {#ask}

You send one request to [Nova](glossary:nova).

Source: nova@2026.2 doc/source/admin/architecture.rst

## It asks the others {#others}

Each keeps its own records.

Source: nova@2026.2 doc/source/admin/architecture.rst
"""
SECOND = """\
---
title: Eight ways to ask
goal: answer in every way there is
needs: [first]
release: 2026.2
checked: 2026-11-22
keypoints:
  - There are eight kinds.
tomorrow:
  - Write a question.
---

## All the kinds {#kinds}

Read, then answer.

Source: nova@2026.2 doc/source/index.rst
"""
PLAIN = FIRST.replace("Who answers when you ask for a server?", "A lesson without questions")
FIRST_QUIZ = """\
## Your server gets no IP address. Which service do you ask first? {#no-address}

Section: ask
Topic: Who hands out addresses

- ( ) Nova, because it created the server {#nova}
  > Nova asks for a port, it owns no addresses.
  Idea: M27 Nova hands out the addresses
- (x) Neutron, because it owns ports {#neutron}
  > Addresses live on ports.
- ( ) Glance, because the image sets it {#glance}
  > The image holds the disk.

Hint: Which service owns ports?
Why: Ports carry the addresses.

## Is each service alone? {#alone}

Section: others

Answer: false
Why: Each asks the others.

## What checks who you are? {#who}

Text: Keystone | the identity service
Not: Horizon
  > Horizon is the dashboard.
"""
SECOND_QUIZ = """\
## Which two are services? {#several}

Section: kinds

- [x] Nova {#nova}
- [x] Glance {#glance}
- [ ] Debian {#debian}
  > Debian is a distribution.
Why: Services have an API.

## How many fit? {#fit}

Section: kinds

Number: 16
Why: 8 x 4 = 32, two for each.

## Put the first boot in order {#boot}

Section: kinds

Order:
1. Get a token {#token}
2. Choose an image {#image}
3. Create the server {#create}
- Reboot the host {#reboot}
Why: Without a token nobody listens.

## Match the service to its job {#jobs}

Section: kinds

Match:
- Cinder -> block volumes
- Glance -> images
Why: Their names are older than their jobs.

## List your servers {#list}

Section: kinds

Command: openstack server list
Why: Object, then action.
"""


def write_course(folder: Path) -> None:
    """Write two lessons with quizzes, one without, and a glossary."""
    unit = folder / "lessons" / "10-first-contact"
    unit.mkdir(parents=True)
    (folder / "quizzes").mkdir()
    (unit / "unit.md").write_text(UNIT)
    (unit / "01-first.md").write_text(FIRST)
    (unit / "02-second.md").write_text(SECOND)
    (unit / "03-plain.md").write_text(PLAIN)
    (folder / "lessons" / "glossary.md").write_text(GLOSSARY)
    (folder / "quizzes" / "first.md").write_text(FIRST_QUIZ)
    (folder / "quizzes" / "second.md").write_text(SECOND_QUIZ)


RIGHT_FIRST = {"no-address": "neutron", "alone": "false", "who": "Keystone"}
