"""What the calendar refuses, and how it treats years that nobody has published; the counting itself stands in tests/rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from services.kernel.calendar import LegalCalendar
from services.kernel.calendar_year import CalendarYear
from services.kernel.errors import HuxinError

PLAIN = LegalCalendar("示例", {2026: CalendarYear(year=2026, holidays={date(2026, 1, 1): "元旦"})})


def code_of(action) -> str:
    with pytest.raises(HuxinError) as caught:
        action()
    return caught.value.code


@pytest.mark.parametrize(
    ("duration", "count", "code"),
    [
        ("P1M", "working", "bad_duration"),
        ("P1Y", "working", "bad_duration"),
        ("P1W", "working", "bad_duration"),
        ("PT8H", "working", "bad_duration"),
        ("PT8H", "calendar", "bad_duration"),
        ("P1M", "clock", "bad_duration"),
        ("P0D", "calendar", "bad_duration"),
        ("five days", "working", "bad_duration"),
        ("P5D", "anchor", "bad_count"),
        ("P5D", "", "bad_count"),
    ],
)
def test_a_duration_has_to_fit_its_way_of_counting(duration: str, count: str, code: str) -> None:
    assert code_of(lambda: PLAIN.due(datetime(2026, 6, 1, tzinfo=UTC), duration, count)) == code


@pytest.mark.parametrize("count", ["working", "calendar", "clock"])
def test_a_start_without_an_offset_is_refused(count: str) -> None:
    naive = datetime(2026, 6, 1, 9)  # noqa: DTZ001 - that it is refused is the point
    assert code_of(lambda: PLAIN.due(naive, "P5D", count)) == "naive_datetime"


def test_hours_need_a_moment() -> None:
    assert code_of(lambda: PLAIN.due(date(2026, 6, 1), "PT24H", "clock")) == "naive_datetime"


@pytest.mark.parametrize(
    ("start", "duration", "count"),
    [
        (date(2025, 12, 30), "P1D", "calendar"),
        (date(2025, 12, 30), "P1D", "working"),
        (date(9999, 12, 31), "P1D", "calendar"),
        (date(9999, 12, 31), "P1D", "working"),
        (date(9990, 1, 1), "P100Y", "calendar"),
        (datetime(9999, 12, 31, 15, tzinfo=UTC), "PT24H", "clock"),
    ],
)
def test_dates_that_the_calendar_does_not_reach_are_refused(start: date, duration: str, count: str) -> None:
    assert code_of(lambda: PLAIN.due(start, duration, count)) == "date_out_of_range"


def test_a_calendar_needs_a_year() -> None:
    assert code_of(lambda: LegalCalendar("示例", {})) == "bad_calendar"


def test_an_unknown_later_year_knows_weekends_and_fixed_holidays_and_is_provisional() -> None:
    assert PLAIN.rest_reason(date(2031, 10, 1)) == "国庆节"
    assert PLAIN.rest_reason(date(2031, 10, 4)) == "星期六"
    assert PLAIN.is_working_day(date(2031, 10, 6))
    assert PLAIN.is_provisional(date(2031, 6, 2))
    assert not PLAIN.is_provisional(date(2026, 6, 2))


def test_a_published_year_settles_what_was_provisional() -> None:
    before = PLAIN.due(date(2026, 12, 31), "P1D", "calendar")
    published = CalendarYear(year=2027, holidays={date(2027, 1, 1) + timedelta(days=n): "元旦" for n in range(4)})
    after = LegalCalendar("示例", {2026: PLAIN.year(2026), 2027: published}).due(date(2026, 12, 31), "P1D", "calendar")
    assert (before.last_day, before.provisional) == (date(2027, 1, 4), True)
    assert (after.last_day, after.provisional) == (date(2027, 1, 5), False)


def test_a_result_explains_itself() -> None:
    due = PLAIN.due(date(2026, 7, 3), "P1D", "calendar")
    assert due.to_dict() == {
        "start": "2026-07-03",
        "duration": "P1D",
        "count": "calendar",
        "nominal": "2026-07-04",
        "last_day": "2026-07-06",
        "at": "2026-07-07T00:00:00+08:00",
        "skipped": [{"day": "2026-07-04", "reason": "星期六"}, {"day": "2026-07-05", "reason": "星期日"}],
        "provisional": False,
        "clauses": ["CCL-200", "CCL-201", "CCL-202", "CCL-203"],
    }


def test_the_days_of_a_holiday_are_found_by_its_name() -> None:
    joint = CalendarYear(year=2026, holidays={date(2026, 10, 1): "中秋节、国庆节", date(2026, 10, 2): "国庆节"})
    calendar = LegalCalendar("示例", {2026: joint})
    assert calendar.holiday_days(2026, "国庆节") == (date(2026, 10, 1), date(2026, 10, 2))
    assert calendar.holiday_days(2026, "中秋节") == (date(2026, 10, 1),)
    assert calendar.holiday_days(2026, "节") == ()


@pytest.mark.parametrize(
    ("holidays", "workdays"),
    [
        ({date(2025, 1, 1): "元旦"}, {}),
        ({}, {date(2027, 1, 2): "元旦"}),
        ({date(2026, 1, 3): "元旦"}, {date(2026, 1, 3): "元旦"}),
        ({}, {date(2026, 1, 5): "元旦"}),
    ],
)
def test_a_year_that_contradicts_itself_is_refused(holidays: dict[date, str], workdays: dict[date, str]) -> None:
    assert code_of(lambda: CalendarYear(year=2026, holidays=holidays, workdays=workdays)) == "bad_calendar"


def test_local_days_win_over_national_ones() -> None:
    saturday, friday = date(2026, 2, 28), date(2026, 1, 2)
    national = CalendarYear(year=2026, holidays={friday: "元旦"}, workdays={saturday: "春节"}, verified="page", source="甲")
    local = CalendarYear(year=2026, holidays={saturday: "示例节"}, verified="memory", source="乙", provisional=True)
    both = national.overlaid(local)
    assert dict(both.holidays) == {friday: "元旦", saturday: "示例节"}
    assert dict(both.workdays) == {}
    assert (both.source, both.verified, both.provisional) == ("甲；乙", "memory", True)
