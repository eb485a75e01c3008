"""Nameko entrypoints for messages. A handler is written as a plain method; the decorator wraps it in the work around it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeVar

from nameko.extensions import Entrypoint, register_entrypoint

from services.contracts import catalogue
from services.kernel.errors import HuxinError
from services.runtime.messaging import topology
from services.runtime.messaging.batch import Batch
from services.runtime.messaging.handling import Job, run_command, run_event
from services.runtime.messaging.letters import run_letter, run_note
from services.runtime.nameko.inlet import Inlet

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.runtime.messaging.broker import Delivery
    from services.runtime.messaging.policy import Kind

Method = TypeVar("Method", bound="Callable[..., Any]")

BATCH = 50
BATCH_WORKERS = 4


class MessageEntrypoint(Entrypoint):  # type: ignore[misc]  # nameko ships no types
    """Base of the message entrypoints: which queue, which routing keys, one by one or in batches."""

    inlet = Inlet()
    kind: Kind = "event"
    exchange = topology.EVENTS

    def __init__(self, *patterns: str, batch: int = 0, concurrency: int = 1, **kwargs: Any) -> None:  # noqa: ANN401 - nameko's options
        super().__init__(**kwargs)
        self.patterns = patterns
        self.batch = batch
        self.concurrency = concurrency

    def queue(self, service: str) -> topology.Queue:
        """Return the queue it takes from."""
        return topology.events_queue(service, self.patterns)

    def wants(self, delivery: Delivery) -> bool:
        """Tell whether a routing key is its own."""
        return any(topology.matches(pattern, delivery.routing_key) for pattern in self.patterns)

    def stop(self) -> None:
        """Take no more messages."""
        self.inlet.cancel()


class CommandEntrypoint(MessageEntrypoint):
    """Takes commands of one operation."""

    kind = "command"

    def queue(self, service: str) -> topology.Queue:
        """Return the service's command queue."""
        return topology.commands_queue(service)


class RepliesEntrypoint(MessageEntrypoint):
    """Takes the replies to the service's own commands."""

    kind = "reply"

    def queue(self, service: str) -> topology.Queue:
        """Return the service's reply queue."""
        return topology.replies_queue(service)

    def wants(self, delivery: Delivery) -> bool:
        """Take every reply."""
        return delivery.exchange == topology.REPLIES


class DeadLetterEntrypoint(MessageEntrypoint):
    """Takes what was given up anywhere."""

    def queue(self, service: str) -> topology.Queue:  # noqa: ARG002 - one queue for all
        """Return the one queue of dead letters."""
        return topology.dead_queue()

    def wants(self, delivery: Delivery) -> bool:
        """Take every dead letter."""
        return delivery.queue == topology.DEAD


class LiveEntrypoint(MessageEntrypoint):
    """Takes notes for open pages; each process has its own queue, gone with the process."""

    def queue(self, service: str) -> topology.Queue:
        """Return this process's queue of notes."""
        return topology.live_queue(service)

    def wants(self, delivery: Delivery) -> bool:
        """Take every note."""
        return delivery.exchange == topology.LIVE


def command(name: str) -> Callable[[Method], Method]:
    """Carry out an operation: `def handler(self, unit: UnitOfWork, command: Message) -> dict`.

    The returned object is checked against the operation's result and becomes the reply.

    Raises:
        HuxinError: `unknown_operation`, or `bad_declaration` when it is no command.
    """
    if catalogue.operation(name).kind != "command":
        raise HuxinError("bad_declaration", "The operation is no command", name, fix="Use @query for queries and actions.")
    return _entrypoint(CommandEntrypoint(name), lambda method, job: run_command(job, name, method))


def event(*patterns: str) -> Callable[[Method], Method]:
    """Act on events by name or pattern (`permits.*.issued`, `#`): `def handler(self, unit: UnitOfWork, event: Message) -> None`."""
    return _entrypoint(MessageEntrypoint(*patterns), lambda method, job: run_event(job, method))


def event_batches(*patterns: str, batch: int = BATCH, concurrency: int = BATCH_WORKERS) -> Callable[[Method], Method]:
    """Act on events that arrived together: `def handler(self, batch: Batch) -> None`."""
    return _entrypoint(MessageEntrypoint(*patterns, batch=batch, concurrency=concurrency), _run_batch)


def replies(*, batch: int = BATCH, concurrency: int = BATCH_WORKERS) -> Callable[[Method], Method]:
    """Act on replies that arrived together: `def handler(self, batch: Batch) -> None`."""
    return _entrypoint(RepliesEntrypoint(batch=batch, concurrency=concurrency), _run_batch)


def dead_letters() -> Callable[[Method], Method]:
    """Keep what was given up: `def handler(self, unit: UnitOfWork, letter: DeadLetter) -> None`."""
    return _entrypoint(DeadLetterEntrypoint("#"), lambda method, job: run_letter(job, method))


def live() -> Callable[[Method], Method]:
    """Hear that something changed: `def handler(self, note: dict) -> None`; best effort."""
    return _entrypoint(LiveEntrypoint("#"), lambda method, job: run_note(job, method))


def _run_batch(method: Callable[[Batch], object], batch: Batch) -> None:
    if not batch.messages:
        return
    try:
        method(batch)
    except Exception as error:  # noqa: BLE001 - the policy decides about every error
        batch.finish(error)
    else:
        batch.finish()


def _entrypoint(entrypoint: MessageEntrypoint, run: Callable[..., None]) -> Callable[[Method], Method]:
    def decorate(method: Method) -> Method:
        @functools.wraps(method)
        def work(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - stands for any method
            if len(args) == 1 and isinstance(args[0], (Job, Batch)):
                return run(functools.partial(method, self), args[0])
            return method(self, *args, **kwargs)

        register_entrypoint(work, entrypoint)
        return work  # type: ignore[return-value]  # the wrapper takes the same calls

    return decorate
