from course.content.highlighting import code_html
from course.content.languages import LANGUAGES


def test_code_is_coloured_by_classes_and_named() -> None:
    html = str(code_html(["a: 1"], "yaml"))
    assert html.startswith('<figure class="code"><pre tabindex="0" role="group" aria-label="yaml"><code><span class="')
    assert "style=" not in html


def test_an_unknown_language_is_plain() -> None:
    assert "<code>&lt;b&gt;\nx</code>" in code_html(["<b>", "x"], "brainfuck")
    assert 'aria-label="text"' in code_html(["x"], "")


def test_every_language_of_ours_has_its_lexer_and_escapes() -> None:
    for language in LANGUAGES:
        assert "<script" not in code_html(["<script>", "'\"&"], language)


def test_a_huge_block_is_not_coloured() -> None:
    assert "<span" not in code_html(["a: 1"] * 5000, "yaml")


def test_space_at_the_start_stays() -> None:
    assert "<code>  a\n    b</code>" in code_html(["  a", "    b"], "text")
    assert "<code>  " in code_html(["  a: 1"], "yaml").replace('<span class="w">', "").replace("</span>", "")
