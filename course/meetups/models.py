"""Groups and their hosts, meetups, what is read before them, and who means to come."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from course.accounts.models import CONSENT, SECRET
from course.db import Base, word_of

SHORTEST, LONGEST = 15, 12 * 60  # minutes of a meetup
LINKS = ("video_url", "chat_url", "notes_url", "recording_url")
LONGEST_TALK = 180  # minutes of one topic


class Status(StrEnum):
    """What a meetup is to those who do not host it; that it is over, the clock says."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Group(Base):
    """An OpenStack user group. Without a host it looks for one, and closes when none is found."""

    __tablename__ = "group"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    description: Mapped[str] = mapped_column(Text)
    founded_at: Mapped[datetime]
    hidden_at: Mapped[datetime | None]  # by an operator; null: everybody may see it
    forsaken_at: Mapped[datetime | None]  # when it was seen to have no host; null: it has one, or nobody looked yet
    closed_at: Mapped[datetime | None]  # null: it is open


class GroupHost(Base):
    """A person with an account who hosts a group, and so all of its meetups."""

    __tablename__ = "group_host"

    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True)
    began_at: Mapped[datetime]


class HostInvitation(Base):
    """A link that makes whoever opens it first a host; it goes with the host who made it."""

    __tablename__ = "host_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), index=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True, info=SECRET)
    hands_over: Mapped[bool] = mapped_column(server_default=false())  # who invites leaves when it is accepted
    made_at: Mapped[datetime]


class Meetup(Base):
    """A dated gathering of one or more groups."""

    __tablename__ = "meetup"
    __table_args__ = (
        CheckConstraint(f"minutes BETWEEN {SHORTEST} AND {LONGEST}", name="lasts_a_quarter_to_twelve_hours"),
        *(CheckConstraint(f"{one} = '' OR substr({one}, 1, 8) = 'https://'", name=f"{one}_is_https") for one in LINKS),
        Index("ix_meetup_status_starts_at", "status", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    join_code: Mapped[str] = mapped_column(String(16), unique=True)  # of the short link
    status: Mapped[Status] = mapped_column(word_of(Status))
    title: Mapped[str] = mapped_column(String(120))
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    zone: Mapped[str] = mapped_column(String(64))  # "Europe/Warsaw": in which clocks the host thinks
    place: Mapped[str] = mapped_column(String(200))  # empty: online only
    video_url: Mapped[str] = mapped_column(String(500))
    chat_url: Mapped[str] = mapped_column(String(500))
    notes_url: Mapped[str] = mapped_column(String(500))
    language: Mapped[str] = mapped_column(String(20))  # of the evening: "en", "pl"
    description: Mapped[str] = mapped_column(Text)
    recording_url: Mapped[str] = mapped_column(String(500))  # this and the next: afterwards
    afterwards: Mapped[str] = mapped_column(Text)
    version: Mapped[int]  # grows with every change: of two hosts who edit at once the second is told
    changed_at: Mapped[datetime]


class MeetupGroup(Base):
    """A group that holds a meetup; a second one does so once one of its hosts agrees."""

    __tablename__ = "meetup_group"

    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetup.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True, index=True)
    agreed_at: Mapped[datetime | None]  # null: asked, and no host of the group has answered yet


class Assignment(Base):
    """A lesson set before a meetup; due when it starts."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("meetup_id", "position"),)

    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetup.id", ondelete="CASCADE"), primary_key=True)
    lesson_slug: Mapped[str] = mapped_column(String(100), primary_key=True)
    position: Mapped[int]


class Enrolment(Base):
    """A learner means to come to a meetup."""

    __tablename__ = "enrolment"

    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetup.id", ondelete="CASCADE"), primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True)
    host_may_know: Mapped[bool] = mapped_column(server_default=false(), info=CONSENT)  # the name, and what was read
    joined_at: Mapped[datetime]


class TopicMinutes(Base):
    """How long a host wants to talk about the topic of a question, other than the rule suggests."""

    __tablename__ = "topic_minutes"
    __table_args__ = (CheckConstraint(f"minutes BETWEEN 1 AND {LONGEST_TALK}", name="lasts_up_to_three_hours"),)

    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetup.id", ondelete="CASCADE"), primary_key=True)
    lesson_slug: Mapped[str] = mapped_column(String(100), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    minutes: Mapped[int]
