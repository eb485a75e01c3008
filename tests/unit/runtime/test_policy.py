"""The failure policy, by table."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError
from services.runtime.messaging.policy import DeadLetter, Decision, Kind, ReplyError, Retry, backoff, decide

UNEXPECTED = ZeroDivisionError()
REFUSED = HuxinError("not_allowed", "Not allowed")
CONFLICT = HuxinError("version_conflict", "Somebody was faster", retryable=True)
UNKNOWN = HuxinError("unknown_project", "No such project", status=404)
IN_THE_WAY = HuxinError("transaction_conflict", "Another change came at the same moment", retryable=True)
SILENT = HuxinError("call_timed_out", "The service did not answer in time", status=504, retryable=True)
AWAY = HuxinError("database_unavailable", "The database does not answer", retryable=True)


@pytest.mark.parametrize(
    ("kind", "error", "attempts", "decision"),
    [
        ("command", REFUSED, 1, ReplyError()),
        ("event", REFUSED, 1, DeadLetter()),
        ("reply", REFUSED, 1, DeadLetter()),
        ("command", UNEXPECTED, 1, Retry(0.2)),
        ("command", UNEXPECTED, 3, Retry(0.8)),
        ("command", UNEXPECTED, 4, ReplyError()),
        ("event", UNEXPECTED, 4, DeadLetter()),
        ("command", CONFLICT, 5, Retry(1.6)),
        ("command", CONFLICT, 6, ReplyError()),
        ("reply", CONFLICT, 6, DeadLetter()),
        ("command", AWAY, 1, Retry(0.2)),
        ("command", AWAY, 1_000, Retry(30.0)),
        ("event", AWAY, 1_000, Retry(30.0)),
        ("event", SILENT, 1_000, Retry(30.0)),
        ("command", UNKNOWN, 1, ReplyError()),
        ("event", UNKNOWN, 1, Retry(0.5)),
        ("event", UNKNOWN, 7, Retry(30.0)),
        ("event", UNKNOWN, 8, DeadLetter()),
        ("command", IN_THE_WAY, 1_000, Retry(30.0)),
    ],
)
def test_what_follows_a_failure(kind: Kind, error: BaseException, attempts: int, decision: Decision) -> None:
    assert decide(kind, error, attempts) == decision


def test_the_pause_doubles_up_to_its_limit() -> None:
    assert [backoff(n, first=1, longest=10) for n in (0, 1, 2, 3, 4, 5, 10**6)] == [1, 1, 2, 4, 8, 10, 10]
