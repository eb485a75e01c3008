"""The law for the escrow service: profiles, decisions and the legal calendar, read from `regulations/` and `workflows/dmn/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.escrow.domain.rules import DECISIONS
from services.runtime.calendars import load_calendar
from services.runtime.dmn import load_rulebook
from services.runtime.law import load_law

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from services.kernel.calendar import LegalCalendar
    from services.kernel.due import Due
    from services.kernel.law import Law


class FileLawBook:
    """Fulfils `services.escrow.application.ports.LawBook` from the files under `home`."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def law(self, jurisdiction: str) -> Law:
        """Return the law of a jurisdiction."""
        return load_law(self._home, jurisdiction)

    def decide(self, name: str, jurisdiction: str, on: date, facts: dict[str, Any]) -> dict[str, Any]:
        """Return a decision as JSON."""
        return DECISIONS[name].decide(facts, load_rulebook(self._home, jurisdiction), on).to_json()

    def known_facts(self, name: str) -> frozenset[str]:
        """Return the fact names that a decision takes."""
        return frozenset(fact.name for fact in DECISIONS[name].schema.facts)

    def due(self, jurisdiction: str, start: date, duration: str, count: str) -> Due:
        """Count a due time by the legal calendar of the jurisdiction."""
        return load_calendar(self._home, jurisdiction).due(start, duration, count)

    def calendar(self, jurisdiction: str) -> LegalCalendar:
        """Return the legal calendar of a jurisdiction."""
        return load_calendar(self._home, jurisdiction)

    def payday(self, jurisdiction: str, agreed: date) -> date:
        """Return the day on which wages are paid: a payday on a day of rest moves before it (CN724-14)."""
        return load_calendar(self._home, jurisdiction).payday(agreed).day
