"""The projects as announced by their permits, and what parties and departments are told about them."""

from __future__ import annotations

import sqlalchemy as sa

from services.escrow.adapters.tables.base import day, fen, json, metadata, moment, project_key, text

project = sa.Table(
    "project",
    metadata,
    text("project_id", primary_key=True),
    text("name", 200),
    text("jurisdiction", 40),
    text("construction_unit", 18, index=True),
    text("general_contractor", 18, index=True),
    day("permit_issued_on"),
    fen("contract_price_fen", nullable=True),
    day("contract_signed_on", nullable=True),
    text("project_sector", 40, nullable=True),
    fen("investment_fen", nullable=True),
)

notice = sa.Table(
    "notice",
    metadata,
    text("id", 36, primary_key=True),
    project_key(index=True),
    text("about", 200),
    text("kind", 40),
    text("addressee", 60),
    json("text_zh"),
    json("text_en"),
    json("clauses"),
    moment("created_at"),
    sa.UniqueConstraint("project_id", "about", "kind", "addressee"),
)
