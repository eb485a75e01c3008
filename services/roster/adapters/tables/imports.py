"""Files that were imported, and the lines of them that were not taken as they are."""

from __future__ import annotations

import sqlalchemy as sa

from services.roster.adapters.tables.base import metadata, moment, project

import_run = sa.Table(
    "import_run",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    project(index=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("file_name", sa.String(200), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("by", sa.String(100), nullable=False),
    moment("at"),
    sa.Column("accepted", sa.Integer, nullable=False),
    sa.Column("repeated", sa.Integer, nullable=False),
    sa.Column("refused", sa.Integer, nullable=False),
)

import_line = sa.Table(
    "import_line",
    metadata,
    sa.Column("run_id", sa.String(36), sa.ForeignKey("import_run.id"), primary_key=True),
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("outcome", sa.String(20), nullable=False),
    sa.Column("code", sa.String(40), nullable=False),
    sa.Column("reason", sa.String(300), nullable=False),
)
