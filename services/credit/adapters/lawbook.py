"""The law for the credit service: profiles and the legal calendar, read from `regulations/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.runtime.calendars import load_calendar
from services.runtime.law import load_law

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from services.kernel.due import Due
    from services.kernel.law import Law


class FileLawBook:
    """Fulfils `services.credit.application.ports.LawBook` from the files under `home`."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def law(self, jurisdiction: str) -> Law:
        """Return the law of a jurisdiction."""
        return load_law(self._home, jurisdiction)

    def due(self, jurisdiction: str, start: date, duration: str, count: str) -> Due:
        """Count a due time by the legal calendar of the jurisdiction."""
        return load_calendar(self._home, jurisdiction).due(start, duration, count)
