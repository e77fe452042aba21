from dataclasses import replace
from datetime import date

import pytest

from course.content import quizzes
from course.content.lessons import Lesson, count_words, parse
from course.content.source import Source
from tests.content.wrong import errors_of

PATH = "lessons/10-start/02-who-answers.md"
TOP = "---\ntitle: Who answers?\ngoal: name the services\n---\n"
SECTION = "## Ask {#ask}\n\nOne two three.\n"


def read(text: str, top: str = TOP) -> Lesson:
    return parse(Source(PATH, top + text))


def wrong(text: str, top: str = TOP) -> list[str]:
    return errors_of(parse, PATH, top + text)


def test_a_lesson_takes_unit_number_and_slug_from_its_path() -> None:
    lesson = read(SECTION)
    assert (lesson.unit, lesson.number, lesson.slug) == ("10-start", 2, "who-answers")
    assert (lesson.path, lesson.title, lesson.goal) == (PATH, "Who answers?", "name the services")
    assert lesson.quiz.questions == ()


def test_a_lesson_has_all_that_its_front_matter_says() -> None:
    more = "needs: [a, b]\nrelease: 2026.2\nchecked: 2026-11-22\nkeypoints:\n  - K.\ntomorrow:\n  - T.\n---\n"
    lesson = read(SECTION, TOP.removesuffix("---\n") + more)
    assert lesson.needs == ("a", "b")
    assert (lesson.release, lesson.checked) == ("2026.2", date(2026, 11, 22))
    assert (lesson.keypoints, lesson.tomorrow) == (("K.",), ("T.",))


def test_what_is_not_written_is_empty() -> None:
    lesson = read(SECTION)
    assert (lesson.needs, lesson.release, lesson.checked, lesson.keypoints, lesson.tomorrow) == ((), "", None, (), ())


def test_sections_have_their_text_and_their_sources() -> None:
    lesson = read("Intro.\n\n## Ask {#ask}\n\nText.\n\nSource: nova@1 a.rst\nSource: b\n\n## More {#more}\nEnd.\n")
    assert lesson.intro == "Intro."
    ask, more = lesson.sections
    assert (ask.id, ask.title, ask.text, ask.line) == ("ask", "Ask", "Text.", 7)
    assert ask.sources == ("nova@1 a.rst", "b")
    assert (more.text, more.sources) == ("End.", ())


def test_headings_and_sources_in_code_are_code() -> None:
    (section,) = read("## Ask {#ask}\n\n```text\n## No {#no}\nSource: no\n```\n").sections
    assert section.sources == ()
    assert "## No" in section.text


def test_words_are_those_that_a_reader_reads() -> None:
    text = "You ask [Nova](glossary:nova) for m1.small, it's free.\n\n```sh\nnot these\n```\n\n> [!HOST]\n> nor these\n"
    assert count_words(text) == 7
    assert count_words("> [!NOTE]\n> two words\n") == 3


def test_time_is_words_code_and_questions() -> None:
    words = "word " * 100
    lesson = read(f"## Ask {{#ask}}\n\n{words}\n\n```text\nx\n```\n\n## More {{#more}}\n\n{words}\n")
    assert lesson.seconds == 30 + 20 + 30
    assert lesson.minutes == 2
    assert lesson.section_seconds("ask") == 50
    quiz = quizzes.parse(
        Source("quizzes/x.md", "## A? {#a}\nSection: ask\nAnswer: true\n\n## B? {#b}\nSection: gone\nAnswer: true\n")
    )
    lesson = replace(lesson, quiz=quiz)
    assert lesson.seconds == 140
    assert lesson.minutes == 3
    assert lesson.section_seconds("ask") == 80
    assert lesson.section_seconds("gone") == 0


def test_a_question_without_a_living_section_is_asked_in_the_quiz_only() -> None:
    quiz = quizzes.parse(
        Source(
            "quizzes/x.md",
            "## A? {#a}\nSection: ask\nAnswer: true\n\n## B? {#b}\nSection: gone\nAnswer: true\n\n"
            "## C? {#c}\nAnswer: true\n",
        )
    )
    lesson = replace(read(SECTION), quiz=quiz)
    assert [question.id for question in lesson.section_questions("ask")] == ["a"]
    assert [question.id for question in lesson.loose_questions] == ["b", "c"]


def test_the_shortest_lesson_takes_a_minute() -> None:
    assert read(SECTION).minutes == 1


def test_a_section_has_a_digest_of_its_own() -> None:
    one = read("## A {#a}\nx\n\n## B {#b}\ny\n")
    two = read("## A {#a}\nx\n\n## B {#b}\nz\n")
    assert one.sections[0].digest == two.sections[0].digest
    assert one.sections[1].digest != two.sections[1].digest
    assert one.digest != two.digest


@pytest.mark.parametrize(
    ("top", "text", "expected"),
    [
        (
            "",
            SECTION,
            [
                "1:1: E107 title: is missing; write `title: ...` between two lines of three dashes at the top",
                "1:1: E107 goal: is missing; write `goal: ...`, so that it continues: After this lesson you can",
            ],
        ),
        (TOP, "Words.\n", ["5:1: E205 there is no section; start one with `## Title {#id}`"]),
        (
            TOP,
            "## A {#a}\nSource: x\nmore\n",
            ["7:1: E206 there is text after the Source: of its section; move the Source: lines below it"],
        ),
        (
            TOP,
            "## A {#a}\nSource:\n",
            ["6:1: E207 Source: says nothing; say where the facts come from, or take the line out"],
        ),
        (TOP, "## A\n", ["5:5: E201 the heading has no id; write an id at its end, as in {#a}"]),
        (
            TOP,
            "## A {#a}\n## B {#a}\n",
            ["6:6: E203 the id 'a' is already used in line 5; give this one an id of its own"],
        ),
        (
            TOP.replace("goal", "gaol"),
            SECTION,
            [
                "1:1: E107 goal: is missing; write `goal: ...`, so that it continues: After this lesson you can",
                "3:1: E106 gaol: is no key here; did you mean goal?",
            ],
        ),
        (
            TOP,
            "## A {#a}\n```\n",
            ["6:1: E113 the code is never closed; end it with a line that holds only the same three signs"],
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_the_fix(top: str, text: str, expected: list[str]) -> None:
    assert wrong(text, top) == [f"{PATH}:{error}" for error in expected]


def test_a_file_name_without_a_number_is_an_error() -> None:
    fix = "name it like 02-who-answers.md: two digits, a dash, small letters"
    expected = f"lessons/10-a/b.md:1:1: E110 this file name says no number and slug; {fix}"
    assert errors_of(parse, "lessons/10-a/b.md", TOP + SECTION) == [expected]
