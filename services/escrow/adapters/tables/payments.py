"""Orders to the bank and their lines."""

from __future__ import annotations

import sqlalchemy as sa

from services.escrow.adapters.tables.base import day, fen, metadata, moment, project_key, text

payment_order = sa.Table(
    "payment_order",
    metadata,
    text("order_id", 32, primary_key=True),
    project_key(index=True),
    text("jurisdiction", 40),
    text("purpose", 20),
    text("about", 120, index=True),
    day("pay_on"),
    sa.Column("lines", sa.Integer, nullable=False),
    fen("total_fen"),
    moment("ordered_at"),
    moment("settled_at", nullable=True),
)

payment_line = sa.Table(
    "payment_line",
    metadata,
    text("end_to_end_id", 32, primary_key=True),
    sa.Column("order_id", sa.String(32), sa.ForeignKey("payment_order.order_id"), nullable=False, index=True),
    sa.Column("line_no", sa.Integer, nullable=False),
    text("payee", 60),
    text("payee_name", 200),
    sa.Column("account", sa.Text, nullable=False),  # protected
    fen("amount_fen"),
    text("state", 20),
    fen("paid_fen"),
    text("reason", 200),
)
