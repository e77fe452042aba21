from pathlib import Path

import pytest

from tests.content.folders import Course

FIRST = "lessons/10-start/01-first.md"
LINE = 14  # of the text of the section Ask in the first lesson
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>T</title></svg>'


def found(course: Course) -> list[str]:
    return [str(error) for error in course.errors()]


def in_lesson(course: Course, text: str) -> list[str]:
    """Return what is said about a section with this text, its lines counted from 1."""
    course.replace(FIRST, "You ask [Nova](glossary:nova).", text)
    assert course.path(FIRST).read_text(encoding="utf-8").split("\n")[LINE - 1] == text.partition("\n")[0]
    errors = course.errors()
    assert {error.path for error in errors} <= {FIRST}
    return [f"{error.line - LINE + 1}:{error.column}: {error.code} {error.what}; {error.fix}" for error in errors]


def test_a_good_course_has_no_error(course: Course) -> None:
    assert found(course) == []


GOOD = [
    "`<b>` and ``<i> ` <b>`` and 1 < 2 and a > b",
    "over `two\nlines <b>` it is code",
    r"\<b> and \{#x} and \[x](y)",
    "<https://docs.openstack.org/>",
    "[x](https://x.example) [y](lesson:second) [z](lesson:second#more) [w](#more) [v](glossary:nova)",
    "```yaml\n<b> {#x} [x](y) {{ fact:gone }}\n\t- x\n```",
    "```console sketch\n$ x\n```",
    "It is {{ fact:latest }}.",
    "![A picture](images/a.svg)",
    '![A picture](images/a.svg "A caption")',
    "> [!NOTE]\n> ![A picture](images/a.svg)",
    "### One\n\n#### Two\n\n### Three",
    "- a\n- b\n    - c\n\n    - d\n\n    text of d\n\n1. e",
    "1. a\n\n    ```text\n    x\n    ```\n",
    "> [!TIP]\n> Text.\n>\n> - a\n>     - b\n",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "One.\n\n---\n\nTwo.",
    "- a\nlazy words\n- b",
    "### Heading\n- a",
    "A number of 5 - 3 and 2. of something.",
]


@pytest.mark.parametrize("text", GOOD)
def test_what_the_format_allows_is_no_error(text: str, course: Course) -> None:
    course.write("lessons/10-start/images/a.svg", SVG)
    assert in_lesson(course, text) == []


