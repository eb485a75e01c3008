"""Each rule of the linter finds its problem, at the element, and a sound diagram passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.engine.spiff.lint import Library, lint, load_library
from services.engine.spiff.lint.library import Shape

ROOT = Path(__file__).resolve().parents[3]
DIAGRAMS = sorted((ROOT / "tests" / "workflow" / "diagrams").glob("*.bpmn"))

SOUND = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:huxin="urn:huxin:bpmn:1"
    xmlns:other="urn:other:modeler" id="definitions">
  <bpmn:message id="m_submitted" name="sample.request.submitted"/><bpmn:message id="m_closed" name="sample.request.closed"/>
  <bpmn:process id="sample" name="示例流程" isExecutable="true">
    <bpmn:extensionElements><huxin:process jurisdictions="national" business_key="request_id"/></bpmn:extensionElements>
    <bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="示例窗口">
      <bpmn:extensionElements><huxin:lane department="office"/></bpmn:extensionElements>
      <bpmn:flowNodeRef>begin</bpmn:flowNodeRef><bpmn:flowNodeRef>check</bpmn:flowNodeRef><bpmn:flowNodeRef>ask</bpmn:flowNodeRef>
      <bpmn:flowNodeRef>late</bpmn:flowNodeRef><bpmn:flowNodeRef>lapsed</bpmn:flowNodeRef><bpmn:flowNodeRef>choose</bpmn:flowNodeRef>
      <bpmn:flowNodeRef>done</bpmn:flowNodeRef><bpmn:flowNodeRef>closed</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
    <bpmn:startEvent id="begin" name="收到申请"><bpmn:extensionElements><huxin:message key="request_id"/></bpmn:extensionElements>
      <bpmn:messageEventDefinition id="begin_message" messageRef="m_submitted"/></bpmn:startEvent>
    <bpmn:serviceTask id="check" name="核对"><bpmn:extensionElements><huxin:clauses ids="C-1"/>
      <huxin:service operation="sample.check" result="checked"><huxin:input name="request_id" value="request_id"/></huxin:service>
      <other:note text="kept"/></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:userTask id="ask" name="询问"><bpmn:extensionElements><huxin:task form="sample/ask" deadline="P5D" count="working"/>
      </bpmn:extensionElements></bpmn:userTask>
    <bpmn:boundaryEvent id="late" name="超期" attachedToRef="ask"><bpmn:extensionElements><huxin:timer duration="P10D" count="calendar"/>
      </bpmn:extensionElements><bpmn:timerEventDefinition id="late_timer"/></bpmn:boundaryEvent>
    <bpmn:endEvent id="lapsed" name="逾期"/>
    <bpmn:exclusiveGateway id="choose" name="同意？" default="to_closed"/>
    <bpmn:endEvent id="done" name="同意"/>
    <bpmn:endEvent id="closed" name="不同意"><bpmn:extensionElements><huxin:message key="request_id"/>
      <huxin:input name="request_id" value="request_id"/></bpmn:extensionElements>
      <bpmn:messageEventDefinition id="closed_message" messageRef="m_closed"/></bpmn:endEvent>
    <bpmn:sequenceFlow id="to_check" sourceRef="begin" targetRef="check"/>
    <bpmn:sequenceFlow id="to_ask" sourceRef="check" targetRef="ask"/>
    <bpmn:sequenceFlow id="to_choose" sourceRef="ask" targetRef="choose"/>
    <bpmn:sequenceFlow id="to_lapsed" sourceRef="late" targetRef="lapsed"/>
    <bpmn:sequenceFlow id="to_done" sourceRef="choose" targetRef="done">
      <bpmn:conditionExpression>agreed == true and checked.ok</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="to_closed" sourceRef="choose" targetRef="closed"/>
  </bpmn:process>
</bpmn:definitions>
"""


class SampleCatalogue:
    """One operation, one query, two events."""

    def operation(self, name: str) -> Shape | None:
        members = frozenset({"request_id", "remark"})
        known = {"sample.check": True, "sample.look_up": False}
        return Shape(members=members, required=frozenset({"request_id"}), command=known[name]) if name in known else None

    def event(self, name: str) -> Shape | None:
        known = {"sample.request.submitted", "sample.request.closed"}
        return Shape(members=frozenset({"request_id"}), required=frozenset({"request_id"})) if name in known else None

    def similar(self, name: str) -> list[str]:
        return ["sample.check"] if name.startswith("sample.") else []


LIBRARY = Library(
    catalogue=SampleCatalogue(),
    departments=frozenset({"office"}),
    forms={"sample/ask": frozenset({"agreed"})},
    clauses=frozenset({"C-1"}),
    processes=frozenset({"other_process"}),
)


