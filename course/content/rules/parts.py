"""Headings, sections and sources: found while a file is read."""

from course.content.rules.examples import in_lesson, in_quiz, word
from course.content.rules.rule import Rule
from course.content.rules.sound import FIRST, SOUND

_HEADING = "## Glance keeps images {#images}"
_SOURCE = "Source: nova@2026.2 doc/source/index.rst"
_ALL_SECTIONS = SOUND[FIRST].partition("at work.\n---\n")[2]

no_id = Rule(
    "E201",
    "Links, questions and answers refer to a heading by its id, which stays when the words change.",
    bad=in_lesson("## Glance keeps images‸", _HEADING),
    good=in_lesson("## Glance keeps pictures {#images}", _HEADING),
)
wrong_id = Rule(
    "E202",
    "An id is part of an address: small letters, digits and dashes.",
    bad=in_lesson("## Glance keeps images ‸{#Images}", _HEADING),
    good=in_lesson(_HEADING, _HEADING),
)
id_twice = Rule(
    "E203",
    "Of two headings with one id nobody knows which is meant.",
    bad=in_quiz("## Glance keeps images. ‸{#who}", "## Glance keeps images. {#keeps}"),
    good=in_quiz("## Glance keeps images. {#what}", "## Glance keeps images. {#keeps}"),
)
no_words = Rule(
    "E204",
    "A heading without words cannot be seen.",
    bad=in_lesson("‸## {#images}", _HEADING),
    good=in_lesson(_HEADING, _HEADING),
)
no_section = Rule(
    "E205",
    "A lesson is made of sections.",
    bad=in_lesson("‸\nSomebody answers when you ask a cloud.\n", _ALL_SECTIONS),
    good=in_lesson(_ALL_SECTIONS, _ALL_SECTIONS),
)
text_after_source = Rule(
    "E206",
    "Source: closes its section, so that readers find it where they expect it.",
    bad=in_lesson(f"{_SOURCE}\n\n‸Then Nova asks Glance.", _SOURCE),
    good=in_lesson(f"Then Nova asks Glance.\n\n{_SOURCE}", _SOURCE),
)
empty_source = Rule(
    "E207",
    "A source that names nothing cannot be checked.",
    bad=in_lesson(f"{_SOURCE}\n‸Source:", _SOURCE),
    good=in_lesson(_SOURCE, _SOURCE),
)
unexplained_word = Rule(
    "E208",
    "A word in the glossary is there to be explained.",
    bad=word("‸## Image {#image}\n"),
    good=word("## Image {#image}\n\nWhat a first disk is copied from.\n"),
)
