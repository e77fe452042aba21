from datetime import date

import pytest

from course.authoring.findings import LatestFindings, by_path, counted, with_code
from course.content.errors import ContentError
from tests.authoring.conftest import Written

TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)
ERROR, WARNING = (ContentError("a.md", 1, 1, code, "what", "fix") for code in ("E101", "W101"))


def test_a_library_is_checked_once_a_day_and_the_next_one_anew(course: Written) -> None:
    latest = LatestFindings(course.root / "lessons")
    library = course.reader.current()
    first = latest.of(library, TODAY)
    assert all(finding.severity == "warning" for those in first.values() for finding in those)
    assert latest.of(course.reader.current(), TODAY) is first
    second = latest.of(library, TOMORROW)
    assert second is not first
    assert latest.of(library, TOMORROW) is second
    course.change("quizzes/first.md", "- (x) Neutron", "- ( ) Neutron")
    third = latest.of(course.reader.current(), TOMORROW)
    assert [str(finding).split(";")[0] for finding in third["quizzes/first.md"]] == [
        "quizzes/first.md:6:7: E307 question 'no-address' has no correct choice"
    ]


def test_findings_stay_in_their_order() -> None:
    other = ContentError("b.md", 1, 1, "E101", "what", "fix")
    assert by_path([ERROR, other, WARNING]) == {"a.md": (ERROR, WARNING), "b.md": (other,)}


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ((), ""),
        ((ERROR,), "1 error"),
        ((WARNING, WARNING), "2 warnings"),
        ((ERROR, WARNING, ERROR), "2 errors, 1 warning"),
    ],
)
def test_findings_are_counted_in_words(found: tuple[ContentError, ...], words: str) -> None:
    assert counted(found) == words


def test_what_stands_between_backticks_is_code_and_the_rest_stays_text() -> None:
    assert with_code("write `Section: <a>` here") == "write <code>Section: &lt;a&gt;</code> here"
    assert with_code("quote it, or write ```console sketch") == "quote it, or write ```console sketch"
