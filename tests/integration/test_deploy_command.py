"""`huxin workflows deploy` reaches a running engine over the broker."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.engine.store.schema import SCHEMA
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.settings import Settings
from services.runtime.testing import wait_until

HOME = Path(__file__).parents[2]
DIAGRAM = HOME / "workflows" / "bpmn" / "permit_gating.bpmn"


@pytest.mark.services
def test_a_diagram_gets_to_the_engine_and_one_with_errors_does_not(amqp_url: str, postgres_url: str, tmp_path: Path) -> None:
    environ = {"HUXIN_BROKER_URL": amqp_url, "HUXIN_DATABASE_URL": postgres_url, "HUXIN_PROFILE": "production", "HUXIN_HTTP": "127.0.0.1:0"}
    env = {**os.environ, **environ}
    migrations.upgrade(Database.for_service("engine", Settings.from_env(env)), SCHEMA)
    huxin = [sys.executable, "-m", "services.cli"]
    log = tmp_path / "engine.log"
    with log.open("wb") as out:
        engine = subprocess.Popen([*huxin, "serve", "engine"], env=env, stdout=out, stderr=out, cwd=HOME)  # noqa: S603 - our own command
    try:
        wait_until(lambda: "ready" in log.read_text(), seconds=30)
        done = subprocess.run([*huxin, "workflows", "deploy", str(DIAGRAM), "--json"], env=env, capture_output=True, cwd=HOME, check=False)  # noqa: S603 - our own command
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)[0]["definition"]["key"] == "permit_gating"
        broken = tmp_path / "broken.bpmn"
        broken.write_text(DIAGRAM.read_text(encoding="utf-8").replace("permits.check_scope", "permits.no_such_step"), encoding="utf-8")
        refused = subprocess.run([*huxin, "workflows", "deploy", str(broken)], env=env, capture_output=True, cwd=HOME, check=False)  # noqa: S603 - our own command
        assert refused.returncode == 1
        assert b"refused" in refused.stdout
    finally:
        engine.terminate()
        engine.wait(20)
