"""What a host writes about a group or a meetup, and what of it cannot be taken."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from course.meetups.models import LONGEST, SHORTEST
from course.meetups.schedule import UnknownZoneError, zone_of

LONGEST_NAME, LONGEST_TITLE, LONGEST_PLACE, LONGEST_LINK, LONGEST_TEXT = 80, 120, 200, 500, 5000  # characters
LONGEST_LANGUAGE = 20

LANGUAGES = {
    "cs": "čeština",
    "de": "Deutsch",
    "en": "English",
    "es": "español",
    "fr": "français",
    "hu": "magyar",
    "it": "italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nl": "Nederlands",
    "pl": "polski",
    "pt": "português",
    "ro": "română",
    "sk": "slovenčina",
    "sv": "svenska",
    "tr": "Türkçe",
    "uk": "українська",
    "vi": "Tiếng Việt",
    "zh": "中文",
}
"""To offer; any other code can be written."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_LONGEST_SLUG = 60

Problems = Iterator[tuple[str, str]]  # a field, and what to do about it


class DetailsError(ValueError):
    """Something written cannot be taken; `problems` says for each field what to do."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDetails:
    """A group as its hosts describe it; texts are plain."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetupDetails:
    """A meetup as its hosts describe it; texts are plain, links empty where there is none."""

    title: str
    starts_at: datetime
    minutes: int
    zone: str
    language: str
    place: str = ""
    video_url: str = ""
    chat_url: str = ""
    notes_url: str = ""
    description: str = ""
    recording_url: str = ""
    afterwards: str = ""

    @property
    def language_words(self) -> str:
        """The language in its own words: "polski"; its code where we know no words."""
        return LANGUAGES.get(self.language, self.language)


def require_sound(details: GroupDetails | MeetupDetails) -> None:
    """Do nothing for details that can be kept; raises DetailsError."""
    problems = problems_of(details)
    if problems:
        raise DetailsError(problems)


def problems_of(details: GroupDetails | MeetupDetails) -> dict[str, str]:
    """Return for each field that cannot be kept what to do; nothing is wrong with the others."""
    return dict(_group_problems(details) if isinstance(details, GroupDetails) else _meetup_problems(details))


def slug_of(title: str, otherwise: str) -> str:
    """Return small letters, digits and dashes for a title; `otherwise` for one in another alphabet."""
    folded = unicodedata.normalize("NFKD", title.casefold().translate(_LETTERS))
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_SLUG].strip("-") or otherwise


def _group_problems(details: GroupDetails) -> Problems:
    yield from _text_problems("name", details.name, "Give the group a name.", LONGEST_NAME)
    yield from _text_problems("description", details.description, "", LONGEST_TEXT, lines=True)


def _meetup_problems(details: MeetupDetails) -> Problems:
    yield from _text_problems("title", details.title, "Give the meetup a title.", LONGEST_TITLE)
    yield from _text_problems("place", details.place, "", LONGEST_PLACE)
    yield from _text_problems("description", details.description, "", LONGEST_TEXT, lines=True)
    yield from _text_problems("afterwards", details.afterwards, "", LONGEST_TEXT, lines=True)
    if not SHORTEST <= details.minutes <= LONGEST:
        yield "minutes", f"Write the length in minutes, from {SHORTEST} to {LONGEST}."
    try:
        zone_of(details.zone)
    except UnknownZoneError as error:
        yield "zone", str(error)
    if len(details.language) > LONGEST_LANGUAGE or not _LANGUAGE.fullmatch(details.language):
        yield "language", "Write the language as a code, such as en or pl."
    yield from _link_problems("video_url", details.video_url)
    yield from _link_problems("chat_url", details.chat_url)
    yield from _link_problems("notes_url", details.notes_url)
    yield from _link_problems("recording_url", details.recording_url)


def _text_problems(field: str, text: str, missing: str, longest: int, *, lines: bool = False) -> Problems:
    if missing and not text.strip():
        yield field, missing
    elif len(text) > longest:
        yield field, f"This has {len(text)} characters; {longest} fit. Please shorten it."
    elif any(unicodedata.category(sign) in ("Cc", "Cs") and not (lines and sign in "\n\t") for sign in text):
        yield field, "This holds a character that cannot be read. Please type it again."


def _link_problems(field: str, url: str) -> Problems:
    if url and len(url) > LONGEST_LINK:
        yield field, f"This link has {len(url)} characters; {LONGEST_LINK} fit."
    elif url and not _is_https(url):
        yield field, "Write a link that starts with https://, such as https://meet.example.org/room, or leave it empty."


def _is_https(url: str) -> bool:
    if not url.startswith("https://") or any(sign.isspace() or not sign.isprintable() for sign in url):
        return False
    try:
        parts = urlsplit(url)
        odd = any(sign in parts.netloc for sign in "@\\")  # a name before the host, or another one to a browser
        return bool(parts.hostname) and not odd and (parts.port is None or parts.port > 0)
    except ValueError:  # brackets or a port that are none
        return False
