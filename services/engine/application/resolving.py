"""What becomes of an incident: tried again by the clock, or retried, skipped, cancelled, corrected by an operator with a reason."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from services.engine.application.correlating import redeliver
from services.engine.application.failing import resolved
from services.engine.application.planning import command_for, plan
from services.engine.application.starting import start_by_message
from services.engine.application.steps import StepFailedError, advance, mark, take_live, transact
from services.engine.application.views import incident_view, instance_view
from services.engine.domain.model import EarlyMessage, IncidentRecord, IncidentState, InstanceRecord, InstanceState, Stimulus, opened_at
from services.engine.domain.retry import Failure, next_delay
from services.engine.domain.waits import Advance, ServiceWait
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.engine.application.context import Context
    from services.engine.application.storage import Session
    from services.engine.domain.model import Actor, Changes

_CLOCK = "system:clock"


@dataclass(frozen=True)
class _Case:
    """An incident with what was decided about it."""

    incident: IncidentRecord
    instance: InstanceRecord | None
    actor: str
    reason: str
    data: dict[str, Any] = field(default_factory=dict)


def resolve_incident(  # noqa: PLR0913 - the parameters of the operation
    context: Context,
    *,
    incident_id: str,
    action: str,
    reason: str,
    actor: Actor,
    data: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Do what an operator decided about an incident.

    Args:
        context: the engine's dependencies.
        incident_id: which.
        action: `retry` the same again; `skip` the wait, with data to merge; `correct` data, then retry; `cancel` the whole case.
        reason: why; it is kept in the history.
        actor: who decides.
        data: for skip and correct.

    Returns:
        `{incident, instance}` afterwards. A retry that fails again leaves the incident open with the new cause.

    Raises:
        HuxinError: `reason_missing`, `unknown_incident`, `incident_over`, `unknown_action`, `nothing_to_skip`.
    """
    if not reason.strip():
        raise HuxinError("reason_missing", "A reason is needed", "it is kept in the history of the case", fix="say why")
    act = _ACTIONS.get(action)
    if act is None:
        raise HuxinError("unknown_action", "There is no such action", f"{action!r} is none of {', '.join(_ACTIONS)}")

    def work(session: Session) -> dict[str, Any]:
        incident = _open_incident(session, incident_id)
        instance = _instance(session, incident)
        after = act(context, session, _Case(incident, instance, actor.user, reason, dict(data or {})))
        session.after_commit(lambda: context.notes.changed("incident", incident_id))
        now = session.instance(incident.instance_id) if incident.instance_id else None
        record = context.definitions.record(session, now.definition_id) if now else None
        return {"incident": incident_view(after, now), "instance": instance_view(now, record) if now and record else None}

    try:
        answer = transact(context, work)
    except StepFailedError as failed:
        return _failed_again(context, incident_id, failed.problem)
    _after_resolve(context, incident_id, action)
    return answer


def retry_due(context: Context) -> bool:
    """Retry the earliest incident whose time has come; False when none is due."""
    seen: list[str] = []

    def work(session: Session) -> bool:
        seen.clear()
        incident = session.claim_incident(context.clock.now())
        if incident is None:
            return False
        seen.append(incident.id)
        _retry(context, session, _Case(incident, _instance(session, incident), _CLOCK, "back-off"))
        return True

    try:
        return transact(context, work)
    except StepFailedError as failed:
        _failed_again(context, seen[0], failed.problem)
    except HuxinError as problem:
        if not seen or problem.retryable:
            raise  # the database is away: nothing is wrong with the incident
        _failed_again(context, seen[0], problem)
    return True


def _open_incident(session: Session, incident_id: str) -> IncidentRecord:
    incident = session.incident(incident_id, lock=True)
    if incident is None:
        raise HuxinError("unknown_incident", "There is no such incident", incident_id, status=404)
    if incident.state is IncidentState.RESOLVED:
        raise HuxinError(
            "incident_over",
            "The incident is over",
            f"{incident.resolution} by {incident.resolved_by}",
            status=409,
        )
    return incident


def _instance(session: Session, incident: IncidentRecord) -> InstanceRecord | None:
    return session.instance(incident.instance_id, lock=True) if incident.instance_id else None


def _save(session: Session, incident: IncidentRecord) -> IncidentRecord:
    session.save_incident(incident)
    return incident


def _retry(context: Context, session: Session, case: _Case) -> IncidentRecord:
    incident, instance = case.incident, case.instance
    if incident.raw is not None:
        session.republish(str(incident.headers.get("x-huxin-queue") or ""), incident.raw, incident.headers)
        return _save(session, resolved(context, incident, "retried", case.actor, case.reason))
    stimulus = incident.stimulus
    if stimulus is None:
        raise HuxinError("nothing_to_retry", "There is nothing to try again", incident.title, status=409)
    if stimulus.kind == "start":
        start_by_message(context, session, stimulus)
        return _save(session, resolved(context, incident, "retried", case.actor, case.reason))
    if instance is None:  # a message that found nobody: it is kept again, and delivered after this transaction
        _keep_again(context, session, incident, stimulus)
        return _save(session, resolved(context, incident, "retried", case.actor, case.reason))
    if instance.state is not InstanceState.RUNNING or stimulus.token not in instance.waits:
        return _save(session, resolved(context, incident, "overtaken", case.actor, case.reason))
    if stimulus.kind == "retry":
        return _send_again(context, session, case, instance)
    advance(context, session, instance, [replace(stimulus, reason=case.reason)])
    return _save(session, resolved(context, incident, "retried", case.actor, case.reason))


