"""Firms, projects, applications and permits (P01). Facts and decisions as JSON text; times as ISO 8601 text with offset."""

from __future__ import annotations

import sqlalchemy as sa

from services.permits.adapters.tables.base import metadata

firm = sa.Table(
    "firm",
    metadata,
    sa.Column("credit_code", sa.String(18), primary_key=True),
    sa.Column("id", sa.String(36), nullable=False, unique=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("contact", sa.String(200), nullable=False),
)

project = sa.Table(
    "project",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("jurisdiction", sa.String(40), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("construction_unit", sa.String(18), nullable=False, index=True),
    sa.Column("general_contractor", sa.String(18), nullable=False, index=True),
    sa.Column("created_at", sa.String(40), nullable=False),
)

application = sa.Table(
    "application",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("project_id", sa.String(36), sa.ForeignKey("project.id"), nullable=False, index=True),
    sa.Column("jurisdiction", sa.String(40), nullable=False),
    sa.Column("state", sa.String(20), nullable=False, index=True),
    sa.Column("late", sa.Boolean, nullable=False),
    sa.Column("submitted_at", sa.String(40), nullable=False),
    sa.Column("submitted_by", sa.String(100), nullable=False),
    sa.Column("closed_at", sa.String(40), nullable=True),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("scope", sa.Text, nullable=True),
    sa.Column("gate", sa.Text, nullable=True),
    sa.Column("closing", sa.Text, nullable=False),
)

request = sa.Table(
    "request",
    metadata,
    sa.Column("request_id", sa.String(100), primary_key=True),
    sa.Column("application_id", sa.String(36), sa.ForeignKey("application.id"), nullable=False),
)

permit = sa.Table(
    "permit",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("application_id", sa.String(36), sa.ForeignKey("application.id"), nullable=False, unique=True),
    sa.Column("project_id", sa.String(36), sa.ForeignKey("project.id"), nullable=False),
    sa.Column("jurisdiction", sa.String(40), nullable=False),
    sa.Column("number", sa.String(60), nullable=False, unique=True),
    sa.Column("issued_on", sa.String(10), nullable=False),
)

permit_counter = sa.Table(
    "permit_counter",
    metadata,
    sa.Column("jurisdiction", sa.String(40), primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)

notice = sa.Table(
    "notice",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("application_id", sa.String(36), sa.ForeignKey("application.id"), nullable=False, index=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("addressee", sa.String(60), nullable=False),
    sa.Column("text_zh", sa.Text, nullable=False),
    sa.Column("text_en", sa.Text, nullable=False),
    sa.Column("duties", sa.Text, nullable=False),
    sa.Column("clauses", sa.Text, nullable=False),
    sa.Column("created_at", sa.String(40), nullable=False),
)
