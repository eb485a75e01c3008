"""Advances of wages in arrears, their payments, calls on guarantors, and what is claimed back."""

from __future__ import annotations

import sqlalchemy as sa

from services.escrow.adapters.tables.base import day, fen, json, metadata, moment, project_key, text

advance = sa.Table(
    "advance",
    metadata,
    text("advance_id", primary_key=True),
    project_key(index=True),
    text("jurisdiction", 40),
    text("about", 120),
    fen("arrears_fen"),
    moment("opened_at"),
    json("claims"),
    text("state", 20),
    text("outcome", 60),
    json("limits"),
    json("shares"),
    text("final_bearer", 40),
    json("facts"),
    json("reasons"),
    day("notice_by", nullable=True),
    sa.Column("supervised", sa.Boolean, nullable=True),
    fen("paid_fen"),
    day("filed_on", nullable=True),
    sa.CheckConstraint("paid_fen >= 0 AND paid_fen <= arrears_fen", name="never_more_than_the_arrears"),
)

payment = sa.Table(
    "advance_payment",
    metadata,
    text("id", 36, primary_key=True),
    sa.Column("advance_id", sa.String(100), sa.ForeignKey("advance.advance_id"), nullable=False),
    text("payer", 40),
    fen("amount_fen"),
    text("receipt", 60),
    day("paid_on"),
    sa.UniqueConstraint("advance_id", "payer", "receipt"),
)

guarantee_claim = sa.Table(
    "guarantee_claim",
    metadata,
    sa.Column("advance_id", sa.String(100), sa.ForeignKey("advance.advance_id"), primary_key=True),
    text("guarantor", 200),
    text("guarantee_number", 60),
    fen("claimed_fen"),
    day("pay_by"),
    fen("paid_fen", nullable=True),
)

recovery = sa.Table(
    "recovery",
    metadata,
    text("recovery_id", 120, primary_key=True),
    sa.Column("advance_id", sa.String(100), sa.ForeignKey("advance.advance_id"), nullable=False, index=True),
    project_key(),
    text("creditor", 40),
    text("debtor", 40),
    fen("amount_fen"),
    fen("recovered_fen"),
    text("state", 20),
)
