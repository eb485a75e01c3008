"""From a raw delivery to its effect: decode, check, inbox, handler, reply, commit, acknowledge. Plain code, no framework."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog

from services.contracts import catalogue
from services.contracts.envelope import BadMessage, Message, id_bytes
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.runtime import telemetry
from services.runtime.db import is_transient, unavailable
from services.runtime.messaging import inbox, topology
from services.runtime.messaging.broker import Delivery, Parcel
from services.runtime.messaging.policy import Kind, ReplyError, Retry, backoff, decide

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.runtime.messaging.unit import UnitOfWork, Units

_log = structlog.get_logger("huxin.handling")


def later(delay: float, action: Callable[[], None]) -> None:
    """Do something after a pause, on a thread of its own (a greenlet in a patched process)."""
    timer = threading.Timer(delay, action)
    timer.daemon = True
    timer.start()


class Settler:
    """Ends deliveries: acknowledges, retries, answers with an error, or buries.

    Args:
        units: of the service that handles.
        submit: sends a parcel that no outbox row stands behind and reports whether it arrived.
        schedule: runs something after a pause.
    """

    def __init__(
        self,
        units: Units,
        submit: Callable[[Parcel, Callable[[bool], None]], None],
        schedule: Callable[[float, Callable[[], None]], None] = later,
    ) -> None:
        self.units = units
        self._submit = submit
        self._schedule = schedule

    def failed(self, job: Job, error: BaseException, kind: Kind) -> None:
        """Apply the failure policy to one job."""
        service = self.units.database.service
        if is_transient(error):  # from a handler that opens its own transactions
            error = unavailable(error)
        job.delivery.attempts += 1
        decision = decide(kind, error, job.delivery.attempts)
        log = _log.bind(service=service, consumer=job.consumer, attempts=job.delivery.attempts, error=repr(error)[:300])
        if isinstance(decision, Retry):
            log.warning("will be handled again", retry_in=decision.delay)
            telemetry.METRICS.handled.labels(service, kind, "retried").inc()
            self._schedule(decision.delay, job.again)
        elif isinstance(decision, ReplyError) and job.message is not None:
            log.warning("answered with an error")
            telemetry.METRICS.handled.labels(service, kind, "error").inc()
            self._reply_error(job, job.message, error)
        else:
            log.error("dead letter")
            telemetry.METRICS.handled.labels(service, kind, "dead").inc()
            self.bury(job.delivery, error)

    def postpone(self, job: Job, error: BaseException) -> None:
        """Handle a job again later, however often that takes."""
        job.delivery.attempts += 1
        delay = backoff(job.delivery.attempts, first=0.5, longest=60.0)
        _log.error("will be handled again", consumer=job.consumer, attempts=job.delivery.attempts, retry_in=delay, error=repr(error)[:300])
        self._schedule(delay, job.again)

    def bury(self, delivery: Delivery, error: BaseException) -> None:
        """Publish the raw body to `huxin.dead`; the original is acknowledged once that arrived, else delivered again."""
        title = f"{error.code}: {error}" if isinstance(error, HuxinError) else repr(error)
        headers = {**delivery.headers, "x-huxin-queue": delivery.queue, "x-huxin-key": delivery.routing_key, "x-huxin-error": title[:2000]}
        parcel = Parcel(_parcel_id(), topology.DEAD, delivery.queue, delivery.body, headers, stored=False)
        self._submit(parcel, lambda arrived: delivery.ack() if arrived else self._schedule(5.0, delivery.requeue))

    def _reply_error(self, job: Job, command: Message, error: BaseException) -> None:
        known = error if isinstance(error, HuxinError) else _unexpected(error)
        body = {"ok": False, "error": {**known.problem(), "retryable": known.retryable}}
        try:
            with self.units.begin(command) as unit:
                if inbox.record(unit.connection, command.key, job.consumer):
                    unit.reply(command, body)
        except HuxinError as away:
            self._schedule(_delay(away, job.delivery.attempts), job.again)
            return
        job.delivery.ack()


def _delay(error: HuxinError, attempts: int) -> float:
    """Return how long to wait before an error reply is tried again."""
    decision = decide("command", error, attempts)
    return decision.delay if isinstance(decision, Retry) else 5.0


@dataclass(slots=True)
class Job:
    """One delivery for one handler.

    Attributes:
        consumer: the handler's name in the inbox.
        resubmit: hands the job to a worker again.
        message: the decoded envelope, None until it is decoded.
    """

    delivery: Delivery
    consumer: str
    settler: Settler
    resubmit: Callable[[Job], None]
    message: Message | None = None

    def again(self) -> None:
        """Go back to the line of the workers."""
        self.resubmit(self)

    def decode(self) -> Message | None:
        """Return the envelope; one that cannot be read is buried and gives None."""
        if self.message is None:
            try:
                self.message = Message.from_bytes(self.delivery.body)
            except BadMessage as error:
                self.settler.bury(self.delivery, error)
        return self.message


def run_command(job: Job, operation: str, handler: Callable[[UnitOfWork, Message], dict[str, Any] | None]) -> None:
    """Carry out a command: its effect, its inbox row and its reply commit together, then it is acknowledged."""
    command = job.decode()
    if command is None:
        return
    started = time.perf_counter()
    units = job.settler.units
    with telemetry.trace(command.traceparent):
        try:
            declared = catalogue.operation(operation)
            declared.check_parameters(command.data)
            with units.begin(command) as unit:
                if inbox.record(unit.connection, command.key, job.consumer):
                    result = handler(unit, command)
                    unit.reply(command, {"ok": True, "result": declared.check_result(result if result is not None else {})})
        except Exception as error:  # noqa: BLE001 - the policy decides about every error
            job.settler.failed(job, error, "command")
            return
    job.delivery.ack()
    _observe(units.database.service, operation, "command", started)


def run_event(job: Job, handler: Callable[[UnitOfWork, Message], object]) -> None:
    """Act on an event: the effect and the inbox row commit together, then it is acknowledged."""
    event = job.decode()
    if event is None:
        return
    started = time.perf_counter()
    units = job.settler.units
    with telemetry.trace(event.traceparent):
        try:
            with units.begin(event) as unit:
                if inbox.record(unit.connection, event.key, job.consumer):
                    handler(unit, event)
        except Exception as error:  # noqa: BLE001 - the policy decides about every error
            job.settler.failed(job, error, "event")
            return
    job.delivery.ack()
    _observe(units.database.service, event.type, "event", started)


def _observe(service: str, operation: str, kind: str, started: float) -> None:
    telemetry.METRICS.handled.labels(service, kind, "done").inc()
    telemetry.METRICS.seconds.labels(service, operation).observe(time.perf_counter() - started)


def _unexpected(error: BaseException) -> HuxinError:
    return HuxinError("unexpected_error", "The operation failed unexpectedly", f"{type(error).__name__}: {error}", status=500)


def _parcel_id() -> bytes:
    return id_bytes(uuid7())
