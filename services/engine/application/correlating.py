"""Brings a message to those who wait for it, starts what it starts, and keeps it for those who come later.

A case gets a message whoever else gets it, also when it comes to wait a moment later: see ADR 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from services.engine.application.failing import record, record_step_failure
from services.engine.application.starting import start_by_message
from services.engine.application.steps import StepFailedError, advance, transact
from services.engine.domain.model import EarlyMessage, Incoming, InstanceState, Receiver, Stimulus, checked_key
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.engine.application.context import Context
    from services.engine.application.storage import Session
    from services.engine.domain.model import InstanceRecord, Subscription

CONSUMER = "engine.messages"
_BATCH = 50


@dataclass(frozen=True)
class _Delivery:
    """A message on its way: receivers that are known to fail, by place, and its row when it was kept before."""

    incoming: Incoming
    failed: dict[str, StepFailedError]
    kept: EarlyMessage | None = None


def correlate(context: Context, incoming: Incoming) -> dict[str, Any]:
    """Deliver a message once, however often it arrives.

    Args:
        context: the engine's dependencies.
        incoming: the message; its key is the one given, or its subject.

    Returns:
        `{delivered, waiting, started}`: how many waits it ended, whether nobody has had it yet, ids of started instances.
    """
    failed: dict[str, StepFailedError] = {}

    def work(session: Session) -> dict[str, Any]:
        if session.seen(incoming.id, CONSUMER):
            return {"delivered": 0, "waiting": False, "started": [], "repeated": True}
        return _distribute(context, session, _Delivery(incoming, failed))

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


def _distribute(context: Context, session: Session, delivery: _Delivery) -> dict[str, Any]:
    """Deliver a message to those who wait now, start what it starts, and keep it for those who do not wait yet."""
    incoming, known = delivery.incoming, delivery.kept.receivers if delivery.kept else ()
    key = incoming.key if incoming.key is not None else incoming.subject
    if key is not None:
        checked_key(key, f"the key of {incoming.message}")
    waits = session.subscriptions(incoming.message, key) if key is not None else []
    taken = [_deliver(context, session, delivery, subscription) for subscription in waits]
    receivers = [receiver for receiver in taken if receiver is not None]
    delivered = len(receivers)
    started, held = ([], False) if known else _start_all(context, session, delivery)
    receivers += [Receiver(message_id=incoming.id, instance_id=each, token=0, version=0) for each in started]
    nobody = not known and not receivers and not held
    others = bool(known or receivers) and context.definitions.is_shared(session, incoming.message)
    if nobody or others:
        _keep(context, session, delivery, key, receivers)
    elif delivery.kept:
        session.drop_early([delivery.kept.id])
    return {"delivered": delivered, "waiting": nobody, "started": started}


def _start_all(context: Context, session: Session, delivery: _Delivery) -> tuple[list[str], bool]:
    """Return the ids of the instances that the message starts, and whether an incident holds it because one could not start."""
    started, held = [], False
    for stimulus in _starts(context, session, delivery.incoming):
        place = f"start {stimulus.data['definition_id']}"
        if place in delivery.failed:
            record_step_failure(context, session, delivery.failed[place])
            held = True
        elif session.start_key_runs(stimulus.data["start_key"]):
            continue  # such a case is running: the message waits, and whoever expected a second case sees it there
        else:
            started.append(start_by_message(context, session, stimulus).instance.id)
    return started, held


def _deliver(context: Context, session: Session, delivery: _Delivery, subscription: Subscription) -> Receiver | None:
    """Return who took the message, if the wait did; a wait whose instance cannot go on takes it into an incident."""
    incoming, kept = delivery.incoming, delivery.kept
    problem = delivery.failed.get(f"{subscription.instance_id} {subscription.token}")
    if problem is not None:
        record_step_failure(context, session, problem)
        return _receiver(incoming.id, problem.instance, subscription.token)
    instance = session.instance(subscription.instance_id, lock=True)
    if instance is None or instance.state is not InstanceState.RUNNING or subscription.token not in instance.waits:
        return None  # an earlier delivery of this message, or another step, has ended the wait
    if kept and not kept.is_for(instance, None):
        return None
    stimulus = Stimulus(
        kind="message",
        token=subscription.token,
        data=incoming.data,
        actor=incoming.actor,
        message=incoming.message,
        message_id=incoming.id,
    )
    advance(context, session, instance, [stimulus])
    return _receiver(incoming.id, instance, subscription.token)


def _receiver(message_id: str, instance: InstanceRecord, token: int) -> Receiver:
    return Receiver(message_id=message_id, instance_id=instance.id, token=token, version=instance.version)


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


def _keep(context: Context, session: Session, delivery: _Delivery, key: str | None, receivers: Sequence[Receiver]) -> None:
    """Keep a message for whoever comes to wait for it, or note in its row who has had it now."""
    if delivery.kept is not None:
        session.add_receivers(receivers)
        return
    incoming = delivery.incoming
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
            receivers=tuple(receivers),
        )
    )


def deliver_missed(context: Context) -> int:
    """Deliver kept messages whose subscription was written by a transaction that could not see them, and return how many."""
    with context.store.reading() as session:
        missed = session.missed_early(_BATCH)
    for early, _subscription in missed:
        redeliver(context, early)
    return len(missed)


def redeliver(context: Context, early: EarlyMessage) -> dict[str, Any]:
    """Deliver a kept message to those who wait now and have not had it, without the inbox: it is known to have been seen."""
    incoming = Incoming(
        id=early.id, message=early.message, subject=early.key, jurisdiction=early.jurisdiction, data=early.data, key=early.key
    )
    failed: dict[str, StepFailedError] = {}

    def work(session: Session) -> dict[str, Any]:
        kept = session.early(early.id)
        if kept is None:  # another replica was quicker
            return {"delivered": 0, "waiting": False, "started": []}
        return _distribute(context, session, _Delivery(incoming, failed, kept))

    while True:
        try:
            return transact(context, work)
        except StepFailedError as problem:
            if _place(problem) in failed:
                raise problem.problem from problem
            failed[_place(problem)] = problem


def expire_early(context: Context) -> int:
    """Forget kept messages whose time is over, make an incident of each that nobody has had, and return how many."""

    def work(session: Session) -> int:
        expired = session.expired_early(context.clock.now(), _BATCH)
        if expired:
            session.drop_early([early.id for early in expired])
        for early in (each for each in expired if not each.receivers):
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
