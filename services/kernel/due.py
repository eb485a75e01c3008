"""What a count of legal time gives: the last day, its end, and how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, get_args

from services.kernel.errors import HuxinError

Count = Literal["working", "calendar", "clock"]
COUNTS: tuple[Count, ...] = get_args(Count)

Skipped = tuple[date, str]
"""A rest day that was passed over, and why it is one, in Chinese."""


def count_kind(text: str) -> Count:
    """Return the way of counting that a text names.

    Raises:
        HuxinError: code `bad_count` for an unknown one.
    """
    for count in COUNTS:
        if count == text:
            return count
    raise HuxinError("bad_count", "The way of counting is unknown", f"{text!r} is none of {', '.join(COUNTS)}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A due time that explains itself.

    Attributes:
        start: the day of the event, or the moment for clock counts.
        duration: ISO 8601.
        count: how the duration was counted.
        nominal: the last day before it was moved off rest days; the same as `last_day` where nothing moved.
        last_day: the last day on which the duty can be fulfilled, in Asia/Shanghai.
        at: when the time is over, aware: 24:00 of the last day (the next midnight), or the moment itself for clock counts.
        skipped: the rest days that were not counted, or that a last day was moved over.
        provisional: whether a year without published holidays took part; then it is counted again when the notice arrives.
        clauses: what the counting rests on.
    """

    start: date
    duration: str
    count: Count
    nominal: date
    last_day: date
    at: datetime
    skipped: tuple[Skipped, ...] = ()
    provisional: bool = False
    clauses: tuple[str, ...] = ()

    @property
    def exceeded_from(self) -> date:
        """The first day of which one says that the duration is exceeded (超过): the day after the last day (reading A1)."""
        return self.last_day + timedelta(days=1)

    @property
    def text(self) -> str:
        """The last day as an ISO date, or for clock counts the moment with its offset."""
        return self.at.isoformat() if self.count == "clock" else self.last_day.isoformat()

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as a JSON object."""
        return {
            "start": self.start.isoformat(),
            "duration": self.duration,
            "count": self.count,
            "nominal": self.nominal.isoformat(),
            "last_day": self.last_day.isoformat(),
            "at": self.at.isoformat(),
            "skipped": [{"day": day.isoformat(), "reason": reason} for day, reason in self.skipped],
            "provisional": self.provisional,
            "clauses": list(self.clauses),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Payday:
    """The day on which wages are due after a rest day moved it forward.

    Attributes:
        agreed: the day that the parties or the company's rules name.
        day: the last working day on or before it.
        skipped: the rest days it was moved over, latest first.
        provisional: whether a year without published holidays took part.
        clauses: what the moving rests on.
    """

    agreed: date
    day: date
    skipped: tuple[Skipped, ...] = ()
    provisional: bool = False
    clauses: tuple[str, ...] = ("CN724-14",)
