"""Roles: instructors and operators among the accounts."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # In words of our own, understood by both engines: SQLite adds a constraint to a table only with a column.
    op.execute(
        'ALTER TABLE "user" ADD COLUMN role VARCHAR(10)'
        " CONSTRAINT ck_user_role CHECK (role IN ('instructor', 'operator'))"
        " CONSTRAINT ck_user_only_an_account_has_a_role CHECK (role IS NULL OR email IS NOT NULL)"
    )


def downgrade() -> None:
    op.drop_column("user", "role")
