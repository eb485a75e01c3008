"""The plan of `make test`: which steps there are, in which order, and what each needs."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
FAST_KINDS = ("unit", "rules", "architecture")
SLOW_KINDS = ("property", "integration", "contract", "workflow", "migration", "chaos", "e2e")
# Embedded tests of these kinds need nothing that they would have to share, so each core takes files of its own.
SPREAD_KINDS = frozenset({"unit", "architecture", "property", "integration", "contract", "workflow"})
SPREAD = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")
SERVICE_VARIABLES = ("HUXIN_TEST_POSTGRES_URL", "HUXIN_TEST_AMQP_URL")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One command of the test run.

    Attributes:
        name: what the summary calls it.
        command: the program and its arguments, run in the project's root.
        pytest: whether the command is pytest, whose results are read test by test.
        services: whether it runs on PostgreSQL and RabbitMQ.
        fast: whether `make check` runs it too.
        environment: variables set for it beside the inherited ones.
        absent: why it cannot run, when that is known beforehand.
    """

    name: str
    command: tuple[str, ...]
    pytest: bool = False
    services: bool = False
    fast: bool = False
    environment: dict[str, str] = field(default_factory=dict)
    absent: str | None = None


def _tool(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(BIN / name), *arguments)


def _checks() -> list[Step]:
    diagrams = tuple(sorted(str(path.relative_to(ROOT)) for path in (ROOT / "workflows" / "bpmn").glob("*.bpmn")))
    return [
        Step(name="ruff check", command=_tool("ruff", "check", "--quiet", "."), fast=True),
        Step(name="ruff format", command=_tool("ruff", "format", "--check", "--quiet", "."), fast=True),
        Step(name="mypy services", command=_tool("mypy", "--no-error-summary"), fast=True),
        Step(name="mypy tools", command=_tool("mypy", "--no-error-summary", "--explicit-package-bases", "-p", "tools"), fast=True),
        Step(name="import contracts", command=_tool("lint-imports", "--config", "importlinter.toml"), fast=True),
        Step(
            name="huxin workflows lint",
            command=_tool("huxin", "workflows", "lint", *diagrams),
            fast=True,
            absent=None if diagrams else "workflows/bpmn holds no diagram",
        ),
        Step(name="huxin clauses", command=_tool("huxin", "clauses", "--delivered"), fast=True),
        Step(name="page: lint and tests", command=("tools/web.sh", "test")),
        Step(name="page: types and build", command=("tools/web.sh", "build")),
    ]


def _has_tests(kind: str, *, marked: str = "") -> bool:
    folder = ROOT / "tests" / kind
    return any(folder.rglob("test_*.py")) and any(marked in path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))


def _pytest(kind: str, *, services: bool) -> Step:
    marker = ("-m", "services" if services else "not services")
    place = "services" if services else "embedded"
    spread = SPREAD if kind in SPREAD_KINDS and not services else ()
    return Step(
        name=f"{kind} ({place})",
        command=_tool("pytest", "-q", "--no-header", "-p", "no:cacheprovider", *spread, f"tests/{kind}", *marker),
        pytest=True,
        services=services,
        fast=kind in FAST_KINDS,
    )


def plan(*, fast: bool, names: tuple[str, ...] = ()) -> list[Step]:
    """Return the steps in order: checks, fast kinds, slow kinds, then the tests marked for services.

    Args:
        fast: only the steps that `make check` runs.
        names: if given, only the steps whose name contains one of these.
    """
    steps = _checks()
    steps += [_pytest(kind, services=False) for kind in FAST_KINDS + SLOW_KINDS if _has_tests(kind)]
    steps += [_pytest(kind, services=True) for kind in FAST_KINDS + SLOW_KINDS if _has_tests(kind, marked="mark.services")]
    if fast:
        steps = [step for step in steps if step.fast]
    if names:
        steps = [step for step in steps if any(name in step.name for name in names)]
    return steps


def environment_for(step: Step, services: dict[str, str]) -> dict[str, str]:
    """Return the environment of a step: embedded steps never see the addresses of services, the others always do."""
    environment = {key: value for key, value in os.environ.items() if key not in SERVICE_VARIABLES}
    environment.update(step.environment)
    if step.services:
        environment.update(services)
    return environment
