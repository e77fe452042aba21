"""Accounts: passwords, the browser of a sign-in, move codes, failures."""

import sqlalchemy as sa
from alembic import op

from course.db import UTCDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # Plain ALTERs: a copy of the table would run into the cascades of the rows that point at it.
    op.add_column("user", sa.Column("password_hash", sa.String(200)))
    op.add_column("user", sa.Column("offered_at", UTCDateTime()))
    op.add_column("sign_in", sa.Column("browser", sa.String(40), nullable=False, server_default=""))
    op.create_table(
        "move_code",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("user.id", ondelete="CASCADE"), nullable=False, unique=True),
        sa.Column("code_digest", sa.String(64), nullable=False, unique=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
    )
    op.create_table(
        "failure",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("failed_at", UTCDateTime(), nullable=False),
        sa.Index("ix_failure_kind_subject_failed_at", "kind", "subject", "failed_at"),
        sa.Index("ix_failure_kind_failed_at", "kind", "failed_at"),
    )


def downgrade() -> None:
    op.drop_table("failure")
    op.drop_table("move_code")
    op.drop_column("sign_in", "browser")
    op.drop_column("user", "offered_at")
    op.drop_column("user", "password_hash")
