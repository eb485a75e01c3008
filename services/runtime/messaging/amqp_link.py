"""One AMQP connection with one channel, opened and its exchanges declared by kombu. Used by publishers, consumers and callers."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

import amqp
import kombu
from kombu.transport import pyamqp

from services.runtime.messaging.broker import BrokerAway, Parcel
from services.runtime.messaging.topology import EXCHANGES, RPC, Queue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from amqp.channel import Channel

HEARTBEAT_SECONDS = 30
CONNECT_SECONDS = 10.0
AWAY: tuple[type[BaseException], ...] = (amqp.AMQPError, OSError, socket.timeout, EOFError, AttributeError)


class _Connection(pyamqp.Connection):  # type: ignore[misc]  # kombu ships no types
    # With `connection.blocked` negotiated, py-amqp reads the socket before each publication, from whichever
    # greenlet publishes; only one may read.
    negotiate_capabilities: ClassVar[dict[str, bool]] = {
        "consumer_cancel_notify": True,
        "connection.blocked": False,
        "authentication_failure_close": True,
    }


class _Transport(pyamqp.Transport):  # type: ignore[misc]  # kombu ships no types
    Connection = _Connection


class Link:
    """A connection that is open. Only one thread may read from it; writes are serialised by `lock`.

    Raises:
        BrokerAway: when it cannot be opened.
    """

    def __init__(self, url: str, name: str) -> None:
        secure = url.startswith("amqps:")
        self._kombu = kombu.Connection(
            url,
            transport=_Transport,
            ssl={"context": ssl.create_default_context(), "server_hostname": urlsplit(url).hostname} if secure else False,
            connect_timeout=CONNECT_SECONDS,
            heartbeat=HEARTBEAT_SECONDS,
            transport_options={"client_properties": {"connection_name": name}},
        )
        try:
            self.connection: Any = self._kombu.transport.establish_connection()
            self.channel: Channel = self.connection.channel()
            for exchange, kind in EXCHANGES.items():
                kombu.Exchange(exchange, kind, durable=True, channel=self.channel).declare()
        except AWAY as error:
            raise BrokerAway(f"{type(error).__name__}: {error}") from error
        self.lock = threading.Lock()

    def declare(self, queue: Queue) -> None:
        """Declare and bind a queue."""
        bindings = [
            kombu.binding(kombu.Exchange(queue.exchange, EXCHANGES[queue.exchange]), key) for key in queue.routing_keys if queue.exchange
        ]
        declared = kombu.Queue(
            queue.name,
            bindings=bindings,
            durable=queue.durable,
            exclusive=queue.exclusive,
            auto_delete=queue.exclusive,
            queue_arguments=queue.arguments() or None,
            channel=self.channel,
        )
        declared.queue_declare()
        for bound in bindings:
            bound.bind(declared)

    def send(self, parcel: Parcel, properties: Mapping[str, Any] | None = None, *, mandatory: bool = True) -> None:
        """Write one message; the caller holds the lock or is the only writer."""
        content_type = "application/json" if parcel.exchange in (RPC, "") else "application/cloudevents+json"
        message = amqp.Message(
            parcel.body,
            content_type=content_type,
            delivery_mode=2 if parcel.exchange not in (RPC, "") else 1,
            message_id=parcel.id.hex(),
            application_headers=parcel.headers,
            **(properties or {}),
        )
        self.channel.basic_publish(message, parcel.exchange, parcel.routing_key, mandatory=mandatory)

    @contextmanager
    def corked(self) -> Iterator[None]:
        """Gather what is sent inside into one write: a system call for each message costs more than the message."""
        transport, gathered = self.connection.transport, bytearray()
        write, transport._write = transport._write, gathered.extend  # noqa: SLF001 - py-amqp offers no buffer of its own
        try:
            yield
        finally:
            transport._write = write  # noqa: SLF001 - see above
        if gathered:
            transport.write(gathered)

    def drain(self, seconds: float) -> bool:
        """Read what the broker sends, for at most so long; False when there was nothing."""
        try:
            self.connection.drain_events(timeout=seconds)
        except TimeoutError:
            return False
        return True

    def heartbeat(self) -> None:
        """Send a heartbeat when one is due; raises when the broker has been silent for too long."""
        with self.lock:
            self.connection.heartbeat_tick()

    def close(self) -> None:
        """Close politely if the other side still listens."""
        try:
            self.connection.close()
        except AWAY:
            self.connection.collect()
