"""The test runner runs what the plan says, ends what hangs, and keeps embedded steps away from servers."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from tools import run_tests, test_plan
from tools.test_plan import FAST_KINDS, SLOW_KINDS, Step, environment_for, plan

if TYPE_CHECKING:
    from pathlib import Path

MARKED = ("integration", "chaos")
SERVICES = {"HUXIN_TEST_POSTGRES_URL": "postgresql://example", "HUXIN_TEST_AMQP_URL": "amqp://example"}


@pytest.fixture(autouse=True)
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(run_tests, "LOGS", tmp_path)
    monkeypatch.setattr(run_tests, "ROOT", tmp_path)
    return tmp_path


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


@pytest.fixture
def every_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project with one test of every kind."""
    monkeypatch.setattr(test_plan, "ROOT", tmp_path)
    for kind in FAST_KINDS + SLOW_KINDS:
        (tmp_path / "tests" / kind).mkdir(parents=True)
        (tmp_path / "tests" / kind / "test_one.py").touch()
    for kind in MARKED:
        (tmp_path / "tests" / kind / "conftest.py").write_text(f"marks=pytest.mark.{'services'}", encoding="utf-8")


@pytest.mark.usefixtures("every_kind")
def test_fast_kinds_come_before_slow_ones_and_embedded_before_services() -> None:
    names = [step.name for step in plan(fast=False) if step.pytest]
    assert names == [f"{kind} (embedded)" for kind in FAST_KINDS + SLOW_KINDS] + [f"{kind} (services)" for kind in MARKED]


@pytest.mark.usefixtures("every_kind")
def test_a_kind_without_tests_has_no_step(tmp_path: Path) -> None:
    (tmp_path / "tests" / "chaos" / "test_one.py").unlink()
    assert not [step.name for step in plan(fast=False) if "chaos" in step.name]


@pytest.mark.usefixtures("every_kind")
def test_the_quick_plan_leaves_out_servers_and_slow_kinds() -> None:
    steps = plan(fast=True)
    assert not any(step.services for step in steps)
    assert {step.name for step in steps if step.pytest} == {f"{kind} (embedded)" for kind in FAST_KINDS}


@pytest.mark.usefixtures("every_kind")
def test_steps_can_be_chosen_by_a_part_of_their_name() -> None:
    assert {step.name for step in plan(fast=False, names=("chaos",))} == {"chaos (embedded)", "chaos (services)"}


def test_only_steps_on_services_see_their_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SERVICES:
        monkeypatch.setenv(name, "left over")
    embedded = environment_for(Step(name="a", command=()), SERVICES)
    assert not set(SERVICES) & set(embedded)
    assert SERVICES.items() <= environment_for(Step(name="b", command=(), services=True), SERVICES).items()


def test_a_step_that_holds_passes() -> None:
    result = run_tests.run_step(Step(name="fine", command=python("print('ok')")), {}, "")
    assert result.outcome == "passed"


def test_a_step_that_breaks_shows_its_last_lines_and_its_log(capsys: pytest.CaptureFixture[str], logs: Path) -> None:
    result = run_tests.run_step(Step(name="Bad step", command=python("print('why it broke'); raise SystemExit(3)")), {}, "")
    assert result.outcome == "failed"
    assert result.detail == "exit code 3; see bad-step.log"
    assert "why it broke" in capsys.readouterr().out
    assert "why it broke" in (logs / "bad-step.log").read_text(encoding="utf-8")


def test_a_step_on_services_is_not_run_without_them_and_says_why() -> None:
    step = Step(name="chaos", command=python("raise SystemExit(1)"), services=True)
    result = run_tests.run_step(step, {}, "RabbitMQ is not installed")
    assert (result.outcome, result.detail) == ("not run", "RabbitMQ is not installed")
    assert run_tests.run_step(step, SERVICES, "").outcome == "failed"


def test_a_step_that_hangs_is_ended_with_all_its_children(logs: Path) -> None:
    nested = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import signal; signal.pause()'])"
    assert run_tests._run(python(nested), dict(os.environ), logs / "hanging.log", 0.5) == 124
    assert "ended after" in (logs / "hanging.log").read_text(encoding="utf-8")


def test_results_of_an_earlier_run_are_not_taken_for_this_one(logs: Path) -> None:
    (logs / "unit.xml").write_text('<testsuite><testcase classname="a" name="b"/></testsuite>', encoding="utf-8")
    result = run_tests.run_step(Step(name="unit", command=python("raise SystemExit(4)"), pytest=True), {}, "")
    assert result.outcome == "failed"
    assert not result.tests


def test_given_addresses_of_services_are_used_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SERVICES.items():
        monkeypatch.setenv(name, value)
    assert run_tests.find_services() == (SERVICES, "", False)


def test_an_unknown_step_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_tests.main(["no such step"]) == 2
    assert "No step is called no such step" in capsys.readouterr().err
