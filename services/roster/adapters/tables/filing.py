"""Projects, their labour officers, the employment filing, breaches that were found and notices."""

from __future__ import annotations

import sqlalchemy as sa

from services.roster.adapters.tables.base import metadata, moment, project

project_master = sa.Table(
    "project_master",
    metadata,
    sa.Column("project_code", sa.String(100), primary_key=True),
    sa.Column("project_name", sa.String(200), nullable=False),
    sa.Column("jurisdiction", sa.String(40), nullable=False),
    sa.Column("build_corp_code", sa.String(18), nullable=False, index=True),
    sa.Column("contractor_corp_code", sa.String(18), nullable=False, index=True),
    sa.Column("permit_issued_on", sa.Date, nullable=False),
    sa.Column("contract_signed_on", sa.Date, nullable=True),
    sa.Column("project_sector", sa.String(40), nullable=True),
    sa.Column("site_closed", sa.Boolean, nullable=True),
    sa.Column("equipment", sa.Text, nullable=False),
)

labour_officer = sa.Table(
    "labour_officer",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    project(),
    sa.Column("corp_code", sa.String(18), nullable=False),
    sa.Column("officer_name", sa.String(60), nullable=False),
    sa.Column("account", sa.String(100), nullable=False),
    sa.Column("appointed_on", sa.Date, nullable=False),
    sa.UniqueConstraint("project_code", "account"),
)

employment_filing = sa.Table(
    "employment_filing",
    metadata,
    project(primary_key=True),
    sa.Column("due_on", sa.Date, nullable=False),
    moment("reminded_at", nullable=True),
    sa.Column("overdue", sa.Boolean, nullable=False),
    sa.Column("filed_on", sa.Date, nullable=True),
    sa.Column("receipt", sa.String(100), nullable=False),
)

violation = sa.Table(
    "violation",
    metadata,
    project(primary_key=True),
    sa.Column("kind", sa.String(60), primary_key=True),
    sa.Column("about", sa.String(100), primary_key=True),
    moment("found_at"),
    sa.Column("clauses", sa.Text, nullable=False),
)

notice = sa.Table(
    "notice",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    project(index=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("addressee", sa.String(60), nullable=False),
    sa.Column("text_zh", sa.Text, nullable=False),
    sa.Column("text_en", sa.Text, nullable=False),
    sa.Column("clauses", sa.Text, nullable=False),
    moment("created_at"),
)
