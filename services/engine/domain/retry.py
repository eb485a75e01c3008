"""Whether a failure is tried again, and when. Pure: the same error and count give the same answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.engine.domain.model import IncidentKind

_DELAYS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
)
# A diagram, a poisoned body or a missing receiver does not heal by waiting; a service or the broker may.
_HEALS = frozenset({"service_failed", "undeliverable", "handler_failed"})


@dataclass(frozen=True, kw_only=True)
class Failure:
    """What the policy looks at: the incident's kind and whether the failing side called it temporary."""

    kind: IncidentKind
    retryable: bool


def next_delay(failure: Failure, attempts: int) -> timedelta | None:
    """Return how long to wait before the next attempt, or None to give up and ask an operator.

    Args:
        failure: what failed.
        attempts: how many attempts have failed so far, at least 1.
    """
    if not failure.retryable or failure.kind not in _HEALS:
        return None
    if attempts > len(_DELAYS):
        return None
    return _DELAYS[max(attempts, 1) - 1]
