"""The clock that a process's services share: movable in the embedded run, the system's elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.clock import Clock, MovableClock, SystemClock

if TYPE_CHECKING:
    from services.runtime.settings import Settings


def clock_for(settings: Settings) -> Clock:
    """Return the clock for these settings; the embedded one runs on from today and can be moved forward."""
    if settings.profile == "embedded":
        return MovableClock(running=True)
    return SystemClock()
