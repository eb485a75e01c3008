"""Drops from the task tree what no later step can look at, so that an instance stays small however long it lives.

What later steps look at: every unfinished task and the splits above it; the tasks of a parallel or inclusive gateway and their direct
parents, until the gateway has fired (the joins count them); the helper before an activity with boundary events. Everything else is
history, which the store keeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.control import EventSplit
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

if TYPE_CHECKING:
    from services.engine.spiff.workflow import InstanceWorkflow


def prune(workflow: InstanceWorkflow) -> None:
    """Prune the instance and every subprocess that still runs, and forget the finished subprocesses."""
    for token in [token for token, inside in workflow.subprocesses.items() if _over(workflow, token, inside)]:
        del workflow.subprocesses[token]
    for part in workflow.workflows():
        _drop_finished_branches(part)
        _shorten_finished_chains(part)


def _over(workflow: InstanceWorkflow, token: int, inside: Any) -> bool:
    if not inside.completed and all(token not in part.tasks for part in (workflow, *workflow.subprocesses.values())):
        return True
    return bool(inside.completed)


def _drop_finished_branches(part: Any) -> None:
    """Remove finished tasks without children, from the leaves upwards, except those that a join still counts."""
    pending = _pending_joins(part)
    for task in reversed(list(part.tasks.values())):  # children are younger than their parents
        if task._children or not task._state & TaskState.FINISHED_MASK or task._parent is None:
            continue
        spec = task.task_spec
        if isinstance(spec, UnstructuredJoin) and spec.name in pending:
            continue
        parent = part.tasks[task._parent]
        parent._children.remove(task.id)
        del part.tasks[task.id]


def _pending_joins(part: Any) -> set[str]:
    """Return the joins that have a token resting in front of them: their cancelled tasks stand for tokens that arrived before."""
    return {
        task.task_spec.name
        for task in part.tasks.values()
        if isinstance(task.task_spec, UnstructuredJoin) and task._state & TaskState.NOT_FINISHED_MASK and task._state > TaskState.FUTURE
    }


def _shorten_finished_chains(part: Any) -> None:
    """Take finished tasks with a single child out of the middle of the tree."""
    for task in list(part.tasks.values()):
        if task._state != TaskState.COMPLETED or task._parent is None or len(task._children) != 1:
            continue
        child, parent = part.tasks[task._children[0]], part.tasks[task._parent]
        if child._state & TaskState.PREDICTED_MASK or len(parent._children) > 1:
            continue  # a place among siblings means something to splits and joins
        if child._state != TaskState.COMPLETED and isinstance(task.task_spec, EventSplit):
            continue  # the end of the activity looks for this helper
        if child._state != TaskState.COMPLETED and isinstance(child.task_spec, UnstructuredJoin):
            continue  # the join reads from its direct parent which flow the token came along
        child._parent = parent.id
        parent._children[0] = child.id
        del part.tasks[task.id]
