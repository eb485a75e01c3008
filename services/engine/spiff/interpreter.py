"""Advances instances by one stimulus. Fulfils `services.engine.application.ports.Interpreter`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

from services.engine.domain.waits import Advance, Wait
from services.engine.spiff.data import clean_object
from services.engine.spiff.definition import SpiffDefinition, compile_definition
from services.engine.spiff.errors import find_catcher, fire, throw
from services.engine.spiff.hotpaths import workflow_class
from services.engine.spiff.live import SpiffLive
from services.engine.spiff.prune import prune
from services.engine.spiff.state import dump, load
from services.engine.spiff.waits import describe
from services.engine.spiff.xml import bad_diagram
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.engine.spiff.workflow import InstanceTask


class SpiffInterpreter:
    """The interpreter on SpiffWorkflow. It keeps no state of its own; one object serves everybody.

    Args:
        stock: run SpiffWorkflow's own code in the hot paths; the default follows the setting `HUXIN_ENGINE_STOCK`.
    """

    def __init__(self, *, stock: bool | None = None) -> None:
        self._workflow_class = workflow_class(stock=stock)

    def compile(self, xml: bytes, *, called: dict[str, bytes] | None = None) -> SpiffDefinition:
        """Parse a diagram that passed the linter; `called` has the XML of called processes by id.

        Raises:
            HuxinError: `bad_diagram` or `expression_failed`, with `extra.element_id` where one is known.
        """
        return compile_definition(xml, called)

    def start(self, definition: SpiffDefinition, data: dict[str, Any], *, message: str | None = None) -> tuple[SpiffLive, Advance]:
        """Start an instance at the message start event for `message`, or at the none start event.

        Raises:
            HuxinError: `no_such_start` when the process cannot start so.
        """
        begin = definition.starts.get(message)
        if begin is None:
            offered = ", ".join(key or "without a message" for key in sorted(definition.starts, key=str))
            raise HuxinError("no_such_start", "The process cannot start so", f"{definition.key} starts {offered}; asked was {message}.")
        specifications = definition.specifications
        workflow = self._workflow_class(specifications.main, specifications.inner, clean_object(data))
        live = SpiffLive(definition, workflow)
        with _guard(live):
            workflow.grow()
            for child in workflow.task_tree.children:
                if child.task_spec.bpmn_id != begin.id:
                    workflow._remove_task(child.id)
            return live, self._settle(live)

    def restore(self, definition: SpiffDefinition, state: bytes) -> SpiffLive:
        """Rebuild an instance from its compact state.

        Raises:
            HuxinError: `bad_state` when the bytes are no state of this definition.
        """
        live = SpiffLive(definition, load(definition, state, self._workflow_class))
        live.waiting = live.scan()
        return live

    def complete(self, live: SpiffLive, token: int, data: dict[str, Any]) -> Advance:
        """Complete a user task; its form data replaces members of the instance's data."""
        task, merged = live.resting(token, "user"), clean_object(data)
        return self._run(live, task, merged)

    def reply(self, live: SpiffLive, token: int, result: dict[str, Any]) -> Advance:
        """Complete a service task; its result is stored under the task's result variable."""
        return self.reply_many(live, [(token, result)])

    def reply_many(self, live: SpiffLive, replies: list[tuple[int, dict[str, Any]]]) -> Advance:
        """Complete several service tasks in one step, in the order given; either all of them or none."""
        prepared = [(live.resting(token, "service"), clean_object(result, "result")) for token, result in replies]
        if len({token for token, _ in replies}) != len(replies):
            raise HuxinError("unknown_token", "A token is answered twice", f"Tokens {[token for token, _ in replies]}.", status=409)
        with _guard(live):
            for task, result in prepared:
                node = task.task_spec.node
                if not _still_rests(task):
                    continue  # an earlier reply of this step ended the instance or this branch
                if node.result:
                    live.workflow.shared[node.result] = result
                task.run()
                live.workflow.advance()
            return self._settle(live)

    def error(self, live: SpiffLive, token: int, code: str) -> Advance | None:
        """Throw a BPMN error at a service task; None, and nothing changed, when no boundary event catches it."""
        task = live.resting(token, "service")
        if find_catcher(task, code) is None:
            return None
        with _guard(live):
            throw(task, code)
            return self._settle(live)

    def deliver(self, live: SpiffLive, token: int, data: dict[str, Any]) -> Advance:
        """Deliver a message to a waiting catch or boundary event; its data replaces members of the instance's data."""
        task, merged = live.resting(token, "message"), clean_object(data)
        return self._fire(live, task, merged)

    def fire(self, live: SpiffLive, token: int) -> Advance:
        """Fire a timer. Timers fire by this call only, never by a clock of SpiffWorkflow's."""
        return self._fire(live, live.resting(token, "timer"), {})

    def skip(self, live: SpiffLive, token: int, data: dict[str, Any]) -> Advance:
        """An operator skips a wait: it counts as done, with data to merge."""
        task, merged = live.resting(token), clean_object(data)
        if task.task_spec.manual:
            return self._run(live, task, merged)
        return self._fire(live, task, merged)

    def correct(self, live: SpiffLive, data: dict[str, Any]) -> Advance:
        """An operator corrects members of the instance's data without moving a token.

        What already waits keeps the parameters, keys and times that it opened with.
        """
        merged = clean_object(data)
        if live.spoiled:
            live.resting(0)
        before = live.definition.parties(live.workflow.shared)
        live.workflow.shared.update(merged)
        parties = live.definition.parties(live.workflow.shared)
        state = dump(live.definition, live.workflow)
        return Advance(state=state, data=dict(live.workflow.shared), parties=parties, parted=before - parties)

    def _run(self, live: SpiffLive, task: InstanceTask, data: dict[str, Any]) -> Advance:
        with _guard(live):
            live.workflow.shared.update(data)
            task.run()
            return self._settle(live)

    def _fire(self, live: SpiffLive, task: InstanceTask, data: dict[str, Any]) -> Advance:
        with _guard(live):
            live.workflow.shared.update(data)
            fire(task)
            return self._settle(live)

    def _settle(self, live: SpiffLive) -> Advance:
        """Run to the next waits, tidy up and say what came of it."""
        workflow = live.workflow
        workflow.advance()
        before = live.waiting
        live.waiting = {} if workflow.completed else live.scan()
        origins = {token: _origin(task, before) for token, task in live.waiting.items() if token not in before}
        if not workflow.completed:
            if not live.waiting:
                raise _stuck(live)
            prune(workflow)
        opened: list[Wait] = [
            describe(live.waiting[token].task_spec.node, token, workflow.shared, origin=origins[token]) for token in sorted(origins)
        ]
        advance = Advance(
            state=None if workflow.completed else dump(live.definition, workflow),
            opened=tuple(opened),
            closed=tuple(token for token in sorted(before) if token not in live.waiting),
            sent=tuple(workflow.sent),
            passed=tuple(workflow.journal),
            ended=workflow.completed,
            outcome=workflow.outcome if workflow.completed else None,
            data=dict(workflow.shared),
            parties=live.definition.parties(workflow.shared),
        )
        workflow.sent, workflow.journal = [], []
        return advance


