"""The engine's interpreter against SpiffWorkflow as it is: stock parser, specs, events and serializer, restored after every step.

Compared after every step: the elements that wait, whether the instance has ended, and the data wherever no branch holds a copy of its
own (stock SpiffWorkflow copies the data to each branch; the engine has one data object an instance, see `test_parallel_data.py`).
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, ClassVar

import pytest
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.defaults import UserTask
from SpiffWorkflow.bpmn.specs.mixins import StartEventMixin
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.util.task import TaskState

from services.engine.spiff.interpreter import SpiffInterpreter
from services.engine.spiff.testing import START_DATA, Stimulus, walk
from services.kernel.expressions import evaluate

ROOT = Path(__file__).resolve().parents[2]
DIFFERS = {  # where stock SpiffWorkflow departs from BPMN, each with a test of the engine's own
    "boundary_error": "stock has no error thrown at a service task from outside",
    "boundary_message": "a stock non-interrupting message comes once only",
    "event_gateway": "the stock gateway itself waits, not its events",
    "loop_with_join": "the stock join counts the tokens of the round before",
    "loop_with_inclusive_join": "the same",
    "subprocess_error": "a stock subprocess that its own error cancelled completes nevertheless",
    "messages": "stock starts at every start event at once",
}
DIAGRAMS = [path for path in sorted((ROOT / "tests/workflow/diagrams").glob("*.bpmn")) if path.stem not in DIFFERS]


class Literal(PythonScriptEngine):
    """Evaluates conditions as the engine does, so that only SpiffWorkflow's part is compared."""

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:  # noqa: ARG002 - SpiffWorkflow's signature
        return evaluate(expression, task.data)


class Parser(BpmnParser):
    """Service tasks rest, as in the engine."""

    OVERRIDE_PARSER_CLASSES: ClassVar = {full_tag("serviceTask"): (TaskParser, UserTask)}


class Stock:
    """A stock workflow, serialised and restored after every step."""

    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())

    def __init__(self, path: Path, key: str) -> None:
        parser = Parser()
        parser.add_bpmn_io(io.BytesIO(path.read_bytes()))
        self.workflow = BpmnWorkflow(parser.get_spec(key), parser.get_subprocess_specs(key), script_engine=Literal())
        self.workflow.task_tree.set_data(**START_DATA)
        self.settle()

    def settle(self) -> None:
        self.workflow.do_engine_steps()
        self.workflow = self.serializer.deserialize_json(self.serializer.serialize_json(self.workflow))
        self.workflow.script_engine = Literal()

    def resting(self) -> dict[str, Any]:
        tasks = self.workflow.get_tasks(state=TaskState.READY | TaskState.WAITING)
        rests = (task for task in tasks if task.task_spec.manual or isinstance(task.task_spec, CatchingEvent))
        return {task.task_spec.bpmn_id: task for task in rests if not isinstance(task.task_spec, StartEventMixin)}

    def apply(self, stimulus: Stimulus) -> None:
        task = self.resting()[stimulus.element]
        match stimulus.how:
            case "complete":
                task.data.update(stimulus.data)
                task.run()
            case "reply":
                task.data[f"{stimulus.element}_result"] = stimulus.data
                task.run()
            case "deliver":
                task.task_spec.catch(task, BpmnEvent(task.task_spec.event_definition, payload=stimulus.data))
                task.task_spec._update(task)
            case "fire":
                task._set_internal_data(event_fired=True)
                task.task_spec._update(task)
        self.settle()


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_the_engine_steps_like_stock_spiffworkflow(path: Path) -> None:
    interpreter = SpiffInterpreter(stock=False)
    definition = interpreter.compile(path.read_bytes())
    steps = 0
    for seed in range(6):
        stock, waiting = Stock(path, definition.key), {}
        branches = False
        for stimulus, advance in walk(interpreter, definition, seed, restoring=True, errors=False):
            assert advance is not None
            if stimulus is not None:
                stock.apply(stimulus)
            waiting = {token: element for token, element in waiting.items() if token not in advance.closed}
            waiting |= {wait.token: wait.element_id for wait in advance.opened}
            branches = branches or len(waiting) > 1
            assert sorted(stock.resting()) == sorted(waiting.values())
            assert stock.workflow.completed == advance.ended
            branch_data = [stock.workflow.data] if advance.ended else [task.data for task in stock.resting().values()]
            if not branches:
                assert {key: value for key, value in branch_data[0].items() if key != "data_objects"} == advance.data
            elif not advance.ended:  # what every branch holds together has the members of the engine's one object
                assert set().union(*branch_data) - {"data_objects"} <= set(advance.data)
            steps += 1
    assert steps >= 12
