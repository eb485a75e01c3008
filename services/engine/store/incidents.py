"""Incidents: what failed, kept until somebody or the clock has dealt with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from services.engine.domain.model import IncidentState
from services.engine.store.base import Part
from services.engine.store.rows import incident_record, incident_values, to_id
from services.engine.store.tables import incident

if TYPE_CHECKING:
    from services.engine.domain.model import IncidentRecord

_UNRESOLVED = (int(IncidentState.WAITING), int(IncidentState.OPEN))
_CHANGES = (
    "kind", "code", "title", "detail", "stimulus", "state", "attempts", "next_retry_at",
    "resolution", "reason", "resolved_at", "resolved_by",
)  # fmt: skip


class IncidentPart(Part):
    """The incidents' side of a session."""

    def add_incident(self, record: IncidentRecord) -> None:
        """Insert an incident."""
        self.connection.execute(sa.insert(incident), incident_values(record))

    def incident(self, incident_id: str, *, lock: bool = False) -> IncidentRecord | None:
        """Read one incident; with `lock` nobody else can decide about it meanwhile."""
        statement = sa.select(incident).where(incident.c.id == to_id(incident_id))
        row = self.one(self.locked(statement, of=incident) if lock else statement)
        return None if row is None else incident_record(row)

    def open_incident_at(self, instance_id: str, token: int | None) -> IncidentRecord | None:
        """Return the unresolved incident at a token, if there is one."""
        row = self.one(
            sa.select(incident)
            .where(incident.c.instance_id == to_id(instance_id), incident.c.token == token, incident.c.state.in_(_UNRESOLVED))
            .order_by(incident.c.id)
            .limit(1)
        )
        return None if row is None else incident_record(row)

    def save_incident(self, record: IncidentRecord) -> None:
        """Replace an incident's cause, attempts, retry time, state and resolution."""
        values = incident_values(record)
        changed = {name: values[name] for name in _CHANGES}
        self.connection.execute(sa.update(incident).where(incident.c.id == values["id"]).values(**changed))

    def list_incidents(self, query: dict[str, Any], *, limit: int, after: str | None) -> list[IncidentRecord]:
        """Read a page of incidents, newest first."""
        statement = sa.select(incident).order_by(incident.c.id.desc()).limit(limit)
        state = query.get("state") or "open"
        if state == "open":
            statement = statement.where(incident.c.state.in_(_UNRESOLVED))
        elif state == "resolved":
            statement = statement.where(incident.c.state == int(IncidentState.RESOLVED))
        for name in ("kind", "jurisdiction"):
            if query.get(name):
                statement = statement.where(incident.c[name] == query[name])
        if query.get("instance_id"):
            statement = statement.where(incident.c.instance_id == to_id(query["instance_id"]))
        if query.get("text"):
            text = query["text"]
            statement = statement.where(
                incident.c.detail.icontains(text, autoescape=True) | incident.c.title.icontains(text, autoescape=True)
            )
        if after is not None:
            statement = statement.where(incident.c.id < to_id(after))
        return [incident_record(row) for row in self.many(statement)]

    def republish(self, queue: str, raw: bytes, headers: dict[str, Any]) -> None:
        """Put a kept body back on its way to the queue that gave it up."""
        self.outgoing += self.wire.republish(self.connection, queue, raw, headers)
