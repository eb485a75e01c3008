"""Dead letters, which must be kept whatever they hold, and notes for open pages, which need not."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from services.contracts.envelope import BadMessage, Message
from services.runtime.messaging import inbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.runtime.messaging.broker import Delivery
    from services.runtime.messaging.handling import Job
    from services.runtime.messaging.unit import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """What was given up.

    Attributes:
        queue: the queue that gave up.
        routing_key: the key it had there.
        error: why, in one line.
        body: the raw bytes as they arrived.
        message: the envelope, when the body is one.
        headers: what came along.
    """

    queue: str
    routing_key: str
    error: str
    body: bytes
    message: Message | None
    headers: dict[str, Any]


def open_letter(delivery: Delivery) -> DeadLetter:
    """Read what can be read; RabbitMQ's own dead letters say less than ours."""
    headers = delivery.headers
    deaths = headers.get("x-death") or [{}]
    first = deaths[0] if isinstance(deaths, list) and isinstance(deaths[0], dict) else {}
    message = None
    with suppress(BadMessage):
        message = Message.from_bytes(delivery.body)
    keys = first.get("routing-keys") or [""]
    return DeadLetter(
        queue=str(headers.get("x-huxin-queue") or first.get("queue") or delivery.routing_key),
        routing_key=str(headers.get("x-huxin-key") or keys[0]),
        error=str(headers.get("x-huxin-error") or f"the broker gave up: {first.get('reason', 'unknown reason')}"),
        body=delivery.body,
        message=message,
        headers={key: value for key, value in headers.items() if isinstance(value, str | int | float | bool)},
    )


def run_letter(job: Job, handler: Callable[[UnitOfWork, DeadLetter], object]) -> None:
    """Keep a dead letter; a failure is retried without end, since there is nowhere else to put it."""
    delivery, settler = job.delivery, job.settler
    key = delivery.message_id or hashlib.sha256(delivery.routing_key.encode() + b"\0" + delivery.body).digest()[:16]
    try:
        with settler.units.begin() as unit:
            if inbox.record(unit.connection, key, job.consumer):
                handler(unit, open_letter(delivery))
    except Exception as error:  # noqa: BLE001 - the letter must stay
        settler.postpone(job, error)
        return
    delivery.ack()


def run_note(job: Job, handler: Callable[[dict[str, Any]], object]) -> None:
    """Pass a note on, or each of several that came in one message; whatever fails is forgotten."""
    try:
        data = Message.from_bytes(job.delivery.body).data
        for note in data.get("notes", [data]):
            handler(note)
    finally:
        job.delivery.ack()
