"""A process without a gateway tells an orchestrator whether it lives and whether it is ready."""

from __future__ import annotations

import json
from typing import Any

import pytest

from services.cli.health import application


class FakeHost:
    """A host whose problems a test chooses."""

    def __init__(self, **problems: str) -> None:
        self.problems = problems

    def ready(self) -> dict[str, str]:
        return self.problems


def ask(host: FakeHost, path: str) -> tuple[str, dict[str, str], bytes]:
    seen: list[Any] = []
    body = b"".join(application(host)({"PATH_INFO": path}, lambda *answer: seen.extend(answer)))
    status, headers = seen
    assert dict(headers)["Content-Length"] == str(len(body))
    return status, dict(headers), body


def test_a_living_process_is_healthy_even_when_it_is_not_ready() -> None:
    assert ask(FakeHost(broker="not connected"), "/healthz")[0] == "200 OK"


def test_a_process_is_ready_when_nothing_is_wrong() -> None:
    status, _, body = ask(FakeHost(), "/readyz")
    assert (status, json.loads(body)) == ("200 OK", {"status": "ok", "checks": {}})


def test_what_is_not_ready_is_named() -> None:
    status, _, body = ask(FakeHost(broker="not connected"), "/readyz")
    assert status == "503 Service Unavailable"
    assert json.loads(body)["checks"] == {"broker": "not connected"}


def test_metrics_are_prometheus_text() -> None:
    _, headers, body = ask(FakeHost(), "/metrics")
    assert headers["Content-Type"].startswith("text/plain")
    assert b"huxin_messages_published_total" in body


@pytest.mark.parametrize("path", ["/", "/api/v1/tasks"])
def test_any_other_address_answers_a_problem(path: str) -> None:
    status, headers, body = ask(FakeHost(), path)
    assert status == "404 Not Found"
    assert headers["Content-Type"] == "application/problem+json"
    assert json.loads(body)["code"] == "not_found"
