"""The behaviour of each supported element, as SpiffWorkflow task specs. None of them runs code of a diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.bpmn.specs.mixins import (
    BoundaryEventMixin,
    BpmnSpecMixin,
    ExclusiveGatewayMixin,
    InclusiveGatewayMixin,
    ParallelGatewayMixin,
    SubWorkflowTaskMixin,
)
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.util.task import TaskState

from services.engine.domain.waits import Sent
from services.engine.spiff.errors import propagate
from services.engine.spiff.values import flag, key_text, object_of
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.engine.spiff.diagram import Flow, Node
    from services.kernel.expressions import Expression


_ACTIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED


class Element(BpmnSpecMixin):  # type: ignore[misc]  # SpiffWorkflow has no types
    """What every element of a diagram has. `history` says whether entering and cancelling it are history lines too."""

    history = False

    def __init__(self, wf_spec: Any, name: str, node: Node, **kwargs: Any) -> None:
        super().__init__(wf_spec, name, bpmn_name=node.name, **kwargs)
        self.bpmn_id = node.id
        self.node = node

    def test(self) -> None:
        """Do nothing: the diagram was checked when it was compiled, not each time a token arrives."""


class Passage(Element):
    """A start event or a throw event without a definition: a token passes."""


class Throw(Element):
    """A message throw event: notes the event, then the token passes."""

    def _run_hook(self, my_task: Any) -> bool:
        emit(self.node, my_task)
        return True


class EndPoint(Element):
    """An end event: none, message, terminate or error."""

    def _run_hook(self, my_task: Any) -> bool:
        if self.node.event == "message":
            emit(self.node, my_task)
        return True

    def _on_complete_hook(self, my_task: Any) -> None:
        super()._on_complete_hook(my_task)
        workflow = my_task.workflow
        if workflow is workflow.top_workflow:
            workflow.outcome = self.bpmn_id
        # An error that nobody catches ends its instance: going on as if nothing had happened would hide it.
        if self.node.event == "terminate" or (self.node.event == "error" and not propagate(workflow, self.node.error_code)):
            top = workflow.top_workflow if self.node.event == "error" else workflow
            if self.node.event == "error":
                top.outcome = self.bpmn_id
            for task in top.get_tasks(state=TaskState.NOT_FINISHED_MASK):
                task.cancel()
            top._mark_complete(my_task)


class PersonTask(Element):
    """A user task: rests until it is completed from outside."""

    history = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, manual=True, **kwargs)


class CommandTask(PersonTask):
    """A service task: rests until the reply to its command comes."""


class _Rest:
    """A catch event rests until `fired` is set from outside. SpiffWorkflow's event manager and its clock are not used."""

    def _update_hook(self, my_task: Any) -> bool:
        if my_task.internal_data.pop("fired", False):
            return True
        if my_task.state != TaskState.WAITING:
            my_task._set_state(TaskState.WAITING)
        return False

    def _on_ready_hook(self, my_task: Any) -> None:
        TaskSpec._on_ready_hook(self, my_task)

    def _predict_hook(self, my_task: Any) -> None:
        TaskSpec._predict_hook(self, my_task)

    def _on_cancel(self, my_task: Any) -> None:
        TaskSpec._on_cancel(self, my_task)


class Catch(_Rest, Element):
    """An intermediate catch event. After an event-based gateway, the one that fires cancels the others."""

    history = True
    one_of_several = False

    def _run_hook(self, my_task: Any) -> bool:
        if self.one_of_several:
            for other in my_task.parent.children:
                if other is not my_task:
                    other.cancel()
        return True


class Boundary(_Rest, BoundaryEventMixin, Element):  # type: ignore[misc]  # SpiffWorkflow has no types
    """A boundary event. A message that does not interrupt can come again as long as the activity lasts."""

    def __init__(self, wf_spec: Any, name: str, node: Node) -> None:
        BoundaryEventMixin.__init__(self, wf_spec, name, NoneEventDefinition(), node.interrupting, node=node)

    def _run_hook(self, my_task: Any) -> bool:
        if self.node.event == "message" and not self.cancel_activity:
            again = my_task.parent._add_child(self, TaskState.MAYBE)
            again._set_state(TaskState.WAITING)
            self._predict(again, mask=TaskState.NOT_FINISHED_MASK)
        return True


class AttachedSplit(BoundaryEventSplit):  # type: ignore[misc]  # SpiffWorkflow has no types
    """SpiffWorkflow's helper before an activity with boundary events."""

    def test(self) -> None:
        """Do nothing, as in `Element`."""


