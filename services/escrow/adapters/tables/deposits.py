"""Wage deposits, their changes, uses, reviews and returns."""

from __future__ import annotations

import sqlalchemy as sa

from services.escrow.adapters.tables.base import day, fen, json, metadata, moment, project_key, text

deposit = sa.Table(
    "deposit",
    metadata,
    project_key(primary_key=True),
    text("jurisdiction", 40, index=True),
    text("holder", 18, index=True),
    text("state", 20),
    day("due_on"),
    sa.Column("rate_bp", sa.Integer, nullable=True),
    fen("due_fen"),
    fen("held_fen"),
    text("form", 10),
    text("letter_number", 60),
    day("letter_valid_until", nullable=True),
    sa.Column("missing", sa.Boolean, nullable=False),
    day("reminded_for", nullable=True),
    json("facts"),
    json("reasons"),
    sa.CheckConstraint("held_fen >= 0", name="deposit_is_never_below_zero"),
)

move = sa.Table(
    "deposit_move",
    metadata,
    text("id", 36, primary_key=True),
    project_key(),
    text("key", 200),
    text("kind", 20),
    fen("amount_fen"),
    text("receipt", 60),
    day("booked_on"),
    moment("booked_at"),
    sa.UniqueConstraint("project_id", "key"),
    sa.CheckConstraint("amount_fen > 0", name="deposit_move_above_zero"),
)

use = sa.Table(
    "deposit_use",
    metadata,
    text("order_id", primary_key=True),
    project_key(index=True),
    fen("wanted_fen"),
    fen("granted_fen"),
    fen("paid_fen", nullable=True),
    day("pay_by", nullable=True),
    day("paid_on", nullable=True),
    day("top_up_by", nullable=True),
    sa.Column("late", sa.Boolean, nullable=False),
)

review = sa.Table(
    "deposit_review",
    metadata,
    text("review_id", 120, primary_key=True),
    project_key(index=True),
    sa.Column("year", sa.Integer, nullable=False),
    day("finish_by"),
    sa.Column("old_rate_bp", sa.Integer, nullable=True),
    sa.Column("new_rate_bp", sa.Integer, nullable=True),
    fen("new_due_fen", nullable=True),
    text("state", 20),
    json("facts"),
    json("reasons"),
)

returning = sa.Table(
    "deposit_return",
    metadata,
    text("request_id", primary_key=True),
    project_key(index=True),
    day("posted_on"),
    day("notice_ends_on"),
    sa.Column("promise", sa.Boolean, nullable=False),
    day("works_completed_on", nullable=True),
    text("state", 20),
    json("reasons"),
    fen("returned_fen", nullable=True),
)
