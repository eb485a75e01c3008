"""Starts instances: on a person's request, or by a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.engine.application.steps import StepFailedError, Stepped, begin, transact
from services.engine.application.views import instance_view
from services.engine.domain.history import GENESIS
from services.engine.domain.model import Actor, DefinitionRecord, InstanceRecord, InstanceState, Stimulus, checked_key
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.engine.application.context import Context
    from services.engine.application.storage import Session


def start_instance(  # noqa: PLR0913 - the parameters of the operation
    context: Context,
    *,
    process: str,
    jurisdiction: str,
    actor: Actor,
    data: dict[str, Any] | None = None,
    business_key: str | None = None,
    request_id: str | None = None,
    version: int | None = None,
) -> dict[str, Any]:
    """Start an instance at the process's none start event.

    Args:
        context: the engine's dependencies.
        process: the process's key.
        jurisdiction: whose rules apply.
        actor: who asks.
        data: the first data, JSON values without fractions.
        business_key: what people call the case; the process's own expression when missing.
        request_id: a repeated request with the same id answers with the instance it started before.
        version: a certain version instead of the one in effect.

    Returns:
        `{instance}`.

    Raises:
        HuxinError: `unknown_process`, or what the interpreter says about a start that cannot be made.
    """
    given = dict(data or {})
    today = context.clock.now().date()

    def work(session: Session) -> dict[str, Any]:
        known = session.instance_by_request(request_id) if request_id else None
        if known is not None and (existing := session.instance(known)):
            return {"instance": instance_view(existing, context.definitions.record(session, existing.definition_id))}
        record = context.definitions.demand(session, process, jurisdiction, today, version)
        blank = blank_instance(context, session, record, given, jurisdiction=jurisdiction, business_key=business_key, request_id=request_id)
        stepped = begin(context, session, blank, given, Stimulus(kind="start", actor=actor.user))
        return {"instance": instance_view(stepped.instance, record)}

    try:
        return transact(context, work)
    except StepFailedError as failed:
        raise failed.problem from failed


def blank_instance(  # noqa: PLR0913 - what is known before the first step
    context: Context,
    session: Session,
    record: DefinitionRecord,
    data: dict[str, Any],
    *,
    jurisdiction: str,
    business_key: str | None = None,
    request_id: str | None = None,
    start_key: str | None = None,
) -> InstanceRecord:
    """Return an instance before its first step."""
    compiled = context.definitions.compiled(session, record.id)
    if business_key is None:
        business_key = compiled.business_key(data)
    return InstanceRecord(
        id=context.new_id(),
        definition_id=record.id,
        jurisdiction=jurisdiction,
        business_key=None if business_key is None else checked_key(business_key, "the business key"),
        title=record.name,
        state=InstanceState.RUNNING,
        version=0,
        blob=None,
        waits={},
        chain=GENESIS,
        started_at=context.clock.now(),
        request_id=request_id,
        start_key=start_key,
    )


def start_by_message(context: Context, session: Session, stimulus: Stimulus) -> Stepped:
    """Start an instance as a kept start stimulus says.

    Args:
        context: the engine's dependencies.
        session: an open transaction.
        stimulus: kind `start`; its data has `definition_id`, `jurisdiction`, `start_key` and the message's `data`.

    Raises:
        StepFailedError: the interpreter refused; the failure holds the whole stimulus, so that it can be applied again.
    """
    told = stimulus.data
    record = context.definitions.record(session, told["definition_id"])
    try:
        blank = blank_instance(context, session, record, told["data"], jurisdiction=told["jurisdiction"], start_key=told["start_key"])
    except HuxinError as problem:
        nobody = InstanceRecord(
            id="", definition_id=record.id, jurisdiction=told["jurisdiction"], business_key=None, title=record.name,
            state=InstanceState.RUNNING, version=0, blob=None, waits={}, chain=GENESIS, started_at=context.clock.now(),
        )  # fmt: skip
        raise StepFailedError(nobody, stimulus, problem) from problem
    plain = Stimulus(kind="start", actor=stimulus.actor, message=stimulus.message, message_id=stimulus.message_id)
    try:
        return begin(context, session, blank, told["data"], plain)
    except StepFailedError as failed:
        raise StepFailedError(failed.instance, stimulus, failed.problem) from failed
