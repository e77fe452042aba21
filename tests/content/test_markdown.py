import re
from datetime import date

import nh3
import pytest

from course.content import markdown
from course.content.facts import Fact
from course.content.glossary import Word
from course.content.markdown import Renderer
from course.content.pictures import Pictures
from course.content.source import Source
from tests.content.dangers import dangers

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>T</title><rect width="1"/></svg>'


def renderer(*, words_as_links: bool = False) -> Renderer:
    words = {"nova": Word("Nova", "nova", "It starts servers."), "glance": Word("Glance", "glance", "Images.")}
    facts = {"latest": Fact("latest", "2026.2", date(2026, 9, 30), "x")}
    pictures = Pictures({"lessons/10-a/images/x.svg": Source("x", PICTURE)}, "lessons/10-a", [])
    return Renderer(words, facts, pictures, words_as_links=words_as_links)


def block(text: str) -> str:
    return str(renderer().block(text)).strip()


def inline(text: str) -> str:
    return str(renderer().inline(text))


def test_plain_markdown_is_html() -> None:
    html = block("Some **bold** and *soft* `code`.\n\n- a\n- b\n\n1. c\n\n### Small\n\n> quote")
    for part in (
        "<strong>bold</strong>",
        "<em>soft</em>",
        '<code class="whole">code</code>',
        "<ul>\n<li>a</li>",
        "<ol>",
    ):
        assert part in html
    assert "<h3>Small</h3>" in html
    assert "<blockquote>" in html


def test_nothing_is_nothing() -> None:
    assert block(" \n") == ""
    assert inline(" ") == ""


def test_a_line_is_no_block() -> None:
    assert inline("1. Get a token") == "1. Get a token"
    assert inline("# not a heading") == "# not a heading"
    assert inline("> a & `b`") == '&gt; a &amp; <code class="whole">b</code>'
    assert inline("- *a*") == "- <em>a</em>"
    assert inline("a | *b*\n--|--\nc | d") == "a | <em>b</em> --|-- c | d"


def test_a_line_without_signs_and_one_with_them_are_escaped_alike() -> None:
    assert inline("a > b") == "a &gt; b"
    assert inline("a > b & c < d") == "a &gt; b &amp; c &lt; d"


def test_a_glossary_word_opens_a_popover() -> None:
    render = renderer()
    html = str(render.inline("[Nova](glossary:nova) and [it](glossary:nova), [pictures](glossary:glance)"))
    buttons = re.findall(r"<button([^>]*)>(.*?)</button>", html)
    assert [text for _, text in buttons] == ["Nova", "it", "pictures"]
    assert sorted(buttons[0][0].split()) == ['class="term"', 'popovertarget="w-nova"', 'type="button"']
    assert render.used == ["nova", "glance"]


def test_an_unknown_word_and_a_word_in_a_choice_are_plain() -> None:
    render = renderer()
    assert render.inline("[x](glossary:zzz)") == "<span>x</span>"
    assert render.inline("[x](glossary:nova)", plain_words=True) == "<span>x</span>"
    assert render.used == []


def test_a_word_in_the_glossary_leads_to_the_glossary() -> None:
    html = renderer(words_as_links=True).inline("[x](glossary:nova)")
    assert html == '<a href="/glossary#w-nova" rel="noopener noreferrer">x</a>'


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("lesson:keystone", "/lessons/keystone"),
        ("lesson:keystone#token", "/lessons/keystone#token"),
        ("#ask", "#ask"),
        ("https://docs.openstack.org/nova/?a=b&c", "https://docs.openstack.org/nova/?a=b&amp;c"),
    ],
)
def test_a_link_leads_where_links_may_lead(address: str, href: str) -> None:
    assert f'<a href="{href}"' in inline(f"[x]({address})")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java&#115;cript:alert(1)",
        "data:text/html,x",
        "http://x.example",
        "//x.example",
        "/sign-out",
        "x.html",
        "mailto:a@b.example",
        "lesson:Key stone",
        "lesson:a#b#c",
        "#<b>",
        "vbscript:x",
        "",
    ],
)
def test_other_links_are_only_their_words(address: str) -> None:
    html = inline(f"[x]({address}) [y](<{address}>)")
    assert "<a" not in html
    assert "x" in html


