"""Register to payroll, account to supervision to advance, acceptance to closing and settlement: every message over the broker."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.runtime.testing import run_green

HERE = Path(__file__).parent
STORIES = {"wages": 12, "funding": 15, "acceptance": 20}


def told(story, **env):
    return run_green(HERE / "scenario_story.py", str(HERE / f"{story}.yaml"), env={"HUXIN_PROFILE": "embedded", **env}, timeout=240)


@pytest.mark.parametrize(("story", "steps"), STORIES.items())
def test_one_process_hands_over_to_the_next(story, steps):
    answer = told(story)
    assert answer["broken"] == []
    assert answer["steps"] > steps


@pytest.mark.services
@pytest.mark.parametrize("story", STORIES)
def test_the_same_on_postgresql_and_rabbitmq(story, postgres_url, amqp_url):
    assert told(story, HUXIN_DATABASE_URL=postgres_url, HUXIN_BROKER_URL=amqp_url)["broken"] == []
