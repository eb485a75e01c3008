"""The engine's port to its tables. `services.engine.store` fulfils it with SQLAlchemy; one session is one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from services.engine.domain.model import (
        Changes,
        Command,
        DefinitionRecord,
        EarlyMessage,
        HistoryRow,
        IncidentRecord,
        InstanceRecord,
        ProvisionalDue,
        Receiver,
        Subscription,
        TaskRecord,
        TimerRecord,
    )


class StaleInstanceError(Exception):
    """Another step was written first. Never leaves the engine: the step is taken again on the new state."""


class Steps(Protocol):
    """What a step reads and writes. Few round trips: each method is one statement unless it says otherwise."""

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run an action once the transaction has been committed; never when it was rolled back."""

    def instance(self, instance_id: str, *, lock: bool = False) -> InstanceRecord | None:
        """Read an instance; with `lock` no other step can come between."""

    def instance_of_task(self, task_id: str, *, lock: bool = False) -> tuple[TaskRecord, InstanceRecord] | None:
        """Read a task and its instance together."""

    def instance_by_request(self, request_id: str) -> str | None:
        """Return the id of the instance that an earlier request with the same id started."""

    def start_key_runs(self, start_key: str) -> bool:
        """Tell whether an instance started by this message key is running."""

    def write(self, changes: Changes) -> None:
        """Write a whole step, at most one statement a table.

        Raises:
            StaleInstanceError: the instance's version is not the expected one any more.
        """

    def send(self, commands: Iterable[Command]) -> None:
        """Put commands into the outbox without a step (a command that is sent again)."""


class Tasks(Protocol):
    """Tasks and drafts."""

    def task(self, task_id: str) -> TaskRecord | None:
        """Read one task."""

    def change_task(self, task: TaskRecord, expected_version: int) -> bool:
        """Write state and assignee of an open task; False when somebody else changed it first."""

    def draft(self, task_id: str) -> dict[str, Any] | None:
        """Read the draft of a task."""

    def save_draft(self, task_id: str, data: dict[str, Any], at: datetime) -> None:
        """Insert or replace the draft of a task."""

    def list_tasks(self, query: dict[str, Any], *, limit: int, after: tuple[int, str] | None) -> list[tuple[TaskRecord, InstanceRecord]]:
        """Read a page of tasks with their instances (without state), after a keyset position."""

    def count_tasks(
        self,
        departments: Sequence[str],
        user: str | None,
        now: datetime,
        jurisdiction: str | None = None,
        owners: Sequence[str] | None = None,
    ) -> dict[str, Any]:
        """Count open, own and overdue tasks, and open ones by process; those of one jurisdiction when it is named."""

    def tasks_of(self, instance_id: str) -> list[TaskRecord]:
        """Read all tasks of an instance in order of creation."""


class Messages(Protocol):
    """Subscriptions, early messages, and the inbox."""

    def seen(self, message_id: str, consumer: str) -> bool:
        """Record a message id and tell whether it had been recorded before."""

    def subscriptions(self, message: str, key: str) -> list[Subscription]:
        """Find who waits for a message."""

    def early(self, message_id: str) -> EarlyMessage | None:
        """Read a kept message with its receivers and hold it for this transaction; None when it is gone."""

    def early_for(self, waits: Sequence[tuple[str, str]]) -> list[EarlyMessage]:
        """Find kept messages for (message, key) pairs with their receivers, oldest first."""

    def keep_early(self, early: EarlyMessage) -> None:
        """Keep a message for a later subscriber, with those who have had it."""

    def add_receivers(self, receivers: Sequence[Receiver]) -> None:
        """Note who has had a kept message."""

    def drop_early(self, ids: Sequence[str]) -> None:
        """Forget kept messages that nobody can still need or that have become incidents."""

    def expired_early(self, now: datetime, limit: int) -> list[EarlyMessage]:
        """Claim kept messages whose time is over."""

    def missed_early(self, limit: int) -> list[tuple[EarlyMessage, Subscription]]:
        """Find kept messages whose subscriber has not had them: two transactions that could not see each other wrote them."""


class Due(Protocol):
    """Timers and incidents that become due."""

    def claim_timer(self, now: datetime) -> tuple[TimerRecord, InstanceRecord] | None:
        """Lock and return the instance of the earliest due timer, leaving out instances that somebody else is working on."""

    def drop_timer(self, instance_id: str, token: int) -> None:
        """Take a timer off the clock, because it has become an incident."""

    def provisional_dues(self, after: tuple[str, int] | None, limit: int) -> list[ProvisionalDue]:
        """Read a page of due times that are to be counted again, after an instance's id and token."""

    def drop_provisional(self, due: ProvisionalDue) -> None:
        """Forget that a due time is to be counted again."""

    def due_at(self, instance_id: str, token: int) -> datetime | None:
        """Read when an open task or a timer is due; None when there is no such wait or it has no due time."""

    def move_due(self, instance_id: str, token: int, due_at: datetime) -> None:
        """Give an open task or a timer another due time."""

    def next_due(self) -> datetime | None:
        """Return the earliest moment at which a timer or a retry becomes due."""

    def timers_of(self, instance_id: str) -> list[TimerRecord]:
        """Read an instance's timers."""

    def claim_incident(self, now: datetime) -> IncidentRecord | None:
        """Lock and return the earliest incident whose retry is due and that no other replica holds, or None."""


class Incidents(Protocol):
    """Incidents."""

    def add_incident(self, incident: IncidentRecord) -> None:
        """Insert an incident."""

    def incident(self, incident_id: str, *, lock: bool = False) -> IncidentRecord | None:
        """Read one incident."""

    def open_incident_at(self, instance_id: str, token: int | None) -> IncidentRecord | None:
        """Return the unresolved incident at a token, if there is one."""

    def save_incident(self, incident: IncidentRecord) -> None:
        """Replace an incident's attempts, retry time, state and resolution."""

    def list_incidents(self, query: dict[str, Any], *, limit: int, after: str | None) -> list[IncidentRecord]:
        """Read a page of incidents, newest first."""

    def republish(self, queue: str, raw: bytes, headers: dict[str, Any]) -> None:
        """Put a kept body back on its way to the queue that gave it up."""


class Reading(Protocol):
    """Definitions, instances and history for people."""

    def definitions(self) -> list[DefinitionRecord]:
        """Read all definitions without their XML."""

    def newest_definition(self) -> int:
        """Return the highest definition id, 0 when there is none: a cheap look for new deployments."""

    def definition_xml(self, definition_id: int) -> bytes:
        """Read the XML of a definition."""

    def add_definition(self, record: DefinitionRecord, xml: bytes) -> DefinitionRecord:
        """Insert a definition and return it with its id."""

    def list_instances(self, query: dict[str, Any], *, limit: int, after: str | None) -> list[InstanceRecord]:
        """Read a page of instances, newest first, without their state."""

    def history(self, instance_id: str) -> list[HistoryRow]:
        """Read the whole history of an instance in order."""


class Session(Steps, Tasks, Messages, Due, Incidents, Reading, Protocol):
    """One transaction on the engine's tables."""


class Store(Protocol):
    """Opens transactions."""

    def transaction(self, *, lock: bool = False) -> AbstractContextManager[Session]:
        """Open a transaction: committed at the end, rolled back on any exception; what it put into the outbox goes out at once.

        Args:
            lock: lock every instance that is read, so that no other step can come between.
        """

    def reading(self) -> AbstractContextManager[Session]:
        """Open a session for questions only; it never waits for writers."""
