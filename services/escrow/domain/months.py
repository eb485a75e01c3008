"""The labour cost of one month of a project: what is due, what came, whether the wages are covered (P03)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

OPENED, DUE, LATE, FUNDED = "opened", "due", "late", "funded"


@dataclass(frozen=True, kw_only=True)
class FundingMonth:
    """One month; money in fen.

    Attributes:
        required_fen: what the owner must put in, once it is decided.
        due_on: the last day for it.
        certified: what the owner certified, by form field.
        plan: what the contractor planned for the wages, by form field.
        labour_cost: the decision on what is due, as JSON.
        balance: the last decision on the balance, as JSON.
    """

    project_id: str
    month: str
    state: str
    due_on: date
    payday_on: date
    required_fen: int | None = None
    funded_on: date | None = None
    certified: dict[str, Any] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=dict)
    labour_cost: dict[str, Any] = field(default_factory=dict)
    balance: dict[str, Any] = field(default_factory=dict)

    @property
    def funding_id(self) -> str:
        """The key of the month's process."""
        return f"{self.project_id}:{self.month}"
