"""Four ways to run every diagram make the same steps: kept or restored before each step, patched or SpiffWorkflow's own hot paths."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from services.engine.spiff.interpreter import SpiffInterpreter
from services.engine.spiff.lint.expressions import all_expressions
from services.engine.spiff.reader import read_diagram
from services.engine.spiff.testing import walk
from services.engine.spiff.xml import parse_xml
from services.kernel.errors import HuxinError

ROOT = Path(__file__).resolve().parents[2]
DIAGRAMS = [*sorted((ROOT / "tests/workflow/diagrams").glob("*.bpmn")), ROOT / "bench/case.bpmn"]
LAW = sorted((ROOT / "workflows/bpmn").glob("*.bpmn"))
FAST, STOCK = SpiffInterpreter(stock=False), SpiffInterpreter(stock=True)


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_restored_and_patched_instances_step_like_kept_and_stock_ones(path: Path) -> None:
    definition = FAST.compile(path.read_bytes())
    ended = 0
    for seed in range(25):
        reference = list(walk(STOCK, definition, seed, restoring=False))
        assert list(walk(STOCK, definition, seed, restoring=True)) == reference
        assert list(walk(FAST, definition, seed, restoring=False)) == reference
        assert list(walk(FAST, definition, seed, restoring=True)) == reference
        ended += any(advance is not None and advance.ended for _, advance in reference)
    assert ended >= 20


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_a_token_opens_once_and_closes_once(path: Path) -> None:
    definition = FAST.compile(path.read_bytes())
    for seed in range(10):
        opened: set[int] = set()
        closed: set[int] = set()
        ended = False
        for _, advance in walk(FAST, definition, seed, restoring=True):
            if advance is None:
                continue
            now = {wait.token for wait in advance.opened}
            assert not now & opened
            opened |= now
            assert set(advance.closed) <= opened - closed
            closed |= set(advance.closed)
            ended = ended or advance.ended
        assert not ended or opened == closed


def read_members(path: Path) -> dict[str, list[Any]]:
    """Return the members that a diagram's expressions read, with values that they are compared with, or that fit their names."""
    process = read_diagram(parse_xml(path.read_bytes())).main()
    assert process is not None
    found: dict[str, list[Any]] = {}
    for _, text in all_expressions(process):
        for name in re.findall(r"[a-z_]+", text):
            found.setdefault(name, [True, False] if not name.endswith("_limit") else ["P5D"])
        for name, value in re.findall(r"([a-z_]+) == ['\"]([a-z_]+)['\"]", text):
            found[name] = [item for item in found[name] if isinstance(item, str)] + [value]
    return found | {name: ["示例-1"] for name in found if name.endswith("_id")}


@pytest.mark.parametrize("path", LAW, ids=lambda path: path.stem)
def test_the_processes_of_the_law_step_alike_too(path: Path) -> None:
    definition, given = FAST.compile(path.read_bytes()), read_members(path)

    def steps(interpreter: SpiffInterpreter, seed: int, *, restoring: bool) -> list[Any]:
        found: list[Any] = []
        try:
            found.extend(walk(interpreter, definition, seed, restoring=restoring, given=given))
        except HuxinError as error:  # a gateway that the made-up answers leave without a way
            found.append((error.code, error.extra["element_id"]))
        return found

    longest = 0
    for seed in range(15):
        reference = steps(STOCK, seed, restoring=False)
        assert steps(FAST, seed, restoring=True) == reference
        assert steps(FAST, seed, restoring=False) == reference
        longest = max(longest, len(reference))
    assert longest >= 5
