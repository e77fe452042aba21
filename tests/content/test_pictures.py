import re

import pytest

from course.content.markdown import Renderer
from course.content.pictures import Pictures, inspect
from course.content.source import Source

PATH = "lessons/10-a/images/x.svg"
START = 'start it with <svg xmlns="http://www.w3.org/2000/svg" viewBox="...">'


def svg(inside: str, attributes: str = 'viewBox="0 0 100 50"') -> Source:
    return Source(PATH, f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><title>T</title>{inside}</svg>')


def drawn(source: Source, alt: str = "Alt") -> str:
    pictures = Pictures({PATH: source}, "lessons/10-a", [])
    assert pictures.draw("images/x.svg", alt) == 0
    return str(pictures.drawn[0])


def errors(source: Source) -> list[str]:
    return [str(error) for error in inspect(source)]


def test_a_picture_is_one_image_with_one_text() -> None:
    html = drawn(svg('<rect class="plate" x="1" y="2" width="3" height="4" fill="var(--ink)"/>'), 'A "b" <c>')
    assert html == (
        '<svg role="img" aria-labelledby="pic1-title" viewBox="0 0 100 50">'
        '<title id="pic1-title">A &#34;b&#34; &lt;c&gt;</title>'
        '<rect class="plate" x="1" y="2" width="3" height="4" fill="var(--ink)"></rect></svg>'
    )


def test_without_a_text_the_title_of_the_picture_speaks() -> None:
    assert '<title id="pic1-title">T</title>' in drawn(svg(""), "")


def test_the_size_is_left_to_the_page() -> None:
    assert 'width="' not in drawn(svg("", 'width="900" height="10" viewBox="0 0 9 1"'))


def test_ids_are_unique_on_the_page() -> None:
    source = svg('<defs><path id="a" d="M0 0"/></defs><g fill="url(#a)" marker-end="url( #a )"/>')
    pictures = Pictures({PATH: source}, "lessons/10-a", [])
    assert [pictures.draw("images/x.svg", "A"), pictures.draw("images/x.svg", "B")] == [0, 1]
    assert 'id="pic1-a"' in pictures.drawn[0]
    assert 'fill="url(#pic1-a)" marker-end="url(#pic1-a)"' in pictures.drawn[0]
    ids = [re.findall(' id="([^"]+)"', html) for html in pictures.drawn]
    assert not set(ids[0]) & set(ids[1])


def test_text_and_the_space_around_it_stay() -> None:
    assert "<text>a <tspan>b</tspan> &lt;c&gt;</text>" in drawn(svg("<text>a <tspan>b</tspan> &lt;c&gt;</text>"))


HOSTILE = [
    ("<script>alert(1)</script>", "<script>"),
    ('<a href="javascript:alert(1)"><text>x</text></a>', "<a>"),
    ('<rect onload="alert(1)"/>', "onload="),
    ('<rect style="fill:red"/>', "style="),
    ("<style>a{}</style>", "<style>"),
    ('<image href="https://evil.example/x.png"/>', "<image>"),
    ('<use href="https://evil.example/x.svg#a"/>', "<use>"),
    ('<use href="javascript:alert(1)"/>', "<use>"),
    ('<g id="b"><use href="#a"/><use href="#a"/></g>', "<use>"),
    ('<rect fill="url(https://evil.example/x)"/>', "fill="),
    ('<rect fill="url(&quot;//evil.example&quot;)"/>', "fill="),
    (r'<rect fill="u\72l(//evil.example)"/>', "fill="),
    ('<rect mask="URL(//evil.example)"/>', "mask="),
    ('<animate attributeName="href" to="javascript:alert(1)"/>', "<animate>"),
    ('<set attributeName="onclick" to="alert(1)"/>', "<set>"),
    ("<foreignObject><div>x</div></foreignObject>", "<foreignObject>"),
    ('<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>', "<script>"),
    ('<filter id="f"><feImage href="//evil.example"/></filter>', "<filter>"),
    ('<rect data-x="1"/>', "data-x="),
]


@pytest.mark.parametrize(("inside", "name"), HOSTILE)
def test_what_runs_or_fetches_is_left_out_and_told(inside: str, name: str) -> None:
    html = drawn(svg(f"<g>{inside}</g>"))
    assert not re.search(r"script|alert|evil|style|\son|javascript|foreign|data-", html)
    column = svg("").text.index("</svg>") + len("<g>") + inside.index(name.rstrip(">")) + 1
    fix = "take it out; colours come from classes"
    assert (
        errors(svg(f"<g>{inside}</g>"))[0]
        == f"{PATH}:1:{column}: E441 the picture holds {name}, which is left out; {fix}"
    )


def test_a_good_picture_has_no_error() -> None:
    assert errors(svg('<g class="a"><path d="M0 0" stroke="var(--edge)"/></g>')) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<svg", "1:1: E440 this is not XML: unclosed token; export it again as plain SVG"),
        ("\n\n<svg></b>", "3:8: E440 this is not XML: mismatched tag; export it again as plain SVG"),
        (
            '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
            "1:1: E440 a picture must not have a document type or entities; take the lines with <! out",
        ),
        (
            "<svg/>",
            f"1:1: E440 this is not an SVG picture; {START}",
        ),
        (
            svg("<g>" * 30 + "</g>" * 30).text,
            "1:1: E440 the picture has over 3000 elements, or some over 24 deep; draw it more simply",
        ),
        (
            svg("<g/>" * 3001).text,
            "1:1: E440 the picture has over 3000 elements, or some over 24 deep; draw it more simply",
        ),
        (
            svg("").text.replace("<title>T</title>", ""),
            "1:1: E442 the picture has no <title>; say in <title> what it shows, for those who cannot see it",
        ),
        (svg("", "").text, '1:1: E443 the picture has no viewBox; write viewBox="0 0 430 240"'),
        (
            svg("", 'viewBox="0 0 431 10"').text,
            "1:1: E443 the picture is 431 wide; make it at most 430 wide, so that it can be read on a phone",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_the_fix(text: str, expected: str) -> None:
    assert errors(Source(PATH, text)) == [f"{PATH}:{expected}"]


def test_a_deep_picture_is_no_bomb() -> None:
    assert "E440" in errors(svg("<g>" * 20_000 + "</g>" * 20_000))[0]


def test_a_picture_that_is_not_there_or_broken_is_not_drawn() -> None:
    pictures = Pictures({PATH: Source(PATH, "<svg")}, "lessons/10-a", [])
    assert pictures.draw("images/x.svg", "") is None
    assert pictures.draw("images/y.svg", "") is None
    assert pictures.drawn == []


@pytest.mark.parametrize("name", ["pattern", "mask", "clipPath", "marker"])
def test_a_part_that_is_used_uses_no_other(name: str) -> None:
    source = svg(f'<defs><{name} id="a"><g><rect fill="url(#b)"/></g></{name}></defs><rect fill="url(#a)"/>')
    what = f"something in a <{name}> uses another part of the picture; draw it more simply"
    assert errors(source) == [f"{PATH}:1:1: E440 {what}"]


def test_a_picture_holds_no_sign_that_nobody_sees() -> None:
    pictures = Pictures({PATH: svg("<text>a&#x202e;b</text>")}, "lessons/10-a", [])
    render = Renderer({}, {}, pictures)
    assert "<text>ab</text>" in render.block("![A](images/x.svg)")
