"""Makes the helpers of this folder importable, and gives every test a fresh counter."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from counter import PAYEES, Bench

if TYPE_CHECKING:
    from services.escrow.domain.payment import PaymentLine


@pytest.fixture
def bench(tmp_path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def sent(bench) -> tuple[Bench, str, list[PaymentLine]]:
    order_id = bench.prepare(PAYEES)
    assert bench.send(order_id)["file_id"]
    return bench, order_id, bench.lines()
