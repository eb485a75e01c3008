"""The table of days done, for methods that run once a day (`services.runtime.nameko.daily`)."""

from __future__ import annotations

import sqlalchemy as sa


def daily_table(metadata: sa.MetaData) -> sa.Table:
    """Add the table of days done to a service's own metadata and return it."""
    return sa.Table(
        "daily",
        metadata,
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("last_day", sa.Date, nullable=False),
    )
