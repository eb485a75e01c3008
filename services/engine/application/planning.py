"""Turns what an advance brought about into the rows that one transaction writes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.engine.domain.history import link, pack
from services.engine.domain.model import (
    Changes,
    Command,
    HistoryRow,
    InstanceRecord,
    InstanceState,
    ProvisionalDue,
    Subscription,
    TaskRecord,
    TaskState,
    Thrown,
    TimerRecord,
    checked_key,
)
from services.engine.domain.waits import MessageWait, ServiceWait, TimerWait, UserWait
from services.kernel.clock import parse_moment
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from services.engine.application.context import Context
    from services.engine.domain.model import Stimulus
    from services.engine.domain.waits import Advance, Wait


def plan(  # noqa: PLR0913 - the parts of a step
    context: Context,
    before: InstanceRecord,
    advance: Advance,
    stimuli: Sequence[Stimulus],
    *,
    process: str,
    elements: Sequence[str],
    is_new: bool = False,
    title: str | None = None,
) -> Changes:
    """Return everything that a step writes.

    Args:
        context: the engine's dependencies.
        before: the instance as it was read; version 0 when it is new.
        advance: what the interpreter made of the stimuli.
        stimuli: what caused the step.
        process: the definition's key.
        elements: the definition's sorted element ids, which history counts by.
        is_new: whether the instance is inserted.
        title: the new title, when the data changed it.
    """
    now = context.clock.now()
    body = pack(now, stimuli[0].kind, stimuli[0].actor, passed=advance.passed, extra=_extra(stimuli, advance), elements=elements)
    version = before.version + 1
    chain = link(before.chain, before.id, version, body)
    waits = dict(before.waits)
    after = replace(
        before,
        version=version,
        chain=chain,
        blob=None if advance.ended else advance.state,
        title=title or before.title,
        waits=waits,
        state=InstanceState.COMPLETED if advance.ended else InstanceState.RUNNING,
        ended_at=now if advance.ended else None,
        outcome=advance.outcome if advance.ended else None,
        result=advance.data if advance.ended else None,
    )
    changes = Changes(
        instance=after,
        expected_version=None if is_new else before.version,
        history=HistoryRow(instance_id=before.id, seq=version, body=body, chain=chain),
    )
    completed = {stimulus.token: stimulus.actor for stimulus in stimuli if stimulus.kind in ("complete", "skip")}
    over = list(waits) if advance.ended else advance.closed
    for token in over:
        _close(changes, token, completed.get(token), now)
    if not advance.ended:
        opening = _Opening(context, changes, process, now, stimuli[-1].message_id)
        for wait in advance.opened:
            opening.open(wait)
    _count_parties(changes, before, advance)
    for sent in advance.sent:
        changes.thrown.append(
            Thrown(message=sent.message, key=sent.key, jurisdiction=before.jurisdiction, data=sent.data, cause=stimuli[-1].message_id)
        )
    return changes


def _count_parties(changes: Changes, before: InstanceRecord, advance: Advance) -> None:
    """Note which firms take part now. Whoever once had a part keeps it, unless the data were corrected."""
    owners = {task.owner for task in changes.new_tasks if task.owner is not None}
    now = (set(before.parties) - advance.parted) | advance.parties | owners
    changes.new_parties = sorted(now.difference(before.parties))
    changes.gone_parties = sorted(set(before.parties) - now)
    if changes.new_parties or changes.gone_parties:
        changes.instance = replace(changes.instance, parties=tuple(sorted(now)))


def _extra(stimuli: Sequence[Stimulus], advance: Advance) -> dict[str, Any]:
    """What a reader of the history wants to know beside the path: what was entered or answered, and why an operator stepped in."""
    extra: dict[str, Any] = {}
    if stimuli[0].kind in ("complete", "skip", "correct", "cancel") and stimuli[0].data:
        extra["data"] = stimuli[0].data
    for name in ("reason", "message"):
        value = getattr(stimuli[0], name)
        if value:
            extra[name] = value
    if len(stimuli) > 1:
        extra["together"] = len(stimuli)
    if advance.ended and advance.outcome:
        extra["outcome"] = advance.outcome
    return extra


def _close(changes: Changes, token: int, completed_by: str | None, now: datetime) -> None:
    entry = changes.instance.waits.pop(token, None)
    if entry is None:
        return
    if entry[0] == "U":
        state = TaskState.CANCELLED if completed_by is None else TaskState.COMPLETED
        changes.closed_tasks.append((entry[1], state, now, completed_by))
    elif entry[0] == "T":
        changes.closed_timers.append(token)
    elif entry[0] == "M":
        changes.closed_subscriptions.append(
            Subscription(message=entry[1], key=entry[2], instance_id=changes.instance.id, token=token),
        )


class _Opening:
    """Opens the waits of one step: tasks, commands, subscriptions, timers."""

    def __init__(self, context: Context, changes: Changes, process: str, now: datetime, cause: str | None) -> None:
        self._context = context
        self._changes = changes
        self._process = process
        self._now = now
        self._cause = cause

    def open(self, wait: Wait) -> None:
        """Open one wait, and note in the instance's row how it will be closed."""
        changes, instance = self._changes, self._changes.instance
        match wait:
            case UserWait():
                task = self._task(instance, wait)
                changes.new_tasks.append(task)
                instance.waits[wait.token] = ["U", task.id, instance.version]
            case ServiceWait():
                command = command_for(self._context, instance, wait, self._cause)
                changes.commands.append(command)
                instance.waits[wait.token] = ["S", command.id, 1, instance.version]
            case MessageWait():
                changes.new_subscriptions.append(
                    Subscription(
                        message=wait.message, key=checked_key(wait.key, wait.element_id), instance_id=instance.id, token=wait.token
                    ),
                )
                instance.waits[wait.token] = ["M", wait.message, wait.key, instance.version]
            case TimerWait():
                due = self._timer_due(wait, instance.jurisdiction)
                changes.new_timers.append(TimerRecord(instance_id=instance.id, token=wait.token, due_at=due))
                instance.waits[wait.token] = ["T", instance.version]

    def _task(self, instance: InstanceRecord, wait: UserWait) -> TaskRecord:
        if wait.department is None:
            raise HuxinError(
                "expression_failed",
                "A task has no department",
                f"the user task {wait.element_id} lies in no lane with a department",
                extra={"element_id": wait.element_id},
            )
        return TaskRecord(
            id=self._context.new_id(),
            instance_id=instance.id,
            token=wait.token,
            element_id=wait.element_id,
            name=wait.name,
            department=wait.department,
            jurisdiction=instance.jurisdiction,
            process=self._process,
            priority=wait.priority,
            owner=wait.owner,
            created_at=self._now,
            due_at=self._counted(wait, wait.deadline, instance.jurisdiction) if wait.deadline else None,
            roles=wait.roles,
            form=wait.form,
            deadline=wait.deadline,
            count=wait.count,
        )

    def _timer_due(self, wait: TimerWait, jurisdiction: str) -> datetime:
        if wait.duration is not None:
            return self._counted(wait, wait.duration, jurisdiction)
        text = wait.date or ""
        # A bare day means its beginning at the place; a moment says its offset itself.
        return parse_moment(text if "T" in text else f"{text}T00:00:00+08:00")

    def _counted(self, wait: UserWait | TimerWait, duration: str, jurisdiction: str) -> datetime:
        try:
            due = self._context.count_due(self._now, duration, wait.count, jurisdiction)
        except HuxinError as error:
            error.extra.setdefault("element_id", wait.element_id)
            raise
        if due.provisional:
            instance_id = self._changes.instance.id
            self._changes.provisional.append(
                ProvisionalDue(instance_id=instance_id, token=wait.token, counted_from=self._now, duration=duration, count=wait.count)
            )
        return due.at


def command_for(context: Context, instance: InstanceRecord, wait: ServiceWait, cause: str | None = None) -> Command:
    """Return a fresh command for a service task. Each sending has an id of its own, so a late answer to an older one is recognised."""
    return Command(
        id=context.new_id(),
        operation=wait.operation,
        instance_id=instance.id,
        jurisdiction=instance.jurisdiction,
        parameters=wait.parameters,
        cause=cause,
    )
