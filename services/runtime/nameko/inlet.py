"""A service's hold on its queues: takes deliveries, sorts them by handler, and lets nameko spawn the workers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import structlog
from eventlet import sleep
from eventlet.queue import Empty, LightQueue
from eventlet.semaphore import Semaphore
from nameko.extensions import SharedExtension

from services.kernel.errors import HuxinError
from services.runtime.messaging import topology
from services.runtime.messaging.batch import Batch
from services.runtime.messaging.broker import Consumer, Delivery
from services.runtime.messaging.handling import Job, run_command
from services.runtime.nameko.service import ServiceRuntime

if TYPE_CHECKING:
    from services.contracts.envelope import Message
    from services.runtime.messaging.policy import Kind
    from services.runtime.messaging.unit import UnitOfWork

# Calls answer people, so most workers are kept free of messages. More transactions at once than this do not go faster.
SHARE_FOR_MESSAGES = 0.25
KEYS_KEPT = 5_000

_log = structlog.get_logger("huxin.inlet")


class Handler(Protocol):
    """What the inlet needs of an entrypoint."""

    method_name: str
    kind: Kind
    patterns: tuple[str, ...]
    batch: int
    concurrency: int

    def queue(self, service: str) -> topology.Queue:
        """Return the queue it takes from."""

    def wants(self, delivery: Delivery) -> bool:
        """Tell whether a delivery is for it."""


class Inlet(SharedExtension):  # type: ignore[misc]  # nameko ships no types
    """One consumer for all message entrypoints of a service."""

    runtime = ServiceRuntime()

    def setup(self) -> None:
        """Prepare the lines; entrypoints register before anything starts."""
        self._lines: dict[str, LightQueue[tuple[Handler, Job] | None]] = {}
        self._singles: LightQueue[tuple[Handler, Job] | None] = LightQueue()
        self._wanted: dict[tuple[str, str], list[Handler]] = {}
        self._stopping = False
        self._consumer: Consumer | None = None

    @property
    def handlers(self) -> list[Handler]:
        """The service's message entrypoints."""
        found: list[Handler] = [e for e in self.container.entrypoints if getattr(e, "inlet", None) is self]
        return found

    def start(self) -> None:
        """Begin to consume."""
        handlers = self.handlers
        if not handlers:
            return
        share = max(2, int(self.container.max_workers * SHARE_FOR_MESSAGES))
        self._slots = Semaphore(share)
        self.container.spawn_managed_thread(self._dispatch, identifier="inlet")
        for handler in handlers:
            if handler.batch:
                self._lines[handler.method_name] = line = LightQueue()
                self.container.spawn_managed_thread(partial(self._dispatch_batches, handler, line), identifier="inlet-batch")
        around = self.runtime.surroundings
        self._consumer = around.broker.consume(
            self._queues(handlers), self._on_delivery, prefetch=around.settings.prefetch, name=self.runtime.service
        )

    def cancel(self) -> None:
        """Take nothing more; called when the first entrypoint stops, before nameko waits for the workers."""
        if not self._stopping:
            self._stopping = True
            if self._consumer:
                self._consumer.cancel()
            for line in (self._singles, *self._lines.values()):
                line.put(None)  # ends its dispatcher

    def stop(self) -> None:
        """Let go of the queues; what was not acknowledged is delivered again."""
        self.cancel()
        if self._consumer:
            self._consumer.close()

    def kill(self) -> None:
        """Let go at once."""
        self.stop()

    def _queues(self, handlers: list[Handler]) -> list[topology.Queue]:
        queues: dict[str, topology.Queue] = {}
        for handler in handlers:
            queue = handler.queue(self.runtime.service)
            known = queues.get(queue.name)
            keys = dict.fromkeys((*known.routing_keys, *queue.routing_keys) if known else queue.routing_keys)
            queues[queue.name] = topology.Queue(
                name=queue.name,
                exchange=queue.exchange,
                routing_keys=tuple(keys),
                durable=queue.durable,
                exclusive=queue.exclusive,
                ttl_ms=queue.ttl_ms,
            )
        return list(queues.values())

    def _on_delivery(self, delivery: Delivery) -> None:
        place = (delivery.queue, delivery.routing_key)
        wanted = self._wanted.get(place)
        if wanted is None:
            service = self.runtime.service
            wanted = [h for h in self.handlers if h.queue(service).name == delivery.queue and h.wants(delivery)]
            if len(self._wanted) < KEYS_KEPT:
                self._wanted[place] = wanted
        if not wanted:
            self._unwanted(delivery)
            return
        if len(wanted) > 1:
            delivery = _shared(delivery, len(wanted))
        for handler in wanted:
            self._submit(handler, Job(delivery, handler.method_name, self.runtime.settler, partial(self._submit, handler)))

    def _submit(self, handler: Handler, job: Job) -> None:
        self._lines.get(handler.method_name, self._singles).put((handler, job))

    def _unwanted(self, delivery: Delivery) -> None:
        if delivery.exchange == topology.COMMANDS:
            # The error becomes the reply, so the engine opens an incident.
            refuse = partial(run_command, operation=delivery.routing_key, handler=_refuse)
            job = Job(delivery, "unknown", self.runtime.settler, refuse)
            self.container.spawn_managed_thread(job.again, identifier="unknown operation")
            return
        if delivery.exchange in topology.OPTIONAL_RECEIVERS:
            delivery.ack()  # a binding of an older version of this service
            return
        self.runtime.settler.bury(delivery, LookupError(f"{self.runtime.service} has no handler for {delivery.routing_key}"))

    def _dispatch(self) -> None:
        while True:
            item = self._singles.get()
            if item is None:
                return
            self._slots.acquire()
            if self._stopping:
                return
            handler, job = item
            self.container.spawn_worker(handler, (job,), {}, handle_result=self._finished)

    def _finished(self, _context: object, result: Any, exc_info: Any) -> tuple[Any, Any]:  # noqa: ANN401 - nameko's signature
        self._slots.release()
        return result, exc_info

    def _dispatch_batches(self, handler: Handler, line: LightQueue[tuple[Handler, Job] | None]) -> None:
        slots = Semaphore(handler.concurrency)

        def finished(_context: object, result: Any, exc_info: Any) -> tuple[Any, Any]:  # noqa: ANN401 - nameko's signature
            slots.release()
            return result, exc_info

        while True:
            slots.acquire()
            item = line.get()
            jobs: list[Job] = []
            sleep(0)  # let the consumer hand over what has arrived as well
            try:
                while item is not None:
                    jobs.append(item[1])
                    item = line.get_nowait() if len(jobs) < handler.batch else None
            except Empty:
                pass
            if self._stopping:
                return
            self.container.spawn_worker(handler, (Batch(jobs, handler.kind),), {}, handle_result=finished)


def _shared(delivery: Delivery, receivers: int) -> Delivery:
    """Return the delivery with an `ack` that counts: the broker hears it when every handler is done."""
    left = [receivers]

    def ack() -> None:
        left[0] -= 1
        if left[0] == 0:
            delivery.ack()

    return Delivery(
        delivery.queue,
        delivery.exchange,
        delivery.routing_key,
        delivery.body,
        ack,
        delivery.requeue,
        delivery.headers,
        delivery.attempts,
        delivery.message_id,
    )


def _refuse(_unit: UnitOfWork, command: Message) -> dict[str, Any]:
    raise HuxinError("no_handler", "The service does not carry out this operation", command.type, status=404)
