"""Consumes with a prefetch, acknowledges in batches, and connects again whenever the broker comes back."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from services.runtime.messaging.amqp_link import AWAY, Link
from services.runtime.messaging.broker import BrokerAway, Delivery, Parcel
from services.runtime.messaging.policy import backoff
from services.runtime.telemetry import METRICS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from services.runtime.messaging.topology import Queue

ACK_LINGER_SECONDS = 0.002
READ_SECONDS = 0.25
CLOSE_SECONDS = 5.0

LOST: tuple[type[BaseException], ...] = (BrokerAway, *AWAY)

_log = structlog.get_logger("huxin.amqp")


class AmqpConsumer:
    """One connection that takes from one or more queues; two threads: one reads, one acknowledges.

    Args:
        url: the broker's.
        queues: declared and bound at each connection.
        on_delivery: hears every delivery, on the reading thread.
        prefetch: how many may be unacknowledged; 0 means that messages need no acknowledgement.
        on_return: hears message ids that `send` could not route.
        declare_only: further queues that must exist.
    """

    def __init__(  # noqa: PLR0913 - what a consumer is made of
        self,
        url: str,
        queues: Sequence[Queue],
        on_delivery: Callable[[Delivery], None],
        *,
        prefetch: int,
        name: str,
        on_return: Callable[[str], None] | None = None,
        declare_only: Sequence[Queue] = (),
    ) -> None:
        self._declared = (*queues, *declare_only)
        self._url, self._queues, self._on_delivery = url, tuple(queues), on_delivery
        self._prefetch, self._name, self._on_return = prefetch, name, on_return
        self._link: Link | None = None
        self._cancelled = self._closing = False
        self._unacked: OrderedDict[int, None] = OrderedDict()
        self._done: set[int] = set()
        self._wake_acker = threading.Event()
        self.ready = threading.Event()
        self._reader = threading.Thread(target=self._read, name=f"consume-{name}", daemon=True)
        self._acker = threading.Thread(target=self._acknowledge, name=f"ack-{name}", daemon=True)
        self._reader.start()
        self._acker.start()

    def connected(self) -> bool:
        """Tell whether messages flow now."""
        return self.ready.is_set()

    def send(self, parcel: Parcel, properties: Mapping[str, Any]) -> None:
        """Send something over this connection without a confirm, as calls and their answers are.

        Raises:
            BrokerAway: when there is no connection.
        """
        link = self._link
        if link is None:
            raise BrokerAway("not connected")
        try:
            with link.lock:
                link.send(parcel, properties)
        except AWAY as error:
            raise BrokerAway(str(error)) from error

    def cancel(self) -> None:
        """Take no more deliveries."""
        self._cancelled = True

    def close(self) -> None:
        """Send the last acknowledgements and close; what was not acknowledged is delivered again."""
        self._cancelled = self._closing = True
        self._wake_acker.set()
        self._acker.join(CLOSE_SECONDS)
        self._reader.join(CLOSE_SECONDS)

    def _read(self) -> None:
        failures = 0
        while not self._closing:
            try:
                link = self._connect()
                failures = 0
                while not self._closing:
                    link.drain(READ_SECONDS)
                    link.heartbeat()
            except LOST as error:
                failures += 1
                delay = backoff(failures, first=0.1, longest=10.0)
                _log.warning("broker away", consumer=self._name, error=str(error)[:300], retry_in=delay)
                self._drop()
                deadline = time.monotonic() + delay
                while not self._closing and time.monotonic() < deadline:
                    time.sleep(min(0.1, delay))
        self._acker.join(CLOSE_SECONDS)
        self._drop()

    def _connect(self) -> Link:
        link = Link(self._url, f"huxin {self._name}")
        if self._prefetch:
            link.channel.basic_qos(0, self._prefetch, a_global=False)
        link.channel.events["basic_return"].add(self._returned)
        self._unacked.clear()
        self._done.clear()
        for queue in self._declared:
            link.declare(queue)
        self._link = link
        for queue in self._queues:
            link.channel.basic_consume(queue.name, no_ack=not self._prefetch, callback=partial(self._take, link, queue))
        self.ready.set()
        METRICS.connected.labels(self._name).set(1)
        return link

    def _drop(self) -> None:
        self.ready.clear()
        METRICS.connected.labels(self._name).set(0)
        link, self._link = self._link, None
        if link:
            link.close()

    def _take(self, link: Link, queue: Queue, message: Any) -> None:  # noqa: ANN401 - py-amqp's message
        info, properties = message.delivery_info, message.properties
        tag = info["delivery_tag"]
        if self._prefetch:
            self._unacked[tag] = None
        if self._cancelled:
            return  # stays unacknowledged, so another consumer gets it when this one closes
        headers = dict(properties.get("application_headers") or {})
        for name in ("reply_to", "correlation_id"):
            if properties.get(name):
                headers[name] = properties[name]
        body = message.body
        self._on_delivery(
            Delivery(
                queue=queue.name,
                exchange=info["exchange"],
                routing_key=info["routing_key"],
                body=body.encode() if isinstance(body, str) else bytes(body),
                ack=lambda: self._ack(link, tag),
                requeue=lambda: self._requeue(link, tag),
                headers=headers,
                attempts=int(headers.get("x-delivery-count", 0)),
                message_id=_id(properties.get("message_id")),
            )
        )

    def _returned(self, _error: object, _exchange: str, _key: str, message: Any) -> None:  # noqa: ANN401 - py-amqp's message
        if self._on_return:
            self._on_return(str(message.properties.get("message_id", "")))

    def _ack(self, link: Link, tag: int) -> None:
        if link is self._link:  # an older connection's messages are delivered again anyway
            self._done.add(tag)
            self._wake_acker.set()

    def _requeue(self, link: Link, tag: int) -> None:
        if link is self._link:
            try:
                with link.lock:
                    link.channel.basic_reject(tag, requeue=True)
            except AWAY:
                return
            self._unacked.pop(tag, None)

    def _acknowledge(self) -> None:
        while True:
            self._wake_acker.wait()
            if not self._closing:
                time.sleep(ACK_LINGER_SECONDS)  # acknowledgements gather; nobody waits for them
            self._wake_acker.clear()
            self._flush()
            if self._closing:
                return

    def _flush(self) -> None:
        """Acknowledge all that is done: the unbroken run from the oldest in one frame, the others one by one."""
        link = self._link
        if link is None or not self._done:
            return
        try:
            with link.lock:
                last = 0
                while self._unacked and (first := next(iter(self._unacked))) in self._done:
                    del self._unacked[first]
                    self._done.discard(first)
                    last = first
                if last:
                    link.channel.basic_ack(last, multiple=True)
                done, self._done = self._done, set()
                for tag in sorted(done):
                    if self._unacked.pop(tag, 0) is None:
                        link.channel.basic_ack(tag)
        except AWAY as error:
            _log.warning("acknowledgements lost", consumer=self._name, error=str(error)[:300])


def _id(text: object) -> bytes | None:
    try:
        found = bytes.fromhex(text) if isinstance(text, str) else b""
    except ValueError:
        return None
    return found if len(found) == 16 else None  # noqa: PLR2004 - bytes of a UUID