LANGUAGES = "bash, conf, diff, http, ini, json, python, sh, sql, text, toml, xml, yaml"
IMAGE = "put an SVG file into the folder images of the unit and write images/its-name.svg"
HTML = "put it in backticks if it is code, or take it out"
ID = "take it out: only the headings with ## and choices have an id"
ADDRESS = "start the address with https://, lesson:, glossary: or #"
LONE = "give it a line of its own, between two empty lines"
UNDERLINE = "write ### before the heading, or an empty line above the dashes"
BAD = [
    ("Start <object> now", f"1:7: E401 <object> would be HTML; {HTML}"),
    ("a\nb </p> c", f"2:3: E401 </p> would be HTML; {HTML}"),
    ("<!-- a -->", f"1:1: E401 <!-- a --> would be HTML; {HTML}"),
    ("`a` <b>", f"1:5: E401 <b> would be HTML; {HTML}"),
    ("Words {#id} here", f"1:7: E402 {{#id}} is an attribute; {ID}"),
    ("Words {.red}", f"1:7: E402 {{.red}} is an attribute; {ID}"),
    ("Words {: .red}", f"1:7: E402 {{: .red}} is an attribute; {ID}"),
    ("### Small {#small}", f"1:11: E402 {{#small}} is an attribute; {ID}"),
    ("[x](http://x.example)", f"1:1: E403 'http://x.example' cannot be linked; {ADDRESS}"),
    ("a [x](javascript:alert)", f"1:3: E403 'javascript:alert' cannot be linked; {ADDRESS}"),
    ("[x](/sign-out)", f"1:1: E403 '/sign-out' cannot be linked; {ADDRESS}"),
    ("![](images/a.svg)", "1:1: E404 the image has no text; say between the brackets what it shows"),
    ("![A](https://x.example/a.png)", f"1:1: E405 'https://x.example/a.png' is no picture of ours; {IMAGE}"),
    ("![A](images/a.png)", f"1:1: E405 'images/a.png' is no picture of ours; {IMAGE}"),
    ("see ![A](images/a.svg)", f"1:5: E405 the image stands in a line of text; {LONE}"),
    ("![A](images/a.svg)\nmore", f"1:1: E405 the image stands in a line of text; {LONE}"),
    ("[x][y]", "1:1: E406 the address of this link stands elsewhere; write [words](address)"),
    ("[y]: https://x.example", "1:1: E406 the address of this link stands elsewhere; write [words](address)"),
    ("[](lesson:second)", "1:1: E407 the link has no words; write some between the brackets"),
    ("# Title", "1:1: E410 a heading with # is a title, one with ## a section; use ## with an id, or ###"),
    ("#### Deep", "1:1: E410 the heading jumps from 2 to 4; use ###"),
    ("### A\n\n##### B", "3:1: E410 the heading jumps from 3 to 5; use ####"),
    ("#tag", "1:1: E411 there is no space after the #; write a space after it for a heading, or \\# for the sign"),
    ("Words\n- a\n- b", "2:1: E412 the list does not stand apart; put an empty line above it"),
    ("Words\n1. a", "2:1: E412 the list does not stand apart; put an empty line above it"),
    ("> [!TIP]\n> Words\n> - a", "3:3: E412 the list does not stand apart; put an empty line above it"),
    ("- a\n  - b", "2:3: E413 the list is indented by 2; indent it by 4, or not at all"),
    ("- a\n   - b", "2:4: E413 the list is indented by 3; indent it by 4, or not at all"),
    ("- a\n    - b\n      - c", "3:7: E413 the list is indented by 6; indent it by 8, or not at all"),
    (
        "- a\n\n  ```text\n  x\n  ```",
        "3:3: E414 the code is indented by 2; indent the whole block by four in a list, else not at all",
    ),
    (
        "```\nx\n```",
        "1:1: E415 the code names no language; write console, or text if it is no language, after the three signs",
    ),
    ("```ymal\nx\n```", "1:1: E415 'ymal' is no language we know; did you mean yaml?"),
    ("> ```cobol42\n> x\n> ```", f"1:3: E415 'cobol42' is no language we know; use one of console, {LANGUAGES}"),
    ("a\tb", "1:2: E416 there is a tab; write spaces"),
    (
        "Title\n=====",
        f"2:1: E417 this line would make a heading of the one above; {UNDERLINE}",
    ),
    (
        "Title\n---",
        f"2:1: E417 this line would make a heading of the one above; {UNDERLINE}",
    ),
    ("Words.\n\n    code", "3:1: E418 this is indented by four, but in no list; use three backticks for code"),
    ("Words\n| a | b |\n|---|---|", "2:1: E419 the table does not stand apart; put an empty line above it"),
    ("[x](lesson:secnod)", "1:1: E501 there is no lesson 'secnod'; did you mean second?"),
    ("[x](lesson:zzz#a)", "1:1: E501 there is no lesson 'zzz'; write the slug of a lesson that exists"),
    ("[x](lesson:second#mroe)", "1:1: E502 there is no section 'mroe'; did you mean more?"),
    ("[x](#zzz)", "1:1: E502 there is no section 'zzz'; the sections of first are ask, more"),
    ("[x](glossary:nowa)", "1:1: E503 the glossary has no word 'nowa'; did you mean nova?"),
    ("[x](glossary:zzz)", "1:1: E503 the glossary has no word 'zzz'; add it to lessons/glossary.md"),
    ("{{ fact:latset }}", "1:1: E504 there is no fact 'latset'; did you mean latest?"),
    ("{{ latest }}", "1:1: E504 {{ latest }} is no fact; write {{ fact:latest }}"),
    ("{{ fact:zzz }}", "1:1: E504 there is no fact 'zzz'; add it to lessons/facts.toml"),
    ("![A](images/aa.svg)", "1:1: E505 there is no file lessons/10-start/images/aa.svg; did you mean images/a.svg?"),
]


@pytest.mark.parametrize(("text", "expected"), BAD)
def test_what_the_format_forbids_is_told_with_its_place_and_the_fix(text: str, expected: str, course: Course) -> None:
    course.write("lessons/10-start/images/a.svg", SVG)
    assert in_lesson(course, text)[:1] == [expected]


