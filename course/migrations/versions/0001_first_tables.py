"""The first tables: people, sign-ins, question versions, responses, completions."""

import sqlalchemy as sa
from alembic import op

from course.db import UTCDateTime

revision = "0001"
down_revision = None


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=10)


def upgrade() -> None:
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(254), unique=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("user.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("token_digest", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=False),
    )
    op.create_table(
        "question_version",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("quiz_slug", sa.String(100), nullable=False),
        sa.Column("question_id", sa.String(100), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("section_digest", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("first_seen_at", UTCDateTime(), nullable=False),
        sa.UniqueConstraint("quiz_slug", "question_id", "digest", "section_digest"),
    )
    op.create_table(
        "response",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("user.id", ondelete="CASCADE"), nullable=False),
        sa.Column("version_id", sa.Integer(), sa.ForeignKey("question_version.id"), nullable=False, index=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("picked", sa.JSON(), nullable=False),
        sa.Column("outcome", _word("outcome", "right", "wrong", "unknown", "revealed"), nullable=False),
        sa.Column("certainty", _word("certainty", "sure", "guess", "unknown"), nullable=False),
        sa.Column("unaided", sa.Boolean(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=False),
        sa.UniqueConstraint("learner_id", "key"),
        sa.CheckConstraint("outcome = 'right' OR NOT unaided", name="only_a_right_answer_is_unaided"),
        sa.Index("ix_response_learner_id_version_id", "learner_id", "version_id"),
    )
    op.create_table(
        "completion",
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("lesson_slug", sa.String(100), primary_key=True),
        sa.Column("extent", _word("extent", "done", "read"), primary_key=True),
        sa.Column("completed_at", UTCDateTime(), nullable=False),
    )


def downgrade() -> None:
    for table in ("completion", "response", "question_version", "sign_in", "user"):
        op.drop_table(table)
