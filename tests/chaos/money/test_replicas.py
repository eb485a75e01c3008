"""Two replicas of every service share one database and one broker: each duty, timer, warning and payroll comes once."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.runtime.testing import run_green
from tests.chaos.money.test_payday import environment

SCENARIO = Path(__file__).with_name("scenario_replicas.py")
PROJECTS, DAYS = 6, 21


@pytest.mark.services
def test_two_replicas_do_each_duty_of_each_day_once(amqp_url: str, postgres_url: str, tmp_path: Path) -> None:
    found = run_green(SCENARIO, postgres_url, amqp_url, str(PROJECTS), str(tmp_path), env=environment(), timeout=400)
    assert set(found["duties"]) == {
        "bank bank_day",
        "escrow bank",
        "escrow deposits",
        "escrow escrow.watch_accounts",
        "escrow payrolls",
        "escrow warnings",
        "roster attendance_gaps",
    }
    assert set(map(tuple, found["duties"].values())) == {(DAYS, DAYS, "2026-11-20", "2026-12-10")}
    # November's payrolls are opened before the month ends; those of December would be due later than the run.
    assert found["payrolls_due"] == found["payroll_cases"] == PROJECTS
    warnings = [tuple(each) for each in found["warnings"]]
    assert len(warnings) == len(set(warnings)) == found["warning_cases"] >= PROJECTS
    assert found["once"] >= PROJECTS, "no timer fired: the run has shown less than it says"
    assert (found["twice"], found["lost"], found["open_incidents"]) == ([], [], 0)
    assert found["complaints"] == []
