"""Orders to the bank of a wage account: who gets how much onto which account, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

    from services.kernel.protected import Protected

Purpose = Literal["wages", "advance", "deposit"]
LineState = Literal["ordered", "paid", "part_paid", "rejected"]
FINAL: frozenset[LineState] = frozenset({"paid", "part_paid", "rejected"})


@dataclass(frozen=True, kw_only=True)
class PaymentOrder:
    """An order for the project's wage account. Money in fen.

    Attributes:
        order_id: 32 hexadecimal digits, so that it fits a bank file's message id.
        about: what the order pays, for wages the payroll's id.
        pay_on: the day on which the money shall reach the accounts.
        settled_at: when the last line had its result; None while the bank owes one.
    """

    order_id: str
    project_id: str
    jurisdiction: str
    purpose: Purpose
    about: str
    pay_on: date
    lines: int
    total_fen: int
    ordered_at: datetime
    settled_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PaymentLine:
    """One payment of an order.

    Attributes:
        end_to_end_id: 32 hexadecimal digits; the bank names it in every status and statement.
        payee: the worker's id, or a firm's credit code.
        account: account number of the payee, protected.
        paid_fen: what has arrived.
        reason: the bank's reason where it is not `paid`.
    """

    end_to_end_id: str
    order_id: str
    line_no: int
    payee: str
    payee_name: str
    account: Protected
    amount_fen: int
    state: LineState = "ordered"
    paid_fen: int = 0
    reason: str = ""
