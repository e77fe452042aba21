import re
from html import unescape

from course.content.terminal.console import Exchange, console_html, read_exchanges

BLOCK = ["$ openstack server create \\", "    --image debian-12 web-1", "+----+", "| ok |", "", "$ date", "Sunday"]


def test_a_block_is_split_into_commands_and_their_output() -> None:
    assert read_exchanges(BLOCK) == (
        Exchange(("openstack server create \\", "    --image debian-12 web-1"), ("+----+", "| ok |")),
        Exchange(("date",), ("Sunday",)),
    )


def test_what_stands_before_the_first_command_is_output() -> None:
    assert read_exchanges(["hello", "$ x"]) == (Exchange((), ("hello",)), Exchange(("x",), ()))


def test_a_dollar_in_the_output_is_output() -> None:
    assert read_exchanges(["$ x", "$HOME", "  $ y"]) == (Exchange(("x",), ("$HOME", "  $ y")),)


def test_the_copy_button_takes_only_the_commands() -> None:
    html = str(console_html(BLOCK, sketch=False))
    (data,) = re.findall('data-cmd="([^"]*)"', html)
    assert unescape(data) == "openstack server create \\\n    --image debian-12 web-1\ndate"
    assert html.count("<button") == 1


def test_prompt_options_and_continuation_have_classes() -> None:
    html = str(console_html(["$ ls -l --all=x a-b \\", "  --y"], sketch=False))
    code = re.search("<code>(.*?)</code>", html, re.DOTALL)
    assert code
    assert code[1] == (
        '<span class="p">$ </span>ls <span class="a">-l</span> <span class="a">--all=</span>x a-b '
        '<span class="a">\\</span>\n  <span class="a">--y</span>'
    )


def test_every_part_can_be_reached_and_is_named() -> None:
    html = str(console_html(BLOCK, sketch=False))
    assert html.count('<pre tabindex="0" role="group" aria-label="Command"') == 2
    assert html.count('<pre class="out" tabindex="0" role="group" aria-label="What you should see">') == 2


def test_a_sketch_says_that_it_is_one() -> None:
    assert "Sketch, not a recording" in console_html(BLOCK, sketch=True)
    assert "Your terminal" in console_html(BLOCK, sketch=False)


def test_output_alone_has_no_copy_button() -> None:
    assert "button" not in console_html(["only output"], sketch=False)


def test_hostile_text_stays_text() -> None:
    html = str(console_html(['$ "><script> --a', '</code><script>"'], sketch=False))
    assert "<script" not in html
    assert 'data-cmd="&#34;&gt;' in html
