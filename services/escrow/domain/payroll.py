"""The monthly payroll of a project: its head, its lines, and what a line earns. Money in fen, days and pieces as roster counted them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from services.kernel.protected import Protected

State = Literal["due", "compiled", "signing", "approved", "ordered", "settled", "closed"]
LineState = Literal["open", "signed", "objected", "refused", "ordered", "paid", "part_paid", "rejected"]
CHANGEABLE: frozenset[State] = frozenset({"due", "compiled", "signing"})
PAYABLE: frozenset[LineState] = frozenset({"signed", "refused", "rejected"})
UNITS = ("day", "month", "quantity")
MASK = 1  # characters of a name that stay readable


@dataclass(frozen=True, kw_only=True)
class Payroll:
    """The payroll of one project and month.

    Attributes:
        payroll_id: `<project_id>:<YYYY-MM>`.
        form_due_on: last day on which the form must be filled in, that day included.
        late: what was flagged as late, `form` or `pay`.
        firms: signatures of the subcontractors, `{credit code: {signed, by, at}}`; `signed` None while it is owed.
        sealed: whether the general contractor signed and sealed.
        version: grows with every change of amounts or accounts; signatures count for one version only.
        order_id: the last order to the bank.
        keep_until: last day on which the ledger must be kept, once it is closed.
    """

    payroll_id: str
    project_id: str
    month: str
    jurisdiction: str
    form_due_on: date
    opened_at: datetime
    state: State = "due"
    waiting: bool = False
    late: tuple[str, ...] = ()
    firms: dict[str, Any]
    sealed: bool = False
    sealed_by: str = ""
    version: int = 1
    pay_on: date | None = None
    approved_at: datetime | None = None
    order_id: str = ""
    closed_at: datetime | None = None
    keep_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class PayrollLine:
    """What one worker earned and got.

    Attributes:
        line_no: place on the sheet, from 1.
        unit: what `rate_fen` pays: a `day`, a `month`, or nothing but `quantity_fen` for piece work.
        account: the wage card, protected; false when none is known.
        payee_kind: to whom the sheet says the line pays; anything but `worker` cannot be paid as wages.
        account_holder: whose account it is; empty when nobody stated another than the worker.
        signed_fen: the amount that the worker signed for.
        objection: the worker's own words; `objection_state` is `open`, `corrected` or `passed_on`.
        reasons: why a line was refused or rejected, `{text, text_en, clauses}`.
    """

    payroll_id: str
    worker_id: str
    line_no: int
    name: str
    employer: str
    unit: str
    days: int
    rate_fen: int
    quantity_fen: int
    gross_fen: int
    deduct_fen: int = 0
    due_fen: int
    account: Protected
    account_holder: str = ""
    payee_kind: str = "worker"
    contract: bool = True
    signed_at: datetime | None = None
    signed_by: str = ""
    signed_fen: int | None = None
    objection: str = ""
    objection_state: str = ""
    state: LineState = "open"
    paid_fen: int = 0
    reasons: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class AttendancePart:
    """One part of a month's attendance as roster announced it; the `account` of each line is a protected number's text."""

    project_id: str
    month: str
    part: int
    parts: int
    lines: tuple[dict[str, Any], ...]


def earned_fen(unit: str, *, days: int, rate_fen: int, quantity_fen: int, working_days: int) -> int:
    """Return what a worker earned, in fen.

    A daily rate counts the days, piece work its quantity. A monthly rate is shared out over the month's working days, at most once in
    full; a fraction of a fen goes to the worker.

    Args:
        unit: `day`, `month` or `quantity`.
        days: days that count.
        rate_fen: the agreed rate for one unit.
        quantity_fen: what the measured piece work is worth.
        working_days: working days of the month by the legal calendar.
    """
    if unit == "quantity":
        return quantity_fen
    if unit == "day":
        return days * rate_fen
    return min(rate_fen, -(-rate_fen * days // max(working_days, 1)))


def masked(name: str) -> str:
    """Return a name with all but its first character covered."""
    return name[:MASK] + "*" * max(len(name) - MASK, 1) if name else ""


def shared_accounts(lines: Mapping[str, Protected]) -> set[Protected]:
    """Return the accounts that more than one worker names. `lines` is account by worker."""
    seen: set[Protected] = set()
    return {account for account in lines.values() if account and (account in seen or seen.add(account))}  # type: ignore[func-returns-value]  # add returns None
