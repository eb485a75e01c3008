"""What the test run found out: results of steps, results of single tests, and the closing summary."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Outcome = Literal["passed", "failed", "not run"]
#: pytest's own last line, for example `12 passed, 1 skipped in 3.21s`.
_SUMMARY = re.compile(r"^=*\s*((?:\d+ [a-z]+(?:, )?)+ in [\d.]+s(?: \([\d:]+\))?|no tests ran in [\d.]+s)\s*=*$")


@dataclass(frozen=True, kw_only=True)
class Result:
    """How one step ended.

    Attributes:
        name: the step's name.
        outcome: passed, failed or not run.
        seconds: wall clock time.
        detail: pytest's own summary line, or why the step failed or was not run.
        tests: the number of tests by outcome (passed, failed, error, skipped); empty for steps that are not pytest.
        passed_tests: ids of the tests that passed.
        skipped_tests: ids of the tests that skipped themselves, with their reasons.
    """

    name: str
    outcome: Outcome
    seconds: float = 0.0
    detail: str = ""
    tests: Counter[str] = field(default_factory=Counter)
    passed_tests: frozenset[str] = frozenset()
    skipped_tests: dict[str, str] = field(default_factory=dict)


def pytest_line(output: str) -> str:
    """Return pytest's own closing line without its rulers, or an empty text when it never came to one."""
    for line in reversed(output.splitlines()):
        match = _SUMMARY.match(re.sub(r"\x1b\[[\d;]*m", "", line).strip())
        if match:
            return match.group(1)
    return ""


def read_junit(path: Path) -> tuple[Counter[str], frozenset[str], dict[str, str]]:
    """Return counts by outcome, the ids that passed and the skipped ids with reasons from a JUnit file; nothing if there is none."""
    counts: Counter[str] = Counter()
    passed: set[str] = set()
    skipped: dict[str, str] = {}
    if not path.exists():
        return counts, frozenset(), skipped
    for case in etree.parse(str(path), etree.XMLParser(resolve_entities=False)).iter("testcase"):
        name = f"{case.get('classname', '')}::{case.get('name', '')}"
        skip = case.find("skipped")
        if case.find("failure") is not None:
            counts["failed"] += 1
        elif case.find("error") is not None:
            counts["error"] += 1
        elif skip is None:
            counts["passed"] += 1
            passed.add(name)
        elif skip.get("type") == "pytest.xfail":
            counts["xfailed"] += 1
        else:
            counts["skipped"] += 1
            skipped[name] = str(skip.get("message", "")) or "no reason given"
    return counts, frozenset(passed), skipped


def not_run(results: Iterable[Result]) -> list[str]:
    """Name what was not run: steps, and tests that skipped themselves in every place where they could have run."""
    kept = list(results)
    passed = frozenset[str]().union(*(result.passed_tests for result in kept))
    lines = [f"{result.name}: {result.detail}" for result in kept if result.outcome == "not run"]
    reasons = {name: reason for result in kept for name, reason in result.skipped_tests.items() if name not in passed}
    lines += [f"{name}: {reason}" for name, reason in sorted(reasons.items())]
    return lines


def totals(results: Iterable[Result]) -> str:
    """Return one line in pytest's own form over all its runs."""
    counts: Counter[str] = Counter()
    seconds = 0.0
    for result in results:
        counts.update(result.tests)
        seconds += result.seconds if result.tests else 0.0
    parts = [f"{counts[word]} {word}" for word in ("failed", "passed", "skipped", "xfailed", "error") if counts[word]]
    return f"{', '.join(parts) or 'no tests ran'} in {seconds:.2f}s"


def closing(results: list[Result], *, required: bool) -> tuple[str, int]:
    """Return the summary's text and the exit code.

    Args:
        results: of all steps, in order.
        required: whether anything not run counts as a failure.
    """
    marks = {"passed": "✓", "failed": "✗", "not run": "–"}
    width = max((len(result.name) for result in results), default=0)
    lines = ["", "Summary"]
    lines += [f"  {marks[result.outcome]} {result.name:<{width}} {result.seconds:7.1f} s  {result.detail}".rstrip() for result in results]
    missing = not_run(results)
    failed = [result.name for result in results if result.outcome == "failed"]
    if missing:
        lines += ["", f"Not run ({len(missing)}):", *(f"  – {line}" for line in missing)]
        if required:
            lines.append("HUXIN_REQUIRE_SERVICES=1: what was not run counts as failed.")
    else:
        lines += ["", "Not run: nothing."]
    if failed:
        lines += ["", f"Failed: {', '.join(failed)}"]
    bad = bool(failed) or (required and bool(missing))
    lines += ["", f"===== {totals(results)} ===== {'FAILED' if bad else 'ALL HELD'}"]
    return "\n".join(lines), int(bad)
