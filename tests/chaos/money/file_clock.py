"""A clock that several processes share: its moment stands in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.clock import parse_moment

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


class FileClock:
    """Reads the moment from a file at every question; `move_to` replaces the file as a whole."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        """Return the moment of the file."""
        return parse_moment(self._path.read_text("utf-8"))

    def move_to(self, moment: datetime) -> None:
        """Set the moment for every process."""
        fresh = self._path.with_suffix(".next")
        fresh.write_text(moment.isoformat(), "utf-8")
        fresh.replace(self._path)
