"""What holds for every start and every length, on the real calendars and on invented ones."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from services.kernel.calendar import LegalCalendar, add_months
from services.kernel.calendar_year import CalendarYear
from services.kernel.clock import SHANGHAI
from services.runtime.calendars import load_calendar

HOME = Path(__file__).parents[2]
ONE = timedelta(days=1)
FIRST, LAST = date(2004, 1, 1), date(2040, 12, 31)

days = st.dates(FIRST, LAST)
lengths = st.integers(1, 400)
moments = st.datetimes(datetime(2004, 1, 1), datetime(2040, 12, 31)).map(lambda naive: naive.replace(tzinfo=SHANGHAI))  # noqa: DTZ001 - made aware at once


@st.composite
def invented(draw: st.DrawFn) -> LegalCalendar:
    """A calendar of 2030 with any days off and any worked weekends; the years around it are plain."""
    year = st.dates(date(2030, 1, 1), date(2030, 12, 31))
    off = draw(st.sets(year, max_size=60))
    worked = {day for day in draw(st.sets(year, max_size=60)) if day.weekday() >= 5 and day not in off}
    this = CalendarYear(year=2030, holidays=dict.fromkeys(off, "示例假日"), workdays=dict.fromkeys(worked, "示例假日"))
    return LegalCalendar("示例", {2029: CalendarYear(year=2029, holidays={}), 2030: this})


calendars = st.sampled_from(["national", "shaoxing", "toli-draft"]).map(lambda name: load_calendar(HOME, name))
cases = st.one_of(st.tuples(calendars, days), st.tuples(invented(), st.dates(date(2029, 6, 1), date(2030, 12, 31))))


@given(cases, lengths, st.sampled_from(["working", "calendar"]))
def test_a_period_never_ends_on_a_rest_day_nor_before_it_has_begun(case: tuple[LegalCalendar, date], length: int, count: str) -> None:
    calendar, start = case
    due = calendar.due(start, f"P{length}D", count)
    assert calendar.is_working_day(due.last_day)
    assert due.last_day > start
    assert due.at == datetime(due.last_day.year, due.last_day.month, due.last_day.day, tzinfo=SHANGHAI) + ONE


@given(cases, lengths)
def test_a_working_count_holds_exactly_so_many_working_days(case: tuple[LegalCalendar, date], length: int) -> None:
    calendar, start = case
    due = calendar.due(start, f"P{length}D", "working")
    span = [start + ONE * step for step in range(1, (due.last_day - start).days + 1)]
    assert sum(calendar.is_working_day(day) for day in span) == length == calendar.working_days(start, due.last_day)
    assert [day for day, _ in due.skipped] == [day for day in span if not calendar.is_working_day(day)]
    assert all(calendar.rest_reason(day) == reason for day, reason in due.skipped)


@given(cases, lengths)
def test_a_calendar_count_moves_over_rest_days_only(case: tuple[LegalCalendar, date], length: int) -> None:
    calendar, start = case
    due = calendar.due(start, f"P{length}D", "calendar")
    assert due.nominal == start + timedelta(days=length)
    assert [day for day, _ in due.skipped] == [due.nominal + ONE * step for step in range((due.last_day - due.nominal).days)]
    assert not any(calendar.is_working_day(day) for day, _ in due.skipped)


@given(cases, lengths, lengths, st.sampled_from(["working", "calendar"]))
def test_a_longer_period_and_a_later_start_never_end_earlier(case: tuple[LegalCalendar, date], shorter: int, more: int, count: str) -> None:
    calendar, start = case
    due = calendar.due(start, f"P{shorter}D", count)
    assert calendar.due(start, f"P{shorter + more}D", count).at >= due.at
    assert calendar.due(start + ONE * more, f"P{shorter}D", count).at >= due.at


@given(cases, lengths)
def test_working_days_never_end_before_as_many_calendar_days(case: tuple[LegalCalendar, date], length: int) -> None:
    calendar, start = case
    assert calendar.due(start, f"P{length}D", "working").at >= calendar.due(start, f"P{length}D", "calendar").at


@given(days, st.integers(1, 240))
def test_a_month_ends_on_the_same_number_or_on_the_last_day(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and (end + ONE).day == 1)


@given(days, st.integers(1, 60))
def test_more_than_some_months_have_passed_only_after_the_last_day(start: date, months: int) -> None:
    calendar = load_calendar(HOME)
    due = calendar.due(start, f"P{months}M", "calendar")
    assert calendar.first_day_beyond(start, f"P{months}M") == due.last_day + ONE == due.at.date()


@given(moments, st.integers(1, 10_000_000))
def test_hours_are_exact_and_never_move(start: datetime, seconds: int) -> None:
    due = load_calendar(HOME).due(start, f"PT{seconds}S", "clock")
    assert due.at - start == timedelta(seconds=seconds)
    assert due.skipped == ()
    assert due.provisional is False


@given(cases)
def test_payday_is_the_last_working_day_up_to_the_agreed_one(case: tuple[LegalCalendar, date]) -> None:
    calendar, agreed = case
    payday = calendar.payday(agreed + timedelta(days=60))
    assert calendar.is_working_day(payday.day)
    assert calendar.working_days(payday.day, payday.agreed) == 0
    assert payday.day <= payday.agreed


@settings(max_examples=50)
@given(days, st.integers(1, 40), st.sampled_from(["working", "calendar"]))
def test_a_count_is_provisional_exactly_when_a_later_notice_could_change_it(start: date, length: int, count: str) -> None:
    calendar = load_calendar(HOME)
    due = calendar.due(start, f"P{length}D", count)
    first = due.nominal if count == "calendar" else start + ONE
    looked_at = [first + ONE * step for step in range((due.last_day - first).days + 1)]
    assert due.provisional is any(day >= date(2026, 12, 25) for day in looked_at)
