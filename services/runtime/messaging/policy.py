"""What to do when handling a message fails: a pure function of the error and of the attempts before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from services.kernel.errors import HuxinError

Kind = Literal["command", "event", "reply"]

UNEXPECTED_ATTEMPTS = 4
RETRYABLE_ATTEMPTS = 6
UNKNOWN_ATTEMPTS = 8  # with their pauses about a minute
NOT_FOUND = 404
# The world around is away, the message is innocent: it waits as long as that lasts.
_PATIENT = frozenset(
    {"database_unavailable", "database_busy", "transaction_conflict", "broker_unavailable", "service_unavailable", "call_timed_out"}
)


@dataclass(frozen=True, slots=True)
class Retry:
    """Handle it again after `delay` seconds; it stays unacknowledged meanwhile."""

    delay: float


@dataclass(frozen=True, slots=True)
class ReplyError:
    """Tell the sender of the command, who opens an incident."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """Move the raw body to `huxin.dead`, where it becomes an incident."""


Decision = Retry | ReplyError | DeadLetter


def decide(kind: Kind, error: BaseException, attempts: int) -> Decision:
    """Return what follows a failure.

    Args:
        kind: what was handled; only a command has somebody to answer.
        error: what went wrong.
        attempts: how often it was tried so far, this time included.
    """
    giving_up: Decision = ReplyError() if kind == "command" else DeadLetter()
    if isinstance(error, HuxinError):
        if error.code in _PATIENT:
            return Retry(backoff(attempts, first=0.2, longest=30.0))
        if kind == "event" and error.status == NOT_FOUND:
            # Events overtake each other when one has to be handled again: what this one speaks of may be on its way.
            return Retry(backoff(attempts, first=0.5, longest=30.0)) if attempts < UNKNOWN_ATTEMPTS else giving_up
        if not error.retryable:
            return giving_up
        return Retry(backoff(attempts, first=0.1, longest=10.0)) if attempts < RETRYABLE_ATTEMPTS else giving_up
    return Retry(backoff(attempts, first=0.2, longest=5.0)) if attempts < UNEXPECTED_ATTEMPTS else giving_up


def backoff(attempts: int, *, first: float, longest: float) -> float:
    """Return the pause in seconds after so many attempts: doubled each time, up to the longest."""
    return min(longest, first * 2.0 ** min(max(attempts - 1, 0), 20))
