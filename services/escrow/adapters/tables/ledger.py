"""The ledger: accounts with their balances, transactions, and postings that are never changed."""

from __future__ import annotations

import sqlalchemy as sa

from services.escrow.adapters.tables.base import day, fen, metadata, moment, project_key, text

account = sa.Table(
    "ledger_account",
    metadata,
    project_key(primary_key=True),
    text("kind", 20, primary_key=True),
    fen("balance_fen"),
    sa.CheckConstraint("kind <> 'bank' OR balance_fen >= 0", name="bank_is_never_below_zero"),
)

transaction = sa.Table(
    "ledger_transaction",
    metadata,
    text("id", 36, primary_key=True),
    project_key(),
    text("key", 200),
    text("what", 40),
    text("month", 7),
    day("booked_on"),
    text("memo", 300),
    moment("booked_at"),
    sa.Column("reverses", sa.String(36), sa.ForeignKey("ledger_transaction.id"), nullable=True, unique=True),
    sa.UniqueConstraint("project_id", "key"),
    sa.Index("ledger_transaction_what", "project_id", "what", "month"),
)

entry = sa.Table(
    "ledger_entry",
    metadata,
    sa.Column("transaction_id", sa.String(36), sa.ForeignKey("ledger_transaction.id"), primary_key=True),
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
    text("kind", 20),
    fen("debit_fen"),
    fen("credit_fen"),
    sa.CheckConstraint("debit_fen >= 0 AND credit_fen >= 0 AND debit_fen + credit_fen > 0", name="amounts_above_zero"),
    sa.CheckConstraint("debit_fen = 0 OR credit_fen = 0", name="one_side_only"),
)
