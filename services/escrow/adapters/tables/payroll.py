"""Payrolls, their lines, and the attendance that they are compiled from."""

from __future__ import annotations

import sqlalchemy as sa

from services.escrow.adapters.tables.base import day, fen, json, metadata, moment, project_key, text

attendance_part = sa.Table(
    "attendance_part",
    metadata,
    text("project_id", primary_key=True),
    text("month", 7, primary_key=True),
    sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("parts", sa.Integer, nullable=False),
    json("lines"),
)

payroll = sa.Table(
    "payroll",
    metadata,
    text("payroll_id", 120, primary_key=True),
    project_key(index=True),
    text("month", 7),
    text("jurisdiction", 40),
    day("form_due_on"),
    moment("opened_at"),
    text("state", 20),
    sa.Column("waiting", sa.Boolean, nullable=False),
    json("late"),
    json("firms"),
    sa.Column("sealed", sa.Boolean, nullable=False),
    text("sealed_by"),
    sa.Column("version", sa.Integer, nullable=False),
    day("pay_on", nullable=True),
    moment("approved_at", nullable=True),
    text("order_id", 32),
    moment("closed_at", nullable=True),
    day("keep_until", nullable=True),
)

payroll_line = sa.Table(
    "payroll_line",
    metadata,
    sa.Column("payroll_id", sa.String(120), sa.ForeignKey("payroll.payroll_id"), primary_key=True),
    text("worker_id", 60, primary_key=True),
    sa.Column("line_no", sa.Integer, nullable=False),
    text("name", 60),
    text("employer", 18),
    text("unit", 10),
    sa.Column("days", sa.Integer, nullable=False),
    fen("rate_fen"),
    fen("quantity_fen"),
    fen("gross_fen"),
    fen("deduct_fen"),
    fen("due_fen"),
    sa.Column("account", sa.Text, nullable=False),  # protected
    text("account_holder", 60),
    text("payee_kind", 30),
    sa.Column("contract", sa.Boolean, nullable=False),
    moment("signed_at", nullable=True),
    text("signed_by"),
    fen("signed_fen", nullable=True),
    text("objection", 500),
    text("objection_state", 20),
    text("state", 20),
    fen("paid_fen"),
    json("reasons"),
)
