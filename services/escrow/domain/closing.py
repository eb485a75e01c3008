"""An application to close a wage account (P16)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

ASKED, CLOSED, REFUSED = "asked", "closed", "refused"
REASONS = ("works_completed", "contractor_or_bank_changed")
OPINIONS = ("owner_opinion", "construction_authority_opinion")
AGREE = "agree"


@dataclass(frozen=True, kw_only=True)
class Closing:
    """One application; `facts` by the names of the decision, as far as they are known, `decision` the last one as JSON."""

    closing_id: str
    project_id: str
    reason: str
    state: str
    asked_at: datetime
    asked_by: str
    facts: dict[str, Any] = field(default_factory=dict)
    decision: dict[str, Any] = field(default_factory=dict)
    ended_on: date | None = None

    def must_be_open(self) -> Closing:
        """Return the application unless it has ended.

        Raises:
            HuxinError: code `closing_ended`.
        """
        if self.state != ASKED:
            raise HuxinError("closing_ended", "The application has ended", f"application {self.closing_id} is {self.state}", status=409)
        return self


def facts_of(reason: str, known: frozenset[str], filled: Mapping[str, Any], earlier: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of the decision from what people filled in; an opinion that does not agree is none (SX-11-4)."""
    facts = {**earlier, **{name: value for name, value in filled.items() if name in known}}
    for name in OPINIONS:
        if name in facts:
            facts[name] = AGREE if facts[name] == AGREE else None
    return {**facts, **{name: name == reason for name in REASONS}}
