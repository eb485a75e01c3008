"""When a failure is tried again, by table."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.engine.domain.retry import Failure, next_delay

TABLE = [
    ("service_failed", True, 1, timedelta(seconds=5)),
    ("service_failed", True, 2, timedelta(seconds=30)),
    ("service_failed", True, 3, timedelta(minutes=2)),
    ("service_failed", True, 4, timedelta(minutes=10)),
    ("service_failed", True, 5, timedelta(hours=1)),
    ("service_failed", True, 6, None),
    ("service_failed", False, 1, None),
    ("undeliverable", True, 1, timedelta(seconds=5)),
    ("handler_failed", True, 2, timedelta(seconds=30)),
    ("handler_failed", False, 1, None),
    ("expression_failed", True, 1, None),
    ("poisoned_message", True, 1, None),
    ("nobody_waited", True, 1, None),
]


@pytest.mark.parametrize(("kind", "retryable", "attempts", "expected"), TABLE)
def test_a_failure_is_tried_again_only_if_waiting_can_heal_it(kind, retryable, attempts, expected):
    assert next_delay(Failure(kind=kind, retryable=retryable), attempts) == expected


def test_each_pause_is_longer_than_the_one_before():
    pauses = [next_delay(Failure(kind="service_failed", retryable=True), attempts) for attempts in range(1, 6)]
    assert pauses == sorted(pauses)
    assert len(set(pauses)) == 5
