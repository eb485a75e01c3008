"""The engine's process is killed between its commits and its messages; after a new start nothing is lost and nothing happened twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from services.runtime.testing import run_green

SCENARIO = Path(__file__).parent / "scenario_crash.py"
CASES = 12


@pytest.mark.parametrize(("where", "number"), [("WAKE", 1), ("WAKE", 5), ("REPLY", 1), ("REPLY", 3)])
def test_a_killed_engine_goes_on_where_it_was(tmp_path, where, number):
    killed = subprocess.run(  # noqa: S603 - this test's own script
        [sys.executable, str(SCENARIO), str(tmp_path), where, str(number)], capture_output=True, timeout=90, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()[-2000:]
    found = run_green(SCENARIO, str(tmp_path), "NONE", "0", timeout=90)
    assert found == {
        "cases": sorted(f"C-{case}" for case in range(CASES)),
        "histories": ["start reply"],
        "intact": True,
        "incidents": 0,
    }
