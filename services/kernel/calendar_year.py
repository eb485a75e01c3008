"""One year of a holiday calendar, as published: which days are off and which weekend days are worked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Mapping

WEEKDAYS_ZH = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
SATURDAY = 5

# The holidays of fixed date (State Order 795, since 2025), for years that nobody has published or computed: month, day, name.
_FIXED = ((1, 1, "元旦"), (5, 1, "劳动节"), (5, 2, "劳动节"), (10, 1, "国庆节"), (10, 2, "国庆节"), (10, 3, "国庆节"))


@dataclass(frozen=True, kw_only=True)
class CalendarYear:
    """The days of one year that differ from a plain week.

    Attributes:
        year: the calendar year that all its days lie in.
        holidays: day off → the holiday's name, swapped days included.
        workdays: weekend day that is worked → the holiday it makes up for.
        provisional: True while the yearly notice is missing; what was counted with the year is counted again when it arrives.
        source: where the days come from.
        verified: `text`, `page` or `memory`: how far the source was checked.
    """

    year: int
    holidays: Mapping[date, str]
    workdays: Mapping[date, str] = field(default_factory=dict)
    provisional: bool = False
    source: str = ""
    verified: Literal["text", "page", "memory"] = "memory"

    def __post_init__(self) -> None:
        object.__setattr__(self, "holidays", MappingProxyType(dict(self.holidays)))
        object.__setattr__(self, "workdays", MappingProxyType(dict(self.workdays)))
        for day in (*self.holidays, *self.workdays):
            if day.year != self.year:
                raise _bad(self.year, f"{day} lies in another year")
        for day in self.workdays:
            if day in self.holidays:
                raise _bad(self.year, f"{day} is both a holiday and a workday")
            if day.weekday() < SATURDAY:
                raise _bad(self.year, f"{day} is a plain {WEEKDAYS_ZH[day.weekday()]} and needs no entry among the workdays")

    def overlaid(self, local: CalendarYear) -> CalendarYear:
        """Return this year with a jurisdiction's own days on top: they win over the national ones."""
        holidays = {day: name for day, name in self.holidays.items() if day not in local.workdays}
        workdays = {day: name for day, name in self.workdays.items() if day not in local.holidays}
        return CalendarYear(
            year=self.year,
            holidays=holidays | dict(local.holidays),
            workdays=workdays | dict(local.workdays),
            provisional=self.provisional or local.provisional,
            source="；".join(source for source in (self.source, local.source) if source),
            verified=max(self.verified, local.verified, key=("text", "page", "memory").index),
        )


def fixed_year(year: int) -> CalendarYear:
    """Return a provisional year that knows only the holidays of fixed date."""
    days = {date(year, month, day): name for month, day, name in _FIXED}
    return CalendarYear(year=year, holidays=days, provisional=True, source="放假办法中日期固定的节日")


def _bad(year: int, why: str) -> HuxinError:
    return HuxinError(
        "bad_calendar", "The calendar data contradict themselves", f"{year}: {why}", status=500, fix=f"correct the file {year}.yaml"
    )
