"""A project's wage deposit (P05): what is due, what lies there as cash or letter, and every change of it. Money in fen.

The deposit lies in an account of its own or with a bank as guarantor, never in the wage account, so the wage ledger does not hold it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from datetime import date, datetime

ASSESSING, DUE, EXEMPT, STORED, RETURNING, RETURNED = "assessing", "due", "exempt", "stored", "returning", "returned"
CASH, LETTER = "cash", "letter"
FORMS = (CASH, LETTER)
MoveKind = Literal["stored", "used", "topped_up", "paid_back", "returned"]
SIGNS: dict[MoveKind, int] = {"stored": 1, "topped_up": 1, "used": -1, "paid_back": -1, "returned": -1}
_MAX_NUMBER = 60


@dataclass(frozen=True, kw_only=True)
class Deposit:
    """The deposit of one project.

    Attributes:
        holder: credit code of the general contractor, who stores it (TL-2.3.2-2).
        due_on: last day to store it, counted from the permit (CN65-DUE).
        rate_bp: basis points of the contract price; None until it is decided.
        due_fen: what must lie there; `held_fen`: what does, as cash or as the open amount of a letter.
        facts: what the last decision on the rate was made from; `reasons` why it came out so.
        missing: whether a last day passed without the whole amount.
        reminded_for: the end of the letter that a reminder was given for.
    """

    project_id: str
    jurisdiction: str
    holder: str
    state: str
    due_on: date
    rate_bp: int | None = None
    due_fen: int = 0
    held_fen: int = 0
    form: str = ""
    letter_number: str = ""
    letter_valid_until: date | None = None
    missing: bool = False
    reminded_for: date | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    reasons: tuple[dict[str, Any], ...] = ()

    @property
    def shortfall_fen(self) -> int:
        """What is still to be stored."""
        return max(0, self.due_fen - self.held_fen)

    def must_be(self, *states: str) -> Deposit:
        """Return the deposit when it is in one of the states.

        Raises:
            HuxinError: code `wrong_deposit_state`.
        """
        if self.state not in states:
            raise HuxinError(
                "wrong_deposit_state",
                "The deposit is not in the state for this",
                f"the deposit of project {self.project_id} is {self.state}, not {' or '.join(states)}",
                status=409,
                fix="Finish the step before, or look at the deposit again.",
            )
        return self

    def moved(self, kind: MoveKind, amount_fen: int) -> Deposit:
        """Return the deposit after a change of what it holds.

        Raises:
            HuxinError: `not_enough_deposit` when more would leave than lies there.
        """
        held = self.held_fen + SIGNS[kind] * amount_fen
        if held < 0:
            raise HuxinError(
                "not_enough_deposit",
                "The deposit does not hold that much",
                f"{amount_fen} fen would leave, {self.held_fen} fen are there",
                status=409,
                fix="Take at most what the deposit holds.",
            )
        return replace(self, held_fen=held)


@dataclass(frozen=True, kw_only=True)
class DepositMove:
    """One change of what the deposit holds; `key` names it, so that it is booked once."""

    id: str
    project_id: str
    key: str
    kind: str
    amount_fen: int
    receipt: str
    booked_on: date
    booked_at: datetime


@dataclass(frozen=True, kw_only=True)
class DepositUse:
    """Wages paid from the deposit after a missed order (CN65-USE)."""

    order_id: str
    project_id: str
    wanted_fen: int
    granted_fen: int
    paid_fen: int | None = None
    pay_by: date | None = None
    paid_on: date | None = None
    top_up_by: date | None = None
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class DepositReview:
    """The yearly review of a deposit after the Spring Festival (SX-8-2)."""

    review_id: str
    project_id: str
    year: int
    finish_by: date
    old_rate_bp: int | None
    new_rate_bp: int | None = None
    new_due_fen: int | None = None
    state: str = "open"
    facts: dict[str, Any] = field(default_factory=dict)
    reasons: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class DepositReturn:
    """An application to have the deposit back (CN65-RETURN): posted for the notice, checked, confirmed, paid."""

    request_id: str
    project_id: str
    posted_on: date
    notice_ends_on: date
    promise: bool
    works_completed_on: date | None
    state: str = "posted"
    reasons: tuple[dict[str, Any], ...] = ()
    returned_fen: int | None = None


@dataclass(frozen=True, kw_only=True)
class Deposited:
    """What a contractor says it stored, checked for sense before anything is written."""

    form: str
    amount_fen: int
    receipt: str
    letter_valid_until: date | None

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            raise _bad("deposit_form", f"{self.form!r} is neither cash nor letter")
        if self.amount_fen <= 0:
            raise _bad("deposit_amount_fen", f"{self.amount_fen} fen is no amount")
        if not self.receipt.strip() or len(self.receipt) > _MAX_NUMBER:
            raise _bad("deposit_receipt", f"the number of the receipt or letter has 1 to {_MAX_NUMBER} characters")
        if self.form == LETTER and self.letter_valid_until is None:
            raise _bad("letter_valid_until", "a guarantee letter has an end")


def _bad(name: str, detail: str) -> HuxinError:
    return HuxinError("bad_deposit", "What was stored cannot be kept", f"{name}: {detail}", status=422, fix="Correct the named entry.")
