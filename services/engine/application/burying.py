"""Keeps messages that some consumer gave up: the raw body, where it came from, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.engine.domain.model import IncidentRecord

if TYPE_CHECKING:
    from services.engine.application.context import Context
    from services.engine.application.storage import Session
    from services.engine.domain.model import IncidentKind


def keep_dead_letter(  # noqa: PLR0913 - what is known about a dead letter
    context: Context,
    session: Session,
    *,
    queue: str,
    routing_key: str,
    error: str,
    body: bytes,
    readable: bool,
    jurisdiction: str | None,
    headers: dict[str, Any],
) -> IncidentRecord:
    """Open an incident that holds the body. An operator sends it again to the queue that gave it up, or cancels it.

    Args:
        context: the engine's dependencies.
        session: the transaction of the receipt.
        queue: the queue that gave up.
        routing_key: the key by which the message had come there.
        error: why.
        body: the raw bytes.
        readable: whether the body is one of our envelopes; then its handler failed, else the message is poisoned.
        jurisdiction: the envelope's, if there is one.
        headers: what came along.
    """
    kind: IncidentKind = "handler_failed" if readable else "poisoned_message"
    incident = IncidentRecord(
        id=context.new_id(),
        kind=kind,
        code=kind,
        title="A message could not be handled" if readable else "A message cannot be read",
        detail=f"{queue}: {error}",
        created_at=context.clock.now(),
        jurisdiction=jurisdiction,
        raw=body,
        headers={**headers, "x-huxin-queue": queue, "x-huxin-key": routing_key},
    )
    session.add_incident(incident)
    session.after_commit(lambda: context.notes.changed("incident", incident.id))
    return incident
