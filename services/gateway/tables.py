"""The gateway's own tables: accounts, sessions, answers to idempotent requests, and the outbox that every hosted service has."""

from __future__ import annotations

import sqlalchemy as sa

from services.runtime.messaging import messaging_tables

metadata = sa.MetaData()

account = sa.Table(
    "account",
    metadata,
    sa.Column("username", sa.String(60), primary_key=True),
    sa.Column("password_hash", sa.String(200), nullable=False),
    sa.Column("name_zh", sa.String(100), nullable=False),
    sa.Column("name_en", sa.String(100), nullable=False),
    sa.Column("jurisdiction", sa.String(40), nullable=False),
    sa.Column("department", sa.String(60), nullable=False),
    sa.Column("roles", sa.Text, nullable=False),  # JSON list
    sa.Column("firms", sa.Text, nullable=False),  # JSON list of credit codes; empty for public bodies
    sa.Column("disabled_at", sa.Float),  # seconds since the epoch; set: nobody signs in with it
)

sign_in_failure = sa.Table(
    "sign_in_failure",
    metadata,
    sa.Column("name_hash", sa.LargeBinary(32), primary_key=True),  # of the name as typed, which may be no account's
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("until", sa.Float, nullable=False, index=True),  # seconds since the epoch, when they are forgotten
)

session = sa.Table(
    "session",
    metadata,
    sa.Column("token_hash", sa.LargeBinary(32), primary_key=True),
    sa.Column("username", sa.String(60), sa.ForeignKey("account.username"), nullable=False, index=True),
    sa.Column("csrf", sa.String(60), nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False, index=True),
)

answer = sa.Table(
    "answer",
    metadata,
    sa.Column("key_hash", sa.LargeBinary(32), primary_key=True),  # of user, method, path and Idempotency-Key
    sa.Column("request_hash", sa.LargeBinary(32), nullable=False),
    sa.Column("status", sa.Integer, nullable=False),  # 0 while the request is being worked on
    sa.Column("etag", sa.String(80)),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("kept_at", sa.Float, nullable=False, index=True),
)

messaging = messaging_tables(metadata)