def test_a_fact_is_shown_with_its_day_but_not_in_code() -> None:
    html = block("It is {{ fact:latest }}. In code: `{{ fact:latest }}`\n\n```text\n{{ fact:latest }}\n```\n")
    assert '<span class="fact">2026.2 <small>(as of 30 September 2026)</small></span>' in html
    assert html.count("{{ fact:latest }}") == 2
    assert inline("{{fact:latest}}") == inline("{{ fact:latest }}")


def test_an_unknown_fact_is_its_name() -> None:
    assert block("It is {{ fact:gone }}.") == "<p>It is gone.</p>"


@pytest.mark.parametrize(("name", "title"), [("NOTE", "Note"), ("TIP", "Tip"), ("WARNING", "Warning")])
def test_a_callout_is_a_note(name: str, title: str) -> None:
    html = block(f"> [!{name}]\n> Text with *more*.\n>\n> - a list")
    assert html.startswith(f'<div class="callout {name.lower()}" role="note">')
    assert f'<p class="callout-title">{title}</p>' in html
    assert "<p>Text with <em>more</em>.</p>" in html
    assert "<li>a list</li>" in html
    assert "[!" not in html


def test_a_note_for_the_host_is_not_for_learners() -> None:
    html = block("Before.\n\n> [!HOST]\n> Secret.\n>\n> ```text\n> more\n> ```\n\nAfter.")
    assert "Secret" not in html
    assert "more" not in html
    assert "Before" in html
    assert "After" in html


def test_two_callouts_stay_apart() -> None:
    html = block("> [!NOTE]\n> One.\n\nBetween.\n\n> [!TIP]\n> Two.")
    assert html.count("callout-title") == 2


def test_code_stands_where_it_is_written() -> None:
    html = block("1. First\n\n    ```console\n    $ date\n    ```\n\n2. Second\n\n> [!TIP]\n> ```yaml\n> a: 1\n> ```\n")
    assert html.count("<ol>") == 1
    assert html.index("First") < html.index("term-box") < html.index("Second") < html.index("callout")
    assert html.count('<figure class="code">') == 1


def test_markup_in_code_is_text() -> None:
    html = block("```text\n<script>alert(1)</script>\n[x](glossary:nova) **b**\n```\n\n`<b>` and ``a ` b``")
    assert "&lt;script&gt;alert(1)" in html
    assert "[x](glossary:nova) **b**" in html
    assert '<code class="whole">&lt;b&gt;</code>' in html
    assert '<code class="whole">a ` b</code>' in html


def test_a_table_can_be_scrolled_and_has_no_style() -> None:
    html = block("| a | b |\n|:--|--:|\n| 1 | 2 |")
    (box,) = re.findall("<div ([^>]*)>", html)
    assert sorted(re.findall(r'[\w-]+="\w+"', box)) == [
        'aria-label="Table"',
        'class="table"',
        'role="group"',
        'tabindex="0"',
    ]
    assert '<th class="left">a</th>' in html
    assert '<td class="right">2</td>' in html
    assert "style" not in html
    assert "align=" not in html


def test_a_picture_is_a_figure_with_a_caption() -> None:
    html = block('Text.\n\n![Four services](images/x.svg "As asked.")\n\nText.')
    assert '<figure class="flow"><svg role="img"' in html.replace("\n", "")
    assert '<title id="pic1-title">Four services</title>' in html
    assert "<figcaption>As asked.</figcaption>" in html
    assert "<img" not in html


def test_a_picture_without_a_caption_has_none() -> None:
    assert "figcaption" not in block("![A](images/x.svg)")


@pytest.mark.parametrize(
    "text", ["![A](images/gone.svg)", "![A](https://x.example/a.png)", "in ![A](images/x.svg) text"]
)
def test_a_picture_that_cannot_be_drawn_is_its_text(text: str) -> None:
    html = block(text)
    assert "<span>A</span>" in html
    assert "<img" not in html
    assert "example" not in html


