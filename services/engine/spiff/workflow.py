"""SpiffWorkflow's workflow and task with the engine's meaning.

Three things differ from the stock classes:

* **One data object an instance.** Stock SpiffWorkflow copies the data to every task and merges the copies at a join, so that an old value
  in a late branch overwrites a newer one of an early branch. Here every task sees the instance's data; writes take effect in the order
  of the stimuli, whole top-level members at a time, and the last write wins.
* **Small token numbers.** Tasks are numbered within the instance and keep their number over saving and restoring.
* **A journal.** What was entered, completed, cancelled and sent is noted while the instance runs, in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from services.engine.domain.waits import Passed, Sent
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Iterable

STEP_LIMIT = 5_000  # elements that may run by themselves after one stimulus; a sound diagram needs dozens
NESTING_LIMIT = 20  # subprocesses and called processes inside each other
_ENTERED = TaskState.WAITING | TaskState.READY | TaskState.STARTED


class NoScripts:
    """Stands where SpiffWorkflow expects a script engine. Nothing is ever executed or evaluated through it."""

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> NoReturn:  # noqa: ARG002 - SpiffWorkflow's signature
        """Refuse: conditions are compiled safe expressions and never come here."""
        raise self._refusal(task)

    def execute(self, task: Any, script: str, external_context: Any = None) -> NoReturn:  # noqa: ARG002 - SpiffWorkflow's signature
        """Refuse: no process runs a script."""
        raise self._refusal(task)

    def call_service(self, task: Any, **parameters: Any) -> NoReturn:  # noqa: ARG002 - SpiffWorkflow's signature
        """Refuse: service tasks are commands on the wire."""
        raise self._refusal(task)

    @staticmethod
    def _refusal(task: Any) -> HuxinError:
        element = getattr(getattr(task, "task_spec", None), "bpmn_id", None)
        return HuxinError("script_refused", "A process never runs a script", f"Element {element}.", extra={"element_id": element})


class InstanceTask(Task):  # type: ignore[misc]  # SpiffWorkflow has no types
    """A task of an instance: shares the instance's data and has a small number as its id."""

    def __init__(self, workflow: Any, task_spec: Any, parent: Any = None, state: int = TaskState.MAYBE, id: int | None = None) -> None:  # noqa: A002 - SpiffWorkflow's signature
        super().__init__(workflow, task_spec, parent, state, id or workflow.top_workflow.next_token())

    @property
    def data(self) -> dict[str, Any]:
        """The instance's data, the same object for every task."""
        shared: dict[str, Any] = self.workflow.top_workflow.shared
        return shared

    @data.setter
    def data(self, value: dict[str, Any]) -> None:
        """Ignore: SpiffWorkflow's copies are not kept."""

    def _inherit_data(self) -> None:
        """Do nothing: the data is shared already."""

    def _add_child(self, task_spec: Any, state: int = TaskState.MAYBE) -> InstanceTask:
        child: InstanceTask = self.workflow.top_workflow.task_class(self.workflow, task_spec, self, state=state)
        if state == TaskState.READY:
            child._ready()
        return child

    def _set_state(self, value: int) -> None:
        if value != self._state:
            self.note(value)
        super()._set_state(value)

    def note(self, value: int) -> None:
        """Write the history line for a change of state to `value`, if the element is one that history shows."""
        spec = self.task_spec
        if spec.bpmn_id is None:
            return
        before = self._state
        journal: list[Passed] = self.workflow.top_workflow.journal
        if value == TaskState.COMPLETED:
            journal.append(Passed(element_id=spec.bpmn_id, what="completed"))
        elif not spec.history:  # an element without duration is only ever completed
            return
        elif value & _ENTERED and before < TaskState.WAITING:
            journal.append(Passed(element_id=spec.bpmn_id, what="entered"))
        elif value == TaskState.CANCELLED and before & _ENTERED:
            journal.append(Passed(element_id=spec.bpmn_id, what="cancelled"))


