"""Messages that arrived together, for a handler that can do several in one transaction."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from services.runtime import telemetry
from services.runtime.messaging import inbox

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.contracts.envelope import Message
    from services.runtime.messaging.handling import Job
    from services.runtime.messaging.policy import Kind
    from services.runtime.messaging.unit import UnitOfWork


class Batch:
    """A handler's share of messages.

    The handler splits them as it likes and opens one `unit` a part, or settles a part by transactions of its own.
    What is not settled when it returns is handled again later; so is everything when it raises.

    Attributes:
        messages: the envelopes, oldest first.
    """

    def __init__(self, jobs: Sequence[Job], kind: Kind) -> None:
        self._kind = kind
        self._open: dict[str, list[Job]] = {}
        self.messages: list[Message] = []
        for job in jobs:
            message = job.decode()
            if message is None:
                continue
            if message.id not in self._open:
                self.messages.append(message)
            self._open.setdefault(message.id, []).append(job)
        self._units = jobs[0].settler.units
        self._consumer = jobs[0].consumer

    @contextmanager
    def unit(self, messages: Sequence[Message]) -> Iterator[tuple[UnitOfWork, list[Message]]]:
        """Open one transaction for some of the messages.

        Yields the unit and those of the messages that were not acted on before. At the end it commits and acknowledges
        them; an exception rolls back, is given to the failure policy of each message, and does not leave the block.
        """
        try:
            with telemetry.trace(messages[0].traceparent), self._units.begin(messages[0]) as unit:
                fresh = inbox.record_many(unit.connection, [message.key for message in messages], self._consumer)
                yield unit, [message for message in messages if message.key in fresh]
        except Exception as error:  # noqa: BLE001 - the policy decides about every error
            self._fail(messages, error)
            return
        self._settle(messages)

    @contextmanager
    def settling(self, messages: Sequence[Message]) -> Iterator[None]:
        """Settle some of the messages by a block that opens its own transactions and recognises repeated messages itself.

        At the end they are acknowledged; an exception is given to the failure policy of each, and does not leave the block.
        """
        try:
            with telemetry.trace(messages[0].traceparent):
                yield
        except Exception as error:  # noqa: BLE001 - the policy decides about every error
            self._fail(messages, error)
            return
        self._settle(messages)

    def finish(self, error: BaseException | None = None) -> None:
        """Give what is left to the failure policy."""
        if self._open:
            left = [message for message in self.messages if message.id in self._open]
            self._fail(left, error or RuntimeError("the handler left a message without a unit of work"))

    def _settle(self, messages: Sequence[Message]) -> None:
        for message in messages:
            for job in self._open.pop(message.id, []):
                job.delivery.ack()
        telemetry.METRICS.handled.labels(self._units.database.service, self._kind, "done").inc(len(messages))

    def _fail(self, messages: Sequence[Message], error: BaseException) -> None:
        for message in messages:
            for job in self._open.pop(message.id, []):
                job.settler.failed(job, error, self._kind)
