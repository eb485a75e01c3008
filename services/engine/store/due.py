"""Timers and incidents that become due. A claim is a row lock of the acting transaction, so a crash gives it back by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from services.engine.domain.history import milliseconds, moment
from services.engine.domain.model import NO_DUE, IncidentState, ProvisionalDue, TaskState, TimerRecord
from services.engine.store.base import Part
from services.engine.store.rows import from_id, incident_record, instance_record, to_id
from services.engine.store.tables import incident, instance, provisional_due, task, timer

if TYPE_CHECKING:
    from datetime import datetime

    from services.engine.domain.model import IncidentRecord, InstanceRecord

_RETRYING = sa.literal_column(f"incident.state = {int(IncidentState.WAITING)}", sa.Boolean)


class DuePart(Part):
    """The clock's side of a session."""

    def claim_timer(self, now: datetime) -> tuple[TimerRecord, InstanceRecord] | None:
        """Lock and return the instance of the earliest due timer, leaving out instances that somebody else is working on.

        The lock is on the instance, which every step takes first: locking the timer first could end in a deadlock with a step
        that closes it.
        """
        statement = (
            sa.select(
                timer.c.instance_id,
                timer.c.token,
                timer.c.due_at,
                *(column.label(f"i_{column.name}") for column in instance.c),
            )
            .join_from(timer, instance, timer.c.instance_id == instance.c.id)
            .where(timer.c.due_at <= milliseconds(now))
            .order_by(timer.c.due_at, timer.c.instance_id, timer.c.token)
            .limit(1)
        )
        row = self.one(self.locked(statement, of=instance, skip=True))
        return None if row is None else (_timer(row), instance_record(row, "i_"))

    def drop_timer(self, instance_id: str, token: int) -> None:
        """Take a timer off the clock, because it has become an incident."""
        self.connection.execute(sa.delete(timer).where(timer.c.instance_id == to_id(instance_id), timer.c.token == token))

    def provisional_dues(self, after: tuple[str, int] | None, limit: int) -> list[ProvisionalDue]:
        """Read a page of due times that are to be counted again, after an instance's id and token."""
        key = sa.tuple_(provisional_due.c.instance_id, provisional_due.c.token)
        statement = sa.select(provisional_due).order_by(provisional_due.c.instance_id, provisional_due.c.token).limit(limit)
        if after is not None:
            statement = statement.where(key > sa.tuple_(to_id(after[0]), after[1]))
        return [
            ProvisionalDue(
                instance_id=from_id(row["instance_id"]),
                token=row["token"],
                counted_from=moment(row["counted_from"]),
                duration=row["duration"],
                count=row["count"],
            )
            for row in self.many(statement)
        ]

    def drop_provisional(self, due: ProvisionalDue) -> None:
        """Forget that a due time is to be counted again."""
        table = provisional_due
        self.connection.execute(sa.delete(table).where(table.c.instance_id == to_id(due.instance_id), table.c.token == due.token))

    def due_at(self, instance_id: str, token: int) -> datetime | None:
        """Read when an open task or a timer is due; None when there is no such wait or it has no due time."""
        timed = sa.select(timer.c.due_at).where(timer.c.instance_id == to_id(instance_id), timer.c.token == token)
        asked = sa.select(task.c.due_at).where(_open_task(instance_id, token))
        value = self.connection.scalar(timed)
        if value is None:
            value = self.connection.scalar(asked)
        return None if value is None or value == NO_DUE else moment(value)

    def move_due(self, instance_id: str, token: int, due_at: datetime) -> None:
        """Give an open task or a timer another due time."""
        due = milliseconds(due_at)
        moved = sa.update(timer).where(timer.c.instance_id == to_id(instance_id), timer.c.token == token)
        self.connection.execute(moved.values(due_at=due))
        asked = sa.update(task).where(_open_task(instance_id, token))
        self.connection.execute(asked.values(due_at=due, version=task.c.version + 1))

    def next_due(self) -> datetime | None:
        """Return the earliest moment at which a timer or a retry becomes due."""
        first_timer = self.connection.scalar(sa.select(sa.func.min(timer.c.due_at)))
        first_retry = self.connection.scalar(sa.select(sa.func.min(incident.c.next_retry_at)).where(_RETRYING))
        known = [value for value in (first_timer, first_retry) if value is not None]
        return moment(min(known)) if known else None

    def timers_of(self, instance_id: str) -> list[TimerRecord]:
        """Read an instance's timers."""
        rows = self.many(sa.select(timer).where(timer.c.instance_id == to_id(instance_id)).order_by(timer.c.due_at, timer.c.token))
        return [_timer(row) for row in rows]

    def claim_incident(self, now: datetime) -> IncidentRecord | None:
        """Lock and return the earliest incident whose retry is due and that no other replica holds, or None."""
        statement = (
            sa.select(incident)
            .where(_RETRYING, incident.c.next_retry_at <= milliseconds(now))
            .order_by(incident.c.next_retry_at, incident.c.id)
            .limit(1)
        )
        row = self.one(self.locked(statement, of=incident, skip=True))
        return None if row is None else incident_record(row)


def _open_task(instance_id: str, token: int) -> sa.ColumnElement[bool]:
    states = (int(TaskState.OPEN), int(TaskState.CLAIMED))
    return sa.and_(task.c.instance_id == to_id(instance_id), task.c.token == token, task.c.state.in_(states))


def _timer(row: sa.RowMapping) -> TimerRecord:
    return TimerRecord(instance_id=from_id(row["instance_id"]), token=row["token"], due_at=moment(row["due_at"]))
