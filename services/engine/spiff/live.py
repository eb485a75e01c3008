"""A running instance in memory, and what is open in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from services.engine.spiff.waits import describe, kind_of
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.engine.domain.waits import Wait
    from services.engine.spiff.definition import SpiffDefinition
    from services.engine.spiff.workflow import InstanceTask, InstanceWorkflow

_RESTING = TaskState.READY | TaskState.WAITING


class SpiffLive:
    """Fulfils `services.engine.application.ports.Live`.

    Attributes:
        waiting: the open waits by token.
        spoiled: a stimulus failed half-way; the object must not be used again.
    """

    def __init__(self, definition: SpiffDefinition, workflow: InstanceWorkflow) -> None:
        self.definition = definition
        self.workflow = workflow
        self.waiting: dict[int, InstanceTask] = {}
        self.spoiled = False

    def data(self) -> dict[str, Any]:
        """Return the instance's current data. The caller must not change it."""
        return self.workflow.shared

    def tokens(self) -> list[dict[str, Any]]:
        """Return [{element_id, token, state, kind}] of the open waits; an instance keeps no done or failed token."""
        found = []
        for token, task in sorted(self.waiting.items()):
            node = task.task_spec.node
            found.append({"element_id": node.id, "token": token, "state": "waiting", "kind": kind_of(node)})
        return found

    def waits(self) -> tuple[Wait, ...]:
        """Return what the instance waits for now, with expressions evaluated over its present data."""
        return tuple(describe(task.task_spec.node, token, self.workflow.shared) for token, task in sorted(self.waiting.items()))

    def scan(self) -> dict[int, InstanceTask]:
        """Return the tasks that rest at a wait now, by token."""
        return {
            task.id: task
            for task in self.workflow.all_tasks()
            if task._state & _RESTING
            and task.task_spec.bpmn_id is not None
            and task.task_spec.node.is_wait
            and kind_of(task.task_spec.node)
        }

    def resting(self, token: int, *kinds: str) -> InstanceTask:
        """Return the task of an open wait.

        Raises:
            HuxinError: `unknown_token` when the token does not wait, or waits for something else than `kinds`; `spoiled_instance`.
        """
        if self.spoiled:
            raise HuxinError(
                "spoiled_instance",
                "The instance in memory is half-advanced",
                "An earlier stimulus failed; restore the instance from its saved state.",
                status=409,
                retryable=True,
            )
        task = self.waiting.get(token)
        if task is None:
            raise HuxinError("unknown_token", "The token does not wait any more", f"Token {token} of {self.definition.key}.", status=409)
        kind = kind_of(task.task_spec.node)
        if kinds and kind not in kinds:
            raise HuxinError(
                "unknown_token",
                "The token waits for something else",
                f"Token {token} at {task.task_spec.bpmn_id} waits for a {kind}, not for a {' or a '.join(kinds)}.",
                status=409,
                extra={"element_id": task.task_spec.bpmn_id},
            )
        return task
