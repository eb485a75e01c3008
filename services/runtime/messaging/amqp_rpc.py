"""Calls over `huxin.rpc`: requests to a service's queue, answers to the caller's own queue by correlation id."""

from __future__ import annotations

import os
import secrets
import threading
from typing import TYPE_CHECKING

import structlog

from services.contracts.envelope import id_bytes
from services.kernel.ids import uuid7
from services.runtime.messaging import calls
from services.runtime.messaging.amqp_consumer import AmqpConsumer
from services.runtime.messaging.broker import BrokerAway, Delivery, Parcel
from services.runtime.messaging.topology import RPC, Queue, rpc_queue

if TYPE_CHECKING:
    from collections.abc import Callable

_log = structlog.get_logger("huxin.rpc")


class AmqpCallServer:
    """Takes a service's calls and sends the answers. Calls need no acknowledgement: a caller whose answer is late asks again."""

    def __init__(self, url: str, service: str, receive: Callable[[bytes, Callable[[bytes], None]], None]) -> None:
        self._receive = receive
        self._consumer = AmqpConsumer(
            url, [rpc_queue(service)], self._on_delivery, prefetch=0, name=f"{service} calls", on_return=_caller_gone
        )

    def cancel(self) -> None:
        """Take no more calls."""
        self._consumer.cancel()

    def close(self) -> None:
        """Close the connection."""
        self._consumer.close()

    def _on_delivery(self, delivery: Delivery) -> None:
        reply_to, correlation_id = delivery.headers.get("reply_to"), delivery.headers.get("correlation_id")
        if not reply_to:
            _log.warning("call without a return address", routing_key=delivery.routing_key)
            return

        def answer(body: bytes) -> None:
            parcel = Parcel(id_bytes(uuid7()), "", str(reply_to), body, stored=False)
            try:
                self._consumer.send(parcel, {"correlation_id": correlation_id or ""})
            except BrokerAway as error:
                _log.warning("answer lost", error=str(error)[:300])

        self._receive(delivery.body, answer)


class _Waiting:
    """A caller at the counter."""

    __slots__ = ("body", "done", "returned")

    def __init__(self) -> None:
        self.done = threading.Event()
        self.body = b""
        self.returned = False


class AmqpCaller:
    """Calls services; one connection and one answer queue for the whole process."""

    def __init__(self, url: str) -> None:
        self._waiting: dict[str, _Waiting] = {}
        self._queue = f"huxin.answers.{os.getpid()}-{secrets.token_hex(6)}"
        queue = Queue(name=self._queue, exchange="", routing_keys=(), durable=False, exclusive=True)
        self._consumer = AmqpConsumer(url, [queue], self._on_answer, prefetch=0, name="caller", on_return=self._on_return)

    def call(self, service: str, operation: str, body: bytes, seconds: float) -> bytes:
        """Send a call and wait for its answer.

        Raises:
            RemoteProblem: `service_unavailable`, `call_timed_out`.
        """
        if not self._consumer.ready.wait(seconds):
            raise calls.unavailable(service, "the broker does not answer")
        message_id = id_bytes(uuid7())
        key = message_id.hex()
        waiting = self._waiting[key] = _Waiting()
        try:
            parcel = Parcel(message_id, RPC, service, body, stored=False)
            self._consumer.send(parcel, {"reply_to": self._queue, "correlation_id": key, "expiration": str(int(seconds * 1000))})
            if not waiting.done.wait(seconds):
                raise calls.timed_out(operation, seconds)
            if waiting.returned:
                raise calls.unavailable(service, "nobody serves it")
        except BrokerAway as error:
            raise calls.unavailable(service, str(error)) from error
        finally:
            self._waiting.pop(key, None)
        return waiting.body

    def close(self) -> None:
        """Close the connection."""
        self._consumer.close()

    def _on_answer(self, delivery: Delivery) -> None:
        waiting = self._waiting.get(str(delivery.headers.get("correlation_id")))
        if waiting:  # else the caller has given up
            waiting.body = delivery.body
            waiting.done.set()

    def _on_return(self, message_id: str) -> None:
        waiting = self._waiting.get(message_id)
        if waiting:
            waiting.returned = True
            waiting.done.set()


def _caller_gone(_message_id: str) -> None:
    """Drop an answer whose caller has gone."""
