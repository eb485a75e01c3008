"""A topic broker within one process. It keeps nothing: the outbox behind each parcel does.

A parcel is confirmed when every queue it reached has acknowledged it. So an outbox row outlives a killed
process and is delivered again. Deliveries are handed over at once by whoever publishes or acknowledges; nothing polls.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.runtime.messaging.broker import Delivery, Outcome, Parcel
from services.runtime.messaging.topology import EXCHANGES, Queue, dead_queue, matches

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(slots=True)
class _Receipt:
    """How many queues still have to acknowledge one parcel."""

    parcel: Parcel
    on_outcome: Callable[[Parcel, Outcome], None]
    pending: int


@dataclass(slots=True)
class _Entry:
    receipt: _Receipt
    attempts: int = 0
    settled: bool = False


@dataclass(slots=True)
class _Line:
    """A queue, what waits in it and who takes from it."""

    queue: Queue
    waiting: deque[_Entry] = field(default_factory=deque)
    consumer: EmbeddedConsumer | None = None


class EmbeddedBroker:
    """The broker of one process; make one and hand it to all its services."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._lines: dict[str, _Line] = {}
        self.declare(dead_queue())  # letters wait for the engine even when it starts last

    def declare(self, queue: Queue) -> None:
        """Make a queue, or add bindings to it."""
        with self._lock:
            line = self._lines.get(queue.name)
            if line is None:
                self._lines[queue.name] = _Line(queue)
            else:
                line.queue = queue

    def publisher(self) -> EmbeddedPublisher:
        """Return a publisher."""
        return EmbeddedPublisher(self)

    def consume(self, queues: Sequence[Queue], on_delivery: Callable[[Delivery], None], *, prefetch: int, name: str) -> EmbeddedConsumer:
        """Declare the queues and hand every delivery over."""
        consumer = EmbeddedConsumer(self, on_delivery, prefetch, name)
        with self._lock:
            for queue in queues:
                self.declare(queue)
                line = self._lines[queue.name]
                line.consumer = consumer
                consumer.lines.append(line)
        self.pump(consumer)
        return consumer

    def connected(self) -> bool:
        """Return True: there is nothing to lose connection to."""
        return True

    def close(self) -> None:
        """Drop what waits; the outbox still has it."""
        with self._lock:
            self._lines.clear()

    def depth(self, queue: str) -> int:
        """Return how many entries wait in a queue without having been handed over."""
        with self._lock:
            line = self._lines.get(queue)
            return len(line.waiting) if line else 0

    def route(self, parcel: Parcel, on_outcome: Callable[[Parcel, Outcome], None]) -> None:
        """Put a parcel into every queue it belongs to, or report that there is none."""
        kind = EXCHANGES.get(parcel.exchange)
        with self._lock:
            lines = [
                line
                for line in self._lines.values()
                if line.queue.exchange == parcel.exchange and _bound(kind, line.queue, parcel.routing_key)
            ]
            receipt = _Receipt(parcel, on_outcome, len(lines))
            for line in lines:
                line.waiting.append(_Entry(receipt))
        if not lines:
            on_outcome(parcel, "unroutable")
        for consumer in {line.consumer for line in lines if line.consumer}:
            self.pump(consumer)

    def pump(self, consumer: EmbeddedConsumer) -> None:
        """Hand over what waits, as far as the consumer may hold it."""
        while True:
            with self._lock:
                delivery = consumer.next_delivery()
            if delivery is None:
                return
            consumer.on_delivery(delivery)

    def settle(self, consumer: EmbeddedConsumer, entry: _Entry) -> None:
        """Count one acknowledgement; the last one confirms the parcel."""
        with self._lock:
            if entry.settled or consumer.held.pop(id(entry), None) is None:
                return
            entry.settled = True
            entry.receipt.pending -= 1
            confirmed = entry.receipt.pending == 0
        if confirmed:
            entry.receipt.on_outcome(entry.receipt.parcel, "confirmed")
        self.pump(consumer)

    def give_back(self, consumer: EmbeddedConsumer, entry: _Entry) -> None:
        """Put an entry back at the head of its queue."""
        with self._lock:
            line = consumer.held.pop(id(entry), None)
            if entry.settled or line is None:
                return
            entry.attempts += 1
            line[1].waiting.appendleft(entry)
        self.pump(consumer)


class EmbeddedPublisher:
    """Routes at once; outcomes follow when the receivers have acknowledged."""

    def __init__(self, broker: EmbeddedBroker) -> None:
        self._broker = broker

    def publish(self, parcels: Sequence[Parcel], on_outcome: Callable[[Parcel, Outcome], None]) -> None:
        """Route all parcels."""
        for parcel in parcels:
            self._broker.route(parcel, on_outcome)

    def idle(self) -> None:
        """Do nothing: there is no connection."""

    def close(self) -> None:
        """Do nothing: there is no connection."""


class EmbeddedConsumer:
    """One service's hold on its queues."""

    def __init__(self, broker: EmbeddedBroker, on_delivery: Callable[[Delivery], None], prefetch: int, name: str) -> None:
        self._broker = broker
        self.on_delivery = on_delivery
        self.name = name
        self.lines: list[_Line] = []
        self.held: dict[int, tuple[_Entry, _Line]] = {}
        self._prefetch = prefetch
        self._open = True

    def next_delivery(self) -> Delivery | None:
        """Take the next entry, round robin over the queues; the broker's lock is held."""
        if not self._open or len(self.held) >= self._prefetch:
            return None
        for turn, line in enumerate(self.lines):
            if line.waiting:
                entry = line.waiting.popleft()
                self.held[id(entry)] = (entry, line)
                self.lines = self.lines[turn + 1 :] + self.lines[: turn + 1]
                return self._delivery(entry, line)
        return None

    def _delivery(self, entry: _Entry, line: _Line) -> Delivery:
        parcel = entry.receipt.parcel
        return Delivery(
            queue=line.queue.name,
            exchange=parcel.exchange,
            routing_key=parcel.routing_key,
            body=parcel.body,
            headers=parcel.headers,
            attempts=entry.attempts,
            message_id=parcel.id,
            ack=lambda: self._broker.settle(self, entry),
            requeue=lambda: self._broker.give_back(self, entry),
        )

    def cancel(self) -> None:
        """Take no more deliveries."""
        self._open = False

    def close(self) -> None:
        """Give back what was not acknowledged."""
        self._open = False
        for entry, _line in list(self.held.values()):
            self._broker.give_back(self, entry)
        for line in self.lines:
            if line.consumer is self:
                line.consumer = None


def _bound(kind: str | None, queue: Queue, key: str) -> bool:
    if kind == "fanout":
        return True
    if kind == "direct":
        return key in queue.routing_keys
    return any(matches(pattern, key) for pattern in queue.routing_keys)
