"""Whom a view is for. A view that does not say is refused to everybody."""

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Audience(Enum):
    """Who may use a view."""

    EVERYBODY = "everybody"
    LEARNERS = "guests and accounts"
    ACCOUNTS = "accounts"
    INSTRUCTORS = "instructors and operators"


def open_to(audience: Audience) -> Callable[[View], View]:
    """Mark a view with its audience; stands right above the function."""

    def mark(view: View) -> View:
        vars(view)["audience"] = audience
        return view

    return mark


def audience_of(view: Callable[..., Any]) -> Audience | None:
    """Return whom a view is for, None when it does not say."""
    return vars(view).get("audience")
