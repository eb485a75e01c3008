"""What a person does with a task: claim, release, keep a draft, complete."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.engine.application.failing import record_step_failure
from services.engine.application.steps import StepFailedError, advance, transact
from services.engine.application.storage import StaleInstanceError
from services.engine.application.views import instance_view, task_view
from services.engine.domain.forms import check_form
from services.engine.domain.model import InstanceState, Stimulus, TaskState
from services.engine.domain.rights import check_may_work, check_not_anothers, check_open, is_overseer, unknown_task
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.engine.application.context import Context
    from services.engine.application.storage import Session
    from services.engine.domain.model import Actor, InstanceRecord, TaskRecord


def claim_task(context: Context, *, task_id: str, actor: Actor, version: int | None = None) -> dict[str, Any]:
    """Take an open task for oneself. Claiming one's own task again changes nothing.

    Raises:
        HuxinError: `unknown_task`, `not_your_task`, `task_not_open`, `claimed_by_another`, `task_changed`.
    """

    def change(task: TaskRecord) -> TaskRecord:
        check_not_anothers(actor, task)
        if task.state is TaskState.CLAIMED:
            return task
        return replace(task, state=TaskState.CLAIMED, assignee=actor.user, version=task.version + 1)

    return _change(context, task_id, actor, version, change)


def release_task(context: Context, *, task_id: str, actor: Actor, version: int | None = None) -> dict[str, Any]:
    """Put a claimed task back into its department's queue; a supervisor may release a colleague's.

    Raises:
        HuxinError: `unknown_task`, `not_your_task`, `task_not_open`, `claimed_by_another`, `task_changed`.
    """

    def change(task: TaskRecord) -> TaskRecord:
        if not is_overseer(actor):
            check_not_anothers(actor, task)
        if task.state is TaskState.OPEN:
            return task
        return replace(task, state=TaskState.OPEN, assignee=None, version=task.version + 1)

    return _change(context, task_id, actor, version, change)


def save_draft(
    context: Context, *, task_id: str, actor: Actor, data: dict[str, Any] | None = None, version: int | None = None
) -> dict[str, Any]:
    """Keep what was entered so far; it is not checked before completion.

    Raises:
        HuxinError: `unknown_task`, `not_your_task`, `task_not_open`, `claimed_by_another`, `task_changed`.
    """
    entered = dict(data or {})

    def work(session: Session) -> dict[str, Any]:
        task, instance = _workable(session, task_id, actor, version, lock=True)
        check_not_anothers(actor, task)
        session.save_draft(task_id, entered, context.clock.now())
        return {"task": {**_view(context, session, task, instance), "draft": entered}}

    return transact(context, work)


def complete_task(
    context: Context, *, task_id: str, actor: Actor, data: dict[str, Any] | None = None, version: int | None = None
) -> dict[str, Any]:
    """Complete a task with its form's entries and advance the instance. An unclaimed task counts as claimed by the actor.

    Returns:
        `{task, instance}` afterwards.

    Raises:
        HuxinError: `unknown_task`, `not_your_task`, `task_not_open`, `claimed_by_another`, `task_changed`, `bad_form`;
            `step_failed` when the entries were kept but the process could not go on: an operator sees the incident.
    """
    entered = dict(data or {})

    def work(session: Session) -> dict[str, Any]:
        task, instance = _workable(session, task_id, actor, version)
        check_not_anothers(actor, task)
        accepted = check_form(context.form(task.form), entered, context.holds) if task.form else entered
        stimulus = Stimulus(kind="complete", token=task.token, data=accepted, actor=actor.user)
        stepped = advance(context, session, instance, [stimulus])
        now = context.clock.now()
        done = replace(
            task, state=TaskState.COMPLETED, version=task.version + 1, assignee=actor.user, completed_at=now, completed_by=actor.user
        )
        record = context.definitions.record(session, instance.definition_id)
        return {
            "task": _view(context, session, done, stepped.instance),
            "instance": instance_view(stepped.instance, record),
        }

    try:
        return transact(context, work)
    except StepFailedError as failed:
        raise _kept(context, failed) from failed


def _kept(context: Context, failed: StepFailedError) -> HuxinError:
    """Return what the person hears when the process could not go on; the entries lie in an incident."""
    if failed.problem.code in ("unknown_token", "instance_ended"):
        return HuxinError("task_not_open", "The task is over", "the case went on without it", status=409, fix="reload the queue")
    if failed.problem.code in _ENTRIES:
        return failed.problem

    def work(session: Session) -> str:
        return record_step_failure(context, session, failed).id

    incident_id = transact(context, work)
    return HuxinError(
        "step_failed",
        "Your entries are kept, but the case could not go on",
        failed.problem.detail or failed.problem.title,
        status=422,
        fix="an operator has been told and will continue the case with your entries",
        extra={"incident_id": incident_id, "cause": failed.problem.code},
    )


_ENTRIES = frozenset({"bad_data", "bad_value"})  # the interpreter refused the entries themselves: nothing was begun


def _workable(
    session: Session, task_id: str, actor: Actor, version: int | None, *, lock: bool = False
) -> tuple[TaskRecord, InstanceRecord]:
    found = session.instance_of_task(task_id, lock=lock)
    if found is None:
        raise unknown_task(task_id)
    task, instance = found
    check_may_work(actor, task, instance.parties)
    check_open(task)
    if instance.state is not InstanceState.RUNNING:
        raise HuxinError("task_not_open", "The task is over", "the case has ended", status=409)
    if version is not None and version != task.version:
        raise HuxinError(
            "task_changed",
            "Somebody changed the task meanwhile",
            f"you saw version {version}, it is now {task.version}",
            status=412,
            fix="look at the task again and repeat",
        )
    return task, instance


def _change(
    context: Context, task_id: str, actor: Actor, version: int | None, change: Callable[[TaskRecord], TaskRecord]
) -> dict[str, Any]:
    def work(session: Session) -> dict[str, Any]:
        task, instance = _workable(session, task_id, actor, version, lock=True)
        changed = change(task)
        if changed is not task:
            if not session.change_task(changed, task.version):
                raise StaleInstanceError  # a colleague was quicker: look again and say so
            session.after_commit(lambda: context.notes.changed("task", task_id, task.department))
        return {"task": _view(context, session, changed, instance)}

    return transact(context, work)


def _view(context: Context, session: Session, task: TaskRecord, instance: InstanceRecord) -> dict[str, Any]:
    return task_view(task, instance, context.definitions.compiled(session, instance.definition_id))
