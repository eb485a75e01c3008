"""Outgoing messages, written in the transaction of the state they speak of.

The statements are plain SQL, made once per dialect and size: they run for every message, and building
them through the expression language would cost more than running them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from services.runtime import statements
from services.runtime.messaging.broker import Parcel

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa

    from services.contracts.envelope import Message

GRACE_SECONDS = 15.0
_ROWS_A_STATEMENT = 200


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message and where it goes."""

    exchange: str
    routing_key: str
    message: Message


@dataclass(frozen=True, slots=True)
class Leftover:
    """An outbox row that its writer did not get confirmed."""

    parcel: Parcel
    attempts: int


def add(
    connection: sa.Connection, outgoing: Sequence[Outgoing], *, grace_seconds: float = GRACE_SECONDS, last: bool = False
) -> list[Parcel]:
    """Write messages into the outbox and return them encoded, for `Relay.wake` after the commit.

    Args:
        connection: the transaction of the state they speak of.
        outgoing: the messages, in the order in which they shall go.
        grace_seconds: for how long the rows belong to this process alone.
        last: nothing else follows in the transaction, so the last row's message takes the commit along.
    """
    parcels = [Parcel(o.message.key, o.exchange, o.routing_key, o.message.to_bytes()) for o in outgoing]
    available_at = now_ms() + int(grace_seconds * 1000)
    for start in range(0, len(parcels), _ROWS_A_STATEMENT):
        part = parcels[start : start + _ROWS_A_STATEMENT]
        values = [value for p in part for value in (p.id, available_at, p.exchange, p.routing_key, p.body)]
        if last and start + len(part) == len(parcels):
            statements.finish(connection, _insert(len(part)), values)
        else:
            statements.fetch(connection, _insert(len(part)), values)
    return parcels


def delete(connection: sa.Connection, ids: Sequence[bytes]) -> None:
    """Remove confirmed rows and commit; nothing else may follow in the transaction."""
    for start in range(0, len(ids), _ROWS_A_STATEMENT):
        part = ids[start : start + _ROWS_A_STATEMENT]
        sql = f"DELETE FROM outbox WHERE id IN ({', '.join(['%s'] * len(part))})"  # noqa: S608 - only placeholders are joined
        statements.finish(connection, sql, part, prepare=False)


def claim(connection: sa.Connection, *, limit: int, grace_seconds: float, after: bytes | None = None) -> list[Leftover]:
    """Take rows that nobody has published in time; each replica gets others.

    Args:
        connection: a transaction that may write.
        limit: how many at most, oldest first.
        grace_seconds: for how long the rows then belong to this process.
        after: take every row whose id is greater, whoever it belongs to; right only when there is no other process.
    """
    mark, now = _mark(connection), now_ms()
    lock = "" if connection.dialect.name == "sqlite" else "FOR UPDATE SKIP LOCKED"
    which = f"available_at <= {mark}" if after is None else f"id > {mark}"
    rows = connection.exec_driver_sql(
        f"UPDATE outbox SET available_at = {mark} WHERE id IN "  # noqa: S608 - only placeholders and constants are joined
        f"(SELECT id FROM outbox WHERE {which} ORDER BY id LIMIT {mark} {lock}) "
        "RETURNING id, exchange, routing_key, body, attempts",
        (now + int(grace_seconds * 1000), now if after is None else after, limit),
    ).all()
    return [Leftover(Parcel(bytes(r[0]), r[1], r[2], bytes(r[3])), r[4]) for r in sorted(rows, key=lambda r: bytes(r[0]))]


def has_due(connection: sa.Connection) -> bool:
    """Tell, without a lock, whether `claim` would find anything now."""
    sql = f"SELECT 1 FROM outbox WHERE available_at <= {_mark(connection)} LIMIT 1"  # noqa: S608 - only a placeholder is joined
    return connection.exec_driver_sql(sql, (now_ms(),)).first() is not None


def postpone(connection: sa.Connection, message_id: bytes, *, delay_seconds: float, error: str) -> None:
    """Keep a row that found no receiver, with the reason, and let it be tried again later."""
    mark = _mark(connection)
    connection.exec_driver_sql(
        f"UPDATE outbox SET available_at = {mark}, attempts = attempts + 1, error = {mark} WHERE id = {mark}",  # noqa: S608 - only placeholders are joined
        (now_ms() + int(delay_seconds * 1000), error, message_id),
    )


def now_ms() -> int:
    """Return milliseconds since 1970 by the machine's clock; delivery does not follow the movable clock of the law."""
    return time.time_ns() // 1_000_000


def _mark(connection: sa.Connection) -> str:
    return "?" if connection.dialect.name == "sqlite" else "%s"


@cache
def _insert(rows: int) -> str:
    row = "(%s, %s, %s, %s, %s)"
    return f"INSERT INTO outbox (id, available_at, exchange, routing_key, body) VALUES {', '.join([row] * rows)}"  # noqa: S608 - only placeholders are joined
