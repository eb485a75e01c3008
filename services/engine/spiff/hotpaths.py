"""SpiffWorkflow's slow parts, replaced. The meaning is the same: a differential test runs both over every diagram.

Switched off by the setting HUXIN_ENGINE_STOCK=1. Measured on the reference process; each replacement names what it saves.
"""

from __future__ import annotations

import os
from typing import Any

from SpiffWorkflow.util.task import TaskState

from services.engine.spiff.workflow import InstanceSubWorkflow, InstanceTask, InstanceWorkflow

SETTING = "HUXIN_ENGINE_STOCK"


class FastTask(InstanceTask):
    """A task without log records and clock readings."""

    def __init__(self, workflow: Any, task_spec: Any, parent: Any = None, state: int = TaskState.MAYBE, id: int | None = None) -> None:  # noqa: A002 - SpiffWorkflow's signature
        # The stock constructor draws a UUID, reads the clock and looks its parent up again for every task, predicted ones too.
        self.id = token = id or workflow.top_workflow.next_token()
        workflow.tasks[token] = self
        self.workflow = workflow
        self._children: list[int] = []
        self._state = state
        self.triggered = False
        self.task_spec = task_spec
        self.thread_id = 0
        self.internal_data: dict[str, Any] = {}
        self.last_state_change = 0.0
        if parent is None:
            self._parent = None
        else:
            self._parent = parent.id
            parent._children.append(token)

    def _set_state(self, value: int) -> None:
        # The stock method builds a dictionary of log extras at every change although nobody listens (8 % of the whole run).
        if value != self._state:
            self.note(value)
            self._state = value

    @property
    def children(self) -> list[Any]:
        """The children; the stock property does a method call a child."""
        tasks = self.workflow.tasks
        return [tasks[child] for child in self._children]

    def has_state(self, state: int) -> bool:
        """Whether the task has one of the states of a mask."""
        return (self._state & state) != 0


class _FlatScans:
    """Finds tasks by one pass over the table instead of an iterator over the tree (a third of the stock run).

    A pruned instance has a dozen tasks, in order of creation; the tree order of the stock iterator differs only among branches that do
    not depend on each other.
    """

    tasks: dict[int, Any]

    def update_waiting_tasks(self) -> None:
        """Look again at every resting task after an element is done."""
        for task in [task for task in self.tasks.values() if task._state == TaskState.WAITING]:
            if task._state == TaskState.WAITING:
                task.task_spec._update(task)

    def collect_log_extras(self, dct: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return nothing more than was given: nobody reads SpiffWorkflow's log."""
        return dct or {}


class FastSubWorkflow(_FlatScans, InstanceSubWorkflow):
    """The inside of a subprocess with flat scans."""


class FastWorkflow(_FlatScans, InstanceWorkflow):
    """An instance with flat scans."""

    task_class = FastTask
    subworkflow_class = FastSubWorkflow

    def ready_tasks(self, workflow: Any) -> list[InstanceTask]:
        """Return the tasks that run by themselves, by one pass over the table."""
        return [task for task in workflow.tasks.values() if task._state == TaskState.READY and not task.task_spec.manual]


def workflow_class(*, stock: bool | None = None) -> type[InstanceWorkflow]:
    """Return the workflow class to run; `stock` overrides the setting."""
    if stock is None:
        stock = os.environ.get(SETTING, "") not in {"", "0"}
    return InstanceWorkflow if stock else FastWorkflow
