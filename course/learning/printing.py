"""Cards printed once per look: learners who stand alike with a question share its HTML."""

import secrets
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Flask
from markupsafe import Markup

from course.learning.cards import KEY_MARK

if TYPE_CHECKING:
    from course.learning.pages import Card

MOST_CARDS = 2000


def start(app: Flask) -> None:
    """Let templates print a card with `render_card(card)`."""
    environment = app.jinja_env

    @lru_cache(maxsize=MOST_CARDS)
    def printed(card: "Card") -> Markup:
        return Markup(environment.get_template("learning/_card.html").render(card=card))  # noqa: S704 (our own template)

    def render_card(card: "Card") -> Markup:
        return printed(card).replace(KEY_MARK, secrets.token_hex(8))

    environment.globals["render_card"] = render_card
