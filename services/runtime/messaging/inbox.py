"""Which messages were already acted on, written in the transaction of their effect."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from services.runtime import statements
from services.runtime.messaging.outbox import now_ms

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa

_DAY_MS = 86_400_000


def record(connection: sa.Connection, message_id: bytes, consumer: str) -> bool:
    """Remember a message; False when this consumer has acted on it before.

    A second transaction with the same message waits here until the first has ended.
    """
    return bool(record_many(connection, [message_id], consumer))


def record_many(connection: sa.Connection, message_ids: Sequence[bytes], consumer: str) -> set[bytes]:
    """Remember several messages at once and return those that are new."""
    now = now_ms()
    unique = list(dict.fromkeys(message_ids))
    values = [value for message_id in unique for value in (message_id, consumer, now)]
    return {bytes(found[0]) for found in statements.fetch(connection, _insert(len(unique)), values)}


@lru_cache(maxsize=64)
def _insert(count: int) -> str:
    return (
        f"INSERT INTO inbox (message_id, consumer, received_at) VALUES {', '.join(['(%s, %s, %s)'] * count)} "  # noqa: S608 - only placeholders are joined
        "ON CONFLICT (message_id, consumer) DO NOTHING RETURNING message_id"
    )


def purge(connection: sa.Connection, *, older_than_days: int) -> int:
    """Forget messages of long ago and return how many; a redelivery that late cannot happen."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    horizon = now_ms() - older_than_days * _DAY_MS
    return connection.exec_driver_sql(f"DELETE FROM inbox WHERE received_at < {mark}", (horizon,)).rowcount  # noqa: S608 - only a placeholder is joined
