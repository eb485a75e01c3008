"""The exchanges and queues between the parts, the same for AMQP and for the embedded broker."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass

COMMANDS = "huxin.commands"
REPLIES = "huxin.replies"
EVENTS = "huxin.events"
DEAD = "huxin.dead"
RPC = "huxin.rpc"
LIVE = "huxin.live"

EXCHANGES: dict[str, str] = {COMMANDS: "topic", REPLIES: "topic", EVENTS: "topic", DEAD: "topic", RPC: "direct", LIVE: "fanout"}

# A message without a receiver is done on these exchanges: nobody has asked for that event, nobody looks at the page.
# Elsewhere it waits in the outbox until its receiver's queue exists.
OPTIONAL_RECEIVERS = frozenset({EVENTS, LIVE})

DELIVERY_LIMIT = 20
_PROCESS = secrets.token_hex(4)


@dataclass(frozen=True, kw_only=True)
class Queue:
    """A queue with its bindings.

    Attributes:
        durable: a quorum queue with a delivery limit; otherwise a classic queue for calls and notes.
        exclusive: lives and dies with its consumer.
        ttl_ms: how long a call waits for a worker before it is dropped.
    """

    name: str
    exchange: str
    routing_keys: tuple[str, ...]
    durable: bool = True
    exclusive: bool = False
    ttl_ms: int | None = None

    def arguments(self) -> dict[str, object]:
        """Return the arguments of RabbitMQ's queue.declare."""
        if not self.durable:
            return {"x-message-ttl": self.ttl_ms} if self.ttl_ms else {}
        if self.exchange == DEAD:
            return {"x-queue-type": "quorum"}
        return {
            "x-queue-type": "quorum",
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": DEAD,
            "x-dead-letter-routing-key": self.name,
        }


def commands_queue(service: str) -> Queue:
    """Return the queue of a service's commands."""
    return Queue(name=f"huxin.{service}.commands", exchange=COMMANDS, routing_keys=(f"{service}.*",))


def replies_queue(service: str) -> Queue:
    """Return the queue of the replies to a service's commands."""
    return Queue(name=f"huxin.{service}.replies", exchange=REPLIES, routing_keys=(service,))


def events_queue(service: str, bindings: tuple[str, ...]) -> Queue:
    """Return the queue of the events a service listens to."""
    return Queue(name=f"huxin.{service}.events", exchange=EVENTS, routing_keys=bindings)


def dead_queue() -> Queue:
    """Return the queue of messages that were given up."""
    return Queue(name=DEAD, exchange=DEAD, routing_keys=("#",))


def live_queue(service: str) -> Queue:
    """Return this process's own queue of notes for open pages."""
    name = f"huxin.{service}.live.{os.getpid()}-{_PROCESS}"
    return Queue(name=name, exchange=LIVE, routing_keys=("",), durable=False, exclusive=True, ttl_ms=10_000)


def rpc_queue(service: str, ttl_ms: int = 30_000) -> Queue:
    """Return the queue of calls to a service."""
    return Queue(name=f"huxin.{service}.rpc", exchange=RPC, routing_keys=(service,), durable=False, ttl_ms=ttl_ms)


def matches(pattern: str, key: str) -> bool:
    """Tell whether an AMQP topic pattern (`*` one word, `#` any number) matches a routing key."""
    return _match(tuple(pattern.split(".")), tuple(key.split(".")))


def _match(pattern: tuple[str, ...], words: tuple[str, ...]) -> bool:
    if not pattern:
        return not words
    head, rest = pattern[0], pattern[1:]
    if head == "#":
        return any(_match(rest, words[cut:]) for cut in range(len(words) + 1))
    return bool(words) and head in ("*", words[0]) and _match(rest, words[1:])
