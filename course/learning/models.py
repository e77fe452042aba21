"""What learners did: responses, the questions as they were then, and completions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.db import Base, word_of


class Outcome(StrEnum):
    """What became of a response."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"  # "I don't know yet"
    REVEALED = "revealed"  # "Show me the answer"


class Certainty(StrEnum):
    """How sure a learner was, said with the submit button."""

    SURE = "sure"
    GUESS = "guess"
    UNKNOWN = "unknown"  # sent with the Enter key, or nothing was picked


class Extent(StrEnum):
    """How a lesson was finished."""

    DONE = "done"  # every question answered right at least once, unaided
    READ = "read"  # a lesson without questions, marked as read


class QuestionVersion(Base):
    """The text of a question as it was when first seen under a digest.

    The digest of its section belongs to the key: rewriting the paragraph beside a question starts a new
    version, so that answers before and after can be compared.
    """

    __tablename__ = "question_version"
    __table_args__ = (UniqueConstraint("quiz_slug", "question_id", "digest", "section_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_slug: Mapped[str] = mapped_column(String(100))
    question_id: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64))
    section_digest: Mapped[str] = mapped_column(String(64))  # empty: asked only in the quiz
    text: Mapped[str] = mapped_column(Text)  # the stem, the body and the choices with their keys, as JSON
    first_seen_at: Mapped[datetime]


class Response(Base):
    """One answer of a learner to one question, right or not, or a reveal of it; never changed."""

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("learner_id", "key"),
        # With all that is counted of a first answer, so that a meetup among a million answers reads none of the others.
        Index("ix_response_learner_id_version_id_id", "learner_id", "version_id", "id", "outcome", "certainty"),
        CheckConstraint("outcome = 'right' OR NOT unaided", name="only_a_right_answer_is_unaided"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"), index=True)
    key: Mapped[str] = mapped_column(String(64))  # the same reply twice has the same key
    picked: Mapped[list[str]] = mapped_column(JSON)
    outcome: Mapped[Outcome] = mapped_column(word_of(Outcome))
    certainty: Mapped[Certainty] = mapped_column(word_of(Certainty))
    unaided: Mapped[bool]  # right, and not within ten minutes of a reveal
    answered_at: Mapped[datetime]


class Completion(Base):
    """The fact that a learner finished a lesson; never taken away."""

    __tablename__ = "completion"

    learner_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    lesson_slug: Mapped[str] = mapped_column(String(100), primary_key=True)
    extent: Mapped[Extent] = mapped_column(word_of(Extent), primary_key=True)
    completed_at: Mapped[datetime]