class _Rooted:
    """Grows the task tree with the instance's own task class."""

    spec: Any
    top_workflow: Any
    task_tree: InstanceTask

    def grow(self) -> None:
        """Create the root task and predict what follows, as a stock workflow does when it is created."""
        self.task_tree = self.top_workflow.task_class(self, self.spec.start, state=TaskState.FUTURE)
        self.task_tree.task_spec._predict(self.task_tree, mask=TaskState.NOT_FINISHED_MASK)
        self.task_tree._ready()


class InstanceSubWorkflow(_Rooted, BpmnSubWorkflow):  # type: ignore[misc]  # SpiffWorkflow has no types
    """The inside of a running subprocess or called process."""

    def __init__(self, spec: Any, parent_task_id: int, top_workflow: Any, *, restoring: bool = False) -> None:
        super().__init__(spec, parent_task_id, top_workflow, deserializing=True)
        if not restoring:
            self.grow()


class InstanceWorkflow(_Rooted, BpmnWorkflow):  # type: ignore[misc]  # SpiffWorkflow has no types
    """A running instance.

    Attributes:
        shared: the instance's data.
        journal: history lines since the last stimulus.
        sent: events thrown since the last stimulus.
        outcome: id of the end event reached last, of the instance itself and not of a subprocess.
    """

    task_class: type[InstanceTask] = InstanceTask
    subworkflow_class: type[InstanceSubWorkflow] = InstanceSubWorkflow

    def __init__(self, spec: Any, subprocess_specs: dict[str, Any], data: dict[str, Any], *, last_token: int = 0) -> None:
        self.shared = data
        self.last_token = last_token
        self.journal: list[Passed] = []
        self.sent: list[Sent] = []
        self.outcome: str | None = None
        super().__init__(spec, subprocess_specs, script_engine=NoScripts(), deserializing=True)

    def next_token(self) -> int:
        """Return a number that no task of this instance has had."""
        self.last_token += 1
        return self.last_token

    def create_subprocess(self, my_task: InstanceTask, spec_name: str) -> InstanceSubWorkflow:
        """Start the inside of a subprocess with the instance's own classes.

        Raises:
            HuxinError: `endless_loop` when processes call each other without end.
        """
        if my_task.workflow.depth >= NESTING_LIMIT:
            raise _endless(my_task, f"Processes are nested more than {NESTING_LIMIT} deep")
        inside = self.subworkflow_class(self.subprocess_specs[spec_name], my_task.id, self)
        self.subprocesses[my_task.id] = inside
        return inside

    def workflows(self) -> list[Any]:
        """Return the running workflows, the innermost first and the instance's own last."""
        inner = [item for item in self.subprocesses.values() if not item.completed]
        return [*sorted(inner, key=lambda item: -item.depth), self]

    def all_tasks(self) -> Iterable[InstanceTask]:
        """Return every task of the instance and of its running subprocesses."""
        for workflow in self.workflows():
            yield from workflow.tasks.values()

    def advance(self) -> None:
        """Run everything that runs by itself, until only waits are left.

        A task is looked at again right before it runs: another one of the same round may have cancelled it, and the stock loop would
        run it nevertheless.

        Raises:
            HuxinError: `endless_loop` when the diagram goes round without ever waiting.
        """
        steps = 0
        while True:
            ran = 0
            for workflow in self.workflows():
                for task in self.ready_tasks(workflow):
                    if task.state == TaskState.READY and not workflow.completed:
                        task.run()
                        ran += 1
                        steps += 1
                        if steps > STEP_LIMIT:
                            raise _endless(task, f"More than {STEP_LIMIT} steps without a wait")
            if not ran:
                return

    def ready_tasks(self, workflow: Any) -> list[InstanceTask]:
        """Return the tasks of one workflow that run by themselves and may run now."""
        return list(workflow.get_tasks(state=TaskState.READY, manual=False, skip_subprocesses=True))


def _endless(task: InstanceTask, what: str) -> HuxinError:
    element = task.task_spec.bpmn_id
    return HuxinError(
        "endless_loop",
        "The diagram goes round without waiting",
        f"{what}, last at {element}.",
        fix="Put a task, a timer or a message into the loop, or correct the condition that leaves it.",
        extra={"element_id": element},
    )
