"""The legal calendar: counts days, months, working days and hours after Civil Code art. 200-204, with published holidays.

The first day does not count (201). A month ends on the day of the same number, or on the month's last day (202). A last day that is a
rest day moves to the day after the rest (203) and runs to midnight. Weekends are rest days; a swapped weekend day that is worked is not.
Working-day counts count working days only. Hours run from their moment and never move.
"""

from __future__ import annotations

import calendar as gregorian
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from services.kernel.calendar_year import SATURDAY, WEEKDAYS_ZH, CalendarYear, fixed_year
from services.kernel.clock import SHANGHAI, aware
from services.kernel.due import Count, Due, Payday, Skipped, count_kind
from services.kernel.errors import HuxinError
from services.kernel.period import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

ONE_DAY = timedelta(days=1)
_LAST_YEAR = 9000  # dates beyond it are typing errors, and the calendar ends in 9999

_NEXT_YEAR_REACHES_BACK = (12, 25)  # New Year's notice has moved days as early as 29 December; from here on a year waits for its successor

_CLAUSES: dict[Count, tuple[str, ...]] = {
    "calendar": ("CCL-200", "CCL-201", "CCL-202", "CCL-203"),
    "working": ("CCL-200", "CCL-201", "CCL-203"),
    "clock": ("CCL-200", "CCL-201"),
}


