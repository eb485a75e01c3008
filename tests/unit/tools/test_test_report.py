"""The summary of `make test` tells the truth: what failed, what was not run and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tools.test_report import Result, closing, not_run, pytest_line, read_junit, totals

if TYPE_CHECKING:
    from pathlib import Path

JUNIT = """<?xml version="1.0" encoding="utf-8"?>
<testsuites><testsuite name="pytest">
  <testcase classname="tests.a" name="test_holds"/>
  <testcase classname="tests.a" name="test_breaks"><failure message="no">text</failure></testcase>
  <testcase classname="tests.a" name="test_errs"><error message="no">text</error></testcase>
  <testcase classname="tests.a" name="test_waits"><skipped type="pytest.skip" message="no PostgreSQL">text</skipped></testcase>
  <testcase classname="tests.a" name="test_known"><skipped type="pytest.xfail" message="known">text</skipped></testcase>
</testsuite></testsuites>
"""


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("..\n2 passed in 0.03s\n", "2 passed in 0.03s"),
        ("=== 1 failed, 3 passed, 1 skipped in 61.20s (0:01:01) ===", "1 failed, 3 passed, 1 skipped in 61.20s (0:01:01)"),
        ("\x1b[32m5 passed\x1b[0m in 1.00s\nlogged after", "5 passed in 1.00s"),
        ("no tests ran in 0.01s", "no tests ran in 0.01s"),
        ("Killed", ""),
    ],
)
def test_the_closing_line_of_pytest_is_found(output: str, line: str) -> None:
    assert pytest_line(output) == line


def test_results_are_counted_test_by_test(tmp_path: Path) -> None:
    path = tmp_path / "junit.xml"
    path.write_text(JUNIT, encoding="utf-8")
    counts, passed, skipped = read_junit(path)
    assert counts == Counter(passed=1, failed=1, error=1, skipped=1, xfailed=1)
    assert passed == {"tests.a::test_holds"}
    assert skipped == {"tests.a::test_waits": "no PostgreSQL"}


def test_a_run_that_left_no_results_counts_nothing(tmp_path: Path) -> None:
    assert read_junit(tmp_path / "absent.xml") == (Counter(), frozenset(), {})


def test_a_test_skipped_here_and_passed_there_was_run() -> None:
    embedded = Result(name="a (embedded)", outcome="passed", skipped_tests={"t::one": "no PostgreSQL", "t::two": "no PostgreSQL"})
    services = Result(name="a (services)", outcome="passed", passed_tests=frozenset({"t::one"}))
    assert not_run([embedded, services]) == ["t::two: no PostgreSQL"]


def test_what_was_not_run_is_named_and_forgiven_unless_required() -> None:
    results = [
        Result(name="unit", outcome="passed", detail="3 passed in 1.00s", seconds=1, tests=Counter(passed=3)),
        Result(name="chaos (services)", outcome="not run", detail="RabbitMQ is not installed"),
    ]
    text, code = closing(results, required=False)
    assert "– chaos (services): RabbitMQ is not installed" in text
    assert text.endswith("===== 3 passed in 1.00s ===== ALL HELD")
    assert code == 0
    text, code = closing(results, required=True)
    assert text.endswith("FAILED")
    assert code == 1


def test_one_failed_step_fails_the_run() -> None:
    text, code = closing(
        [Result(name="ruff", outcome="failed", detail="exit code 1"), Result(name="unit", outcome="passed")], required=False
    )
    assert "Failed: ruff" in text
    assert code == 1


def test_totals_add_up_over_all_runs() -> None:
    results = [
        Result(name="a", outcome="failed", seconds=1, tests=Counter(passed=2, failed=1)),
        Result(name="b", outcome="passed", seconds=0.5, tests=Counter(passed=3, skipped=1)),
        Result(name="ruff check", outcome="passed", seconds=9),
    ]
    assert totals(results) == "1 failed, 5 passed, 1 skipped in 1.50s"
