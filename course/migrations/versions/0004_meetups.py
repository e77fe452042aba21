"""Meetups: groups and their hosts, meetups, assignments, enrolments."""

import sqlalchemy as sa
from alembic import op

from course.db import UTCDateTime

revision = "0004"
down_revision = "0003"

LINKS = ("video_url", "chat_url", "notes_url", "recording_url")


def _of(name: str, table: str = "", *, primary_key: bool = False, index: bool = False) -> sa.Column[int]:
    """Return a column that points at another table, and goes with what it points at."""
    key = sa.ForeignKey(f"{table or name}.id", ondelete="CASCADE")
    return sa.Column(f"{name}_id", sa.Integer(), key, nullable=False, primary_key=primary_key, index=index or None)


def upgrade() -> None:
    op.create_table(
        "group",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("slug", sa.String(100), nullable=False, unique=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("founded_at", UTCDateTime(), nullable=False),
        sa.Column("hidden_at", UTCDateTime()),
        sa.Column("forsaken_at", UTCDateTime()),
        sa.Column("closed_at", UTCDateTime()),
    )
    op.create_table(
        "group_host",
        _of("group", primary_key=True),
        _of("host", "user", primary_key=True, index=True),
        sa.Column("began_at", UTCDateTime(), nullable=False),
    )
    op.create_table(
        "host_invitation",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of("group", index=True),
        _of("host", "user", index=True),
        sa.Column("token_digest", sa.String(64), nullable=False, unique=True),
        sa.Column("hands_over", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("made_at", UTCDateTime(), nullable=False),
    )
    _create_meetup()
    op.create_table(
        "meetup_group",
        _of("meetup", primary_key=True),
        _of("group", primary_key=True, index=True),
        sa.Column("agreed_at", UTCDateTime()),
    )
    op.create_table(
        "assignment",
        _of("meetup", primary_key=True),
        sa.Column("lesson_slug", sa.String(100), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.UniqueConstraint("meetup_id", "position"),
    )
    op.create_table(
        "enrolment",
        _of("meetup", primary_key=True),
        _of("learner", "user", primary_key=True, index=True),
        sa.Column("host_may_know", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("joined_at", UTCDateTime(), nullable=False),
    )
    op.create_table(
        "topic_minutes",
        _of("meetup", primary_key=True),
        sa.Column("lesson_slug", sa.String(100), primary_key=True),
        sa.Column("question_id", sa.String(100), primary_key=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 1 AND 180", name="lasts_up_to_three_hours"),
    )


def _create_meetup() -> None:
    op.create_table(
        "meetup",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("slug", sa.String(100), nullable=False, unique=True),
        sa.Column("join_code", sa.String(16), nullable=False, unique=True),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "published",
                "cancelled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=10,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("video_url", sa.String(500), nullable=False),
        sa.Column("chat_url", sa.String(500), nullable=False),
        sa.Column("notes_url", sa.String(500), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("recording_url", sa.String(500), nullable=False),
        sa.Column("afterwards", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 15 AND 720", name="lasts_a_quarter_to_twelve_hours"),
        *(
            sa.CheckConstraint(f"{one} = '' OR substr({one}, 1, 8) = 'https://'", name=f"{one}_is_https")
            for one in LINKS
        ),
        sa.Index("ix_meetup_status_starts_at", "status", "starts_at"),
    )


def downgrade() -> None:
    for table in (
        "topic_minutes",
        "enrolment",
        "assignment",
        "meetup_group",
        "meetup",
        "host_invitation",
        "group_host",
        "group",
    ):
        op.drop_table(table)
