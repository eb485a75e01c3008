"""Rows of the ledger, and the books: balances change with their postings, and what was written is read back to see that it balances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from services.escrow.adapters.tables import ledger
from services.escrow.domain.ledger import Entry, LedgerAccount, Transaction, changes_of
from services.runtime.records import Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

SHAPES = (Shape(LedgerAccount, ledger.account), Shape(Transaction, ledger.transaction), Shape(Entry, ledger.entry))
_TRANSACTION, _ENTRY = SHAPES[1], SHAPES[2]


class SqlBooks:
    """Fulfils `services.escrow.application.ports.Books` on one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert

    def book(self, transaction: Transaction, entries: Sequence[Entry]) -> bool:
        """Write a transaction with its postings and move the balances; False when its key is known already."""
        statement = self._insert(ledger.transaction).values(**_TRANSACTION.row(transaction)).on_conflict_do_nothing()
        if self._connection.execute(statement).rowcount != 1:
            return False
        self._connection.execute(ledger.entry.insert(), [_ENTRY.row(entry) for entry in entries])
        for kind, change in changes_of(tuple(entries)).items():
            self._move(transaction.project_id, kind, change)
        if self.uneven(transaction.id):  # read back from the tables, so that nothing that differs is ever committed
            raise RuntimeError(f"debits differ from credits in {transaction.id}")
        return True

    def balance(self, project_id: str, kind: str, *, lock: bool = False) -> int:
        """Return debits less credits of an account; 0 when nothing was booked on it. `lock` holds it until the commit."""
        table = ledger.account
        statement = sa.select(table.c.balance_fen).where(table.c.project_id == project_id, table.c.kind == kind)
        return int(self._connection.scalar(statement.with_for_update(key_share=True) if lock else statement) or 0)

    def turnover(self, project_id: str, what: str, month: str | None = None) -> int:
        """Return the fen moved by transactions of one kind, those undone left out."""
        table, undone = ledger.transaction, ledger.transaction.alias("undone")
        statement = (
            sa.select(sa.func.coalesce(sa.func.sum(ledger.entry.c.debit_fen), 0))
            .select_from(ledger.entry.join(table).outerjoin(undone, undone.c.reverses == table.c.id))
            .where(table.c.project_id == project_id, table.c.what == what, undone.c.id.is_(None), table.c.reverses.is_(None))
        )
        if month is not None:
            statement = statement.where(table.c.month == month)
        return int(self._connection.scalar(statement) or 0)

    def _move(self, project_id: str, kind: str, change: int) -> None:
        table = ledger.account
        known = self._insert(table).values(project_id=project_id, kind=kind, balance_fen=0).on_conflict_do_nothing()
        self._connection.execute(known)
        where = table.c.project_id == project_id, table.c.kind == kind
        self._connection.execute(table.update().where(*where).values(balance_fen=table.c.balance_fen + change))

    def uneven(self, transaction_id: str | None = None) -> Sequence[str]:
        """Return the transactions, or whether the one, whose debits differ from their credits; there never are any."""
        table = ledger.entry
        statement = (
            sa.select(table.c.transaction_id)
            .group_by(table.c.transaction_id)
            .having(sa.func.sum(table.c.debit_fen) != sa.func.sum(table.c.credit_fen))
        )
        if transaction_id is not None:
            statement = statement.where(table.c.transaction_id == transaction_id)
        return [str(found) for found in self._connection.execute(statement).scalars()]

    def drifted(self) -> Sequence[tuple[str, str]]:
        """Return project and account of the balances that differ from their postings; there never are any."""
        table, posted = ledger.account, sa.func.coalesce(sa.func.sum(ledger.entry.c.debit_fen - ledger.entry.c.credit_fen), 0)
        joined = table.outerjoin(ledger.transaction, ledger.transaction.c.project_id == table.c.project_id).outerjoin(
            ledger.entry, sa.and_(ledger.entry.c.transaction_id == ledger.transaction.c.id, ledger.entry.c.kind == table.c.kind)
        )
        statement = (
            sa.select(table.c.project_id, table.c.kind)
            .select_from(joined)
            .group_by(table.c.project_id, table.c.kind, table.c.balance_fen)
            .having(table.c.balance_fen != posted)
        )
        return [(str(project), str(kind)) for project, kind in self._connection.execute(statement)]
