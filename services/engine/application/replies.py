"""Services' answers: those that arrive together for one instance advance it in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.engine.application.failing import record, record_step_failure, resolved
from services.engine.application.steps import StepFailedError, advance, mark, throw_error, transact
from services.engine.domain.model import InstanceState, Stimulus, opened_at
from services.engine.domain.retry import Failure, next_delay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.engine.application.context import Context
    from services.engine.application.storage import Session
    from services.engine.domain.model import Changes, InstanceRecord, Reply

_FORGOTTEN = ""  # the command id of a service task whose command failed: no answer fits any more until it is sent again


def handle_replies(context: Context, replies: Sequence[Reply]) -> int:
    """Apply answers and return how many were applied. An answer that no wait expects (late, repeated) is dropped.

    A wait expects the id of its newest command, so no record of answers seen is needed: the second copy finds nobody waiting.
    """
    by_instance: dict[str, list[Reply]] = {}
    for reply in replies:
        by_instance.setdefault(reply.instance_id, []).append(reply)
    return sum(_handle(context, group) for group in by_instance.values())


def _handle(context: Context, group: list[Reply]) -> int:
    def work(session: Session) -> int:
        return _apply(context, session, group)

    try:
        return transact(context, work)
    except StepFailedError as problem:
        failed = problem
    if len(group) > 1:
        return sum(_handle(context, [reply]) for reply in group)

    def keep(session: Session) -> int:
        record_step_failure(context, session, failed)
        return 1

    return transact(context, keep)


def _apply(context: Context, session: Session, group: list[Reply]) -> int:
    instance = session.instance(group[0].instance_id)
    if instance is None or instance.state is not InstanceState.RUNNING:
        return 0
    waiting = {entry[1]: (token, entry[2]) for token, entry in instance.waits.items() if entry[0] == "S" and entry[1]}
    answered: dict[str, Reply] = {reply.command_id: reply for reply in group if reply.command_id in waiting}
    good = [reply for reply in answered.values() if reply.ok]
    if good:
        stimuli = [
            Stimulus(kind="reply", token=waiting[reply.command_id][0], data=reply.result, actor="system:service", message_id=reply.id)
            for reply in good
        ]
        instance = advance(context, session, instance, stimuli).instance
        for reply in good:
            token, attempts = waiting[reply.command_id]
            if attempts > 1:
                _recovered(context, session, instance.id, token)
    for reply in answered.values():
        token, attempts = waiting[reply.command_id]
        if not reply.ok and token in instance.waits:
            instance = _failed(context, session, instance, token=token, attempts=attempts, reply=reply)
    return len(answered)


def _recovered(context: Context, session: Session, instance_id: str, token: int) -> None:
    incident = session.open_incident_at(instance_id, token)
    if incident is not None:
        session.save_incident(resolved(context, incident, "recovered", "system:engine"))
        session.after_commit(lambda: context.notes.changed("incident", incident.id))


def _failed(  # noqa: PLR0913 - what is known about a failed command
    context: Context, session: Session, instance: InstanceRecord, *, token: int, attempts: int, reply: Reply
) -> InstanceRecord:
    """Retry later, or take the diagram's way for errors, or ask an operator; in this order."""
    error = dict(reply.error)
    error["element_id"] = _element_of(context, session, instance, token)
    code = str(error.get("code") or "service_failed")
    stimulus = Stimulus(kind="error", token=token, data={"code": code}, actor="system:service", message_id=reply.id, reason=code)
    gives_up = next_delay(Failure(kind="service_failed", retryable=bool(error.get("retryable"))), attempts) is None
    if gives_up:
        caught = throw_error(context, session, instance, stimulus)
        if caught is not None:
            if attempts > 1:
                _recovered(context, session, instance.id, token)
            return caught.instance

    def forget(changes: Changes) -> None:
        changes.instance.waits[token] = ["S", _FORGOTTEN, attempts, opened_at(instance.waits, token)]

    instance = mark(context, session, instance, stimulus, forget)
    again = Stimulus(kind="retry", token=token)
    record(
        context,
        session,
        kind="service_failed",
        stimulus=again,
        instance_id=instance.id,
        jurisdiction=instance.jurisdiction,
        error=error,
        attempts=attempts,
    )
    return instance


def _element_of(context: Context, session: Session, instance: InstanceRecord, token: int) -> str | None:
    live = context.cache.peek(instance.id, instance.version)
    if live is None and instance.blob is not None:
        live = context.interpreter.restore(context.definitions.compiled(session, instance.definition_id), instance.blob)
    return next((wait.element_id for wait in (live.waits() if live else ()) if wait.token == token), None)
