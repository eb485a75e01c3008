"""Whatever is missing in a diagram, the linter says it and the compiler refuses it; neither ends in a traceback."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from services.engine.spiff.interpreter import SpiffInterpreter
from services.engine.spiff.lint import Library, lint
from services.kernel.errors import HuxinError

ROOT = Path(__file__).resolve().parents[3]
DIAGRAMS = [*sorted((ROOT / "tests/workflow/diagrams").glob("*.bpmn")), *sorted((ROOT / "workflows/bpmn").glob("*.bpmn"))]
INTERPRETER = SpiffInterpreter(stock=False)


@settings(max_examples=150)
@given(st.sampled_from(DIAGRAMS), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 20)), min_size=1, max_size=4))
def test_a_diagram_with_holes_is_judged_and_never_a_traceback(path: Path, holes: list[tuple[int, int]]) -> None:
    root = etree.fromstring(path.read_bytes())
    for place, what in holes:
        elements = list(root.iter())[1:] or [root]
        element = elements[place % len(elements)]
        if what < len(element.attrib):
            del element.attrib[sorted(element.attrib)[what]]
        elif what % 2 and element is not root:
            element.getparent().remove(element)
        else:
            element.set("id", "begin")
    raw = etree.tostring(root)
    assert all(finding.message and finding.fix for finding in lint(raw, Library()))
    with contextlib.suppress(HuxinError):
        definition = INTERPRETER.compile(raw)
        INTERPRETER.start(definition, {"case_id": "1", "days": 3}, message=next(iter(definition.starts), None))


def test_a_process_that_calls_itself_without_waiting_is_an_error() -> None:
    raw = (ROOT / "tests/workflow/diagrams/call_activity.bpmn").read_bytes()
    endless = raw.replace(b'targetRef="called_service"', b'targetRef="again"').replace(
        b'<bpmn:endEvent id="called_done"',
        b'<bpmn:callActivity id="again" calledElement="called_process"/><bpmn:endEvent id="called_done"',
    )
    with pytest.raises(HuxinError) as error:
        INTERPRETER.start(INTERPRETER.compile(endless), {"case_id": "1"})
    assert error.value.code == "endless_loop"


@pytest.mark.parametrize("name", ["Start", "End", "exclusive.EndJoin"])
def test_an_element_may_have_a_name_that_spiffworkflow_uses_itself(name: str) -> None:
    raw = (ROOT / "tests/workflow/diagrams/exclusive.bpmn").read_bytes().replace(b'"decide"', f'"{name}"'.encode())
    live, begun = INTERPRETER.start(INTERPRETER.compile(raw), {"case_id": "1"})
    assert [wait.element_id for wait in begun.opened] == [name]
    accepted = INTERPRETER.complete(live, begun.opened[0].token, {"decision": "yes"})
    assert INTERPRETER.reply(live, accepted.opened[0].token, {}).outcome == "accepted"