def found(raw: str | bytes, severity: str = "error") -> set[tuple[str | None, str]]:
    findings = lint(raw if isinstance(raw, bytes) else raw.encode(), LIBRARY)
    assert all(finding.message and finding.fix for finding in findings)
    return {(finding.element, finding.rule) for finding in findings if finding.severity == severity}


def test_a_sound_diagram_passes_with_foreign_extensions() -> None:
    assert lint(SOUND.encode(), LIBRARY) == []


BROKEN = [
    ('id="begin" name="收到申请"', 'id="begin" name=""', ("begin", "missing_label")),
    ('name="核对"', 'name="Check"', ("check", "missing_label")),
    ('<huxin:lane department="office"/>', "", ("ask", "missing_department")),
    ('<huxin:lane department="office"/>', '<huxin:lane department="nowhere"/>', ("lane", "unknown_department")),
    ('form="sample/ask"', 'form="sample/asks" department="nowhere"', ("ask", "unknown_department")),
    ('form="sample/ask"', 'form="sample/asks"', ("ask", "missing_form")),
    ('deadline="P5D"', 'deadline="5 days"', ("ask", "bad_duration")),
    ('count="working"', 'count="weekdays"', ("ask", "bad_count")),
    ('ids="C-1"', 'ids="C-1 C-2"', ("check", "unknown_clause")),
    ('operation="sample.check"', 'operation="sample.chekc"', ("check", "unknown_operation")),
    ('operation="sample.check"', "", ("check", "missing_operation")),
    ('operation="sample.check"', 'operation="sample.look_up"', ("check", "not_a_command")),
    ('result="checked"><huxin:input name="request_id"', 'result="checked"><huxin:input name="request"', ("check", "missing_parameter")),
    ('result="checked"><huxin:input name="request_id"', 'result="checked"><huxin:input name="request"', ("check", "unknown_parameter")),
    ('duration="P10D"', 'duration="10"', ("late", "bad_duration")),
    ('duration="P10D"', "", ("late", "missing_duration")),
    ('attachedToRef="ask"', 'attachedToRef="choose"', ("late", "bad_boundary")),
    ('messageRef="m_submitted"', 'messageRef="m_nothing"', ("begin", "missing_message")),
    ('name="sample.request.submitted"', 'name="sample.request.sent"', ("begin", "unknown_message")),
    ('<huxin:message key="request_id"/></bpmn:ext', "</bpmn:ext", ("begin", "missing_key")),
    ("<bpmn:conditionExpression>agreed == true and checked.ok</bpmn:conditionExpression>", "", ("to_done", "missing_condition")),
    ("agreed == true and checked.ok", "agreed = true", ("to_done", "bad_expression")),
    ("agreed == true and checked.ok", "().__class__", ("to_done", "bad_expression")),
    ('default="to_closed"', 'default="to_lapsed"', ("choose", "bad_default")),
    ('targetRef="done"', 'targetRef="gone"', ("to_done", "dangling_flow")),
    ('sourceRef="late"', 'sourceRef=""', ("to_lapsed", "dangling_flow")),
    ('sourceRef="begin" targetRef="check"', 'sourceRef="begin" targetRef="ask"', ("check", "unreachable")),
    ('<bpmn:endEvent id="lapsed" name="逾期"/>', '<bpmn:userTask id="lapsed" name="停留"/>', ("lapsed", "no_way_out")),
    ('business_key="request_id"/>', 'business_key="request_id" owners="a+b"/>', ("sample", "bad_owners")),
    ('business_key="request_id"/>', 'business_key="request_id" owners="checked. Firm"/>', ("sample", "bad_owners")),
    ('id="to_ask"', 'id="to_check"', ("to_check", "duplicate_id")),
    ('<bpmn:exclusiveGateway id="choose"', '<bpmn:complexGateway id="choose"', ("choose", "unsupported_element")),
]


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN, ids=[f"{rule}-{index}" for index, (_, _, (_, rule)) in enumerate(BROKEN)])
def test_each_problem_is_named_with_its_element(old: str, new: str, expected: tuple[str, str]) -> None:
    assert old in SOUND
    broken = SOUND.replace(old, new, 1)
    assert expected in found(broken)


def test_a_name_that_nothing_gives_is_advice() -> None:
    assert ("to_done", "unknown_name") in found(SOUND.replace("agreed == true", "agred == true"), "warning")


@pytest.mark.parametrize(("second", "expected"), [("checked.ok", {("choose", "missing_default")}), ("true", set())])
def test_a_split_whose_every_flow_may_stay_untaken_needs_a_default(second: str, expected: set[tuple[str, str]]) -> None:
    inclusive = SOUND.replace(
        '<bpmn:exclusiveGateway id="choose" name="同意？" default="to_closed"/>', '<bpmn:inclusiveGateway id="choose" name="同意？"/>'
    )
    condition = f"<bpmn:conditionExpression>{second}</bpmn:conditionExpression>"
    plain = '<bpmn:sequenceFlow id="to_closed" sourceRef="choose" targetRef="closed"/>'
    assert plain in inclusive
    assert found(inclusive.replace(plain, plain.replace("/>", f">{condition}</bpmn:sequenceFlow>")), "warning") == expected


