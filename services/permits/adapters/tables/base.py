"""The one metadata of the permits service's tables, and column kinds: money in fen, days as dates, moments and objects as text."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from services.runtime.messaging import messaging_tables

metadata = sa.MetaData()
messaging = messaging_tables(metadata)

KEY = 100


def text(name: str, length: int = KEY, **options: Any) -> sa.Column[str]:  # noqa: ANN401 - SQLAlchemy's options
    """Return a column for a short text; not null unless said so."""
    return sa.Column(name, sa.String(length), **{"nullable": False, **options})


def fen(name: str, **options: Any) -> sa.Column[int]:  # noqa: ANN401 - SQLAlchemy's options
    """Return a column for money in fen."""
    return sa.Column(name, sa.BigInteger, **{"nullable": False, **options})


def day(name: str, **options: Any) -> sa.Column[Any]:  # noqa: ANN401 - SQLAlchemy's options
    """Return a column for a calendar day; null until it is known, unless said otherwise."""
    return sa.Column(name, sa.Date, **{"nullable": True, **options})


def flag(name: str, **options: Any) -> sa.Column[bool]:  # noqa: ANN401 - SQLAlchemy's options
    """Return a column for yes or no."""
    return sa.Column(name, sa.Boolean, **{"nullable": False, **options})


def json(name: str, **options: Any) -> sa.Column[str]:  # noqa: ANN401 - SQLAlchemy's options
    """Return a column for an object or a list."""
    return sa.Column(name, sa.Text, **{"nullable": False, **options})
