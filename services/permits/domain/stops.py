"""Stops of work and correction orders (P06): on which basis, since when, who bears the loss. Frozen; money in fen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

# Who asks, by basis: the decision looks only at the power of the one who asks.
ASKERS = ("sector_authority", "subcontractor", "enforcement_authority", "contractor")
PENAL = frozenset({"c", "N"})
OWNER_LATE = "owner_labour_cost_late"
VIOLATIONS = (
    "no_wage_account",
    "wage_account_misused",
    "no_deposit",
    "no_real_name_system",
    OWNER_LATE,
    "owner_no_payment_guarantee",
    "no_site_board",
    "no_wage_ledger",
)


@dataclass(frozen=True, kw_only=True)
class CorrectionOrder:
    """An order to correct: it runs from its service, and its last day stands in it (TL-2.3.1-4c)."""

    order_id: str
    payment_id: str
    violation: str
    addressee: str
    served_on: date | None
    correct_by: date | None
    corrected_on: date | None
    state: str  # drafted, served, corrected, lapsed


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A stop of work on one of the bases a, b, c, SX, N; `payment_id` names the missed order where it is not about a payment."""

    stop_id: str
    payment_id: str
    project_id: str
    basis: str
    stopped_on: date
    resumed_on: date | None
    loss_fen: int
    loss_bearer: str
    reasons: tuple[dict[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class StopApplication:
    """A contractor's application to stop; `decided_by` is `authority`, or `silence` once the time to answer has passed (SX-11-1a)."""

    application_id: str
    payment_id: str
    applicant: str
    applied_on: date
    state: str  # applied, allowed, refused
    decided_by: str | None


def order_key(order_id: str) -> str:
    """Return under which key a stop over a missed order stands in the place of a payment's."""
    return f"order-{order_id}"


def loss_bearer(basis: str, payer_role: str) -> str:
    """Return who bears what the stop costs: under an allowed application the owner (SX-11-1b), else whoever did not pay."""
    return "construction_unit" if basis == "SX" else payer_role