def test_a_firm_that_the_owners_do_not_name_is_advice() -> None:
    owned = SOUND.replace('form="sample/ask"', 'form="sample/ask" owner="checked.firm"')
    assert ("ask", "owner_not_named") in found(owned, "warning")
    named = owned.replace('business_key="request_id"/>', 'business_key="request_id" owners="checked.firm other"/>')
    assert found(named, "warning") == {("sample", "unknown_name")}


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"", "broken_xml"),
        (b"<bpmn", "broken_xml"),
        (b"\xff\xfe\x00nonsense", "broken_xml"),
        (b"<html/>", "not_bpmn"),
        (b'<!DOCTYPE a [<!ENTITY e "x">]>' + SOUND.split("?>", 1)[1].encode(), "document_type"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd">' + SOUND.split("?>", 1)[1].encode(), "document_type"),
        (SOUND.encode() + b" " * 2_000_000, "too_big"),
        (
            b'<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL">'
            + b"<a>" * 100
            + b"</a>" * 100
            + b"</bpmn:definitions>",
            "too_big",
        ),
        (b'<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "no_process"),
    ],
)
def test_a_file_that_is_no_diagram_is_named_and_never_a_traceback(raw: bytes, rule: str) -> None:
    assert (None, rule) in found(raw)


def process(body: str) -> str:
    return f"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:huxin="urn:huxin:bpmn:1" id="d">
      <bpmn:process id="p" name="示例" isExecutable="true">{body}</bpmn:process></bpmn:definitions>"""


def flows(*pairs: str) -> str:
    made = (pair.split(">") for pair in pairs)
    return "".join(f'<bpmn:sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in made)


NODE = {"s": "startEvent", "e": "endEvent", "u": "userTask", "x": "exclusiveGateway", "p": "parallelGateway", "v": "eventBasedGateway"}


def nodes(*ids: str) -> str:
    return "".join(f'<bpmn:{NODE[item[0]]} id="{item}" name="示例"/>' for item in ids)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (nodes("u1", "e1") + flows("u1>e1"), ("p", "missing_start")),
        (nodes("s1", "u1") + flows("s1>u1"), ("p", "missing_end")),
        (nodes("s1", "s2", "e1") + flows("s1>e1", "s2>e1"), ("s2", "bad_start")),
        (nodes("s1", "u1", "e1", "e2") + flows("s1>u1", "u1>e1", "u1>e2"), ("u1", "implicit_split")),
        (nodes("s1", "e1", "u1") + flows("s1>e1", "e1>u1"), ("e1", "bad_flow")),
        (nodes("s1", "x1", "p1", "x2", "e1") + flows("s1>x1", "x1>p1", "p1>x2", "x2>x1", "x2>e1"), ("p1", "endless_loop")),
        (nodes("s1", "x1", "u1", "u2", "p1", "e1") + flows("s1>x1", "x1>u1", "x1>u2", "u1>p1", "u2>p1", "p1>e1"), ("p1", "deadlock")),
        (nodes("s1", "v1", "u1", "e1") + flows("s1>v1", "v1>u1", "u1>e1"), ("v1", "bad_event_gateway")),
        ('<bpmn:subProcess id="sub" name="子流程"/>' + nodes("s1", "e1") + flows("s1>sub", "sub>e1"), ("sub", "missing_start")),
        ('<bpmn:callActivity id="c" name="调用"/>' + nodes("s1", "e1") + flows("s1>c", "c>e1"), ("c", "missing_process")),
        ('<bpmn:callActivity id="c" name="调用" calledElement="z"/>' + nodes("s1", "e1") + flows("s1>c", "c>e1"), ("c", "unknown_process")),
        (nodes("s1", "e1") + nodes(*(f"u{n}" for n in range(400))) + flows("s1>e1"), ("p", "too_big")),
    ],
)
def test_the_shape_of_a_process_is_checked(body: str, expected: tuple[str, str]) -> None:
    assert expected in found(process(body))


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_the_diagrams_of_the_differential_tests_are_sound(path: Path) -> None:
    assert [finding for finding in lint(path.read_bytes(), Library()) if finding.severity == "error"] == []


@pytest.mark.parametrize("path", sorted((ROOT / "workflows" / "bpmn").glob("*.bpmn")), ids=lambda path: path.stem)
def test_the_processes_of_the_law_are_sound(path: Path) -> None:
    assert [finding for finding in lint(path.read_bytes(), load_library(ROOT)) if finding.severity == "error"] == []
