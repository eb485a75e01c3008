"""Suspended clocks: what a suspension adds, and that nothing falls due while or because a clock stands still."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.kernel.clock import SHANGHAI
from services.kernel.errors import HuxinError
from services.kernel.ledger import Ledger
from services.runtime.calendars import load_calendar

CALENDAR = load_calendar(Path(__file__).parents[2])
WHY = {"reason": "等待鉴定意见", "by": "示例经办人"}

starts = st.dates(date(2005, 1, 1), date(2035, 12, 31))
counts = st.sampled_from(["working", "calendar", "clock"])
steps = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 90 * 86_400)), min_size=1, max_size=5)


def ledger(start: date, length: int, count: str) -> Ledger:
    begin = datetime.combine(start, time(9), SHANGHAI) if count == "clock" else start
    return Ledger(start=begin, duration=f"PT{length * 24}H" if count == "clock" else f"P{length}D", count=count)


def play(clock: Ledger, script: list[tuple[float, int]]) -> tuple[Ledger, list[tuple[datetime, datetime]]]:
    """Suspend at a fraction of what is left, resume some seconds later, again and again."""
    begin = clock.start if isinstance(clock.start, datetime) else datetime.combine(clock.start, time(), SHANGHAI)
    pauses = []
    for fraction, pause in script:
        due = clock.due(CALENDAR)
        assert due is not None
        stop = begin + (due.at - begin) * fraction
        if stop >= due.at:
            break
        begin = stop + timedelta(seconds=pause)
        clock = clock.suspend(CALENDAR, stop, **WHY).resume(begin, **WHY)
        pauses.append((stop, begin))
    return clock, pauses


@given(starts, st.integers(1, 120), counts, steps)
def test_a_resumed_clock_ends_later_than_it_was_resumed(start: date, length: int, count: str, script: list[tuple[float, int]]) -> None:
    clock, pauses = play(ledger(start, length, count), script)
    due = clock.due(CALENDAR)
    assert due is not None
    assert all(due.at > go for _, go in pauses)
    assert due.at >= ledger(start, length, count).due(CALENDAR).at
    assert count == "clock" or CALENDAR.is_working_day(due.last_day)


@given(starts, st.integers(1, 120), steps)
def test_suspending_hours_adds_exactly_the_time_of_the_suspensions(start: date, days: int, script: list[tuple[float, int]]) -> None:
    plain = ledger(start, days, "clock")
    clock, pauses = play(plain, script)
    assert clock.due(CALENDAR).at == plain.due(CALENDAR).at + sum((go - stop for stop, go in pauses), timedelta())


@given(starts, st.integers(1, 120), st.integers(0, 120), st.integers(0, 400))
def test_suspending_calendar_days_adds_exactly_the_days_between(start: date, length: int, after: int, pause: int) -> None:
    assume(after <= length)
    stop = datetime.combine(start + timedelta(days=after), time(15), SHANGHAI)
    clock = ledger(start, length, "calendar").suspend(CALENDAR, stop, **WHY).resume(stop + timedelta(days=pause), **WHY)
    assert clock.due(CALENDAR).nominal == start + timedelta(days=length + pause)


@given(starts, st.integers(1, 120), st.integers(0, 200), st.integers(0, 400))
def test_working_days_before_and_after_a_suspension_make_the_whole_period(start: date, length: int, after: int, pause: int) -> None:
    plain = ledger(start, length, "working")
    stop = datetime.combine(start + timedelta(days=after), time(15), SHANGHAI)
    assume(stop < plain.due(CALENDAR).at)
    go = stop + timedelta(days=pause)
    due = plain.suspend(CALENDAR, stop, **WHY).resume(go, **WHY).due(CALENDAR)
    used, left = CALENDAR.working_days(start, stop.date()), CALENDAR.working_days(go.date(), due.last_day)
    # Where the period was used up on the day of the suspension, the clock ends with the day of the resumption or the next working day.
    assert used + left == length or (used == length and not CALENDAR.is_working_day(go.date()) and left == 1)


@given(starts, st.integers(1, 120), counts, st.floats(0, 0.99), st.integers(0, 10**8))
def test_a_suspended_clock_has_no_due_time_and_loses_nothing(start: date, length: int, count: str, fraction: float, later: int) -> None:
    plain = ledger(start, length, count)
    begin = plain.start if isinstance(plain.start, datetime) else datetime.combine(plain.start, time(), SHANGHAI)
    stop = begin + (plain.due(CALENDAR).at - begin) * fraction
    clock = plain.suspend(CALENDAR, stop, **WHY)
    assert clock.suspended
    assert clock.due(CALENDAR) is None
    assert clock.remaining(CALENDAR, stop + timedelta(seconds=later)) == plain.remaining(CALENDAR, stop)


@given(starts, st.integers(1, 120), counts, steps)
def test_a_ledger_only_grows_and_survives_being_stored(start: date, length: int, count: str, script: list[tuple[float, int]]) -> None:
    plain = ledger(start, length, count)
    clock, pauses = play(plain, script)
    assert plain.entries == ()
    assert len(clock.entries) == 2 * len(pauses)
    assert Ledger.from_dict(clock.to_dict()) == clock


def test_what_is_over_cannot_be_suspended() -> None:
    clock = ledger(date(2026, 7, 1), 5, "working")
    with pytest.raises(HuxinError) as caught:
        clock.suspend(CALENDAR, datetime(2026, 7, 9, tzinfo=SHANGHAI), **WHY)
    assert caught.value.code == "time_is_over"


@pytest.mark.parametrize(
    "write",
    [
        lambda clock, at: clock.resume(at, **WHY),
        lambda clock, at: clock.suspend(CALENDAR, at, **WHY).suspend(CALENDAR, at, **WHY),
        lambda clock, at: clock.suspend(CALENDAR, at, **WHY).resume(at - timedelta(seconds=1), **WHY),
        lambda clock, at: clock.suspend(CALENDAR, at - timedelta(days=30), **WHY),
        lambda clock, at: clock.suspend(CALENDAR, at, reason=" ", by="示例经办人"),
        lambda clock, at: clock.suspend(CALENDAR, at, reason="等待鉴定意见", by=""),
        lambda clock, at: Ledger.from_dict(clock.to_dict() | {"entries": [{"what": "resumed", "at": at.isoformat(), **WHY}]}),
        lambda clock, _: Ledger.from_dict({**clock.to_dict(), "entries": [3]}),
        lambda clock, _: Ledger.from_dict({key: value for key, value in clock.to_dict().items() if key != "start"}),
    ],
)
def test_a_ledger_that_contradicts_itself_is_refused(write) -> None:
    with pytest.raises(HuxinError) as caught:
        write(ledger(date(2026, 7, 1), 5, "working"), datetime(2026, 7, 2, 9, tzinfo=SHANGHAI))
    assert caught.value.code == "bad_ledger"
