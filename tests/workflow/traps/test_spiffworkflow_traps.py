"""What SpiffWorkflow does by itself, measured, and that the engine does not do it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition

from services.engine.domain.waits import TimerWait
from services.engine.spiff.interpreter import SpiffInterpreter
from services.engine.spiff.lint import Library, lint
from services.kernel.errors import HuxinError

ROOT = Path(__file__).resolve().parents[3]
DIAGRAMS = ROOT / "tests" / "workflow" / "diagrams"
INTERPRETER = SpiffInterpreter(stock=False)


def diagram(body: str, *, extra: str = "") -> bytes:
    """Return a small process around `body`, which has to lead from `begin` to `done`."""
    return f"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:huxin="urn:huxin:bpmn:1" id="d">{extra}
      <bpmn:process id="p" name="示例" isExecutable="true">
        <bpmn:startEvent id="begin" name="开始"/>{body}<bpmn:endEvent id="done" name="结束"/>
        <bpmn:sequenceFlow id="in" sourceRef="begin" targetRef="x"/><bpmn:sequenceFlow id="out" sourceRef="x" targetRef="done"/>
      </bpmn:process></bpmn:definitions>""".encode()


def rules(raw: bytes) -> set[tuple[str | None, str]]:
    return {(finding.element, finding.rule) for finding in lint(raw, Library()) if finding.severity == "error"}


def test_a_month_is_never_counted_by_spiffworkflow() -> None:
    stock = datetime(2026, 1, 31, tzinfo=UTC) + TimerEventDefinition.get_timedelta_from_start(
        {"months": 1}, datetime(2026, 1, 31, tzinfo=UTC)
    )
    assert stock.date().isoformat() == "2026-03-03"  # the arithmetic that is not used
    definition = INTERPRETER.compile((DIAGRAMS / "timer.bpmn").read_bytes().replace(b"P${days}D", b"P1M"))
    _, advance = INTERPRETER.start(definition, {"case_id": "1"})
    (wait,) = advance.opened
    assert isinstance(wait, TimerWait)
    assert (wait.duration, wait.date, wait.count) == ("P1M", None, "calendar")  # left to the legal calendar


def test_a_timer_long_past_does_not_fire_by_itself() -> None:
    raw = (DIAGRAMS / "boundary_timer.bpmn").read_bytes().replace(b'duration="P5D"', b"date=\"'2001-01-01T00:00:00+08:00'\"")
    definition = INTERPRETER.compile(raw)
    _, begun = INTERPRETER.start(definition, {"case_id": "1"})
    assert {wait.element_id for wait in begun.opened} == {"work", "late"}
    live = INTERPRETER.restore(definition, begun.state or b"")
    corrected = INTERPRETER.correct(live, {"seen": True})
    assert {token["element_id"] for token in live.tokens()} == {"work", "late"}
    late = next(wait for wait in begun.opened if wait.element_id == "late")
    assert isinstance(late, TimerWait)
    assert late.date == "2001-01-01T00:00:00+08:00"
    fired = INTERPRETER.fire(INTERPRETER.restore(definition, corrected.state or b""), late.token)
    assert [wait.element_id for wait in fired.opened] == ["escalate"]
    assert set(fired.closed) == {wait.token for wait in begun.opened}


@pytest.mark.parametrize(
    ("body", "element"),
    [
        ('<bpmn:scriptTask id="x" name="脚本"><bpmn:script>import os</bpmn:script></bpmn:scriptTask>', "x"),
        ('<bpmn:adHocSubProcess id="x" name="临时"><bpmn:userTask id="y" name="办理"/></bpmn:adHocSubProcess>', "x"),
        ('<bpmn:transaction id="x" name="事务"/>', "x"),
        ('<bpmn:businessRuleTask id="x" name="规则"/>', "x"),
        ('<bpmn:intermediateThrowEvent id="x" name="跳转"><bpmn:linkEventDefinition name="l"/></bpmn:intermediateThrowEvent>', "x"),
        ('<bpmn:intermediateThrowEvent id="x" name="补偿"><bpmn:compensateEventDefinition/></bpmn:intermediateThrowEvent>', "x"),
        ('<bpmn:serviceTask id="x" name="补偿" isForCompensation="true"/>', "x"),
        ('<bpmn:complexGateway id="x" name="复杂"/>', "x"),
        ('<bpmn:sendTask id="x" name="发送"/>', "x"),
        ('<bpmn:intermediateCatchEvent id="x" name="信号"><bpmn:signalEventDefinition/></bpmn:intermediateCatchEvent>', "x"),
        ('<bpmn:intermediateCatchEvent id="x" name="条件"><bpmn:conditionalEventDefinition/></bpmn:intermediateCatchEvent>', "x"),
        ('<bpmn:userTask id="x" name="逐个"><bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>', "x"),
        ('<bpmn:userTask id="x" name="重复"><bpmn:standardLoopCharacteristics/></bpmn:userTask>', "x"),
        ('<bpmn:subProcess id="x" name="事件" triggeredByEvent="true"/>', "x"),
        ('<bpmn:somethingNew id="x" name="未知"/>', "x"),
    ],
)
def test_what_would_be_read_and_then_ignored_is_refused_by_its_id(body: str, element: str) -> None:
    assert (element, "unsupported_element") in rules(diagram(body))


