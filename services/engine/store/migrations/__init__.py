"""Alembic revisions of the engine."""
