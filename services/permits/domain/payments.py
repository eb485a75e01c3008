"""Contract payments under supervision (P06): what is due, what arrived, since when the rest is late. Frozen; money in fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["instalment", "labour_cost", "wage_order"]
KINDS = ("instalment", "labour_cost", "wage_order")
PAYER_ROLES = ("construction_unit", "general_contractor")


@dataclass(frozen=True, kw_only=True)
class Payment:
    """One amount that a contract, the labour-cost rule or an order makes due.

    Attributes:
        kind: an instalment of contract money, the month's labour cost, or wages that an order names.
        payer: credit code of who owes it; `payer_role` says as what.
        due_on: the contract's day; None when the contract names none.
        certified_on: day on which the progress was certified.
        process_settlement: whether the contract settles during construction.
        duty_assessed_on: when it was last asked whether the subcontractors must stop; None before the first time.
        facts: further facts of the decisions, by their names.
    """

    payment_id: str
    project_id: str
    jurisdiction: str
    kind: str
    payer: str
    payee: str
    payer_role: str
    instalment_fen: int
    due_on: date | None
    certified_on: date | None
    certified_progress_fen: int | None
    government_project: bool
    process_settlement: bool
    registered_on: date
    duty_assessed_on: date | None
    facts: dict[str, Any]

    @property
    def falls_due_on(self) -> date:
        """The last day to pay: the contract's, or where it names none the day of the certificate (TL-2.2.2-3b, TL-2.2.2-6a).

        Raises:
            HuxinError: code `no_due_day`.
        """
        day = self.due_on or self.certified_on
        if day is None:
            raise HuxinError(
                "no_due_day", "The payment has no due day", f"{self.payment_id} has neither due_on nor certified_on", status=422
            )
        return day

    @property
    def overdue_from(self) -> date:
        """The first day on which the payment is late."""
        return self.falls_due_on + timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Money that arrived for a payment, and how much of it the payee gave on as wages."""

    receipt_id: str
    payment_id: str
    amount_fen: int
    paid_on: date
    wages_fen: int = 0


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Wages that somebody says or an order finds unpaid on a project; `amount_fen` is what is still unpaid."""

    claim_id: str
    project_id: str
    amount_fen: int
    status: str
    noted_on: date


CLAIM_STATUS = ("pay_order", "admitted_list", "accepted_complaint", "unexamined_complaint", "closed_unfounded")
ESTABLISHED = frozenset({"pay_order", "admitted_list", "accepted_complaint"})


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far a payment has come on a day."""

    paid_fen: int
    shortfall_fen: int
    fully_paid_on: date | None


def standing(payment: Payment, receipts: Sequence[Receipt]) -> Standing:
    """Return how far a payment has come; only the whole amount ends the default, a part of it resets nothing (TL-2.2.2-6a)."""
    paid, full_on = 0, None
    for receipt in sorted(receipts, key=lambda each: (each.paid_on, each.receipt_id)):
        paid += receipt.amount_fen
        if full_on is None and paid >= payment.instalment_fen:
            full_on = receipt.paid_on
    return Standing(paid_fen=paid, shortfall_fen=max(payment.instalment_fen - paid, 0), fully_paid_on=full_on)


def established_arrears(claims: Sequence[Claim]) -> int:
    """Return the wages whose arrears are established; a complaint that nobody has examined is not yet one."""
    return sum(claim.amount_fen for claim in claims if claim.status in ESTABLISHED)


def wages_first(received_fen: int, given_on_fen: int, arrears_fen: int) -> int:
    """Return how much of the money received must still go to wages before anything else (TL-2.2.2-3c).

    Args:
        received_fen: contract money that arrived.
        given_on_fen: what of it was paid out as wages already.
        arrears_fen: wages still unpaid on the project.
    """
    return max(min(received_fen - given_on_fen, arrears_fen), 0)
