"""Orders to put something right about a wage account (TL-2.3.1-4b, CN724-55, CN724-57), and what the bank reports (C12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

Reason = Literal["no_account", "owner_late", "short", "diverted"]
WANTED, SERVED, CORRECTED, LAPSED = "wanted", "served", "corrected", "lapsed"
OPEN = (WANTED, SERVED)
# The words of national law for what an authority may find; further steps are taken on these.
VIOLATIONS: dict[str, str] = {
    "no_account": "no_wage_account",
    "owner_late": "owner_labour_cost_late",
    "short": "owner_labour_cost_late",
    "diverted": "wage_account_misused",
}


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order to correct: what is wrong, until when, and how it ended. `about` names the thing, so one thing has one order a reason.

    Attributes:
        month: the wage month it is about, empty for none.
        required_fen: what should be in the account, or have been put in.
        correct_by: last day, named in the order itself (A12); None before it is served.
    """

    order_id: str
    project_id: str
    about: str
    reason: str
    month: str
    detail: str
    detail_en: str
    required_fen: int
    due_on: date | None
    state: str
    wanted_at: datetime
    served_on: date | None = None
    correct_by: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class BankReport:
    """A bank's report of a shortage or a diversion. The time to act on it runs from `noticed_at`, the bank's own event."""

    report_id: str
    project_id: str
    kind: str
    amount_fen: int
    reference: str
    noticed_at: datetime
    received_at: datetime
    finding: str = ""
