"""Wages in arrears that somebody other than the employer pays first (P11): who, up to what, what was paid, who gives it back. Fen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from datetime import date, datetime

OPEN, DECIDED, NOTICED, PAID, REFUSED = "open", "decided", "noticed", "paid", "refused"
OWNER, CONTRACTOR, GUARANTOR = "construction_unit", "general_contractor", "guarantor"
BOTH = f"{OWNER}_and_{CONTRACTOR}"
OTHERS = ("employer", "name_lender")
UNLAWFUL = frozenset({"unlawful_award_by_owner", "unlawful_subcontract_by_gc", "whole_works_transferred", "lent_name", "unlawful_project"})
# The form fields by which each payer reports what it put into the wage account.
FIELDS = {
    OWNER: ("owner_advanced_fen", "owner_receipt"),
    CONTRACTOR: ("contractor_advanced_fen", "contractor_receipt"),
    "other": ("other_advanced_fen", "other_receipt"),
    GUARANTOR: ("guarantor_paid_fen", "guarantor_receipt"),
}
_MAX_RECEIPT = 60


@dataclass(frozen=True, kw_only=True)
class Advance:
    """One case of wages in arrears and who answers for them.

    Attributes:
        about: what it came from, such as a contract payment under supervision.
        claims: wage claims by subcontractor, `{employer, amount_fen}` in order (TL-2.6.1-3).
        outcome: who pays first; `limits`: at most how much each, by role.
        final_bearer: who bears it in the end, by role; empty where the law names nobody.
        supervised: whether the owner answered for its supervision; None before the notice ran out (TL-2.6.1-1a).
    """

    advance_id: str
    project_id: str
    jurisdiction: str
    about: str
    arrears_fen: int
    opened_at: datetime
    claims: tuple[dict[str, Any], ...] = ()
    state: str = OPEN
    outcome: str = ""
    limits: dict[str, int] = field(default_factory=dict)
    shares: tuple[int, ...] = ()
    final_bearer: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    reasons: tuple[dict[str, Any], ...] = ()
    notice_by: date | None = None
    supervised: bool | None = None
    paid_fen: int = 0
    filed_on: date | None = None

    @property
    def shortfall_fen(self) -> int:
        """Wages that nobody has paid yet."""
        return self.arrears_fen - self.paid_fen

    @property
    def payers(self) -> tuple[str, ...]:
        """The roles that pay first."""
        return (OWNER, CONTRACTOR) if self.outcome == BOTH else (self.outcome,) if self.outcome else ()


@dataclass(frozen=True, kw_only=True)
class AdvancePayment:
    """What one payer put in, under the bank's receipt, which counts once."""

    id: str
    advance_id: str
    payer: str
    amount_fen: int
    receipt: str
    paid_on: date


@dataclass(frozen=True, kw_only=True)
class GuaranteeClaim:
    """A call on the guarantor of the owner's payment (SX-11-2b), and its filing with the construction authority (SX-11-2c)."""

    advance_id: str
    guarantor: str
    guarantee_number: str
    claimed_fen: int
    pay_by: date
    paid_fen: int | None = None


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """What a payer may claim back from whoever bears the wages in the end."""

    recovery_id: str
    advance_id: str
    project_id: str
    creditor: str
    debtor: str
    amount_fen: int
    recovered_fen: int = 0
    state: str = "open"


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What a payer reports, checked for sense."""

    payer: str
    amount_fen: int
    receipt: str


def reported(facts: dict[str, Any], payers: tuple[str, ...]) -> tuple[list[Reported], list[str]]:
    """Read the reports of payers from a process's data: those that can be booked, and what is wrong with the others."""
    good, wrong = [], []
    for payer in payers:
        amount_name, receipt_name = FIELDS.get(payer, FIELDS["other"])
        amount, receipt = facts.get(amount_name), str(facts.get(receipt_name) or "").strip()
        if amount in (None, 0):
            continue
        if isinstance(amount, bool) or not isinstance(amount, int) or amount < 0:
            wrong.append(f"{amount_name}: {amount!r} 不是金额")
        elif not receipt or len(receipt) > _MAX_RECEIPT:
            wrong.append(f"{receipt_name}: 须填 1 至 {_MAX_RECEIPT} 字的回单号")
        else:
            good.append(Reported(payer=payer, amount_fen=amount, receipt=receipt))
    return good, wrong


def checked_claims(claims: object, arrears_fen: int) -> tuple[dict[str, Any], ...]:
    """Return wage claims by subcontractor when every line is right and they sum up to the arrears.

    Raises:
        HuxinError: `bad_claims`, with every wrong line.
    """
    if not claims:
        return ()
    lines: list[Any] = list(claims) if isinstance(claims, list | tuple) else [claims]
    wrong = [f"第 {number} 行：{line!r}" for number, line in enumerate(lines, start=1) if not _is_claim(line)]
    if not wrong and (total := sum(line["amount_fen"] for line in lines)) != arrears_fen:
        wrong = [f"合计 {total} 分，与欠薪 {arrears_fen} 分不符"]
    if wrong:
        raise HuxinError("bad_claims", "The wage claims cannot be taken", "；".join(wrong), status=422, fix="Correct the named lines.")
    return tuple({"employer": str(line["employer"]), "amount_fen": line["amount_fen"]} for line in lines)


def _is_claim(line: object) -> bool:
    if not isinstance(line, dict) or not str(line.get("employer") or "").strip():
        return False
    amount = line.get("amount_fen")
    return isinstance(amount, int) and not isinstance(amount, bool) and amount > 0
