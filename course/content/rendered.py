"""Lessons and questions as HTML, made once and kept: finished values that a template only prints."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

LARGEST_PAGE = 2_000_000
"""Characters that the texts of a page may have."""


@dataclass(frozen=True, slots=True)
class WordHtml:
    """What a popover says about a word; `id` without the "w-" that its element carries."""

    id: str
    term: str
    html: Markup


@dataclass(frozen=True, slots=True)
class SectionHtml:
    """A section without its questions."""

    id: str
    title: Markup
    html: Markup


@dataclass(frozen=True, slots=True)
class QuestionHtml:
    """The texts of a question; `choices` and `feedback` by key.

    `talk` is there in the pages of hosts alone.
    """

    stem: Markup
    body: Markup
    hint: Markup
    why: Markup
    choices: Mapping[str, Markup]
    feedback: Mapping[str, Markup]
    talk: Markup

    @property
    def size(self) -> int:
        """Return how many characters a page needs for all of it."""
        texts = (self.stem, self.body, self.hint, self.why, self.talk, *self.choices.values(), *self.feedback.values())
        return sum(map(len, texts))


@dataclass(frozen=True, slots=True)
class LessonHtml:
    """The texts of a lesson with its questions (by id) and all the words that it uses."""

    title: Markup
    goal: Markup
    intro: Markup
    sections: tuple[SectionHtml, ...]
    words: tuple[WordHtml, ...]
    keypoints: tuple[Markup, ...]
    tomorrow: tuple[Markup, ...]
    questions: Mapping[str, QuestionHtml]
    description: str
    host_notes: tuple[Markup, ...] = ()  # once more by themselves, in the pages of hosts alone

    @property
    def size(self) -> int:
        """Return how many characters a page needs for all of it."""
        texts = [self.title, self.goal, self.intro, *self.keypoints, *self.tomorrow, *self.host_notes]
        texts += [text for section in self.sections for text in (section.title, section.html)]
        texts += [word.html for word in self.words]
        return sum(map(len, texts)) + sum(question.size for question in self.questions.values())