def test_prose_in_front_matter_is_read_too(course: Course) -> None:
    course.replace(FIRST, "Take [Nova](glossary:nova) along", "Take [Nova](glossary:gone) and <b> along")
    assert [error.split(" ")[:2] for error in found(course)] == [
        [f"{FIRST}:5:10:", "E503"],
        [f"{FIRST}:5:36:", "E401"],
    ]


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (
            FIRST,
            "---\ntitle",
            "---\nneeds: [gone]\ntitle",
            f"{FIRST}:2:9: E506 needs: names no lesson 'gone'; write the slug of a lesson that exists",
        ),
        (
            FIRST,
            "---\ntitle",
            "---\nneeds: [first]\ntitle",
            f"{FIRST}:2:9: E507 first needs itself; take one of the two out of needs:",
        ),
        (
            "quizzes/first.md",
            "Section: ask",
            "Section: aks",
            "quizzes/first.md:3:10: E508 the lesson has no section 'aks'; did you mean ask?",
        ),
        (
            "quizzes/first.md",
            "Hint:",
            "See: gone\nHint:",
            "quizzes/first.md:8:6: E509 there is no lesson 'gone'; write the slug of a lesson that exists",
        ),
        (
            "quizzes/first.md",
            "Hint:",
            "See: second#gone\nHint:",
            "quizzes/first.md:8:6: E509 there is no section 'gone' in second; the sections of second are ask, more",
        ),
        (
            "quizzes/first.md",
            "[images](glossary:image)",
            "<b>",
            f"quizzes/first.md:6:14: E401 <b> would be HTML; {HTML}",
        ),
        (
            "quizzes/first.md",
            "Section: ask",
            "Body\n- a\n\nSection: ask",
            "quizzes/first.md:4:1: E412 the list does not stand apart; put an empty line above it",
        ),
        (
            "lessons/glossary.md",
            "A disk.",
            "A disk.\n\nConfused with: nowa - x\nLesson: frist",
            "lessons/glossary.md:9:16: E511 the glossary has no word 'nowa'; did you mean nova?",
        ),
        (
            "lessons/glossary.md",
            "A disk.",
            "A disk.\n\nLesson: frist",
            "lessons/glossary.md:9:9: E511 there is no lesson 'frist'; did you mean first?",
        ),
    ],
)
def test_what_is_wrong_between_files_is_told(path: str, old: str, new: str, expected: str, course: Course) -> None:
    course.replace(path, old, new)
    assert found(course)[0] == expected


def test_lessons_that_need_each_other_are_both_told(course: Course) -> None:
    course.replace(FIRST, "---\ntitle", "---\nneeds: [second]\ntitle")
    course.replace("lessons/10-start/02-second.md", "---\ntitle", "---\nneeds: [first]\ntitle")
    fix = "take one of the two out of needs:"
    assert found(course) == [
        f"{FIRST}:2:9: E507 first needs a lesson that needs it; {fix}",
        f"lessons/10-start/02-second.md:2:9: E507 second needs a lesson that needs it; {fix}",
    ]


def test_a_quiz_without_a_lesson_is_told(course: Course) -> None:
    course.path("quizzes/first.md").rename(course.path("quizzes/frist.md"))
    assert found(course) == ["quizzes/frist.md:1:1: E510 no lesson has the slug 'frist'; did you mean first?"]


def test_a_choice_may_have_a_key_and_a_body_may_not(course: Course) -> None:
    course.replace("quizzes/first.md", "- (x) Nova", "- (x) Nova {#nova}")
    assert found(course) == []
    course.replace("quizzes/first.md", "Section: ask", "Body {#nova}\n\nSection: ask")
    assert found(course) == [f"quizzes/first.md:3:6: E402 {{#nova}} is an attribute; {ID}"]


def test_a_picture_in_a_quiz_is_that_of_its_lesson(course: Course) -> None:
    course.replace("quizzes/first.md", "Section: ask", "![A](images/a.svg)\n\nSection: ask")
    assert found(course) == [
        "quizzes/first.md:3:1: E505 there is no file lessons/10-start/images/a.svg; put the file there"
    ]
    course.write("lessons/10-start/images/a.svg", SVG)
    assert found(course) == []


def test_a_picture_is_looked_at(course: Course) -> None:
    course.write("lessons/10-start/images/a.svg", SVG.replace("<title>", "<script/><title>"))
    assert [error.split(" ")[1] for error in found(course)] == ["E441"]


def test_a_lesson_that_is_being_repaired_is_no_dead_link(course: Course) -> None:
    course.replace(FIRST, "[Nova](glossary:nova).", "[x](lesson:second#ask)")
    course.write("lessons/10-start/02-second.md", "broken")
    assert {error.split(":")[0] for error in found(course)} == {"lessons/10-start/02-second.md"}


def test_errors_come_by_path_and_line(course: Course) -> None:
    course.replace("quizzes/first.md", "Answer: true", "Answer: yes")
    course.replace(FIRST, "You ask", "<b>You</b> ask")
    course.replace(FIRST, "Intro.", "<i>")
    assert [error.split(" ")[0] for error in found(course)] == [
        f"{FIRST}:10:1:",
        f"{FIRST}:14:1:",
        f"{FIRST}:14:7:",
        "quizzes/first.md:12:9:",
    ]


def test_only_the_named_files_are_told(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    course.replace("quizzes/first.md", "Answer: true", "Answer: yes")
    course.replace(FIRST, "Intro.", "<i>")
    monkeypatch.chdir(course.root)

    def told(*paths: str) -> list[str]:
        return [error.path for error in course.errors(*map(Path, paths))]

    assert told() == [FIRST, "quizzes/first.md"]
    assert told("quizzes") == ["quizzes/first.md"]
    assert told(FIRST) == [FIRST]
    assert told("lessons/10-start/02-second.md") == []
    assert told(str(course.quizzes / "first.md"), "lessons/10-start") == [FIRST, "quizzes/first.md"]
