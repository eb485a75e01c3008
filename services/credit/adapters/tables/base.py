"""The one metadata of credit's tables, and column kinds. Days as dates, moments as ISO 8601 text, objects as JSON text."""

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


def day(name: str, **options: Any) -> sa.Column[Any]:  # noqa: ANN401 - SQLAlchemy's options
    """Return a column for a calendar day."""
    return sa.Column(name, sa.Date, **{"nullable": False, **options})


def moment(name: str, **options: Any) -> sa.Column[str]:  # noqa: ANN401 - SQLAlchemy's options
    """Return a column for a moment with its offset."""
    return text(name, 40, **options)


def json(name: str, **options: Any) -> sa.Column[str]:  # noqa: ANN401 - SQLAlchemy's options
    """Return a column for an object or a list."""
    return sa.Column(name, sa.Text, **{"nullable": False, **options})
