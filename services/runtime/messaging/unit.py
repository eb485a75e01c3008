"""The unit of work: one transaction, and the messages that leave with it or not at all."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from services.contracts import catalogue
from services.contracts.envelope import Message
from services.kernel.clock import Clock, SystemClock
from services.kernel.errors import HuxinError
from services.runtime import telemetry
from services.runtime.db import Database, is_transient, unavailable
from services.runtime.messaging import outbox, topology
from services.runtime.messaging.broker import Parcel
from services.runtime.messaging.outbox import Outgoing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    import sqlalchemy as sa


CONFLICT_ATTEMPTS = 4  # of one piece of work; each time another one went on, so this is many

T = TypeVar("T")


class Waker(Protocol):
    """What a unit of work needs of the relay."""

    def wake(self, rows: Sequence[Parcel]) -> None:
        """Take rows that were just committed."""

    def submit(self, parcel: Parcel) -> None:
        """Send something that no outbox row stands behind."""


class UnitOfWork:
    """One transaction. Made by `Units.begin`, never shared by workers.

    Attributes:
        service: who works.
        connection: the open transaction.
        now: the moment that counts as now for everything in it, in Asia/Shanghai.
        cause: the message that is being handled, if there is one.
    """

    def __init__(self, service: str, connection: sa.Connection, now: datetime, cause: Message | None = None) -> None:
        self.service = service
        self.connection = connection
        self.now = now
        self.cause = cause
        self.outgoing: list[Outgoing] = []
        self.notes: list[dict[str, Any]] = []

    def emit(
        self, name: str, *, data: dict[str, Any], subject: str | None = None, jurisdiction: str | None = None, check: bool = True
    ) -> Message:
        """Announce an event.

        Args:
            name: the event's name; a declared one is checked against its schema.
            data: what happened.
            subject: the correlation key; the declared key member when missing.
            jurisdiction: whose rules apply; the cause's when missing.
            check: False lets diagrams throw events that no service has declared.

        Raises:
            HuxinError: `unknown_event`, `bad_data`.
        """
        event = catalogue.event(name) if check else catalogue.events().get(name)
        if event:
            event.check_data(data)
            if subject is None and event.key:
                subject = str(data[event.key])
        message = self._message(name, data, subject, jurisdiction, event.version if event else 1)
        self.outgoing.append(Outgoing(topology.EVENTS, name, message))
        return message

    def command(self, operation: str, parameters: dict[str, Any], *, subject: str, jurisdiction: str | None = None) -> Message:
        """Order a step from the service that owns the operation; its one reply comes back with `causationid` = this message's id."""
        message = self._message(operation, parameters, subject, jurisdiction, 1)
        self.outgoing.append(Outgoing(topology.COMMANDS, operation, message))
        return message

    def reply(self, command: Message, body: dict[str, Any]) -> Message:
        """Answer a command; `body` is `{"ok": true, "result": …}` or `{"ok": false, "error": …}`."""
        message = Message.new(
            f"{command.type}.reply",
            body,
            service=self.service,
            subject=command.subject,
            jurisdiction=command.jurisdiction,
            causationid=command.id,
            traceparent=telemetry.traceparent(),
        )
        asker = command.source.rpartition("/")[2] or "engine"
        self.outgoing.append(Outgoing(topology.REPLIES, asker, message))
        return message

    def note(self, **note: Any) -> None:  # noqa: ANN401 - a JSON object
        """Tell open pages after the commit that something changed; best effort, never state."""
        self.notes.append(note)

    def _message(self, type_: str, data: dict[str, Any], subject: str | None, jurisdiction: str | None, version: int) -> Message:
        cause = self.cause
        return Message.new(
            type_,
            data,
            service=self.service,
            subject=subject,
            jurisdiction=jurisdiction or (cause.jurisdiction if cause else None),
            causationid=cause.id if cause else None,
            traceparent=telemetry.traceparent(),
            version=version,
        )


class Units:
    """Opens units of work for one service.

    Args:
        database: the service's database.
        relay: woken after each commit.
        clock: the clock of the law.
        grace_seconds: for how long new outbox rows belong to this process.
    """

    def __init__(
        self, database: Database, relay: Waker, clock: Clock | None = None, *, grace_seconds: float = outbox.GRACE_SECONDS
    ) -> None:
        self.database = database
        self.relay = relay
        self.clock = clock or SystemClock()
        self._grace = grace_seconds

    @contextmanager
    def begin(self, cause: Message | None = None) -> Iterator[UnitOfWork]:
        """Open one: committed with its messages at the end, or rolled back with them.

        Raises:
            HuxinError: `database_unavailable`, `database_busy` or `transaction_conflict`, all retryable; whatever the body raises
                passes through.
        """
        rows: list[Parcel] = []
        try:
            with self.database.begin() as connection:
                unit = UnitOfWork(self.database.service, connection, self.clock.now(), cause)
                yield unit
                if unit.outgoing:
                    rows = outbox.add(connection, unit.outgoing, grace_seconds=self._grace, last=True)
        except Exception as error:
            if is_transient(error):
                raise unavailable(error) from error
            raise
        if rows:
            self.relay.wake(rows)
        for note in unit.notes:
            self.relay.submit(_note_parcel(self.database.service, note))

    def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """Do work in a unit of its own, and again when the database ended its transaction in favour of another one.

        For a person's action, which nothing else repeats. The work must have no effects besides its transaction.
        """
        for _ in range(CONFLICT_ATTEMPTS - 1):
            try:
                with self.begin() as unit:
                    return work(unit)
            except HuxinError as error:
                if error.code != "transaction_conflict":
                    raise
        with self.begin() as unit:
            return work(unit)


def _note_parcel(service: str, note: dict[str, Any]) -> Parcel:
    message = Message.new("live", note, service=service)
    return Parcel(message.key, topology.LIVE, "", message.to_bytes(), stored=False)
