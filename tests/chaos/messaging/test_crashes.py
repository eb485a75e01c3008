"""A process may be killed at any moment; each effect still happens exactly once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from services.runtime.testing import run_green

SCENARIO = Path(__file__).with_name("scenario_crash.py")
MOMENTS = ["after-commit", "before-ack", "before-delete"]


def lives(moment: str, env: dict[str, str]) -> dict[str, int]:
    """Let one process die at the moment and two more live; return what is in the tables then."""
    first = subprocess.run(  # noqa: S603 - the test's own script
        [sys.executable, str(SCENARIO), moment], env={**os.environ, **env}, capture_output=True, timeout=60, check=False
    )
    assert first.returncode == -signal.SIGKILL, first.stderr.decode()[-2000:]
    once: dict[str, int] = run_green(SCENARIO, "live", env=env)
    again: dict[str, int] = run_green(SCENARIO, "live", env=env)
    assert once == again
    return once


ONCE = {"engine.outbox": 0, "engine.inbox": 5, "engine.effects": 0, "case.outbox": 0, "case.inbox": 5, "case.effects": 5}


@pytest.mark.parametrize("moment", MOMENTS)
def test_within_one_process_each_effect_happens_once(moment: str, tmp_path: Path) -> None:
    assert lives(moment, {"HUXIN_HOME": str(tmp_path), "HUXIN_BROKER_URL": "embedded://"}) == ONCE


@pytest.mark.services
@pytest.mark.parametrize("moment", MOMENTS)
def test_on_real_servers_each_effect_happens_once(moment: str, tmp_path: Path, amqp_url: str, postgres_url: str) -> None:
    env = {
        "HUXIN_HOME": str(tmp_path),
        "HUXIN_BROKER_URL": amqp_url,
        "HUXIN_DATABASE_URL": postgres_url,
        "HUXIN_GRACE_SECONDS": "1",
        "HUXIN_SWEEP_SECONDS": "0.2",
    }
    assert lives(moment, env) == ONCE
