"""A small course in two folders, to read and to break."""

from pathlib import Path

from course.content.errors import ContentError
from course.content.rules.checking import check

UNIT = "---\ntitle: Start\nsummary: How it begins.\n---\n"
LESSON = """\
---
title: Lesson {name}
goal: use *{name}*
keypoints:
  - Take [Nova](glossary:nova) along.
tomorrow:
  - Try it.
---

Intro.

## Ask {{#ask}}

You ask [Nova](glossary:nova).

Source: nova

## More {{#more}}

Text with [an image](glossary:image).
"""
QUIZ = """\
## Who? {#who}

Section: ask

- ( ) Glance
  > It keeps [images](glossary:image).
- (x) Nova
Hint: Think of `servers`.

## Is it? {#is-it}

Answer: true
Why: *So*.
"""
GLOSSARY = """\
## Nova {#nova}

Starts servers from an [image](glossary:image).

## Image {#image}

A disk.
"""
FACTS = '[latest]\nvalue = "2026.2"\nas_of = 2026-09-30\nsource = "releases"\n'


class Course:
    """Two folders with two lessons, a quiz and a glossary."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("lessons/10-start/unit.md", UNIT)
        self.write("lessons/10-start/01-first.md", LESSON.format(name="first"))
        self.write("lessons/10-start/02-second.md", LESSON.format(name="second"))
        self.write("lessons/glossary.md", GLOSSARY)
        self.write("lessons/facts.toml", FACTS)
        self.write("quizzes/first.md", QUIZ)

    @property
    def lessons(self) -> Path:
        """Return the folder of the lessons."""
        return self.root / "lessons"

    @property
    def quizzes(self) -> Path:
        """Return the folder of the quizzes."""
        return self.root / "quizzes"

    def errors(self, *paths: Path) -> list[ContentError]:
        """Return what must be repaired; the course is too small to earn no warning."""
        return [error for error in check(self.lessons, self.quizzes, paths) if error.severity == "error"]

    def path(self, path: str) -> Path:
        """Return where a file of the course really is."""
        return self.root / path

    def write(self, path: str, text: str) -> None:
        """Write a file as an editor does: beside the old one, then in its place."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"{file.name}~")
        new.write_text(text, encoding="utf-8")
        new.rename(file)

    def replace(self, path: str, old: str, new: str) -> None:
        """Change a part of a file."""
        text = self.path(path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new))
