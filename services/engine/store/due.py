"""Timers and incidents that become due. A claim is a row lock of the acting transaction, so a crash gives it back by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from services.engine.domain.history import milliseconds, moment
from services.engine.domain.model import IncidentState, TimerRecord
from services.engine.store.base import Part
from services.engine.store.rows import from_id, incident_record, instance_record, to_id
from services.engine.store.tables import incident, instance, timer

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


def _timer(row: sa.RowMapping) -> TimerRecord:
    return TimerRecord(instance_id=from_id(row["instance_id"]), token=row["token"], due_at=moment(row["due_at"]))
