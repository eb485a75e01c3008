"""A permit hands over to the deposit, and the supervision of payments to the advance: every service, every message over the broker."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.runtime.testing import run_green

HERE = Path(__file__).parent


def told(env):
    return run_green(HERE / "scenario_story.py", str(HERE / "deposits.yaml"), env=env, timeout=240)


def test_permit_to_deposit_and_payment_to_advance():
    answer = told({"HUXIN_PROFILE": "embedded"})
    assert answer["broken"] == []
    assert answer["steps"] > 20


@pytest.mark.services
def test_the_same_on_postgresql_and_rabbitmq(postgres_url, amqp_url):
    answer = told({"HUXIN_PROFILE": "embedded", "HUXIN_DATABASE_URL": postgres_url, "HUXIN_BROKER_URL": amqp_url})
    assert answer["broken"] == []
