"""Turns a failed stimulus into an incident, in a transaction of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.engine.domain.model import IncidentRecord, IncidentState
from services.engine.domain.retry import Failure, next_delay

if TYPE_CHECKING:
    from services.engine.application.context import Context
    from services.engine.application.steps import StepFailedError
    from services.engine.application.storage import Session
    from services.engine.domain.model import IncidentKind, Stimulus

_TOO_LONG = 4000


def record_step_failure(context: Context, session: Session, failed: StepFailedError) -> IncidentRecord:
    """Keep a stimulus that the interpreter refused. One wait has at most one open incident; failing again counts it up."""
    problem = failed.problem
    kind: IncidentKind = "expression_failed" if problem.code == "expression_failed" else "handler_failed"
    is_start = failed.stimulus.kind == "start"
    return record(
        context,
        session,
        kind=kind,
        stimulus=failed.stimulus,
        instance_id=None if is_start else failed.instance.id,
        jurisdiction=failed.instance.jurisdiction,
        error={**problem.problem(), "element_id": problem.extra.get("element_id")},
    )


def record(  # noqa: PLR0913 - the parts of an incident
    context: Context,
    session: Session,
    *,
    kind: IncidentKind,
    stimulus: Stimulus,
    instance_id: str | None,
    jurisdiction: str | None,
    error: dict[str, Any],
    attempts: int = 1,
) -> IncidentRecord:
    """Insert an incident, or count up the one that is open at the same wait.

    Args:
        context: the engine's dependencies.
        session: an open transaction.
        kind: what went wrong.
        stimulus: what to apply again.
        instance_id: the instance, if there is one yet.
        jurisdiction: where it belongs.
        error: `code`, `title`, `detail`, `retryable`, `element_id`.
        attempts: how often this has been tried.
    """
    now = context.clock.now()
    known = None
    if instance_id is not None:
        known = session.open_incident_at(instance_id, stimulus.token)
    attempts = max(attempts, known.attempts + 1 if known else 1)
    delay = next_delay(Failure(kind=kind, retryable=bool(error.get("retryable"))), attempts)
    incident = IncidentRecord(
        id=known.id if known else context.new_id(),
        kind=kind,
        code=str(error.get("code") or "failed"),
        title=str(error.get("title") or "The step failed")[:_TOO_LONG],
        detail=str(error.get("detail") or "")[:_TOO_LONG],
        created_at=known.created_at if known else now,
        state=IncidentState.OPEN if delay is None else IncidentState.WAITING,
        next_retry_at=None if delay is None else now + delay,
        attempts=attempts,
        instance_id=instance_id,
        token=stimulus.token,
        element_id=error.get("element_id"),
        jurisdiction=jurisdiction,
        stimulus=stimulus,
    )
    if known is None:
        session.add_incident(incident)
    else:
        session.save_incident(incident)
    session.after_commit(lambda: context.notes.changed("incident", incident.id))
    return incident


def resolved(context: Context, incident: IncidentRecord, resolution: str, actor: str, reason: str | None = None) -> IncidentRecord:
    """Return the incident as over."""
    return replace(
        incident,
        state=IncidentState.RESOLVED,
        next_retry_at=None,
        resolution=resolution,
        reason=reason,
        resolved_at=context.clock.now(),
        resolved_by=actor,
    )
