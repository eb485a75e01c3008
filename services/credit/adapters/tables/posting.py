"""What was posted, where, and the proof of it."""

from __future__ import annotations

import sqlalchemy as sa

from services.credit.adapters.tables.base import day, json, metadata, moment, text

posting = sa.Table(
    "posting",
    metadata,
    text("posting_id", 36, primary_key=True),
    text("kind", 40),
    text("about", 120),
    text("digest", 64),
    text("project_id"),
    text("jurisdiction", 40),
    text("title", 300),
    text("state", 20),
    text("place", 20),
    json("signatures"),
    json("missing"),
    moment("opened_at"),
    day("due_on"),
    sa.Column("late", sa.Boolean, nullable=False),
    day("posted_on", nullable=True),
    text("spot", 60),
    text("proof", 200),
    day("hold_until", nullable=True),
    day("taken_down_on", nullable=True),
    sa.UniqueConstraint("kind", "about", "digest"),
    sa.Index("posting_project", "project_id", "kind"),
)
