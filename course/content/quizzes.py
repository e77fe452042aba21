"""A quiz: the questions that check the lesson of the same slug."""

from dataclasses import dataclass, replace

from course.content.drafts import read_draft
from course.content.errors import BrokenFileError, ContentError, UnknownQuestionError
from course.content.front_matter import front_matter
from course.content.headings import split_parts
from course.content.kinds import build_question
from course.content.limits import survey
from course.content.questions import Question
from course.content.source import Source


@dataclass(frozen=True, slots=True)
class Quiz:
    """The questions of one lesson in the order of the file; without any when the lesson has no quiz."""

    slug: str
    path: str
    questions: tuple[Question, ...] = ()
    digest: str = ""
    being_repaired: bool = False  # there is a file, and it has been broken since this process started

    def question(self, id: str) -> Question:  # noqa: A002 - it is the question's id
        """Return the question with this id, or raise UnknownQuestionError."""
        for question in self.questions:
            if question.id == id:
                return question
        raise UnknownQuestionError(self.slug, id)


def parse(source: Source) -> Quiz:
    """Return the quiz that the file describes, or raise BrokenFileError with everything that is wrong in it."""
    _, text = survey(source)
    front = front_matter(source)
    front.only("shuffle")
    shuffle = front.flag("shuffle", default=True)
    parts, errors = split_parts(source, front.body, text)
    errors += front.errors
    _check_top(source, front.body, parts[0].line - 1 if parts else len(source.lines), errors)
    questions: list[Question] = []
    for part in parts:
        draft = read_draft(source, part, text, errors)
        question = build_question(source, draft, errors)
        if question is not None:
            questions.append(question if shuffle else replace(question, shuffle=False))
    if not parts:
        errors.append(source.error(1, "E315", "there is no question", "start one with `## The question? {#id}`"))
    if errors:
        raise BrokenFileError(errors)
    return Quiz(slug_of(source.path), source.path, tuple(questions), source.digest)


def slug_of(path: str) -> str:
    """Return the slug that a quiz's file name says."""
    return path.rpartition("/")[2].removesuffix(".md")


def _check_top(source: Source, first: int, end: int, errors: list[ContentError]) -> None:
    for index in range(first, end):
        if source.lines[index].strip():
            fix = "put it under a question, below a line that starts with ##"
            errors.append(source.error(index + 1, "E316", "there is text before the first question", fix))
            return
