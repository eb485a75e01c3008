from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from services.kernel.clock import SHANGHAI, Clock, MovableClock, SystemClock, aware, parse_moment
from services.kernel.errors import HuxinError
from services.kernel.ids import is_uuid7, uuid7

NOON = datetime(2026, 1, 31, 12, tzinfo=SHANGHAI)


def test_ids_sort_by_the_order_of_their_making() -> None:
    ids = [uuid7() for _ in range(10_000)]
    assert ids == sorted(set(ids))
    assert all(is_uuid7(one) for one in ids)


@pytest.mark.parametrize("value", ["", "x", None, 7, "0194b9a4-3c1e-4abc-8def-0123456789ab", "0194B9A4-3C1E-7ABC-8DEF-0123456789AB"])
def test_other_values_are_no_ids(value: object) -> None:
    assert not is_uuid7(value)


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(HuxinError) as caught:
        aware(datetime(2026, 1, 31, 12))  # noqa: DTZ001 - that it is refused is the point
    assert caught.value.code == "naive_datetime"
    assert "+08:00" in (caught.value.fix or "")


def test_every_moment_is_told_in_shanghai() -> None:
    assert aware(datetime(2026, 1, 31, 20, tzinfo=UTC)).isoformat() == "2026-02-01T04:00:00+08:00"
    assert parse_moment("2026-01-31T12:00:00Z").isoformat() == "2026-01-31T20:00:00+08:00"


@pytest.mark.parametrize("text", ["", "now", "2026-13-01T00:00:00Z", "2026-01-31T25:00:00+08:00", "2026-01-31T00:00:00+99:00"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(HuxinError) as caught:
        parse_moment(text)
    assert caught.value.code == "bad_time"


def test_a_moment_at_the_end_of_the_calendar_is_refused() -> None:
    with pytest.raises(HuxinError) as caught:
        aware(datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5))))
    assert caught.value.code == "bad_time"


def test_the_machine_clock_is_aware_and_in_shanghai() -> None:
    clock: Clock = SystemClock()
    assert clock.now().utcoffset() == timedelta(hours=8)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_movable_clock_stands_until_it_is_moved() -> None:
    clock = MovableClock(NOON)
    assert clock.now() == clock.now() == NOON
    assert clock.advance(timedelta(days=2)) == clock.now() == NOON + timedelta(days=2)
    assert clock.move_to(NOON - timedelta(hours=1)) == clock.now() == NOON - timedelta(hours=1)


def test_a_movable_clock_refuses_naive_moments_and_stays_as_it_was() -> None:
    clock = MovableClock(NOON)
    with pytest.raises(HuxinError):
        clock.move_to(datetime(2026, 1, 1))  # noqa: DTZ001 - that it is refused is the point
    assert clock.now() == NOON


class Stepping:
    """A base clock that goes on one second each time it is read."""

    def __init__(self) -> None:
        self.reading = NOON

    def now(self) -> datetime:
        self.reading += timedelta(seconds=1)
        return self.reading


def test_a_running_clock_goes_on_from_where_it_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.kernel.clock.SystemClock", Stepping)
    clock = MovableClock(NOON - timedelta(days=365), running=True)
    first, second = clock.now(), clock.now()
    assert second - first == timedelta(seconds=1)
    assert first.date() == date(2025, 1, 31)
    clock.freeze()
    assert clock.now() == clock.now()
    clock.run()
    assert clock.now() < clock.now()
