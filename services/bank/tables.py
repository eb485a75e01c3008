"""The sample bank's tables: accounts, transfers, bookings, and mail with files for its customer."""

from __future__ import annotations

import sqlalchemy as sa

from services.runtime.days import daily_table
from services.runtime.messaging import messaging_tables

metadata = sa.MetaData()
messaging_tables(metadata)
daily_table(metadata)

account = sa.Table(
    "account",
    metadata,
    sa.Column("number", sa.String(40), primary_key=True),  # its mark: the number itself is never asked of this table
    sa.Column("is_open", sa.Boolean, nullable=False),
    sa.Column("limited", sa.Boolean, nullable=False),  # pays only what it holds
    sa.Column("balance_fen", sa.BigInteger, nullable=False),
    sa.Column("told_fen", sa.BigInteger, nullable=False),  # balance at the end of the last statement
    sa.Column("told_to", sa.Date, nullable=True),  # its last day
)

order_file = sa.Table(
    "order_file",
    metadata,
    sa.Column("message_id", sa.String(35), primary_key=True),
    sa.Column("account", sa.String(40), nullable=False),
    sa.Column("jurisdiction", sa.String(40), nullable=False),
    sa.Column("profile", sa.String(20), nullable=False),
)

transfer = sa.Table(
    "transfer",
    metadata,
    sa.Column("end_to_end_id", sa.String(35), primary_key=True),
    sa.Column("message_id", sa.String(35), sa.ForeignKey("order_file.message_id"), nullable=False, index=True),
    sa.Column("line", sa.Integer, nullable=False),
    sa.Column("account", sa.String(40), nullable=False),
    sa.Column("payee_name", sa.String(140), nullable=False),
    sa.Column("payee_account", sa.Text, nullable=False),  # protected
    sa.Column("amount_fen", sa.BigInteger, nullable=False),
    sa.Column("text", sa.String(140), nullable=False),
    sa.Column("fate", sa.String(10), nullable=False),
    sa.Column("due_on", sa.Date, nullable=False, index=True),
    sa.Column("done", sa.Boolean, nullable=False),
)

booking = sa.Table(
    "booking",
    metadata,
    sa.Column("reference", sa.String(35), primary_key=True),
    sa.Column("account", sa.String(40), nullable=False, index=True),
    sa.Column("direction", sa.String(3), nullable=False),
    sa.Column("amount_fen", sa.BigInteger, nullable=False),
    sa.Column("booked_on", sa.Date, nullable=False),
    sa.Column("end_to_end_id", sa.String(35), nullable=True),
    sa.Column("other_name", sa.String(140), nullable=True),
    sa.Column("other_account", sa.Text, nullable=True),  # protected
    sa.Column("text", sa.String(140), nullable=True),
    sa.Column("stated", sa.Boolean, nullable=False),
)

mail = sa.Table(
    "mail",
    metadata,
    sa.Column("mail_id", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("message_id", sa.String(35), nullable=False),
    sa.Column("content", sa.Text, nullable=False),  # sealed
    sa.Column("signature", sa.String(120), nullable=False),
    sa.Column("copies", sa.Integer, nullable=False),  # how often it is sent
    sa.Column("state", sa.String(20), nullable=False, index=True),
    sa.Column("answer", sa.String(500), nullable=False),
)