def _send_again(context: Context, session: Session, case: _Case, instance: InstanceRecord) -> IncidentRecord:
    """Send a service task's command once more, under a new id, with parameters computed from the data of now."""
    incident = case.incident
    token = incident.token or 0
    live = take_live(context, session, instance)
    waits = {wait.token: wait for wait in live.waits()}
    context.cache.put(instance.id, instance.version, live)
    wait = waits.get(token)
    if not isinstance(wait, ServiceWait):
        return _save(session, resolved(context, incident, "overtaken", case.actor, case.reason))
    command = command_for(context, instance, wait)
    attempts = incident.attempts + 1

    def change(changes: Changes) -> None:
        changes.commands.append(command)
        changes.instance.waits[token] = ["S", command.id, attempts, opened_at(instance.waits, token)]

    mark(context, session, instance, Stimulus(kind="retry", token=token, actor=case.actor, reason=case.reason), change)
    # Under way: the answer resolves it or counts it up.
    return _save(session, replace(incident, state=IncidentState.WAITING, next_retry_at=None))


def _keep_again(context: Context, session: Session, incident: IncidentRecord, stimulus: Stimulus) -> None:
    now = context.clock.now()
    session.keep_early(
        EarlyMessage(
            id=stimulus.message_id or incident.id,
            message=stimulus.message or "",
            key=stimulus.reason or "",
            jurisdiction=incident.jurisdiction or "",
            data=stimulus.data,
            received_at=now,
            expires_at=now + context.early_retention,
        )
    )


def _after_resolve(context: Context, incident_id: str, action: str) -> None:
    """Deliver a message that an operator has put back, now that it is kept again."""
    if action not in ("retry", "correct"):
        return
    with context.store.reading() as session:
        incident = session.incident(incident_id)
        stimulus = incident.stimulus if incident else None
        if incident is None or incident.kind != "nobody_waited" or stimulus is None:
            return
        kept = session.early_for([(stimulus.message or "", stimulus.reason or "")])
    for early in kept:
        if early.id == (stimulus.message_id or incident_id):
            redeliver(context, early)


def _skip(context: Context, session: Session, case: _Case) -> IncidentRecord:
    incident, instance = case.incident, case.instance
    if instance is not None and instance.state is InstanceState.RUNNING and incident.token in instance.waits:
        advance(
            context, session, instance, [Stimulus(kind="skip", token=incident.token, data=case.data, actor=case.actor, reason=case.reason)]
        )
    return _save(session, resolved(context, incident, "skipped", case.actor, case.reason))


def _correct(context: Context, session: Session, case: _Case) -> IncidentRecord:
    incident, instance = case.incident, case.instance
    if not case.data:
        raise HuxinError("nothing_to_correct", "No data were given", "correct needs the members that change", fix="send `data`")
    stimulus = incident.stimulus
    if instance is not None:
        correction = Stimulus(kind="correct", token=incident.token, data=case.data, actor=case.actor, reason=case.reason)
        instance = advance_keeping(context, session, instance, correction)
    if stimulus is not None and stimulus.kind in ("complete", "message", "start"):
        told = (
            {**stimulus.data, "data": {**stimulus.data["data"], **case.data}}
            if stimulus.kind == "start"
            else {**stimulus.data, **case.data}
        )
        incident = replace(incident, stimulus=replace(stimulus, data=told))
    return _retry(context, session, replace(case, incident=incident, instance=instance))


def advance_keeping(context: Context, session: Session, instance: InstanceRecord, correction: Stimulus) -> InstanceRecord:
    """Write a correction of the data. It moves no token, so the instance's waits stay."""
    return advance(context, session, instance, [correction]).instance


def _cancel(context: Context, session: Session, case: _Case) -> IncidentRecord:
    incident, instance = case.incident, case.instance
    if instance is not None and instance.state is InstanceState.RUNNING:
        live = take_live(context, session, instance)
        stimulus = Stimulus(kind="cancel", actor=case.actor, reason=case.reason)
        record = context.definitions.record(session, instance.definition_id)
        changes = plan(
            context,
            instance,
            Advance(state=None, ended=True, data=live.data()),
            [stimulus],
            process=record.key,
            elements=context.definitions.element_names(session, instance.definition_id),
        )
        changes.instance = replace(changes.instance, state=InstanceState.CANCELLED)
        session.write(changes)
        session.after_commit(lambda: context.notes.changed("instance", changes.instance.id))
    return _save(session, resolved(context, incident, "cancelled", case.actor, case.reason))


_ACTIONS: dict[str, Callable[[Context, Session, _Case], IncidentRecord]] = {
    "retry": _retry,
    "skip": _skip,
    "cancel": _cancel,
    "correct": _correct,
}


def _failed_again(context: Context, incident_id: str, problem: HuxinError) -> dict[str, Any]:
    """Count a retry that failed, with its new cause."""

    def work(session: Session) -> dict[str, Any]:
        incident = _open_incident(session, incident_id)
        attempts = incident.attempts + 1
        delay = next_delay(Failure(kind=incident.kind, retryable=problem.retryable), attempts)
        after = replace(
            incident,
            code=problem.code,
            title=problem.title,
            detail=problem.detail,
            attempts=attempts,
            state=IncidentState.OPEN if delay is None else IncidentState.WAITING,
            next_retry_at=None if delay is None else context.clock.now() + delay,
        )
        session.save_incident(after)
        instance = session.instance(incident.instance_id) if incident.instance_id else None
        record = context.definitions.record(session, instance.definition_id) if instance else None
        return {
            "incident": incident_view(after, instance),
            "instance": instance_view(instance, record) if instance and record else None,
        }

    return transact(context, work)
