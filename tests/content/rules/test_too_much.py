"""Most pages are not made to see how large they are: what a text can become at most is known beforehand."""

from pathlib import Path

import pytest

from course.content.library import LibraryReader
from course.content.rules import too_much
from course.content.rules.examples import section, write
from course.content.rules.sound import PICTURE

PIECES = [
    "[](glossary:nova) ",
    "[a](#ask) ",
    "[a](https://a) ",
    "<https://a> ",
    "*a* ",
    "`&` ",
    "&<> ",
    "> a\n\n",
    "> [!TIP]\n\n",
    "> - a\n>     - b\n\n",
    "- a\n",
    "### a\n\n",
    "---\n\n",
    "a\n\n",
    "|a|\n|-|\n|a|\n\n",
    f"{'|a' * 40}|\n{'|-' * 40}|\n{'|' * 2}\n{chr(10).join('|' * 40)}\n\n",
    "```text\n```\n\n",
    "```console\n$ -a -b -c \\\n-d\n&\n```\n\n",
    "```python\n1,2,3,<,&\n```\n\n",
    "```bash\n$a;$b;&&\n```\n\n",
    "```json\n[1,&,$,2]\n```\n\n",
    "```xml\n<a/><b/>&\n```\n\n",
    "```yaml\na: [&,$]\n```\n\n",
    "```diff\n+a\n-b\n```\n\n",
    "{{ fact:latest-release }} ",
    "![a](images/ask.svg)\n\n",
]


@pytest.mark.parametrize("piece", PIECES)
def test_no_page_is_larger_than_it_was_taken_to_be_at_most(piece: str, tmp_path: Path) -> None:
    apart = "" if "\n" in piece else "\n\n"
    times = 15 if "images" in piece else 8
    library = LibraryReader(
        *write(tmp_path, section((piece * 10 + apart) * times if apart else piece * times))
    ).current()
    assert library.problems == ()
    for lesson in library.lessons:
        assert library.html(lesson.slug).size < too_much.size_at_most(lesson, library)


def test_a_picture_is_larger_in_the_page_than_in_its_file_but_not_ten_times(tmp_path: Path) -> None:
    folders = write(tmp_path, section("![a](images/ask.svg)\n\n" * 15))
    shapes = '<g id="a"/>' * 500 + '<path clip-path="url(#a)"/>' * 500 + "<text>\"''</text>" * 500
    picture = tmp_path / PICTURE
    picture.write_text(picture.read_text().replace("</svg>", f"{shapes}</svg>"))
    library = LibraryReader(*folders).current()
    lesson = library.lesson("first")
    assert len(library.html("first").intro) < library.html("first").size < too_much.size_at_most(lesson, library)


def test_an_ordinary_lesson_is_far_from_the_limit(tmp_path: Path) -> None:
    library = LibraryReader(*write(tmp_path)).current()
    assert not any(too_much.can_be_huge(lesson, library) for lesson in library.lessons)