@pytest.mark.parametrize(
    "value", [Decimal("1.50"), 1.5, float("nan"), datetime(2026, 1, 1, tzinfo=UTC), {"a": [Decimal(1)]}, 2**70, {1: "a"}, b"x"]
)
def test_money_that_is_no_whole_number_never_enters_an_instance(value: object) -> None:
    definition = INTERPRETER.compile((DIAGRAMS / "exclusive.bpmn").read_bytes())
    with pytest.raises(HuxinError) as start:
        INTERPRETER.start(definition, {"case_id": "1", "amount": value})
    assert start.value.code == "bad_data"
    live, begun = INTERPRETER.start(definition, {"case_id": "1"})
    with pytest.raises(HuxinError, match="amount"):
        INTERPRETER.complete(live, begun.opened[0].token, {"amount": value})
    assert live.data() == {"case_id": "1"}  # and the refused completion changed nothing
    assert INTERPRETER.complete(live, begun.opened[0].token, {"decision": "yes"}).opened


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "case_id.__class__.__mro__",
        "exec('1')",
        "(lambda: 1)()",
        "open('/etc/passwd')",
        "[c for c in ().__class__.__bases__]",
    ],
)
def test_no_expression_of_a_diagram_reaches_python(text: str) -> None:
    raw = (DIAGRAMS / "exclusive.bpmn").read_bytes().replace(b'decision == "yes"', text.encode())
    with pytest.raises(HuxinError) as refused:
        INTERPRETER.compile(raw)
    assert refused.value.code == "expression_failed"
    assert refused.value.extra["element_id"] == "exclusive_flow_3"


@pytest.mark.parametrize("how", ["evaluate", "execute", "call_service"])
def test_the_script_engine_of_an_instance_runs_nothing(how: str) -> None:
    definition = INTERPRETER.compile((DIAGRAMS / "exclusive.bpmn").read_bytes())
    live, _ = INTERPRETER.start(definition, {"case_id": "1"})
    engine = live.workflow.script_engine
    arguments = {"script": "x = 1"} if how == "execute" else {"expression": "1"} if how == "evaluate" else {}
    with pytest.raises(HuxinError) as refused:
        getattr(engine, how)(live.workflow.task_tree, **arguments)
    assert refused.value.code == "script_refused"


def test_a_decision_table_is_never_interpreted_inside_a_process() -> None:
    # SpiffWorkflow's UNIQUE hit policy takes the first match unchecked, so a process asks a service for its decisions.
    raw = diagram('<bpmn:businessRuleTask id="x" name="规则" calledDecision="in_scope"/>')
    assert ("x", "unsupported_element") in rules(raw)
    with pytest.raises(HuxinError) as refused:
        INTERPRETER.compile(raw)
    assert refused.value.code == "bad_diagram"


@pytest.mark.parametrize("name", ["loop_with_join", "loop_with_inclusive_join"])
def test_a_join_in_a_loop_waits_for_the_tokens_of_its_own_round(name: str) -> None:
    definition = INTERPRETER.compile((DIAGRAMS / f"{name}.bpmn").read_bytes())
    live, advance = INTERPRETER.start(definition, {"case_id": "1", "decision": "no", "a": True, "b": True})
    for _ in range(4):
        first, second = sorted(advance.opened, key=lambda wait: wait.element_id)
        alone = INTERPRETER.complete(live, first.token, {})
        assert (alone.opened, alone.ended) == ((), False)
        advance = INTERPRETER.complete(live, second.token, {})
        assert {wait.element_id for wait in advance.opened} == {"first", "second"}
