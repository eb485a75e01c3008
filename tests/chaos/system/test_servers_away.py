"""The database and the broker go away, again and again: work waits, nothing is lost, nothing happens twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.runtime.testing import run_green

SCENARIO = Path(__file__).with_name("scenario_servers_away.py")
APPLICATIONS = 8


@pytest.mark.services
def test_permits_are_granted_once_each_while_the_servers_come_and_go(amqp_url: str, postgres_url: str) -> None:
    found = run_green(SCENARIO, postgres_url, amqp_url, str(APPLICATIONS), env={"HUXIN_SWEEP_SECONDS": "0.5"}, timeout=280)
    assert found["refused"] > 0, "no call met a server that was away: the test has shown nothing"
    assert found["permits"] == APPLICATIONS
    assert found["notices"] == APPLICATIONS
    assert found["instances"] == APPLICATIONS
    assert found["open_incidents"] == 0
    assert found["broken_histories"] == 0
