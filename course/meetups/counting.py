"""From a lesson's questions and what a crowd answered first to the bars of the evening."""

from collections.abc import Iterable, Mapping

from course.content.errors import BeingRepairedError
from course.content.library import Library
from course.content.question import Choice, Question
from course.content.rendered import QuestionHtml
from course.learning.crowd import FirstAnswers
from course.meetups.verdicts import Asked, Bar, plain_idea

RIGHT, WRONG, UNKNOWN = "Right", "Not right", "I don’t know yet"
GONE = "A choice that is not offered any more"
NOBODY = FirstAnswers()


def asked_before(
    library: Library, slugs: Iterable[str], answers: Mapping[tuple[str, str], FirstAnswers]
) -> tuple[Asked, ...]:
    """Return every question of these lessons with its first answers, in the order of the course.

    Lessons that are gone or being repaired are left out, and so are the answers to questions that are gone.
    """
    wanted = set(slugs)
    found: list[Asked] = []
    for lesson in library.lessons:
        if lesson.slug not in wanted:
            continue
        try:
            html = library.html(lesson.slug, host_notes=True)
        except BeingRepairedError:
            continue
        found += [
            counted(lesson.slug, question, html.questions[question.id], answers.get((lesson.slug, question.id), NOBODY))
            for question in lesson.quiz.questions
        ]
    return tuple(found)


def counted(slug: str, question: Question, html: QuestionHtml, answers: FirstAnswers) -> Asked:
    """Return one question with its bars: a bar a choice where one is picked, else right, not right, don't know."""
    bars = _of_choices(question, html, answers) if question.kind == "single" else _of_three(answers)
    return Asked(
        slug=slug,
        question_id=question.id,
        topic=question.topic.replace("`", "") or html.stem.striptags(),
        bars=(*bars, Bar(UNKNOWN, answers.unknown, "unknown")),
        sure_but_wrong=answers.sure_but_wrong,
        talk=html.talk,
    )


def _of_three(answers: FirstAnswers) -> list[Bar]:
    return [Bar(RIGHT, answers.right, "right"), Bar(WRONG, answers.wrong, "wrong")]


def _of_choices(question: Question, html: QuestionHtml, answers: FirstAnswers) -> list[Bar]:
    """Return the right choice, then the wrong ones, the most picked first."""

    def label(choice: Choice) -> str:
        return html.choices[choice.key].striptags()

    right = next(choice for choice in question.shown if choice.right)
    wrong = [
        Bar(label(one), answers.picks.get((one.key,), 0), "wrong", plain_idea(one.idea) or label(one))
        for one in question.shown
        if not one.right
    ]
    wrong.sort(key=lambda bar: -bar.people)
    gone = answers.wrong - sum(bar.people for bar in wrong)
    return [Bar(label(right), answers.right, "right"), *wrong, *([Bar(GONE, gone, "wrong")] if gone else [])]