def test_two_pictures_on_a_page_have_two_ids() -> None:
    render = renderer()
    assert "pic1-title" in render.block("![A](images/x.svg)")
    assert "pic2-title" in render.block("![A](images/x.svg)")


def test_lists_nest_by_four() -> None:
    assert block("- a\n    - b\n\n- c").count("<ul>") == 2


def test_what_the_format_does_not_know_is_text() -> None:
    assert "<pre" not in block("    indented")
    assert "<h" not in block("Title\n=====")
    assert "<h1" not in block("# Title")
    assert "<a" not in block("[x][y] [x] <a@b.example>\n\n[y]: https://x.example")
    assert 'class="x"' not in block("para {: .x}")


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=//evil.example>",
    "<b onmouseover=alert(1)>b</b>",
    "<style>*{}</style>",
    "<!-- <script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php alert(1) ?>",
    '<a href="javascript:alert(1)">x</a>',
    "</p></div></main><script>alert(1)</script>",
    "[x](javascript:alert(1))",
    '[x](https://a"onclick=alert(1))',
    '[x](https://a "t" onclick=alert(1))',
    '![x](images/x.svg"onload=alert(1))',
    '![x" onload="alert(1)](images/x.svg)',
    '![x](images/x.svg "<script>alert(1)</script>")',
    "[<img src=x onerror=alert(1)>](https://a.example)",
    '[x](glossary:nova"onclick=alert(1))',
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    '```console\n$ <script>alert(1)</script>\n"><script>\n```',
    '```"><script>alert(1)</script>\nx\n```',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<https://a.example/<script>>",
    "<javascript:alert(1)>",
    '<img data-picture="0">',
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "> [!NOTE] <script>alert(1)</script>\n> x",
    "\x02wzxhzdk:0\x03",
    "\x02amp\x03lt;script\x02amp\x03gt;",
    "{{ fact:<script> }}",
    "\\<script>alert(1)\\</script>",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("sanitised", [True, False])
def test_nothing_hostile_runs_with_the_sanitiser_on_or_off(
    text: str, sanitised: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not sanitised:
        monkeypatch.setattr(markdown, "_SANITISER", AllowAll())
    render = renderer()
    pages = (
        render.block(text),
        render.inline(text),
        render.block(f"- a\n\n    {text}"),
        render.block(f"> {text}"),
    )
    assert [danger for html in pages for danger in dangers(html)] == []


class AllowAll:
    """Stands where the sanitiser stood, and lets everything pass."""

    def clean(self, html: str) -> str:
        return html


def test_the_sanitiser_alone_would_stop_it_too() -> None:
    left = "".join(map(markdown._SANITISER.clean, HOSTILE))
    assert dangers(left.replace("<img>", "").replace('<img data-picture="0">', "")) == []
    assert isinstance(markdown._SANITISER, nh3.Cleaner)


@pytest.mark.parametrize("host_notes", [False, True])
def test_two_callouts_with_an_empty_line_between_them_are_two(host_notes: bool) -> None:
    text = "> [!WARNING]\n> Look out.\n\n> [!HOST]\n> Show it.\n>\n> Slowly.\n\n> [!TIP]\n> Ask.\n\nAfter."
    html = Renderer({}, {}, Pictures({}, "", []), host_notes=host_notes).block(text)
    assert html.count('role="note"') == (3 if host_notes else 2)
    assert ("Show it." in html) is ("Slowly." in html) is host_notes
    assert "[!" not in html
    assert html.index("Look out.") < html.index("Ask.") < html.index("After.")


def test_short_code_in_a_sentence_is_not_broken_at_its_hyphens() -> None:
    html = renderer().block("Use `--force`, or `openstack server show web1 --column status`.")
    assert '<code class="whole">--force</code>' in html
    assert "<code>openstack server show web1 --column status</code>" in html


def test_the_corner_of_a_table_is_no_heading_without_words() -> None:
    html = renderer().block("| | Free |\n|---|---|\n| vCPU | 4 |")
    assert "<th></th>" not in html
    assert "<td></td>\n<th>Free</th>" in html
