"""The engine's messages in the runtime's outbox and inbox."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from services.contracts.envelope import Message, id_bytes
from services.engine.store import tables
from services.kernel.clock import SystemClock
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.runtime.messaging import inbox, outbox
from services.runtime.messaging.broker import Parcel
from services.runtime.messaging.outbox import Outgoing
from services.runtime.messaging.topology import COMMANDS, EVENTS, REPLIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.engine.domain.model import Command, Thrown

SOURCE = "huxin/engine"
_EXCHANGES = {"commands": COMMANDS, "replies": REPLIES, "events": EVENTS}
_GRACE_MS = int(outbox.GRACE_SECONDS * 1000)


class Wire:
    """Writes commands and events as outbox rows. The rows are returned, because the relay takes them without reading them again."""

    def send(self, connection: sa.Connection, commands: Sequence[Command], thrown: Sequence[Thrown]) -> list[Parcel]:
        """Put commands and events into the outbox, in this order, with one statement."""
        if not commands and not thrown:
            return []
        return outbox.add(connection, _outgoing(commands, thrown))

    def parcels(self, commands: Sequence[Command], thrown: Sequence[Thrown]) -> list[Parcel]:
        """Return commands and events encoded, for a writer that puts them into the outbox itself."""
        outgoing = _outgoing(commands, thrown) if commands or thrown else []
        return [Parcel(each.message.key, each.exchange, each.routing_key, each.message.to_bytes()) for each in outgoing]

    def record(self, connection: sa.Connection, message_id: str, consumer: str) -> bool:
        """Record a message id; False when this consumer has seen it."""
        return inbox.record(connection, id_bytes(message_id), consumer)

    def republish(self, connection: sa.Connection, queue: str, raw: bytes, headers: dict[str, Any]) -> list[Parcel]:
        """Put a body back on its way to the queue that gave it up, through the exchange and key that lead there."""
        exchange = _EXCHANGES.get(queue.rpartition(".")[2])
        routing_key = headers.get("x-huxin-key")
        if exchange is None or not isinstance(routing_key, str):
            raise HuxinError(
                "no_way_back",
                "The message cannot be sent again",
                f"it came from {queue or 'an unknown queue'} by an unknown way",
                status=409,
                fix="cancel the incident, and let the sender send the message again",
            )
        parcel = Parcel(id_bytes(uuid7()), exchange, routing_key, raw)
        connection.execute(
            sa.insert(tables.outbox),
            {"id": parcel.id, "available_at": outbox.now_ms() + _GRACE_MS, "exchange": exchange, "routing_key": routing_key, "body": raw},
        )
        return [parcel]


def _outgoing(commands: Sequence[Command], thrown: Sequence[Thrown]) -> list[Outgoing]:
    now = SystemClock().now().astimezone(UTC)
    outgoing = [Outgoing(COMMANDS, each.operation, _command(each, now)) for each in commands]
    return outgoing + [Outgoing(EVENTS, each.message, _event(each, now)) for each in thrown]


def _command(command: Command, now: datetime) -> Message:
    return Message(
        id=command.id,
        type=command.operation,
        source=SOURCE,
        time=now,
        data=command.parameters,
        subject=command.instance_id,
        jurisdiction=command.jurisdiction,
        causationid=command.cause,
        dataschema=f"urn:huxin:{command.operation}:1",
    )


def _event(thrown: Thrown, now: datetime) -> Message:
    return Message(
        id=uuid7(),
        type=thrown.message,
        source=SOURCE,
        time=now,
        data=thrown.data,
        subject=thrown.key,
        jurisdiction=thrown.jurisdiction,
        causationid=thrown.cause,
        dataschema=f"urn:huxin:{thrown.message}:1",
    )
