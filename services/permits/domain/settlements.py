"""Final settlement of finished works (P17): half a year in principle, a year at most, counted from the acceptance. Frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """The settlement of one project.

    Attributes:
        state: running, explained, settled, late, pledged, excused.
        half_year_on: last day of the time that holds in principle (SX-9-2a).
        limit_on: last day of the longest time (SX-9-2a).
        late_since: first day on which the longest time was over and nothing settled.
        pledge_case: reference of the pledge case that people carry on (SX-9-2b).
    """

    project_id: str
    jurisdiction: str
    state: str
    acceptance_passed_on: date
    half_year_on: date
    limit_on: date
    settled_on: date | None
    delay_reason: str
    late_since: date | None
    pledge_case: str


def is_late(settlement: Settlement, on: date) -> bool:
    """Tell whether the longest time is over without a settlement; its last day still counts (SX-9-2a)."""
    return settlement.settled_on is None and on > settlement.limit_on
