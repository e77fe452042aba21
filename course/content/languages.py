"""The languages that a code block may name."""

LANGUAGES = {
    "bash": "bash",
    "conf": "ini",
    "diff": "diff",
    "http": "http",
    "ini": "ini",
    "json": "json",
    "python": "python",
    "sh": "bash",
    "sql": "sql",
    "text": "",
    "toml": "toml",
    "xml": "xml",
    "yaml": "yaml",
}
"""Name to the lexer that colours it; "" for none. `console` is not here: it is a recording, not a language."""
