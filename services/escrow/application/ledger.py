"""Books what happened to the wage money, each fact once, and reads the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.escrow.application.lookup import visible_project
from services.escrow.application.projects import project_of
from services.escrow.domain.ledger import (
    BANK,
    KINDS,
    MOVES,
    NEVER_NEGATIVE,
    Entry,
    LedgerAccount,
    Move,
    Transaction,
    changes_of,
    entries_of,
    reversed_entries,
)
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from services.escrow.application.ports import Handler, Work

MAX_MEMO = 300
MAX_PAGE = 200


def book(  # noqa: PLR0913 - what names a booking
    work: Work, *, project_id: str, key: str, what: str, amount_fen: int, month: str = "", booked_on: date | None = None, memo: str = ""
) -> bool:
    """Book one fact of a kind named in `MOVES`; False when `key` was booked before, and nothing changes.

    Raises:
        HuxinError: `unknown_project`, `bad_posting`, and `not_enough_money` when the account does not hold the amount.
    """
    debit, credit = MOVES[what]
    transaction = _transaction(work, project_id, key, what, month=month, booked_on=booked_on, memo=memo)
    return _write(work, transaction, entries_of(transaction.id, (Move(debit, credit, amount_fen),)))


def reverse(work: Work, *, project_id: str, key: str, reason: str) -> bool:
    """Undo a booked fact by its mirror; False when it was undone before.

    Raises:
        HuxinError: `unknown_booking` when there is none with that key, `bad_posting` without a reason.
    """
    if not reason.strip():
        raise HuxinError("bad_posting", "A reversal needs its reason", f"booking {key}", status=422)
    known = work.records.one(Transaction, project_id=project_id, key=key)
    if known is None:
        raise HuxinError("unknown_booking", "No such booking", f"project {project_id} has no booking {key}", status=404)
    undoing = _transaction(work, project_id, f"reversal of {key}", known.what, month=known.month, memo=reason, reverses=known.id)
    entries = tuple(work.records.many(Entry, transaction_id=known.id))
    return _write(work, undoing, reversed_entries(undoing.id, entries))


def balance(work: Work, project_id: str, kind: str = BANK) -> int:
    """Return the balance of an account in fen, debits less credits."""
    return work.books.balance(project_id, kind)


def turnover(work: Work, project_id: str, what: str, month: str | None = None) -> int:
    """Return what facts of one kind moved, in fen, in a month or altogether."""
    return work.books.turnover(project_id, what, month)


def show_ledger(
    work: Work, *, project_id: str, firms: list[str] | None = None, after: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return the balances and a page of transactions with their postings, newest first."""
    visible_project(work, project_id, firms)
    page = work.records.many(Transaction, project_id=project_id, after=after, limit=min(limit, MAX_PAGE), newest_first=True)
    entries = work.records.many(Entry, transaction_id=[transaction.id for transaction in page])
    held = {account.kind: account.balance_fen for account in work.records.many(LedgerAccount, project_id=project_id)}
    return {
        "project_id": project_id,
        "balances": {kind: held.get(kind, 0) for kind in KINDS},
        "items": [_shown(transaction, entries) for transaction in page],
        "next_cursor": page[-1].id if len(page) == min(limit, MAX_PAGE) else None,
    }


def audit_ledger(work: Work) -> dict[str, Any]:
    """Tell whether every transaction balances and every balance is the sum of its postings."""
    uneven, drifted = work.books.uneven(), work.books.drifted()
    return {"ok": not uneven and not drifted, "uneven": list(uneven), "drifted": [f"{project} {kind}" for project, kind in drifted]}


def _transaction(  # noqa: PLR0913 - a transaction's members
    work: Work,
    project_id: str,
    key: str,
    what: str,
    *,
    month: str,
    booked_on: date | None = None,
    memo: str = "",
    reverses: str | None = None,
) -> Transaction:
    project_of(work, project_id)
    return Transaction(
        id=uuid7(),
        project_id=project_id,
        key=key,
        what=what,
        month=month,
        booked_on=booked_on or work.now.date(),
        memo=memo[:MAX_MEMO],
        booked_at=work.now,
        reverses=reverses,
    )


def _write(work: Work, transaction: Transaction, entries: tuple[Entry, ...]) -> bool:
    if work.records.one(Transaction, project_id=transaction.project_id, key=transaction.key) is not None:
        return False
    for kind, change in changes_of(entries).items():
        if kind in NEVER_NEGATIVE and change < 0:
            held = work.books.balance(transaction.project_id, kind, lock=True)
            if held + change < 0:
                raise HuxinError(
                    "not_enough_money",
                    "The wage account does not hold that much",
                    f"{-change} fen are to be paid, {held} fen are in the account",
                    status=409,
                    fix="Let the owner or the contractor put in what is missing first.",
                )
    return work.books.book(transaction, entries)


def _shown(transaction: Transaction, entries: Sequence[Entry]) -> dict[str, Any]:
    return {
        "id": transaction.id,
        "key": transaction.key,
        "what": transaction.what,
        "month": transaction.month,
        "booked_on": transaction.booked_on.isoformat(),
        "booked_at": transaction.booked_at.isoformat(),
        "memo": transaction.memo,
        "reverses": transaction.reverses,
        "entries": [
            {"account": entry.kind, "debit_fen": entry.debit_fen, "credit_fen": entry.credit_fen}
            for entry in entries
            if entry.transaction_id == transaction.id
        ],
    }


HANDLERS: dict[str, Handler] = {"show_ledger": show_ledger, "audit_ledger": audit_ledger}
