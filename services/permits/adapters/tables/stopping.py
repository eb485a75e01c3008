"""Correction orders, and stops of work with their basis, losses and end (P06)."""

from __future__ import annotations

import sqlalchemy as sa

from services.permits.adapters.tables.base import day, fen, json, metadata, text

correction_order = sa.Table(
    "correction_order",
    metadata,
    text("order_id", primary_key=True),
    text("payment_id", index=True),
    text("violation", 40),
    text("addressee", 40),
    day("served_on"),
    day("correct_by"),
    day("corrected_on"),
    text("state", 20),
)

stop = sa.Table(
    "work_stop",
    metadata,
    text("stop_id", primary_key=True),
    text("payment_id", index=True),
    text("project_id", index=True),
    text("basis", 10),
    day("stopped_on", nullable=False),
    day("resumed_on"),
    fen("loss_fen"),
    text("loss_bearer", 40),
    json("reasons"),
)

stop_application = sa.Table(
    "stop_application",
    metadata,
    text("application_id", primary_key=True),
    text("payment_id", index=True),
    text("applicant", 18),
    day("applied_on", nullable=False),
    text("state", 20),
    text("decided_by", 20, nullable=True),
)
