"""Code in colours: classes only, for the few languages that lessons use."""

from collections.abc import Sequence

from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from course.content.languages import LANGUAGES

_LONGEST = 8 * 1024  # characters; some lexers are slow on text that is not what it says it is
_FORMATTER = HtmlFormatter(nowrap=True)


def code_html(lines: Sequence[str], language: str) -> Markup:
    """Return code as a figure, in colours when the language is one of ours and the block is not huge."""
    code = "\n".join(lines)
    lexer = LANGUAGES.get(language, "")
    coloured = escape(code)
    if lexer and len(code) <= _LONGEST:
        coloured = Markup(highlight(code, get_lexer_by_name(lexer), _FORMATTER).rstrip("\n"))  # noqa: S704 - escaped by Pygments
    label = language or "text"
    return Markup(
        '<figure class="code"><pre tabindex="0" role="group" aria-label="{}"><code>{}</code></pre></figure>'
    ).format(label, coloured)
