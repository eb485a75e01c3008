"""Subscriptions, messages that came early, and the inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from services.engine.domain.history import milliseconds
from services.engine.domain.model import Subscription
from services.engine.store.base import Hot, Part
from services.engine.store.rows import digest, early_record, early_values, from_id
from services.engine.store.tables import early, subscription

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from services.engine.domain.model import EarlyMessage

_SUBSCRIPTIONS = Hot(
    "SELECT message, key, instance_id, token FROM subscription WHERE message = %s AND key = %s ORDER BY instance_id, token",
    ("message", "key", "instance_id", "token"),
)
_IS_EARLY = Hot("SELECT 1 FROM early_message WHERE message = %s AND key = %s LIMIT 1", ("found",))
_ORDER = (early.c.received_at, early.c.id)


class MessagePart(Part):
    """The messages' side of a session."""

    def seen(self, message_id: str, consumer: str) -> bool:
        """Record a message id and tell whether it had been recorded before."""
        return not self.wire.record(self.connection, message_id, consumer)

    def subscriptions(self, message: str, key: str) -> list[Subscription]:
        """Find who waits for a message."""
        return [_subscription(row) for row in self.rows(_SUBSCRIPTIONS, [message, key])]

    def early_for(self, waits: Sequence[tuple[str, str]]) -> list[EarlyMessage]:
        """Find early messages for (message, key) pairs, oldest first, and hold them for this transaction."""
        # Nearly always there is none, and looking needs no transaction. One that is written now is found by `missed_early`.
        if not any(self.rows(_IS_EARLY, wait, begin=False) for wait in dict.fromkeys(waits)):
            return []
        wanted = sa.or_(*((early.c.message == message) & (early.c.key == key) for message, key in waits))
        rows = self.many(self.locked(sa.select(early).where(wanted).order_by(*_ORDER), of=early, skip=True))
        return [early_record(row) for row in rows]

    def keep_early(self, early_message: EarlyMessage) -> None:
        """Keep a message for a later subscriber."""
        self.connection.execute(sa.insert(early), early_values(early_message))

    def drop_early(self, ids: Sequence[str]) -> None:
        """Forget early messages that were delivered or have become incidents."""
        self.connection.execute(sa.delete(early).where(early.c.id.in_([digest(each) for each in ids])))

    def expired_early(self, now: datetime, limit: int) -> list[EarlyMessage]:
        """Claim early messages whose time is over."""
        statement = sa.select(early).where(early.c.expires_at <= milliseconds(now)).order_by(early.c.expires_at).limit(limit)
        return [early_record(row) for row in self.many(self.locked(statement, of=early, skip=True))]

    def missed_early(self, limit: int) -> list[tuple[EarlyMessage, Subscription]]:
        """Find early messages for which a subscription exists: two transactions that could not see each other wrote them."""
        statement = (
            sa.select(early, subscription.c.instance_id, subscription.c.token)
            .join_from(early, subscription, (early.c.message == subscription.c.message) & (early.c.key == subscription.c.key))
            .order_by(*_ORDER)
            .limit(limit)
        )
        return [(early_record(row), _subscription(row)) for row in self.many(statement)]


def _subscription(row: Mapping[str, Any] | sa.RowMapping) -> Subscription:
    return Subscription(message=row["message"], key=row["key"], instance_id=from_id(row["instance_id"]), token=row["token"])
