"""The invitation as text to copy: for a mail, a chat, a forum."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from course.meetups.announcements import Announcement

_MARKS = re.compile(r"([\\`*_\[\]>#|~$^@])")  # of Markdown and what forums add to it


@dataclass(frozen=True, slots=True)
class InvitationText:
    """One way to write it; `lines` is how high a field must be to show all of it."""

    name: str
    label: str
    hint: str
    text: str

    @property
    def lines(self) -> int:
        """How many lines it has, long ones counted twice."""
        return sum(1 + len(line) // 72 for line in self.text.split("\n"))


def invitation_texts(meetup: Announcement) -> tuple[InvitationText, ...]:
    """Return the invitation in three flavours."""
    return (
        InvitationText("mail", "For a mail", "Plain text. The first line is the subject.", _mail(meetup)),
        InvitationText("chat", "For a chat", "One message for IRC, Matrix or a messenger.", _chat(meetup)),
        InvitationText("forum", "For a forum", "Markdown, as most forums read it.", _forum(meetup)),
    )


def markdown(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return _MARKS.sub(r"\\\1", text.replace("&", "&amp;")).replace("<", "&lt;")


def _mail(meetup: Announcement) -> str:
    return _paragraphs(
        f"{meetup.heading}: {meetup.begins.day}, {meetup.begins.clock}",
        f"Hello,\n\nYou are invited to “{meetup.title}” by {meetup.groups}.",
        "\n".join(_facts(meetup, lambda label, words: f"{label}: {words}")),
        _reading(meetup, lambda title, minutes, url: f"- {title} ({minutes} min)\n  {url}"),
        "What is answered there decides what we talk about. The hosts see numbers; your name only if you allow it."
        if meetup.readings
        else "",
        f"Join here, no account needed:\n{meetup.join_url}",
    )


def _chat(meetup: Announcement) -> str:
    utc = f", that is {meetup.utc.clock} UTC" if meetup.utc else ""
    titles = ", ".join(f"{one.title} ({one.minutes} min)" for one in meetup.readings)
    sentences = [
        f"{meetup.heading}: {meetup.when}{utc}.",
        f"{meetup.place}." if meetup.place else "",
        f"To read before, {meetup.reading_words}: {titles}." if titles else "",
        f"Join: {meetup.join_url}",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _forum(meetup: Announcement) -> str:
    return _paragraphs(
        f"## {markdown(meetup.heading)}",
        f"You are invited by {markdown(meetup.groups)}.",  # no text of a host begins a line
        "\n".join(_facts(meetup, lambda label, words: f"- **{label}:** {_autolinked(words)}")),
        _reading(meetup, lambda title, minutes, url: f"- [{markdown(title)}]({url}), {minutes} min"),
        "What is answered there decides what we talk about." if meetup.readings else "",
        f"[Join here]({meetup.join_url}), no account needed.",
    )


def _facts(meetup: Announcement, line: Callable[[str, str], str]) -> list[str]:
    """Return when and where, a line each, both zones named."""
    found = [("When", meetup.when)]
    if meetup.utc:
        found.append(("That is", meetup.utc.words))
    if meetup.place:
        found.append(("Where", meetup.place))
    return [line(label, words) for label, words in (*found, *meetup.links)]


def _reading(meetup: Announcement, line: Callable[[str, int, str], str]) -> str:
    if not meetup.readings:
        return ""
    head = f"Please read before, {meetup.reading_words} with the questions:"
    return "\n".join([head, "", *(line(one.title, one.minutes, one.url) for one in meetup.readings)])


def _autolinked(words: str) -> str:
    if not words.startswith("https://") or " " in words:
        return markdown(words)
    return f"<{words.replace('<', '%3C').replace('>', '%3E')}>"


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
