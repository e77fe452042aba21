from course.content.source import Source
from course.content.units import Unit, parse, unnamed
from tests.content.wrong import errors_of

PATH = "lessons/10-why-and-what/unit.md"


def test_a_unit_has_the_slug_of_its_folder() -> None:
    unit = parse(Source(PATH, "---\ntitle: Why and what\nsummary: The map.\n---\n"))
    assert unit == Unit("10-why-and-what", "Why and what", "The map.", ())


def test_a_unit_without_a_file_is_called_as_its_folder() -> None:
    assert unnamed("10-why-and-what").title == "Why and what"


def test_a_unit_has_a_title() -> None:
    assert errors_of(parse, PATH, "---\nsumary: x\n---\n") == [
        f"{PATH}:1:1: E107 title: is missing; write `title: ...` between two lines of three dashes at the top",
        f"{PATH}:2:1: E106 sumary: is no key here; did you mean summary?",
    ]
