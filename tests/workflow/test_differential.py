"""Four ways to run every diagram make the same steps: kept or restored before each step, patched or SpiffWorkflow's own hot paths."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.engine.spiff.interpreter import SpiffInterpreter
from services.engine.spiff.testing import walk

ROOT = Path(__file__).resolve().parents[2]
DIAGRAMS = [*sorted((ROOT / "tests/workflow/diagrams").glob("*.bpmn")), ROOT / "bench/case.bpmn"]
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
