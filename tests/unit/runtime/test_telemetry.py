"""Traces go on, logs carry them, metrics can be read."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest
import structlog

from services.runtime import telemetry

if TYPE_CHECKING:
    from collections.abc import Iterator

PARENT = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"


@pytest.fixture
def restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_a_child_keeps_the_trace_and_has_its_own_span() -> None:
    _version, trace, span, flags = telemetry.child(PARENT).split("-")
    assert (trace, flags) == ("a" * 32, "01")
    assert span != "b" * 16


@pytest.mark.parametrize("parent", [None, "", "rubbish", "00-xyz-1-01", PARENT + "-more"])
def test_without_a_readable_parent_a_new_trace_begins(parent: str | None) -> None:
    first, second = telemetry.child(parent), telemetry.child(parent)
    assert first.split("-")[1] != second.split("-")[1]
    assert len(first) == len(PARENT)


def test_a_trace_ends_with_its_block() -> None:
    with telemetry.trace(PARENT) as context:
        assert telemetry.traceparent() == context
    assert telemetry.traceparent() is None


@pytest.mark.usefixtures("restored_logging")
def test_json_logs_carry_the_trace_and_the_exception(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.configure_logging("json", "INFO")
    with telemetry.trace(PARENT):
        structlog.get_logger("huxin.test").info("done", rows=3)
        try:
            json.loads("{")
        except ValueError:
            logging.getLogger("elsewhere").exception("failed")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert (lines[0]["event"], lines[0]["rows"], lines[0]["trace_id"]) == ("done", 3, "a" * 32)
    assert "JSONDecodeError" in lines[1]["exception"]


def test_metrics_are_prometheus_text() -> None:
    telemetry.METRICS.published.labels("test").inc(2)
    assert b'huxin_messages_published_total{service="test"} 2.0' in telemetry.METRICS.render()
