"""BPMN errors: who catches them. An error goes to the boundary events of the activity, then of each subprocess around it."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.mixins import BoundaryEventMixin
from SpiffWorkflow.util.task import TaskState


def catcher(task: Any, code: str | None) -> Any | None:
    """Return the waiting error boundary event attached to a task that catches `code`: the exact code first, then one without a code."""
    if task.parent is None:
        return None
    attached = [item for item in task.parent.children if isinstance(item.task_spec, BoundaryEventMixin) and item.state == TaskState.WAITING]
    errors = [item for item in attached if item.task_spec.node.event == "error"]
    exact = [item for item in errors if code is not None and item.task_spec.node.error_code == code]
    general = [item for item in errors if item.task_spec.node.error_code is None]
    return next(iter(exact + general), None)


def find_catcher(task: Any, code: str | None) -> Any | None:
    """Return who catches an error thrown at a task, looking outwards, or None."""
    while task is not None:
        found = catcher(task, code)
        if found is not None:
            return found
        workflow = task.workflow
        task = None if workflow.parent_task_id is None else workflow.top_workflow.get_task_from_id(workflow.parent_task_id)
    return None


def fire(task: Any) -> None:
    """Make a resting catch or boundary event ready."""
    task.internal_data["fired"] = True
    task.task_spec._update(task)


def propagate(workflow: Any, code: str | None) -> bool:
    """Throw an error out of a subprocess; False when nobody catches it."""
    if workflow.parent_task_id is None:
        return False
    return throw(workflow.top_workflow.get_task_from_id(workflow.parent_task_id), code)


def throw(task: Any, code: str | None) -> bool:
    """Throw an error at an activity; False, and nothing happened, when nobody catches it.

    The activity that carries the catcher is cancelled at once, so that nothing inside it runs on.
    """
    found = find_catcher(task, code)
    if found is None:
        return False
    for other in found.parent.children:
        if not isinstance(other.task_spec, BoundaryEventMixin):
            other.cancel()
    fire(found)
    return True
