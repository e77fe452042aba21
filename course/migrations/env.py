"""Alembic's entry: run the migrations on the connection that the caller has opened and locked."""

from alembic import context

from course.db import Base
from course.schema import MODELS

assert MODELS  # importing them has filled the metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
