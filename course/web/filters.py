"""How templates show what is not text."""

from datetime import datetime

from flask import Flask


def start(app: Flask) -> None:
    """Give templates the filters."""
    app.jinja_env.filters["day"] = day


def day(moment: datetime) -> str:
    """Return a day in words: "21 November 2026"."""
    return f"{moment.day} {moment:%B %Y}"
