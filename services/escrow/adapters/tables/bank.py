"""Files to and from banks, what they say, and what does not agree."""

from __future__ import annotations

import sqlalchemy as sa

from services.escrow.adapters.tables.base import day, fen, metadata, moment, text

bank_account = sa.Table(
    "bank_account",
    metadata,
    text("account", 40, primary_key=True),
    text("project_id", index=True),
    text("jurisdiction", 40),
    text("bank", 60),
)

bank_file = sa.Table(
    "bank_file",
    metadata,
    text("file_id", 32, primary_key=True),
    text("direction", 3),
    text("kind", 20),
    text("message_id", 35),
    text("account", 40, index=True),
    text("project_id"),
    text("jurisdiction", 40),
    text("bank", 60),
    text("profile", 20),
    text("name", 80),
    text("digest", 64),
    text("signature", 120),
    sa.Column("content", sa.Text, nullable=False),  # sealed
    sa.Column("lines", sa.Integer, nullable=False),
    moment("at"),
    sa.UniqueConstraint("direction", "message_id"),
)

bank_status = sa.Table(
    "bank_status",
    metadata,
    text("message_id", 35, primary_key=True),
    text("end_to_end_id", 35, primary_key=True),
    text("order_id", 35, index=True),
    text("account", 40, index=True),
    text("status", 4),
    text("reason", 4),
    text("info", 140),
    moment("told_at"),
)

bank_statement = sa.Table(
    "bank_statement",
    metadata,
    text("account", 40, primary_key=True),
    text("message_id", 35, primary_key=True),
    day("from_on"),
    day("to_on"),
    fen("opening_fen"),
    fen("closing_fen"),
)

bank_entry = sa.Table(
    "bank_entry",
    metadata,
    text("account", 40, primary_key=True),
    text("reference", 60, primary_key=True),
    text("direction", 3),
    fen("amount_fen"),
    day("booked_on"),
    text("end_to_end_id", 35, index=True),
    text("other_name", 200),
    sa.Column("other_account", sa.Text, nullable=False),  # protected
    text("text", 200),
)

bank_mismatch = sa.Table(
    "bank_mismatch",
    metadata,
    text("account", 40, primary_key=True),
    text("kind", 20, primary_key=True),
    text("key", 60, primary_key=True),
    text("project_id", index=True),
    text("jurisdiction", 40),
    text("bank", 60),
    fen("expected_fen"),
    fen("found_fen"),
    text("text_zh", 300),
    text("text_en", 300),
    moment("found_at"),
    moment("solved_at", nullable=True),
)
