"""Plain SpiffWorkflow beside Huxin, on the reference process.

Stock parser and serializer, service tasks in process, one bare SQL update at each wait. No HTTP, no broker, no queues,
no history: what is left when everything but the library is taken away.

    python bench/plain_spiff.py [--seconds 10] [--database postgresql://…]
"""

from __future__ import annotations

import argparse
import json
import time
import uuid
from pathlib import Path

import sqlalchemy as sa
from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import IntermediateCatchEvent
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
HUXIN = "urn:huxin:bpmn:1"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"


class Engine(PythonScriptEngine):
    """Answers service tasks in process."""

    def call_service(self, context, operation_name, operation_params, **kwargs):  # noqa: ANN001, ANN003, ANN201, ARG002 - the library's signature
        """Return what the reference service returns."""
        return json.dumps({"case_id": context.data["case_id"], "step": operation_name})


def stock_diagram() -> bytes:
    """Return the reference diagram with the library's own service and correlation elements in the place of ours."""
    root = etree.parse(Path(__file__).parent / "case.bpmn").getroot()
    for service in list(root.iter(f"{{{HUXIN}}}service")):
        operator = etree.SubElement(
            service.getparent(), f"{{{SPIFF}}}serviceTaskOperator", id=service.get("operation"), resultVariable=service.get("result")
        )
        parameters = etree.SubElement(operator, f"{{{SPIFF}}}parameters")
        etree.SubElement(parameters, f"{{{SPIFF}}}parameter", id="case_id", type="str", value="case_id")
    for element in [found for found in root.iter("{*}*") if found.tag.startswith(f"{{{HUXIN}}}")]:
        if element.getparent() is not None:
            element.getparent().remove(element)
    return etree.tostring(root)


def main() -> None:
    """Run instances one after another for a while and print instances a second."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--database", default="sqlite://")
    options = parser.parse_args()
    bpmn = SpiffBpmnParser()
    bpmn.add_bpmn_xml(etree.fromstring(stock_diagram()), filename="case.bpmn")
    spec = bpmn.get_spec("reference_case")
    serializer = BpmnWorkflowSerializer(registry=BpmnWorkflowSerializer.configure(SPIFF_CONFIG))
    url = sa.make_url(options.database)
    database = sa.create_engine(url.set(drivername="postgresql+psycopg2") if url.get_backend_name() == "postgresql" else url)
    table = sa.Table("plain_spiff", sa.MetaData(), sa.Column("id", sa.String(36), primary_key=True), sa.Column("state", sa.Text))
    table.drop(database, checkfirst=True)
    table.create(database)
    data = {"worker": "示例工人", "amount_fen": 123456, "text": "示例文本" * 120, "list": list(range(40))}
    done, size, began = 0, 0, time.perf_counter()
    while time.perf_counter() - began < options.seconds:
        size = run(spec, serializer, database, table, {**data, "case_id": uuid.uuid4().hex})
        done += 1
    seconds = time.perf_counter() - began
    table.drop(database)
    print(json.dumps({"instances_per_s": round(done / seconds, 1), "state_bytes": size, "database": url.get_backend_name()}))


def run(spec, serializer, database, table, data) -> int:  # noqa: ANN001 - the library has no types
    """Run one instance, saved and restored at each wait; returns the size of the last saved state."""
    workflow = BpmnWorkflow(spec, script_engine=Engine(TaskDataEnvironment()))
    workflow.data.update(data)
    workflow.task_tree.set_data(**data)
    workflow.do_engine_steps()
    workflow, _ = saved(workflow, serializer, database, table, data["case_id"], insert=True)
    task = next(iter(workflow.get_tasks(state=TaskState.READY, manual=True)))
    task.set_data(decision="approve")
    task.run()
    workflow.do_engine_steps()
    workflow, size = saved(workflow, serializer, database, table, data["case_id"])
    waiting = next(iter(workflow.get_tasks(state=TaskState.WAITING, spec_class=IntermediateCatchEvent)))
    workflow.catch(BpmnEvent(waiting.task_spec.event_definition, {"text": "收到"}))
    workflow.do_engine_steps()
    saved(workflow, serializer, database, table, data["case_id"])
    if not workflow.is_completed():
        raise RuntimeError("the instance did not end")
    return size


def saved(workflow, serializer, database, table, case_id, *, insert=False):  # noqa: ANN001, ANN201, PLR0913 - the library has no types
    """Write the state in one transaction and read the workflow back from it."""
    text = serializer.serialize_json(workflow)
    statement = table.insert().values(id=case_id, state=text) if insert else table.update().where(table.c.id == case_id).values(state=text)
    with database.begin() as connection:
        connection.execute(statement)
    again = serializer.deserialize_json(text)
    again.script_engine = workflow.script_engine
    return again, len(text.encode())


if __name__ == "__main__":
    main()
