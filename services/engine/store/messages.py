"""Subscriptions, kept messages and who has had them, and the inbox."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from services.engine.domain.history import milliseconds
from services.engine.domain.model import Subscription
from services.engine.store.base import Hot, Part
from services.engine.store.rows import digest, early_record, early_values, from_id, receiver_values
from services.engine.store.tables import early, instance, receiver, subscription

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from services.engine.domain.model import EarlyMessage, Receiver

_SUBSCRIPTIONS = Hot(
    "SELECT message, key, instance_id, token FROM subscription WHERE message = %s AND key = %s ORDER BY instance_id, token",
    ("message", "key", "instance_id", "token"),
)
_IS_EARLY = Hot("SELECT 1 FROM early_message WHERE message = %s AND key = %s LIMIT 1", ("found",))
_ORDER = (early.c.received_at, early.c.id)
_LONGEST_TRANSACTION = 10 * 60 * 1000  # milliseconds


class MessagePart(Part):
    """The messages' side of a session."""

    def seen(self, message_id: str, consumer: str) -> bool:
        """Record a message id and tell whether it had been recorded before."""
        return not self.wire.record(self.connection, message_id, consumer)

    def subscriptions(self, message: str, key: str) -> list[Subscription]:
        """Find who waits for a message."""
        return [_subscription(row) for row in self.rows(_SUBSCRIPTIONS, [message, key])]

    def early(self, message_id: str) -> EarlyMessage | None:
        """Read a kept message with its receivers and hold it for this transaction; None when it is gone."""
        found = self._with_receivers(self.locked(sa.select(early).where(early.c.id == digest(message_id)), of=early))
        return found[0] if found else None

    def early_for(self, waits: Sequence[tuple[str, str]]) -> list[EarlyMessage]:
        """Find kept messages for (message, key) pairs with their receivers, oldest first, and hold them for this transaction."""
        # Nearly always there is none, and looking needs no transaction. One that is written now is found by `missed_early`.
        if not any(self.rows(_IS_EARLY, wait, begin=False) for wait in dict.fromkeys(waits)):
            return []
        wanted = sa.or_(*((early.c.message == message) & (early.c.key == key) for message, key in waits))
        return self._with_receivers(self.locked(sa.select(early).where(wanted).order_by(*_ORDER), of=early, skip=True))

    def keep_early(self, early_message: EarlyMessage) -> None:
        """Keep a message for a later subscriber, with those who have had it."""
        self.connection.execute(sa.insert(early), early_values(early_message))
        self.add_receivers(early_message.receivers)

    def add_receivers(self, receivers: Sequence[Receiver]) -> None:
        """Note who has had a kept message."""
        if not receivers:
            return
        self.connection.execute(sa.insert(receiver), [receiver_values(each) for each in receivers])
        first = sa.update(early).where(early.c.id.in_({digest(each.message_id) for each in receivers}), early.c.taken_at.is_(None))
        self.connection.execute(first.values(taken_at=_wall_clock()))

    def drop_early(self, ids: Sequence[str]) -> None:
        """Forget kept messages that nobody can still need or that have become incidents."""
        keys = [digest(each) for each in ids]
        self.connection.execute(sa.delete(receiver).where(receiver.c.message_id.in_(keys)))
        self.connection.execute(sa.delete(early).where(early.c.id.in_(keys)))

    def expired_early(self, now: datetime, limit: int) -> list[EarlyMessage]:
        """Claim kept messages whose time is over."""
        statement = sa.select(early).where(early.c.expires_at <= milliseconds(now)).order_by(early.c.expires_at).limit(limit)
        return self._with_receivers(self.locked(statement, of=early, skip=True))

    def missed_early(self, limit: int) -> list[tuple[EarlyMessage, Subscription]]:
        """Find kept messages whose subscriber has not had them: two transactions that could not see each other wrote them.

        Of messages that somebody has had only those of the last minutes are looked through: no transaction lasts longer, and they are many.
        """
        waits = (
            sa.select(early, subscription.c.instance_id, subscription.c.token)
            .join_from(early, subscription, (early.c.message == subscription.c.message) & (early.c.key == subscription.c.key))
            .order_by(*_ORDER)
            .limit(limit)
        )
        has_had = sa.exists().where(receiver.c.message_id == early.c.id, receiver.c.instance_id == subscription.c.instance_id)
        ran_then = sa.exists().where(instance.c.id == subscription.c.instance_id, instance.c.started_at <= early.c.received_at)
        recent = early.c.taken_at >= _wall_clock() - _LONGEST_TRANSACTION
        rows = [*self.many(waits.where(early.c.taken_at.is_(None))), *self.many(waits.where(recent, ran_then, ~has_had))]
        return [(early_record(row), _subscription(row)) for row in rows]

    def _with_receivers(self, statement: sa.Select[Any]) -> list[EarlyMessage]:
        rows = self.many(statement)
        taken = [row["id"] for row in rows if row["taken_at"] is not None]
        receivers = self.many(sa.select(receiver).where(receiver.c.message_id.in_(taken))) if taken else []
        return [early_record(row, [each for each in receivers if each["message_id"] == row["id"]]) for row in rows]


def _wall_clock() -> int:
    """Return the milliseconds of the machine's clock: transactions take real time, whatever time it is for the cases."""
    return time.time_ns() // 1_000_000


def _subscription(row: Mapping[str, Any] | sa.RowMapping) -> Subscription:
    return Subscription(message=row["message"], key=row["key"], instance_id=from_id(row["instance_id"]), token=row["token"])