class Inside(SubWorkflowTaskMixin, Element):  # type: ignore[misc]  # SpiffWorkflow has no types
    """An embedded subprocess or a call activity. Both work on the instance's data."""

    history = True

    def _on_subworkflow_completed(self, subworkflow: Any, my_task: Any) -> None:
        # The stock method wakes a cancelled activity again when its inside ended by the very error that cancelled it.
        if not my_task.has_state(TaskState.FINISHED_MASK):
            super()._on_subworkflow_completed(subworkflow, my_task)

    def copy_data(self, my_task: Any, subworkflow: Any) -> None:
        """Do nothing: the inside sees the instance's data."""

    def update_data(self, my_task: Any, subworkflow: Any) -> None:
        """Do nothing: the inside wrote to the instance's data."""


class Condition:
    """The compiled condition of a flow that leaves a gateway."""

    def __init__(self, expression: Expression, flow: Flow, gateway: str) -> None:
        self.expression, self.flow, self.gateway = expression, flow, gateway

    def _matches(self, task: Any) -> bool:
        return flag(self.expression, task.data, self.gateway)


class Exclusive(ExclusiveGatewayMixin, Element):  # type: ignore[misc]  # SpiffWorkflow has no types
    """An exclusive gateway: the first true condition in the order of the file, else the default flow."""

    def test(self) -> None:
        """Do nothing, as in `Element`."""

    def _run_hook(self, my_task: Any) -> bool:
        target = next((name for condition, name in self.cond_task_specs if condition is not None and condition._matches(my_task)), None)
        target = target or self.default_task_spec
        if target is None:
            raise no_way_out(self.node)
        my_task._sync_children([self._wf_spec.task_specs[target]], TaskState.FUTURE)
        for child in my_task.children:
            child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)
        return True


class _Join:
    """What both joining gateways do when they fire: forget the tokens that arrived.

    SpiffWorkflow leaves them in the tree, and when a loop comes back to the gateway they count as tokens of the new round: it fires
    before its other branches have arrived.
    """

    name: str

    def forget(self, my_task: Any) -> None:
        workflow = my_task.workflow
        arrived = [task for task in workflow.tasks.values() if task.task_spec is self and task.state == TaskState.CANCELLED]
        for task in arrived:
            workflow._remove_task(task.id)


class Inclusive(_Join, InclusiveGatewayMixin, Element):  # type: ignore[misc]  # SpiffWorkflow has no types
    """An inclusive gateway. Split: every true condition, else the default flow. Join: waits for every token that can still come.

    A token elsewhere holds the join up when it can reach an incoming flow that has no token yet, unless it can also reach one that has
    (BPMN 2.0, inclusive gateway). SpiffWorkflow's own check stops at the first round of a loop, so it is not used.
    """

    def test(self) -> None:
        """Do nothing, as in `Element`."""

    def _get_matching_outputs(self, my_task: Any) -> tuple[list[Any], list[Any]]:
        matches, defaults = super()._get_matching_outputs(my_task)
        if not matches and not defaults:
            raise no_way_out(self.node)
        return matches, defaults

    def _check_threshold_unstructured(self, my_task: Any) -> bool:
        tasks = my_task.workflow.tasks.values()
        here = [task for task in tasks if task.task_spec is self and task.state != TaskState.COMPLETED and task._parent is not None]
        filled = {task.parent.task_spec.name for task in here if task.parent.state == TaskState.COMPLETED}
        empty = set(self._inputs) - filled
        if not empty:
            return True
        active = (task for task in tasks if task.task_spec is not self and task.state & _ACTIVE)
        return not any(_reaches(task.task_spec, empty, self.name) and not _reaches(task.task_spec, filled, self.name) for task in active)

    def _run_hook(self, my_task: Any) -> bool:
        self.forget(my_task)
        return bool(super()._run_hook(my_task))


class Parallel(_Join, ParallelGatewayMixin, Element):  # type: ignore[misc]  # SpiffWorkflow has no types
    """A parallel gateway: waits for one token on each incoming flow, sends one along each outgoing flow."""

    def _run_hook(self, my_task: Any) -> bool:
        self.forget(my_task)
        return bool(super()._run_hook(my_task))


class Deferred(Element):
    """An event-based gateway: opens every event behind it; the first that happens cancels the others."""


def emit(node: Node, task: Any) -> None:
    """Note the event that a message throw or end event sends."""
    data = task.data
    sent = Sent(element_id=node.id, message=node.message or "", key=key_text(node, data), data=object_of(node, data))
    task.workflow.top_workflow.sent.append(sent)


def no_way_out(node: Node) -> HuxinError:
    """Return the error for a gateway none of whose conditions is true."""
    return HuxinError(
        "expression_failed",
        "No way leads on",
        f"No condition at gateway {node.id} is true and it has no default flow.",
        status=422,
        fix="Give the gateway a default flow, or correct the data.",
        extra={"element_id": node.id},
    )


def _reaches(spec: Any, goals: set[str], barrier: str) -> bool:
    """Whether a token at `spec` can come to one of `goals` without passing `barrier`."""
    seen, stack = {barrier}, [spec]
    while stack:
        current = stack.pop()
        if current.name in goals:
            return True
        if current.name not in seen:
            seen.add(current.name)
            stack.extend(current.outputs)
    return False
