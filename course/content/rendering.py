"""From a lesson to its HTML. Import it only where something is rendered: it brings Python-Markdown with it."""

from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup

from course.content.errors import ContentError
from course.content.facts import Fact
from course.content.fences import find_fences, outside
from course.content.glossary import Word
from course.content.lessons import Lesson
from course.content.markdown import Renderer
from course.content.pictures import Pictures
from course.content.question import Question
from course.content.rendered import LARGEST_PAGE, LessonHtml, QuestionHtml, SectionHtml, WordHtml
from course.content.source import Source

HOST_NOTE = "> [!HOST]"
_LONGEST_DESCRIPTION = 160


class Shelf:
    """What every lesson may refer to: words, facts and pictures."""

    def __init__(self, words: Mapping[str, Word], facts: Mapping[str, Fact], pictures: Mapping[str, Source]) -> None:
        self.words, self.facts, self.pictures = words, facts, pictures

    def renderer(self, folder: str = "", *, words_as_links: bool = False, host_notes: bool = False) -> Renderer:
        """Return a renderer for one page whose pictures stand in `folder`."""
        pictures = Pictures(self.pictures, folder, [])
        return Renderer(self.words, self.facts, pictures, words_as_links=words_as_links, host_notes=host_notes)

    def words_html(self, ids: Iterable[str]) -> tuple[WordHtml, ...]:
        """Return what the popovers of these words say; words in them lead to the glossary."""
        render = self.renderer(words_as_links=True)
        words = [self.words[name] for name in ids]
        return tuple(WordHtml(word.id, word.term, render.block(word.text)) for word in words)


def lesson_html(lesson: Lesson, shelf: Shelf, *, host_notes: bool = False) -> LessonHtml:
    """Return the texts of a lesson and its quiz as HTML, or raise ContentError when they are too large for a page.

    With `host_notes`, what only hosts and instructors read is among them.
    """
    html = _lesson_html(lesson, shelf, host_notes=host_notes)
    if html.size > LARGEST_PAGE:
        what, fix = "the page of this lesson would be larger than 2 MB", "take pictures, tables or code out of it"
        raise ContentError(lesson.path, 1, 1, "E124", what, fix)
    return html


def _lesson_html(lesson: Lesson, shelf: Shelf, *, host_notes: bool) -> LessonHtml:
    render = shelf.renderer(lesson.path.rpartition("/")[0], host_notes=host_notes)
    title, goal, intro = render.inline(lesson.title), render.inline(lesson.goal), render.block(lesson.intro)
    sections: list[SectionHtml] = []
    questions: dict[str, QuestionHtml] = {}
    for section in lesson.sections:
        sections.append(SectionHtml(section.id, render.inline(section.title), render.block(section.text)))
        for question in lesson.section_questions(section.id):
            questions[question.id] = _question_html(question, render, host_notes=host_notes)
    for question in lesson.loose_questions:
        questions[question.id] = _question_html(question, render, host_notes=host_notes)
    notes = [note for section in lesson.sections for note in host_notes_of(section.text)] if host_notes else []
    keypoints = tuple(render.inline(text) for text in lesson.keypoints)
    tomorrow = tuple(render.inline(text) for text in lesson.tomorrow)
    return LessonHtml(
        title=title,
        goal=goal,
        intro=intro,
        sections=tuple(sections),
        words=shelf.words_html(render.used),
        keypoints=keypoints,
        tomorrow=tomorrow,
        questions=questions,
        description=_shortened(f"After this lesson you can {goal.striptags()}"),
        host_notes=tuple(render.block(note) for note in notes),
    )


def host_notes_of(text: str) -> Iterator[str]:
    """Yield what a section says to hosts alone, as Markdown: its callouts marked HOST, outside code."""
    lines = text.splitlines()
    shown = outside(lines, find_fences(lines))
    note: list[str] | None = None
    for line, is_text in zip([*lines, ""], [*shown, True], strict=True):
        if note is not None and line.startswith(">"):
            note.append(line.removeprefix(">").removeprefix(" "))
            continue
        if note is not None:
            yield "\n".join(note).strip()
        note = [line.removeprefix(HOST_NOTE)] if is_text and line.startswith(HOST_NOTE) else None


def _question_html(question: Question, render: Renderer, *, host_notes: bool) -> QuestionHtml:
    """Return the texts of a question as HTML; choices can stand in labels, so words in them are plain."""
    return QuestionHtml(
        stem=render.inline(question.stem),
        body=render.block(question.body),
        hint=render.inline(question.hint),
        why=render.inline(question.why),
        choices={each.key: render.inline(each.text, plain_words=True) for each in question.keyed},
        feedback={key: render.inline(text) for key, text in question.feedback.items()},
        talk=render.inline(question.talk) if host_notes else Markup(),
    )


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return text[: _LONGEST_DESCRIPTION - 1].rpartition(" ")[0].rstrip(",;:.") + "…"
