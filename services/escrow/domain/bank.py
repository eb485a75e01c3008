"""What is kept of the talk with banks: files, statuses, statements with their entries, and what does not agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.kernel.protected import without_numbers

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from services.escrow.domain.bank_files import Entry
    from services.kernel.protected import Protected

OUT, IN = "out", "in"


@dataclass(frozen=True, kw_only=True)
class BankAccount:
    """Whose wage account a number is, and at which bank (credit code, empty when nobody told)."""

    account: str
    project_id: str
    jurisdiction: str
    bank: str


@dataclass(frozen=True, kw_only=True)
class BankFile:
    """A file to (`out`) or from (`in`) a bank, kept as it travelled.

    Attributes:
        file_id: 32 hexadecimal digits.
        kind: `payments`, `status` or `statement`.
        digest: SHA-256 of the content; the same message id with another digest is refused.
        signature: the detached signature as it travelled.
        content: the file's text, sealed: it names everybody's account.
        lines: how many payments, statuses or entries it holds.
    """

    file_id: str
    direction: str
    kind: str
    message_id: str
    account: str
    project_id: str
    jurisdiction: str
    bank: str
    profile: str
    name: str
    digest: str
    signature: str
    content: str
    lines: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class BankStatus:
    """What one status report says of one payment; `told_at` is the bank's own time."""

    message_id: str
    end_to_end_id: str
    order_id: str
    account: str
    status: str
    reason: str
    info: str
    told_at: datetime


@dataclass(frozen=True, kw_only=True)
class BankStatement:
    """The frame of a statement: its days and balances in fen."""

    account: str
    message_id: str
    from_on: date
    to_on: date
    opening_fen: int
    closing_fen: int


@dataclass(frozen=True, kw_only=True)
class BankEntry:
    """An entry of a statement; the bank's reference names it for ever. Empty texts stand for what the bank left out.

    Attributes:
        other_account: the other side's account number, protected.
    """

    account: str
    reference: str
    direction: str
    amount_fen: int
    booked_on: date
    end_to_end_id: str
    other_name: str
    other_account: Protected
    text: str

    @classmethod
    def of(cls, account: str, entry: Entry, protect: Callable[[str], Protected]) -> BankEntry:
        """Return the record of an entry; `protect` makes a number safe to keep."""
        return cls(
            account=account,
            reference=entry.reference,
            direction=entry.direction,
            amount_fen=entry.amount_fen,
            booked_on=entry.booked_on,
            end_to_end_id=entry.end_to_end_id or "",
            other_name=entry.other_name or "",
            other_account=protect(entry.other_account or ""),
            text=without_numbers(entry.text or ""),
        )


@dataclass(frozen=True, kw_only=True)
class Mismatch:
    """Something on which orders, statuses and statements of an account do not agree.

    Attributes:
        key: the end-to-end id, the bank's reference or the statement's message id that it is about.
        expected_fen: what should be.
        found_fen: what the bank says.
        solved_at: when it no longer showed; None while it does.
    """

    account: str
    kind: str
    key: str
    project_id: str
    jurisdiction: str
    bank: str
    expected_fen: int
    found_fen: int
    text_zh: str
    text_en: str
    found_at: datetime
    solved_at: datetime | None = None
