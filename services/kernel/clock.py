"""The clock of the law: aware datetimes in Asia/Shanghai, and a clock that tests and previews can move."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from services.kernel.errors import HuxinError

SHANGHAI = ZoneInfo("Asia/Shanghai")


def aware(moment: datetime) -> datetime:
    """Return the moment in Asia/Shanghai.

    Raises:
        HuxinError: code `naive_datetime` when the moment has no offset, since it could mean any instant of a day.
    """
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise HuxinError(
            "naive_datetime",
            "A time needs its offset",
            f"{moment.isoformat()} names no offset",
            fix=f"write for example {moment.isoformat(timespec='seconds')}+08:00",
        )
    try:
        return moment.astimezone(SHANGHAI)
    except OverflowError:
        detail = f"{moment.isoformat()} lies at the end of the calendar"
        raise HuxinError("bad_time", "The time cannot be counted with", detail, fix="check the year of the time") from None


def parse_moment(text: str) -> datetime:
    """Read an ISO 8601 datetime with offset and return it in Asia/Shanghai.

    Raises:
        HuxinError: code `bad_time` when it is not a datetime, `naive_datetime` when the offset is missing.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise HuxinError(
            "bad_time",
            "The time cannot be read",
            f"{text!r} is not an ISO 8601 datetime",
            fix="write for example 2026-01-31T09:00:00+08:00",
        ) from None
    return aware(moment)


class Clock(Protocol):
    """Where the time comes from. Code asks its clock and never the machine."""

    def now(self) -> datetime:
        """Return the present moment, aware, in Asia/Shanghai."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's time in Asia/Shanghai."""
        return datetime.now(SHANGHAI)


class MovableClock:
    """A clock for tests, demos and previews: it stands or runs, and can be set; safe to share between threads.

    Args:
        start: the moment to begin with, aware; the machine's time when missing.
        running: whether time goes on by itself from there.
    """

    def __init__(self, start: datetime | None = None, *, running: bool = False) -> None:
        self._base: Clock = SystemClock()
        self._running = running
        self._lock = threading.Lock()
        self._set = self._base.now() if start is None else aware(start)
        self._since = self._base.now()

    def now(self) -> datetime:
        """Return the set moment, plus the time passed since when the clock runs."""
        with self._lock:
            return self._read()

    def move_to(self, moment: datetime) -> datetime:
        """Set the clock, forwards or backwards, and return the new time.

        Raises:
            HuxinError: code `naive_datetime` when the moment has no offset.
        """
        moved = aware(moment)
        with self._lock:
            self._set, self._since = moved, self._base.now()
            return moved

    def advance(self, step: timedelta) -> datetime:
        """Move the clock by a step and return the new time."""
        with self._lock:
            self._set, self._since = self._read() + step, self._base.now()
            return self._set

    def freeze(self) -> None:
        """Let time stand still from now on."""
        with self._lock:
            self._set, self._running = self._read(), False

    def run(self) -> None:
        """Let time go on by itself from now on."""
        with self._lock:
            self._set, self._since, self._running = self._read(), self._base.now(), True

    def _read(self) -> datetime:
        return self._set + (self._base.now() - self._since) if self._running else self._set
