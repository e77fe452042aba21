from course.content.edits import Edit, apply

TEXT = "one\ntwo three\n"


def test_edits_are_made_whatever_their_order() -> None:
    edits = [Edit(1, 1, "one", "1"), Edit(2, 5, "three", "3"), Edit(2, 1, "two", "2"), Edit(2, 1, "", "\n")]
    assert apply(TEXT, edits) == apply(TEXT, reversed(edits)) == "1\n\n2 3\n"


def test_the_same_edit_is_made_once() -> None:
    assert apply(TEXT, [Edit(2, 1, "", "\n")] * 2) == "one\n\ntwo three\n"


def test_an_edit_that_does_not_fit_is_left() -> None:
    assert apply(TEXT, [Edit(1, 1, "two", "2"), Edit(9, 1, "two", "2"), Edit(2, 40, "x", "")]) == TEXT


def test_of_two_edits_in_one_place_one_is_made() -> None:
    assert apply(TEXT, [Edit(2, 1, "two three", "2 3"), Edit(2, 5, "three", "3")]) == "one\ntwo 3\n"
