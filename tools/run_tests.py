"""Run the test plan step by step and close with one summary. Started by `make test` through `tools/test.sh`."""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tools.test_plan import ROOT, SERVICE_VARIABLES, Step, environment_for, plan
from tools.test_report import Outcome, Result, closing, pytest_line, read_junit

if TYPE_CHECKING:
    from pathlib import Path

LOGS = ROOT / "var" / "test"
LIMIT_SECONDS = 900
TAIL_LINES = 80
SERVICES = str(ROOT / "tools" / "services.sh")
NO_TESTS_COLLECTED = 5


def _run(command: tuple[str, ...], environment: dict[str, str], log: Path, seconds: float) -> int:
    """Run a command with its output in a file; end its whole process group when the time is over and return 124."""
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - commands come from the plan
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            return process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            output.write(f"\nended after {seconds:.0f} s\n".encode())
            return 124
        except KeyboardInterrupt:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
            raise


def run_step(step: Step, services: dict[str, str], why_not: str) -> Result:
    """Run one step and return how it ended.

    Args:
        step: from the plan.
        services: addresses of PostgreSQL and RabbitMQ, empty when they do not run.
        why_not: why they do not run.
    """
    reason = step.absent or (why_not if step.services and not services else "")
    if reason:
        return Result(name=step.name, outcome="not run", detail=reason)
    stem = re.sub(r"[^a-z0-9]+", "-", step.name.lower()).strip("-")
    log, junit = LOGS / f"{stem}.log", LOGS / f"{stem}.xml"
    junit.unlink(missing_ok=True)
    command = (*step.command, f"--junitxml={junit}") if step.pytest else step.command
    started = time.monotonic()
    code = _run(command, environment_for(step, services), log, LIMIT_SECONDS)
    seconds = time.monotonic() - started
    output = log.read_text(encoding="utf-8", errors="replace")
    held = code == 0 or (step.pytest and code == NO_TESTS_COLLECTED)
    outcome: Outcome = "passed" if held else "failed"
    detail = pytest_line(output) if step.pytest else ""
    if not held:
        print("\n".join(output.splitlines()[-TAIL_LINES:]), flush=True)
        detail = detail or f"exit code {code}; see {log.relative_to(ROOT)}"
    counts, passed, skipped = read_junit(junit)
    return Result(name=step.name, outcome=outcome, seconds=seconds, detail=detail, tests=counts, passed_tests=passed, skipped_tests=skipped)


def _services(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - the project's own script
        (SERVICES, *arguments), cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def find_services() -> tuple[dict[str, str], str, bool]:
    """Return the services' addresses, why there are none, and whether this call started them.

    Addresses given in the environment come first; then what runs in var/services; then that is started.
    """
    given = {name: os.environ[name] for name in SERVICE_VARIABLES if os.environ.get(name)}
    if len(given) == len(SERVICE_VARIABLES):
        return given, "", False
    running = _services("status").returncode == 0
    if not running:
        start = _services("start")
        if start.returncode != 0:
            return {}, (start.stderr.strip().splitlines() or ["they did not start"])[-1].removeprefix("✗ "), False
    addresses = dict(re.findall(r"^export (\w+)=(.+)$", _services("env").stdout, re.MULTILINE))
    return {name: addresses[name] for name in SERVICE_VARIABLES}, "", not running


def main(arguments: list[str] | None = None) -> int:
    """Run the plan; exit code 0 when all held, 1 when something did not, 2 on wrong use."""
    parser = argparse.ArgumentParser(prog="tools/test.sh", description=__doc__)
    parser.add_argument("--fast", action="store_true", help="only the checks and the fast kinds of test")
    parser.add_argument("steps", nargs="*", help="only steps whose name contains one of these")
    options = parser.parse_args(arguments)
    steps = plan(fast=options.fast, names=tuple(options.steps))
    if not steps:
        print(f"No step is called {', '.join(options.steps)}; see tools/test_plan.py.", file=sys.stderr)
        return 2
    LOGS.mkdir(parents=True, exist_ok=True)
    services: dict[str, str] = {}
    why_not, started = "", False
    results: list[Result] = []
    asked = False
    try:
        for step in steps:
            if step.services and not step.absent and not asked:
                services, why_not, started = find_services()
                asked = True
            print(f"· {step.name} …", flush=True)
            results.append(run_step(step, services, why_not))
            print(f"  {results[-1].outcome} {results[-1].detail}".rstrip(), flush=True)
    finally:
        if started:
            _services("stop")
    text, code = closing(results, required=os.environ.get("HUXIN_REQUIRE_SERVICES") == "1")
    print(text, flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
