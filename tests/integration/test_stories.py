"""Every story of `huxin demo` holds: in one process, and on PostgreSQL and RabbitMQ."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from services.cli.demo import STORIES

HOME = Path(__file__).parents[2]


def told(story: str, **environ: str) -> list[str]:
    """Run a story in a process of its own and return the steps that did not hold."""
    command = [sys.executable, "-m", "services.cli", "demo", story, "--json"]
    done = subprocess.run(command, env={**os.environ, **environ}, capture_output=True, cwd=HOME, check=False)  # noqa: S603 - our own command
    assert done.stdout, done.stderr.decode()[-3000:]
    result = json.loads(done.stdout)
    assert result["steps"], "a story without steps shows nothing"
    broken = [step["what"] for step in result["steps"] if not step["ok"]]
    assert (done.returncode == 0) == result["ok"] == (not broken)
    return broken


@pytest.mark.parametrize("story", STORIES)
def test_a_story_holds(story: str) -> None:
    assert told(story) == []


@pytest.mark.services
@pytest.mark.parametrize("story", STORIES)
def test_a_story_holds_on_postgresql_and_rabbitmq(story: str, postgres_url: str, amqp_url: str) -> None:
    key = Fernet.generate_key().decode()
    assert told(story, HUXIN_DATABASE_URL=postgres_url, HUXIN_BROKER_URL=amqp_url, HUXIN_FIELD_KEY=key) == []
