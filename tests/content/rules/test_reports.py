import json

from course.content.edits import Edit
from course.content.errors import ContentError
from course.content.rules.reports import as_github, as_json, as_text

ERROR = ContentError(
    "lessons/10-a/01-b.md", 3, 7, "E412", "the list does not stand apart", "put it apart", (Edit(3, 1, "", ""),)
)
WARNING = ContentError("quizzes/b.md", 1, 1, "W101", "a mark", "save it")


def test_a_text_has_a_line_for_each_finding_and_their_number() -> None:
    assert as_text([ERROR, WARNING]) == f"{ERROR}\n{WARNING}\n1 error, 1 warning; --fix repairs 1"
    assert as_text([WARNING, WARNING]).endswith("\nno errors, 2 warnings")
    assert as_text([]) == "no errors, no warnings"


def test_a_forge_gets_one_command_for_each_finding() -> None:
    assert as_github([ERROR, WARNING]) == (
        "::error file=lessons/10-a/01-b.md,line=3,col=7,title=E412::the list does not stand apart; put it apart\n"
        "::warning file=quizzes/b.md,line=1,col=1,title=W101::a mark; save it"
    )
    assert as_github([]) == ""


def test_no_text_of_an_author_becomes_a_command_of_its_own() -> None:
    hostile = ContentError(
        "quizzes/a,b:c\n.md", 1, 1, "E304", "100% wrong\r\n::set-env name=A::b", "mend it: now, here"
    )
    assert as_github([hostile]) == (
        "::error file=quizzes/a%2Cb%3Ac%0A.md,line=1,col=1,title=E304"
        "::100%25 wrong%0D%0A::set-env name=A::b; mend it: now, here"
    )


def test_another_program_gets_a_list_of_objects() -> None:
    assert json.loads(as_json([ERROR])) == [
        {
            "path": "lessons/10-a/01-b.md",
            "line": 3,
            "column": 7,
            "code": "E412",
            "severity": "error",
            "what": "the list does not stand apart",
            "fix": "put it apart",
            "mendable": True,
        }
    ]
    assert json.loads(as_json([])) == []
