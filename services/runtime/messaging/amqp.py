"""RabbitMQ behind the `Broker` interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.runtime.messaging.amqp_consumer import AmqpConsumer
from services.runtime.messaging.amqp_link import CONNECT_SECONDS
from services.runtime.messaging.amqp_publisher import AmqpPublisher
from services.runtime.messaging.topology import DEAD, dead_queue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from services.runtime.messaging.broker import Delivery
    from services.runtime.messaging.topology import Queue


class AmqpBroker:
    """One process's connections to RabbitMQ: one for each publisher and each consumer."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._consumers: list[AmqpConsumer] = []
        self._publishers: list[AmqpPublisher] = []

    def publisher(self) -> AmqpPublisher:
        """Return a publisher with a connection of its own."""
        publisher = AmqpPublisher(self._url, "huxin relay")
        self._publishers.append(publisher)
        return publisher

    def consume(self, queues: Sequence[Queue], on_delivery: Callable[[Delivery], None], *, prefetch: int, name: str) -> AmqpConsumer:
        """Declare the queues and hand every delivery over, through every loss of the connection."""
        # Whoever is first also makes the queue of dead letters, so that none is lost before the engine has started.
        extra = [] if any(queue.name == DEAD for queue in queues) else [dead_queue()]
        consumer = AmqpConsumer(self._url, queues, on_delivery, prefetch=prefetch, name=name, declare_only=extra)
        self._consumers.append(consumer)
        # A broker that is away does not stop the start: the consumer goes on trying, and readiness tells.
        consumer.ready.wait(CONNECT_SECONDS)
        return consumer

    def connected(self) -> bool:
        """Tell whether every consumer is connected."""
        return all(consumer.connected() for consumer in self._consumers)

    def close(self) -> None:
        """Close every connection."""
        for consumer in self._consumers:
            consumer.close()
        for publisher in self._publishers:
            publisher.close()
