"""The law for the permits service: profiles, decisions and the legal calendar, read from `regulations/` and `workflows/dmn/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.permits.domain.rules import DECISIONS
from services.runtime.calendars import load_calendar
from services.runtime.dmn import load_rulebook
from services.runtime.law import load_law

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from services.kernel.decision import Rule
    from services.kernel.law import Law
    from services.permits.domain.notices import DueDay


class FileLawBook:
    """Fulfils `services.permits.application.ports.LawBook` from the files under `home`."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def law(self, jurisdiction: str) -> Law:
        """Return the law of a jurisdiction."""
        return load_law(self._home, jurisdiction)

    def decide(self, name: str, jurisdiction: str, on: date, facts: dict[str, Any]) -> dict[str, Any]:
        """Return a decision as JSON."""
        return self._rule(name).decide(facts, load_rulebook(self._home, jurisdiction), on).to_json()

    def known_facts(self, name: str) -> frozenset[str]:
        """Return the fact names that a decision takes."""
        return frozenset(fact.name for fact in self._rule(name).schema.facts)

    def due(self, jurisdiction: str, start: date, duration: str, count: str) -> DueDay:
        """Count a due time by the legal calendar of the jurisdiction."""
        return load_calendar(self._home, jurisdiction).due(start, duration, count)

    def beyond(self, jurisdiction: str, start: date, duration: str) -> date:
        """Return the first day on which more than a duration has passed since a day."""
        return load_calendar(self._home, jurisdiction).first_day_beyond(start, duration)

    def catalogue(self) -> list[dict[str, Any]]:
        """Return name, titles and facts schema of every decision."""
        return [
            {
                "name": rule.name,
                "title_zh": rule.title_zh,
                "title_en": rule.title_en,
                "outcomes": list(rule.outcomes),
                "schema": rule.schema.json_schema(rule.title_zh),
            }
            for rule in DECISIONS.values()
        ]

    @staticmethod
    def _rule(name: str) -> Rule:
        rule = DECISIONS.get(name)
        if rule is None:
            raise HuxinError("unknown_decision", "No such decision", f"{name!r} is none of {', '.join(sorted(DECISIONS))}", status=404)
        return rule
