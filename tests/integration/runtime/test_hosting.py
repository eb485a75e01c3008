"""Services in one process: commands, replies, events, notes, calls and dead letters, embedded and on real servers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.runtime.testing import run_green

SCENARIO = Path(__file__).with_name("scenario_host.py")


def check(facts: dict[str, Any]) -> None:
    """Check what both ways of running must bring about."""
    assert facts["ready"] == {}
    assert facts["asked"] == {"delivered": 60, "waiting": False}
    assert facts["batched"]
    assert facts["errors"] == ["nobody_home", "unknown_operation"]
    assert facts["letter"]["queue"] == "huxin.case.commands"
    assert facts["letter"]["key"] == "case.act"
    assert facts["letter"]["body"] == "\xffrubbish"
    assert "bad_message" in facts["letter"]["error"]
    assert [event["subject"] for event in facts["events"]] == ["flaky-0"]
    assert facts["events"][0]["source"] == "huxin/case"
    assert facts["events"][0]["trace"]
    assert facts["notes"] == [{"kind": "instance", "id": "flaky"}]
    # 60 validated, one acted on after a failure, one sent twice; the refused and the unknown left nothing.
    assert facts["counts"]["case.effects"] == 62
    # One event and one dead letter.
    assert facts["counts"]["engine.effects"] == 2
    assert facts["counts"]["case.outbox"] == 0
    assert facts["counts"]["engine.outbox"] == 0
    problems = facts["problems"]
    assert problems["parameters"] == {"code": "bad_parameters", "status": 400}
    assert problems["operation"] == {"code": "unknown_operation", "status": 404}
    assert problems["unserved"] == {"code": "service_unavailable", "status": 503}
    assert problems["broken"] == {"code": "unexpected_error", "status": 500}
    assert problems["late"] == {"code": "call_timed_out", "status": 504}


def test_one_process_without_servers(tmp_path: Path) -> None:
    check(run_green(SCENARIO, env={"HUXIN_HOME": str(tmp_path), "HUXIN_BROKER_URL": "embedded://"}))


@pytest.mark.services
def test_rabbitmq_and_postgresql(tmp_path: Path, amqp_url: str, postgres_url: str) -> None:
    env = {"HUXIN_HOME": str(tmp_path), "HUXIN_BROKER_URL": amqp_url, "HUXIN_DATABASE_URL": postgres_url}
    facts = run_green(SCENARIO, env=env)
    check(facts)
    assert facts["problems"]["malformed"] == {"code": "bad_call", "status": 400}
    assert facts["problems"]["no object"] == {"code": "bad_call", "status": 400}
    assert facts["problems"]["unsayable"] == {"code": "unexpected_error", "status": 500}
    assert facts["problems"]["fine"] == {"code": "none", "status": 200}