def _origin(task: InstanceTask, before: dict[int, InstanceTask]) -> int | None:
    """Return the wait whose end led to a task: its nearest ancestor that rested before."""
    above: Any = task
    while above is not None:
        if above.id in before:
            return int(above.id)
        workflow = above.workflow
        if above.parent is None and workflow.parent_task_id is not None:
            above = workflow.top_workflow.get_task_from_id(workflow.parent_task_id)
        else:
            above = above.parent
    return None


def _still_rests(task: InstanceTask) -> bool:
    return task.id in task.workflow.tasks and bool(task.has_state(TaskState.READY))


@contextmanager
def _guard(live: SpiffLive) -> Iterator[None]:
    """Mark the instance as spoiled when a stimulus fails half-way, so that nobody goes on with it."""
    try:
        yield
    except RecursionError:
        live.spoiled = True
        detail = f"{live.definition.key} nests deeper than an instance can; does a process call itself without waiting?"
        raise HuxinError("endless_loop", "The diagram goes round without waiting", detail, extra={"element_id": None}) from None
    except SpiffWorkflowException as error:
        live.spoiled = True
        raise bad_diagram("not_runnable", f"{live.definition.key}: {error}", fix="Lint the diagram.") from error
    except BaseException:
        live.spoiled = True
        raise


def _stuck(live: SpiffLive) -> HuxinError:
    resting = [task.task_spec.bpmn_id for task in live.workflow.all_tasks() if task.has_state(TaskState.WAITING) and task.task_spec.bpmn_id]
    return HuxinError(
        "stuck",
        "The instance cannot go on",
        f"{live.definition.key} waits for nothing and has not ended; tokens rest at {', '.join(resting) or 'no element'}.",
        fix="A join waits for a branch that no token can take: use the same kind of gateway for the split and the join.",
        extra={"element_id": resting[0] if resting else None},
    )
