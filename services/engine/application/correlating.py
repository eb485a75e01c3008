"""Brings a message to those who wait for it, starts what it starts, or keeps it for somebody who comes later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.engine.application.failing import record, record_step_failure
from services.engine.application.starting import start_by_message
from services.engine.application.steps import StepFailedError, advance, transact
from services.engine.domain.model import EarlyMessage, Incoming, InstanceState, Stimulus, checked_key
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.engine.application.context import Context
    from services.engine.application.storage import Session
    from services.engine.domain.model import Subscription

CONSUMER = "engine.messages"
_BATCH = 50


def correlate(context: Context, incoming: Incoming) -> dict[str, Any]:
    """Deliver a message once, however often it arrives.

    Args:
        context: the engine's dependencies.
        incoming: the message; its key is the one given, or its subject.

    Returns:
        `{delivered, waiting, started}`: how many waits it ended, whether it is kept for a later subscriber, ids of started instances.
    """
    failed: dict[str, StepFailedError] = {}

    def work(session: Session) -> dict[str, Any]:
        if session.seen(incoming.id, CONSUMER):
            return {"delivered": 0, "waiting": False, "started": [], "repeated": True}
        return _distribute(context, session, incoming, failed)

    while True:
        # A receiver that cannot go on gets an incident; the others must not suffer for it, so the whole is done again without it.
        try:
            return transact(context, work)
        except StepFailedError as problem:
            place = _place(problem)
            if place in failed:
                raise problem.problem from problem
            failed[place] = problem


def handle_event(context: Context, incoming: Incoming) -> dict[str, Any] | None:
    """Deliver an event from the broker; events that no diagram knows are none of the engine's business and give None."""
    with context.store.reading() as session:
        if not context.definitions.is_awaited(session, incoming.message):
            return None
    return correlate(context, incoming)


def _place(failed: StepFailedError) -> str:
    if failed.stimulus.kind == "start":
        return f"start {failed.stimulus.data['definition_id']}"
    return f"{failed.instance.id} {failed.stimulus.token}"


def _distribute(context: Context, session: Session, incoming: Incoming, failed: dict[str, StepFailedError]) -> dict[str, Any]:
    delivered, started, held = 0, [], False
    key = incoming.key if incoming.key is not None else incoming.subject
    if key is not None:
        checked_key(key, f"the key of {incoming.message}")
    for subscription in session.subscriptions(incoming.message, key) if key is not None else ():
        delivered += _deliver(context, session, incoming, subscription, failed)
    for stimulus in _starts(context, session, incoming):
        place = f"start {stimulus.data['definition_id']}"
        if place in failed:
            record_step_failure(context, session, failed[place])
            held = True
        elif session.start_key_runs(stimulus.data["start_key"]):
            continue  # such a case is running: the message waits, and whoever expected a second case sees it there
        else:
            started.append(start_by_message(context, session, stimulus).instance.id)
    waiting = not delivered and not started and not held
    if waiting:
        _keep(context, session, incoming, key)
    return {"delivered": delivered, "waiting": waiting, "started": started}


def _deliver(context: Context, session: Session, incoming: Incoming, subscription: Subscription, failed: dict[str, StepFailedError]) -> int:
    """Return 1 when the wait took the message; a wait whose instance cannot go on takes it into an incident."""
    known = failed.get(f"{subscription.instance_id} {subscription.token}")
    if known is not None:
        record_step_failure(context, session, known)
        return 1
    instance = session.instance(subscription.instance_id, lock=True)
    if instance is None or instance.state is not InstanceState.RUNNING or subscription.token not in instance.waits:
        return 0  # an earlier delivery of this message, or another step, has ended the wait
    stimulus = Stimulus(
        kind="message",
        token=subscription.token,
        data=incoming.data,
        actor=incoming.actor,
        message=incoming.message,
        message_id=incoming.id,
    )
    advance(context, session, instance, [stimulus])
    return 1


def _starts(context: Context, session: Session, incoming: Incoming) -> list[Stimulus]:
    """Return a start stimulus for every process in effect that begins with the message."""
    today = context.clock.now().date()
    stimuli = []
    for definition in context.definitions.started_by(session, incoming.message, incoming.jurisdiction, today):
        expression = context.definitions.compiled(session, definition.id).start_messages[incoming.message]
        key = _key(context, expression, incoming)
        stimuli.append(
            Stimulus(
                kind="start",
                actor=incoming.actor,
                message=incoming.message,
                message_id=incoming.id,
                data={
                    "definition_id": definition.id,
                    "jurisdiction": incoming.jurisdiction,
                    "start_key": f"{definition.key} {incoming.message} {key}",
                    "data": incoming.data,
                },
            )
        )
    return stimuli


def _key(context: Context, expression: str, incoming: Incoming) -> str:
    """Return the correlation key of a start; a message without the named data falls back to the key it was sent with."""
    if expression:
        try:
            return str(context.evaluate(expression, incoming.data))
        except HuxinError:
            pass
    return incoming.key or incoming.subject or incoming.id


def _keep(context: Context, session: Session, incoming: Incoming, key: str | None) -> None:
    now = context.clock.now()
    session.keep_early(
        EarlyMessage(
            id=incoming.id,
            message=incoming.message,
            key=key or "",
            jurisdiction=incoming.jurisdiction,
            data=incoming.data,
            received_at=now,
            expires_at=now + context.early_retention,
        )
    )


def deliver_missed(context: Context) -> int:
    """Deliver early messages whose subscription was written by a transaction that could not see them, and return how many."""
    with context.store.reading() as session:
        missed = session.missed_early(_BATCH)
    for early, _subscription in missed:
        redeliver(context, early)
    return len(missed)


def redeliver(context: Context, early: EarlyMessage) -> dict[str, Any]:
    """Deliver a kept message again, without the inbox: it is known to have been seen."""
    incoming = Incoming(
        id=early.id, message=early.message, subject=early.key, jurisdiction=early.jurisdiction, data=early.data, key=early.key
    )
    failed: dict[str, StepFailedError] = {}

    def work(session: Session) -> dict[str, Any]:
        session.drop_early([early.id])
        return _distribute(context, session, incoming, failed)

    while True:
        try:
            return transact(context, work)
        except StepFailedError as problem:
            if _place(problem) in failed:
                raise problem.problem from problem
            failed[_place(problem)] = problem


def expire_early(context: Context) -> int:
    """Turn messages that waited too long for a subscriber into incidents, and return how many."""

    def work(session: Session) -> int:
        expired = session.expired_early(context.clock.now(), _BATCH)
        if expired:
            session.drop_early([early.id for early in expired])
        for early in expired:
            record(
                context,
                session,
                kind="nobody_waited",
                stimulus=Stimulus(kind="message", data=early.data, message=early.message, message_id=early.id, reason=early.key),
                instance_id=None,
                jurisdiction=early.jurisdiction,
                error={
                    "code": "nobody_waited",
                    "title": "A message found nobody who waited for it",
                    "detail": f"{early.message} with key {early.key!r} came at {early.received_at.isoformat(timespec='seconds')}",
                },
            )
        return len(expired)

    return transact(context, work)
