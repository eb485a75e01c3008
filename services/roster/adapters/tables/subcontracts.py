"""Firms that take work on, and the subcontracts of a project."""

from __future__ import annotations

import sqlalchemy as sa

from services.roster.adapters.tables.base import metadata, moment, project

sub_contractor = sa.Table(
    "sub_contractor",
    metadata,
    sa.Column("corp_code", sa.String(18), primary_key=True),
    sa.Column("corp_name", sa.String(200), nullable=False),
)

project_sub_contractor = sa.Table(
    "project_sub_contractor",
    metadata,
    sa.Column("id", sa.String(100), primary_key=True),
    project(index=True),
    sa.Column("awarding_corp_code", sa.String(18), nullable=False),
    sa.Column("corp_code", sa.String(18), sa.ForeignKey("sub_contractor.corp_code"), nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    moment("submitted_at"),
    sa.Column("decision", sa.Text, nullable=False),
)
