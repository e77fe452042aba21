import contextlib
import pickle
from collections.abc import Iterator

import pytest

from course.content.errors import BrokenFileError, ContentError

HERE = ContentError("quizzes/nova.md", 14, 3, "E307", "question 'a' has no correct choice", "mark one with (x)")


def test_an_error_is_one_line_that_names_place_code_problem_and_fix() -> None:
    expected = "quizzes/nova.md:14:3: E307 question 'a' has no correct choice; mark one with (x)"
    assert str(HERE) == expected


def test_the_letter_of_the_code_says_how_bad_it_is() -> None:
    assert HERE.severity == "error"
    assert ContentError("a", 1, 1, "W601", "", "").severity == "warning"


def test_errors_are_values_that_can_be_compared_and_sent() -> None:
    assert {HERE, pickle.loads(pickle.dumps(HERE))} == {HERE}


def test_an_error_can_leave_a_context_manager() -> None:
    @contextlib.contextmanager
    def here() -> Iterator[None]:
        yield

    with pytest.raises(ContentError) as raised, here():
        raise HERE
    assert raised.value is HERE


def test_a_broken_file_tells_all_its_errors_in_the_order_of_the_file() -> None:
    later = ContentError("quizzes/nova.md", 20, 1, "E301", "x", "y")
    broken = BrokenFileError([later, HERE])
    assert broken.errors == (HERE, later)
    assert str(broken) == f"{HERE}\n{later}"
