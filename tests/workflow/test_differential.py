"""Four ways to run every diagram make the same steps: kept or restored before each step, patched or SpiffWorkflow's own hot paths."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from services.engine.bootstrap import called_processes
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


def calls(path: Path) -> dict[str, bytes]:
    """Return the diagrams of the law that one calls, at any depth."""
    xml = {read_diagram(parse_xml(each.read_bytes())).main().id: each.read_bytes() for each in LAW}
    called: dict[str, bytes] = {}
    waiting = called_processes(path.read_bytes())
    while waiting:
        key = waiting.pop()
        if key not in called:
            called[key] = xml[key]
            waiting += called_processes(xml[key])
    return called


SAMPLES = (  # what fits a member by the end of its name
    (("limit", "duration", "_deadline"), ["P5D"]),
    (("_on", "_until", "_date", "_day", "_at", "date"), ["2026-12-01"]),
    (("_fen", "_count", "_days", "_percent", "number", "attempts"), [1, 0]),
    (("_id", "_code", "_key", "key", "owner", "subject", "month", "jurisdiction", "department", "name"), ["示例-1"]),
)


def read_members(*diagrams: bytes) -> dict[str, list[Any]]:
    """Return the members that the diagrams' expressions read, with values that they are compared with, or that fit their use."""
    processes = [process for raw in diagrams if (process := read_diagram(parse_xml(raw)).main()) is not None]
    texts = [text for process in processes for _, text in all_expressions(process)]
    found: dict[str, list[Any]] = {}
    for text in texts:
        bare = re.sub(r"""(["']).*?\1""", "", text)
        for name in re.findall(r"[a-z_][a-z0-9_]*", bare):
            fitting = next((values for ends, values in SAMPLES if name.endswith(ends)), [True, False])
            found.setdefault(name, list(fitting))
        for name, value in re.findall(r"""([a-z_][a-z0-9_]*) [!=]= ["']([a-zA-Z0-9_]+)["']""", text):
            found[name] = [item for item in found[name] if isinstance(item, str) and item != "示例-1"] + [value]
        for name, words in re.findall(r"""([a-z_][a-z0-9_]*) (?:not )?in [(\[]([^)\]]*)[)\]]""", text):
            found[name] = [item for item in found[name] if isinstance(item, str) and item != "示例-1"] + re.findall(
                r"""["']([^"']+)["']""", words
            )
    for node in (node for process in processes for part in process.walk() for node in part.nodes.values()):
        for text in filter(None, (node.key, node.task.get("owner"))):  # keys and owners are texts, whatever they are called
            found[text.rpartition(".")[2]] = ["示例-1"]
        if (node.timer or {}).get("date"):
            found[node.timer["date"].rpartition(".")[2]] = ["2026-12-01"]
    for text in texts:
        found |= {name: [["示例"], []] for name in re.findall(r"len\((?:[a-z_]+\.)*([a-z_]+)\)", text)}
    found.pop("data", None)  # all of the instance's data
    flat = {name: values[0] for name, values in found.items()}
    objects = {name for text in texts for name in re.findall(r"([a-z_][a-z0-9_]*)\.", text)}
    return found | {name: [flat] for name in objects}


@pytest.mark.parametrize("path", LAW, ids=lambda path: path.stem)
def test_the_processes_of_the_law_step_alike_too(path: Path) -> None:
    called = calls(path)
    definition, given = FAST.compile(path.read_bytes(), called=called or None), read_members(path.read_bytes(), *called.values())

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
    assert longest >= 4
