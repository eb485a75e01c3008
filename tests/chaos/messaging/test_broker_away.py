"""A broker that goes away and comes back costs time, no message and no second effect."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.runtime.testing import run_green

SCENARIO = Path(__file__).with_name("scenario_broker_away.py")


@pytest.mark.services
def test_nothing_is_lost_while_the_broker_is_away(tmp_path: Path, amqp_url: str, postgres_url: str) -> None:
    env = {"HUXIN_HOME": str(tmp_path), "HUXIN_DATABASE_URL": postgres_url, "HUXIN_SWEEP_SECONDS": "0.5"}
    found = run_green(SCENARIO, amqp_url, env=env, timeout=120)
    assert found["unready"] == {"broker": "not connected"}
    assert found["ready"] == {}
    assert found["case.effects"] == 300
    assert found["engine.inbox"] == 300
    assert found["case.outbox"] == found["engine.outbox"] == 0
