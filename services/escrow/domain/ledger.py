"""The double-entry ledger of a project's wage money. Amounts in fen; nothing is deleted, a mistake is reversed.

A transaction is a set of postings whose debits equal their credits. Accounts that grow by debit hold money or claims, the others tell
where it came from. The wage account serves wages only, so the money in it leaves to workers, or back at its closing (SX-4-1c, CN724-29).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from services.kernel.errors import HuxinError
from services.kernel.money import fen

if TYPE_CHECKING:
    from datetime import date, datetime

BANK = "bank"  # what lies in the wage account
OWNER_DUE = "owner_due"  # what the owner still owes the account; stays when the contractor helps out (SX-11-2a, TL-2.3.1-3b)
LABOUR_COST = "labour_cost"  # labour cost that became due
TOP_UP = "top_up"  # what the contractor put in
WAGES = "wages"  # paid to workers
DIVERTED = "diverted"  # taken from the account for something else, to be put back
RETURNED = "returned"  # given back to the contractor when the account was closed
ADVANCE = "advance"  # what others advanced for wages in arrears (CN724-29, CN724-30)
KINDS = (BANK, OWNER_DUE, LABOUR_COST, TOP_UP, WAGES, DIVERTED, RETURNED, ADVANCE)
NEVER_NEGATIVE = (BANK,)


@dataclass(frozen=True, kw_only=True)
class LedgerAccount:
    """One account of a project's ledger; its balance is debits less credits."""

    project_id: str
    kind: str
    balance_fen: int = 0


@dataclass(frozen=True, kw_only=True)
class Transaction:
    """One booked fact. `key` names it, so that booking it again changes nothing; `month` (YYYY-MM) is the wage month it is about."""

    id: str
    project_id: str
    key: str
    what: str
    month: str
    booked_on: date
    memo: str
    booked_at: datetime
    reverses: str | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One posting of a transaction: either debit or credit is above zero."""

    transaction_id: str
    line: int
    kind: str
    debit_fen: int
    credit_fen: int


@dataclass(frozen=True)
class Move:
    """Money from the credited account to the debited one, in fen."""

    debit: str
    credit: str
    amount_fen: int


What = Literal[
    "labour_cost_due",
    "owner_transfer",
    "top_up",
    "wages_paid",
    "diversion",
    "diversion_returned",
    "balance_returned",
    "advance",
    "advance_paid_out",
]
MOVES: dict[str, tuple[str, str]] = {
    "labour_cost_due": (OWNER_DUE, LABOUR_COST),
    "owner_transfer": (BANK, OWNER_DUE),
    "top_up": (BANK, TOP_UP),
    "wages_paid": (WAGES, BANK),
    "diversion": (DIVERTED, BANK),
    "diversion_returned": (BANK, DIVERTED),
    "balance_returned": (RETURNED, BANK),
    "advance": (BANK, ADVANCE),
    "advance_paid_out": (WAGES, BANK),
}


def entries_of(transaction_id: str, moves: tuple[Move, ...]) -> tuple[Entry, ...]:
    """Return the postings of moves; each move gives a debit and a credit of one amount, so both sides are equal.

    Raises:
        HuxinError: code `bad_posting` for no move, an unknown account, one account on both sides, or an amount that is not above zero.
    """
    if not moves:
        raise _bad("a transaction without a move books nothing")
    entries = []
    for number, move in enumerate(moves):
        if {move.debit, move.credit} - set(KINDS) or move.debit == move.credit:
            raise _bad(f"{move.debit!r} and {move.credit!r} are not two accounts of the ledger")
        if fen(move.amount_fen) <= 0:
            raise _bad(f"{move.amount_fen} fen cannot be booked; amounts are above zero")
        entries += [
            Entry(transaction_id=transaction_id, line=2 * number, kind=move.debit, debit_fen=move.amount_fen, credit_fen=0),
            Entry(transaction_id=transaction_id, line=2 * number + 1, kind=move.credit, debit_fen=0, credit_fen=move.amount_fen),
        ]
    return tuple(entries)


def changes_of(entries: tuple[Entry, ...]) -> dict[str, int]:
    """Return by how much each account's balance changes, accounts in a fixed order so that locks are always taken alike."""
    changes: dict[str, int] = {}
    for kind in KINDS:
        touched = [entry.debit_fen - entry.credit_fen for entry in entries if entry.kind == kind]
        if touched:
            changes[kind] = sum(touched)
    return changes


def reversed_entries(transaction_id: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the postings that undo others."""
    return tuple(
        Entry(transaction_id=transaction_id, line=entry.line, kind=entry.kind, debit_fen=entry.credit_fen, credit_fen=entry.debit_fen)
        for entry in entries
    )


def _bad(detail: str) -> HuxinError:
    return HuxinError("bad_posting", "This cannot be booked", detail, status=422)
