"""What the forms of all features share: problems with a place, and text that is only text."""

import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from wtforms import Field, Form
from wtforms.validators import ValidationError

REFUSED = frozenset({"Cc", "Cs", "Zl", "Zp"})  # controls, halves of signs, line ends


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a form was not taken; `url` leads to the field."""

    message: str
    url: str


class PageForm(Form):
    """A form of a page; `page` makes the ids of its fields its own."""

    page: ClassVar[str] = "page"
    key_field: ClassVar[str] = "password"  # where "too many tries" and a wrong key stand
    wrong_key: ClassVar[str] = "That is not your password."

    def refuse(self, name: str, message: str) -> None:
        """Add a problem that only the answer of the course could tell."""
        field = self[name]
        field.errors = [*field.errors, message]

    @property
    def problems(self) -> list[Problem]:
        """The first problem of every field that has one, in the order of the page."""
        return [Problem(str(field.errors[0]), f"#{self.page}_{field.name}") for field in self if field.errors]


def plain_text(_form: Form, field: Field) -> None:
    """Refuse characters that are no text; raises ValidationError."""
    if any(unicodedata.category(char) in REFUSED for char in field.data or ""):
        raise ValidationError("This holds a character that cannot be read. Please type it again.")


def stripped(text: str | None) -> str:
    """Return a text without the spaces around it; what is not there is empty."""
    return (text or "").strip()
