from course.content.drafts import read_draft
from course.content.fences import find_fences, outside
from course.content.folders import Kind
from course.content.front_matter import front_matter
from course.content.headings import split_parts
from course.content.passages import Passage, passages
from course.content.source import Source

LESSON = """\
---
title: A lesson
goal: "read \\"it\\""
needs: [first]
keypoints:
  - One.
  - Two
    lines.
---

Intro
goes on.

## Heading {#heading}

> [!TIP]
> A tip.
>
> Its end.

- One item
  goes on
- Another

| A | B |
|---|---|
| c | d |

![What it shows](images/a.svg "Its title")

```text
code
```

### Small
More.

Source: somewhere
"""
QUIZ = """\
## Is it? {#is-it}

A body.

Section: ask
Topic: A headline

- ( ) Wrong {#wrong}
  > It is
  > not so.
  Idea: M1 It is so
- (x) Right

Hint: Think
  again.
Talk: Words.

## It is. {#it-is}

Answer: false
Why: It is not.

## In order {#order}

Order:
1. First
- Never
"""
GLOSSARY = "## Word {#word}\n\nMeans it.\n\nConfused with: other - it is another\nLesson: first\n"


def read(kind: Kind, text: str) -> tuple[Passage, ...]:
    source = Source("a.md", text)
    shown = outside(source.lines, find_fences(source.lines))
    prose = [line if is_text else "" for line, is_text in zip(source.lines, shown, strict=True)]
    front = front_matter(source)
    parts, _ = split_parts(source, front.body, shown)
    drafts = [read_draft(source, part, shown, []) for part in parts] if kind == "quiz" else []
    return passages(front, kind, prose, parts, drafts)


def told(kind: Kind, text: str) -> list[tuple[str, str]]:
    return [(f"{each.role}{'!' * each.untrue}", each.raw) for each in read(kind, text)]


def test_a_lesson_is_read_passage_by_passage() -> None:
    assert told("lesson", LESSON) == [
        ("title", "A lesson"),
        ("goal", 'read "it"'),
        ("keypoint", "One."),
        ("keypoint", "Two lines."),
        ("text", "Intro\ngoes on."),
        ("heading", "Heading"),
        ("text", "A tip."),
        ("text", "Its end."),
        ("text", "One item\n  goes on"),
        ("text", "Another"),
        ("text", " A "),
        ("text", " B "),
        ("text", " c "),
        ("text", " d "),
        ("picture", "What it shows"),
        ("picture", "Its title"),
        ("heading", "Small"),
        ("text", "More."),
    ]


def test_a_quiz_says_what_is_not_meant() -> None:
    assert told("quiz", QUIZ) == [
        ("stem", "Is it?"),
        ("text", "A body."),
        ("topic", "A headline"),
        ("choice!", "Wrong"),
        ("idea!", "M1 It is so"),
        ("feedback", "It is\nnot so."),
        ("choice", "Right"),
        ("hint", "Think\nagain."),
        ("talk", "Words."),
        ("stem!", "It is."),
        ("why", "It is not."),
        ("stem", "In order"),
        ("choice", "First"),
        ("choice!", "Never"),
    ]


def test_the_glossary_has_keys_that_are_no_prose() -> None:
    assert told("glossary", GLOSSARY) == [("heading", "Word"), ("text", "Means it."), ("why", "it is another")]


def test_every_letter_has_its_place() -> None:
    for kind, text in (("lesson", LESSON), ("quiz", QUIZ), ("glossary", GLOSSARY)):
        lines = text.split("\n")
        for passage in read(kind, text):  # type: ignore[arg-type]
            if '"it"' in passage.raw or passage.raw == "Two lines.":
                continue  # spelt in another way in the file
            places = [passage.place(offset) for offset, sign in enumerate(passage.raw) if sign != "\n"]
            assert "".join(lines[line - 1][column - 1] for line, column in places) == passage.raw.replace("\n", "")


def test_addresses_and_facts_are_no_words() -> None:
    (passage,) = read("lesson", "[a b](https://x.example/a-b) and <https://y.example> and {{ fact:c-d }}.")
    assert passage.text.split() == ["[a", "b]", "and", "x" * 19, "and", "x" * 14 + "."]
    assert len(passage.text) == len(passage.raw) == len(passage.told)
