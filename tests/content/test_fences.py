from course.content.fences import find_fences, outside


def test_a_fence_has_a_language_more_words_and_its_code() -> None:
    (fence,) = find_fences(["a", "```console sketch", "$ x", "  y", "```", "b"])
    assert (fence.first, fence.last, fence.closed) == (1, 4, True)
    assert fence.language == "console"
    assert fence.info == "console sketch"
    assert fence.code == ("$ x", "  y")


def test_a_longer_fence_holds_a_shorter_one() -> None:
    (fence,) = find_fences(["````", "```", "## no heading", "```", "````"])
    assert fence.code == ("```", "## no heading", "```")


def test_tildes_hold_backticks() -> None:
    (fence,) = find_fences(["~~~", "```", "~~~"])
    assert fence.code == ("```",)
    assert fence.language == ""


def test_a_fence_in_a_list_or_a_quote_loses_what_stands_before_it() -> None:
    in_list, in_quote = find_fences(["    ```sh", "    a", "", "      b", "    ```", "> ```", "> c", ">", "> ```"])
    assert in_list.code == ("a", "", "  b")
    assert in_quote.code == ("c", "")


def test_a_fence_that_is_never_closed_runs_to_the_end() -> None:
    (fence,) = find_fences(["```", "a", "b"])
    assert (fence.last, fence.closed) == (2, False)


def test_a_fence_ends_with_its_quote() -> None:
    (fence,) = find_fences(["> ```", "> a", "b"])
    assert (fence.last, fence.closed) == (1, False)


def test_backticks_in_a_line_are_no_fence() -> None:
    assert find_fences(["```a``` b", "``a``"]) == ()


def test_lines_of_code_are_not_text() -> None:
    lines = ["a", "```", "b", "```", "c"]
    assert outside(lines, find_fences(lines)) == [True, False, False, False, True]