class LegalCalendar:
    """The calendar of one jurisdiction; does no I/O and may be shared.

    Args:
        jurisdiction: whose calendar it is, for error texts.
        years: the published and computed years; later years are provisional, earlier ones are refused.
    """

    def __init__(self, jurisdiction: str, years: Mapping[int, CalendarYear]) -> None:
        if not years:
            raise HuxinError("bad_calendar", "The calendar has no years", f"jurisdiction {jurisdiction}", status=500)
        self.jurisdiction = jurisdiction
        self._years = dict(years)
        self._first = min(years)

    def year(self, number: int) -> CalendarYear:
        """Return a year, made from the holidays of fixed date when it is not known yet.

        Raises:
            HuxinError: code `date_out_of_range` before the first known year or at the end of the calendar.
        """
        known = self._years.get(number)
        if known is None:
            if not self._first <= number <= _LAST_YEAR:
                detail = f"{number}; the holidays of {self.jurisdiction} are known since {self._first}"
                raise HuxinError(
                    "date_out_of_range", "The legal calendar does not reach this year", detail, fix="check the year of the date"
                )
            known = self._years[number] = fixed_year(number)
        return known

    def rest_reason(self, day: date) -> str | None:
        """Return why a day is a rest day, in Chinese, or None for a working day."""
        year = self.year(day.year)
        holiday = year.holidays.get(day)
        if holiday is not None:
            return holiday
        weekday = day.weekday()
        if weekday < SATURDAY or day in year.workdays:
            return None
        return WEEKDAYS_ZH[weekday]

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices work on a day."""
        return self.rest_reason(day) is None

    def is_provisional(self, day: date) -> bool:
        """Tell whether a day may still change: its year, or for its last days the next year, is not published."""
        if self.year(day.year).provisional:
            return True
        return (day.month, day.day) >= _NEXT_YEAR_REACHES_BACK and self.year(day.year + 1).provisional

    def working_days(self, after: date, until: date) -> int:
        """Return the number of working days after one day, up to and including another."""
        return sum(self.is_working_day(after + timedelta(days=step)) for step in range(1, (until - after).days + 1))

    def holiday_days(self, year: int, name: str) -> tuple[date, ...]:
        """Return the days off of a holiday in a year, in order; empty when the year has none of that name."""
        return tuple(sorted(day for day, of in self.year(year).holidays.items() if name in of.split("、")))

    def payday(self, agreed: date) -> Payday:
        """Return the day on which wages are paid: on a rest day the last working day before it (State Order 724, art. 14)."""
        day, skipped = self._off_rest(agreed, -ONE_DAY)
        return Payday(agreed=agreed, day=day, skipped=skipped, provisional=self._any_provisional(day, agreed))

    def due(self, start: date, duration: str | Period, count: str) -> Due:
        """Count a duration from an event and explain the result.

        Args:
            start: the day of the event, or an aware datetime; clock counts need the datetime.
            duration: ISO 8601, such as `P5D`, `P1M`, `PT24H`.
            count: `working`, `calendar` or `clock`.

        Raises:
            HuxinError: codes `bad_duration`, `bad_count`, `naive_datetime`, `date_out_of_range`.
        """
        kind = count_kind(count)
        period = duration if isinstance(duration, Period) else Period.parse(duration)
        _check_fit(period, kind)
        try:
            if kind == "clock":
                return self._clock(start, period)
            day = aware(start).date() if isinstance(start, datetime) else start
            return self._working(day, period) if kind == "working" else self._calendar(day, period)
        except (OverflowError, ValueError):
            raise HuxinError(
                "date_out_of_range",
                "The legal calendar does not reach this year",
                f"{period} from {start.isoformat()}",
                fix="check the year of the date",
            ) from None

    def first_day_beyond(self, start: date, duration: str | Period) -> date:
        """Return the first day on which more than the duration has passed (超过), for duties that begin only then (reading A1)."""
        return self.due(start, duration, "calendar").exceeded_from

    def _clock(self, start: date, period: Period) -> Due:
        if not isinstance(start, datetime):
            raise HuxinError(
                "naive_datetime",
                "A time needs its offset",
                f"hours are counted from a moment, {start} is a day",
                fix=f"write for example {start}T09:00:00+08:00",
            )
        moment = aware(start)
        at = aware(moment + timedelta(days=period.days, seconds=period.seconds))
        return Due(
            start=moment, duration=period.text, count="clock", nominal=at.date(), last_day=at.date(), at=at, clauses=_CLAUSES["clock"]
        )

    def _calendar(self, start: date, period: Period) -> Due:
        nominal = add_months(start, period.months) + timedelta(days=period.days)
        last, skipped = self._off_rest(nominal, ONE_DAY)
        return Due(
            start=start,
            duration=period.text,
            count="calendar",
            nominal=nominal,
            last_day=last,
            at=end_of(last),
            skipped=skipped,
            provisional=self._any_provisional(nominal, last),
            clauses=_CLAUSES["calendar"],
        )

    def _working(self, start: date, period: Period) -> Due:
        day, left = start, period.days
        skipped: list[Skipped] = []
        while left:
            day += ONE_DAY
            reason = self.rest_reason(day)
            if reason is None:
                left -= 1
            else:
                skipped.append((day, reason))
        if not period.days:  # nothing is left of a resumed clock: it ends with the day, or with the next working day
            day, rest = self._off_rest(day, ONE_DAY)
            skipped.extend(rest)
        return Due(
            start=start,
            duration=period.text,
            count="working",
            nominal=day,
            last_day=day,
            at=end_of(day),
            skipped=tuple(skipped),
            provisional=self._any_provisional(start + ONE_DAY, day),
            clauses=_CLAUSES["working"],
        )

    def _off_rest(self, day: date, step: timedelta) -> tuple[date, tuple[Skipped, ...]]:
        """Walk off a run of rest days and return the working day reached and what was passed."""
        skipped: list[Skipped] = []
        while (reason := self.rest_reason(day)) is not None:
            skipped.append((day, reason))
            day += step
        return day, tuple(skipped)

    def _any_provisional(self, first: date, last: date) -> bool:
        """Tell whether a day of a span may still change; within a year the answer changes only once."""
        turns = (date(year, *_NEXT_YEAR_REACHES_BACK) for year in range(first.year, last.year + 1))
        starts = (date(year, 1, 1) for year in range(first.year + 1, last.year + 1))
        return any(self.is_provisional(day) for day in (first, last, *starts, *(turn for turn in turns if first <= turn <= last)))


def end_of(day: date) -> datetime:
    """Return 24:00 of a day in Asia/Shanghai, which is the next midnight (Civil Code 203)."""
    return datetime.combine(day + ONE_DAY, time(), SHANGHAI)


def add_months(day: date, months: int) -> date:
    """Return the day of the same number some months later, or that month's last day when it has none (Civil Code 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))


def _check_fit(period: Period, count: Count) -> None:
    """Refuse durations that have no meaning in a way of counting."""
    if count == "clock":
        if period.months:
            raise _unfit(period, "months and years have no fixed number of hours", "count them with calendar")
    elif period.is_clock:
        raise _unfit(period, f"hours are no {count} days", "count them with clock")
    elif count == "working" and (period.months or period.text.find("W") >= 0):
        raise _unfit(period, "weeks, months and years are calendar units", "give working days in days, such as P5D, or count with calendar")


def _unfit(period: Period, why: str, fix: str) -> HuxinError:
    return HuxinError("bad_duration", "The duration cannot be used", f"{period.text!r}: {why}", fix=fix)
