from course.authoring.sheets import sheet
from course.content.errors import ContentError
from course.content.source import Source

PATH = "quizzes/nova.md"
SOURCE = Source(PATH, "\n".join(f"line {number}" for number in range(1, 21)))


def found(line: int, column: int = 1) -> ContentError:
    return ContentError(PATH, line, column, "E101", "what", "fix")


def test_all_lines_are_shown_with_the_findings_beside_theirs() -> None:
    shown = sheet(PATH, SOURCE, (found(3, 6), found(3, 1), found(20, 99)), broken=False)
    assert [line.number for line in shown.lines] == list(range(1, 21))
    assert shown.found_lines == (3, 20)
    assert shown.lines[2].findings == (found(3, 6), found(3, 1))
    assert shown.lines[2].pieces == (("l", True), ("ine ", False), ("3", True))
    assert shown.lines[19].pieces == (("line 20", False), (" ", True))
    assert shown.lines[0].pieces == (("line 1", False),)
    assert not any(line.apart for line in shown.lines)


def test_of_a_broken_file_the_lines_around_each_error_are_shown() -> None:
    shown = sheet(PATH, SOURCE, (found(2), found(4), found(15)), broken=True)
    assert [line.number for line in shown.lines] == [1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 16, 17, 18]
    assert [line.number for line in shown.lines if line.apart] == [12]


def test_a_finding_behind_the_last_line_stands_beside_it() -> None:
    assert sheet(PATH, SOURCE, (found(99),), broken=True).found_lines == (20,)


def test_a_file_that_cannot_be_read_has_findings_without_lines() -> None:
    shown = sheet(PATH, None, (found(1),), broken=True)
    assert shown.lines == ()
    assert shown.without_place == (found(1),)
    assert sheet(PATH, SOURCE, (found(1),), broken=True).without_place == ()
