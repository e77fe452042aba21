"""An index with all that is counted of a first answer, in the place of the one with learner and version alone."""

from alembic import op

revision = "0005"
down_revision = "0004"

BEFORE, NOW = "ix_response_learner_id_version_id", "ix_response_learner_id_version_id_id"


def upgrade() -> None:
    op.create_index(NOW, "response", ["learner_id", "version_id", "id", "outcome", "certainty"])
    op.drop_index(BEFORE, "response")


def downgrade() -> None:
    op.create_index(BEFORE, "response", ["learner_id", "version_id"])
    op.drop_index(NOW, "response")
