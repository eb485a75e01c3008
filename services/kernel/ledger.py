"""The ledger of a statutory clock that can be suspended and resumed: append-only, with a reason for each entry.

The day of the suspension still counts, the day of the resumption does not (as the first day of any period, Civil Code 201). So a calendar
count grows by exactly the days between the two, and a clock count by exactly the time between them. While a clock is suspended it has no
due time; after it is resumed its due time lies ahead, so a queue of resumed clocks never falls due all at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Literal

from services.kernel.clock import SHANGHAI, aware, parse_moment
from services.kernel.due import Count, Due, count_kind
from services.kernel.errors import HuxinError
from services.kernel.period import Period

if TYPE_CHECKING:
    from services.kernel.calendar import LegalCalendar


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of the ledger: what happened to the clock, when, why and by whom."""

    what: Literal["suspended", "resumed"]
    at: datetime
    reason: str
    by: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", aware(self.at))
        for name in ("reason", "by"):
            if not getattr(self, name).strip():
                detail = f"{self.what} at {self.at.isoformat()} has no {name!r}"
                raise HuxinError("bad_ledger", "The clock's ledger cannot be written", detail, fix="say why and who")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """A statutory clock and what happened to it. Every change returns a new ledger with one more entry.

    Attributes:
        start: the day of the event, or the aware moment for clock counts.
        duration: ISO 8601.
        count: how the duration is counted.
        entries: suspensions and resumptions in turn, the first one a suspension.
    """

    start: date
    duration: str
    count: Count
    entries: tuple[Entry, ...] = ()

    def __post_init__(self) -> None:
        for place, entry in enumerate(self.entries):
            if entry.what != ("suspended", "resumed")[place % 2]:
                raise _bad(f"entry {place + 1} cannot be {entry.what!r}", "suspensions and resumptions take turns")
            if place and entry.at < self.entries[place - 1].at:
                raise _bad(f"entry {place + 1} is earlier than the one before it", "entries are kept in the order of time")

    @property
    def suspended(self) -> bool:
        """Whether the clock stands still."""
        return len(self.entries) % 2 == 1

    def suspend(self, calendar: LegalCalendar, at: datetime, *, reason: str, by: str) -> Ledger:
        """Stop the clock.

        Raises:
            HuxinError: code `bad_ledger` when it is already suspended, or the moment lies before the last entry or the start;
                `time_is_over` when the time has run out, since what is over cannot be stopped.
        """
        entry = Entry(what="suspended", at=at, reason=reason, by=by)
        due = self.due(calendar)
        if due is None:
            raise _bad("the clock is suspended already", "resume it first")
        if entry.at < _beginning(self.start):
            raise _bad(f"{entry.at.isoformat()} lies before the start {self.start.isoformat()}", "suspend after the start")
        if entry.at >= due.at:
            detail = f"it ended at {due.at.isoformat()}, the suspension is of {entry.at.isoformat()}"
            raise HuxinError("time_is_over", "A time that is over cannot be suspended", detail, status=409)
        return replace(self, entries=(*self.entries, entry))

    def resume(self, at: datetime, *, reason: str, by: str) -> Ledger:
        """Let the clock run on with the time that was left.

        Raises:
            HuxinError: code `bad_ledger` when it is not suspended, or the moment lies before the suspension.
        """
        if not self.suspended:
            raise _bad("the clock is not suspended", "suspend it first")
        return replace(self, entries=(*self.entries, Entry(what="resumed", at=at, reason=reason, by=by)))

    def due(self, calendar: LegalCalendar) -> Due | None:
        """Return the due time after all entries, or None while the clock is suspended.

        It is counted from the entries each time, so it follows when the holidays of a provisional year are published.
        """
        due = calendar.due(self.start, self.duration, self.count)
        for stop, go in zip(self.entries[::2], self.entries[1::2], strict=False):
            if self.count == "clock":
                at = due.at + (go.at - stop.at)
                due = replace(due, at=at, nominal=at.date(), last_day=at.date())
            else:
                due = calendar.due(go.at.date(), _left(calendar, due, stop.at), self.count)
        return None if self.suspended else due

    def remaining(self, calendar: LegalCalendar, at: datetime) -> Period:
        """Return what is left of the time at a moment: days, or whole seconds for clock counts; frozen while suspended."""
        if self.suspended:
            before = replace(self, entries=self.entries[:-1])
            return before.remaining(calendar, self.entries[-1].at)
        due = self.due(calendar)
        if due is None:  # a clock that is not suspended always has one; this satisfies the type
            raise _bad("the clock has no due time", "resume it first")
        return _left(calendar, due, aware(at))

    def to_dict(self) -> dict[str, Any]:
        """Return the ledger as a JSON object."""
        return {
            "start": self.start.isoformat(),
            "duration": self.duration,
            "count": self.count,
            "entries": [{"what": e.what, "at": e.at.isoformat(), "reason": e.reason, "by": e.by} for e in self.entries],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Ledger:
        """Rebuild a ledger from its JSON object.

        Raises:
            HuxinError: code `bad_ledger` when it is not one.
        """
        try:
            start: str = data["start"]
            return cls(
                start=parse_moment(start) if "T" in start else date.fromisoformat(start),
                duration=Period.parse(data["duration"]).text,
                count=count_kind(data["count"]),
                entries=tuple(Entry(what=e["what"], at=parse_moment(e["at"]), reason=e["reason"], by=e["by"]) for e in data["entries"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _bad(f"{type(error).__name__}: {error}", "give start, duration, count and entries") from None


def _left(calendar: LegalCalendar, due: Due, at: datetime) -> Period:
    """Return what a running clock has left at a moment; nothing when the moment lies in the rest days behind its last day."""
    if due.count == "clock":
        seconds = max(0, int((due.at - at).total_seconds()))
        return Period(seconds=seconds, text=f"PT{seconds}S")
    days = calendar.working_days(at.date(), due.last_day) if due.count == "working" else max(0, (due.nominal - at.date()).days)
    return Period(days=days, text=f"P{days}D")


def _beginning(start: date) -> datetime:
    """Return the earliest moment at which something can happen to a clock with this start."""
    return aware(start) if isinstance(start, datetime) else datetime.combine(start, time(), SHANGHAI)


def _bad(detail: str, fix: str) -> HuxinError:
    return HuxinError("bad_ledger", "The clock's ledger cannot be written", detail, status=409, fix=fix)
