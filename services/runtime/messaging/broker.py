"""What the runtime needs of a broker. `embedded` and `amqp` fulfil it; so may a fake."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from services.runtime.messaging.topology import Queue

Outcome = Literal["confirmed", "unroutable", "failed"]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A body on its way out, already encoded.

    Attributes:
        id: 16 bytes, unique; the outbox row's key.
        headers: AMQP headers; only dead letters and calls have any.
        stored: whether an outbox row stands behind it.
    """

    id: bytes
    exchange: str
    routing_key: str
    body: bytes
    headers: dict[str, Any] = field(default_factory=dict)
    stored: bool = True


@dataclass(slots=True)
class Delivery:
    """A raw body that arrived; it stays the broker's until `ack` is called.

    Attributes:
        attempts: deliveries before this one, as far as the broker counts them.
        message_id: the 16 bytes its sender gave it outside the body; None for a foreign message.
    """

    queue: str
    exchange: str
    routing_key: str
    body: bytes
    ack: Callable[[], None]
    requeue: Callable[[], None]
    headers: dict[str, Any] = field(default_factory=dict)
    attempts: int = 0
    message_id: bytes | None = None


class Publisher(Protocol):
    """Sends parcels. Owned by one thread or greenlet."""

    def publish(self, parcels: Sequence[Parcel], on_outcome: Callable[[Parcel, Outcome], None]) -> None:
        """Send all, and report each when it is settled, then or later; raises `BrokerAway` when the broker cannot be reached."""

    def idle(self) -> None:
        """Keep the connection alive while there is nothing to send."""

    def close(self) -> None:
        """Let go of the connection."""


class Consumer(Protocol):
    """Receives from one or more queues until it is cancelled."""

    def cancel(self) -> None:
        """Take no more deliveries; those in hand may still be acknowledged."""

    def close(self) -> None:
        """Send the last acknowledgements and let go; what was not acknowledged is delivered again."""


class Broker(Protocol):
    """A way to send and to receive."""

    def publisher(self) -> Publisher:
        """Return a publisher of one's own."""

    def consume(self, queues: Sequence[Queue], on_delivery: Callable[[Delivery], None], *, prefetch: int, name: str) -> Consumer:
        """Declare and bind the queues and hand every delivery over; `on_delivery` must not block for long."""

    def connected(self) -> bool:
        """Tell whether messages flow now."""

    def close(self) -> None:
        """Stop everything that was opened."""


class BrokerAway(Exception):  # noqa: N818 - a state of the world, retried until it ends
    """The broker cannot be reached now."""
