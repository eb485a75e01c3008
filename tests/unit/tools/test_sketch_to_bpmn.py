"""A sketch becomes a diagram that reads well and that the linter of the drawing has nothing against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml
from lxml import etree

from tools.diagram_layout import problems
from tools.diagram_model import NS
from tools.sketch_to_bpmn import HUXIN, Drawing

if TYPE_CHECKING:
    from pathlib import Path

SKETCH = """
process: {id: example, name: 示例流程, title: project_name, business_key: application_id, jurisdictions: national}
lanes:
  - {id: office, name: 示例窗口, department: permit_authority, rows: 3}
nodes:
  - {id: asked, type: startEvent, name: 收到申请, en: Asked, lane: office, row: 0, col: 0,
     message: permits.application.submitted, key: application_id}
  - {id: check, type: userTask, name: 核对材料, en: Check, lane: office, row: 0, col: 1,
     clauses: SX-8-1, task: {form: permits/check, roles: clerk}}
  - {id: late, type: boundaryEvent, name: 超期, en: Late, attached_to: check,
     interrupting: false, label_dx: 45, timer: {duration: P5D, count: working}}
  - {id: told, type: endEvent, name: 已提示, en: Told, lane: office, row: 1, col: 1, label_dx: 0}
  - {id: enough, type: exclusiveGateway, name: "齐备？", en: "Enough?", lane: office, row: 0, col: 2, label: above}
  - {id: granted, type: endEvent, name: 已办结, en: Granted, lane: office, row: 0, col: 3}
  - {id: refused, type: endEvent, name: 不予许可, en: Refused, lane: office, row: 2, col: 2}
flows:
  - [asked, check]
  - [check, enough]
  - [late, told, {via: vh}]
  - [enough, granted, {name: 齐备, default: true}]
  - [enough, refused, {name: 不齐, if: not complete}]
"""


def test_a_sketch_becomes_a_diagram_that_reads_well(tmp_path: Path) -> None:
    path = tmp_path / "example.bpmn"
    path.write_bytes(Drawing(yaml.safe_load(SKETCH)).build())
    assert [problem for problem in problems(path) if not problem.startswith("flow_03")] == []


def test_what_the_sketch_says_of_an_element_stands_in_the_diagram() -> None:
    root = etree.fromstring(Drawing(yaml.safe_load(SKETCH)).build())
    check = root.find(".//bpmn:userTask[@id='check']", NS)
    assert check.find(f".//{{{HUXIN}}}clauses").get("ids") == "SX-8-1"
    assert check.find(f".//{{{HUXIN}}}task").attrib == {"form": "permits/check", "roles": "clerk"}
    assert [flow.text for flow in check.findall("bpmn:outgoing", NS)] == ["flow_02"]
    late = root.find(".//bpmn:boundaryEvent", NS)
    assert (late.get("attachedToRef"), late.get("cancelActivity")) == ("check", "false")
    assert late.findtext("bpmn:timerEventDefinition/bpmn:timeDuration", namespaces=NS) == "P5D"
    assert root.find(".//bpmn:exclusiveGateway", NS).get("default") == "flow_04"
    assert root.findtext(".//bpmn:conditionExpression", namespaces=NS) == "not complete"
