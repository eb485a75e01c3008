"""The sample bank's accounts, transfers and bookings on one connection. Numbers of people's accounts lie there protected."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from services.bank import tables
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.kernel.protected import Protected, tail_of, without_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.runtime.vault import Vault

Row = dict[str, Any]


def new_key() -> str:
    """Return 32 hexadecimal digits, which fit every id of a bank file."""
    return uuid7().replace("-", "")


class Books:
    """Reads and changes the bank's books.

    Args:
        connection: the transaction.
        vault: protects account numbers.
    """

    def __init__(self, connection: sa.Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault

    def account(self, number: str) -> Row | None:
        """Return an account with its row locked."""
        return self._first(sa.select(tables.account).where(tables.account.c.number == self._vault.mark(number)).with_for_update())

    def open_account(self, number: str) -> Row:
        """Return an account; an unknown one is opened without a limit, since the sample run does not tell what it holds."""
        known = self.account(number)
        if known is None:
            row: Row = {
                "number": self._vault.mark(number),
                "is_open": True,
                "limited": False,
                "balance_fen": 0,
                "told_fen": 0,
                "told_to": None,
            }
            self._connection.execute(tables.account.insert().values(**row))
            return row
        return known

    def change_account(self, number: str, **values: object) -> None:
        """Change an account."""
        self._connection.execute(tables.account.update().where(tables.account.c.number == self._vault.mark(number)).values(**values))

    def add_file(self, row: Row, transfers: Sequence[Row]) -> None:
        """Keep a payment file with its transfers."""
        self._connection.execute(tables.order_file.insert().values(**row))
        if transfers:
            rows = [{**one, "payee_account": self._vault.protect(one["payee_account"]).text} for one in transfers]
            self._connection.execute(tables.transfer.insert(), rows)

    def file(self, message_id: str) -> Row | None:
        """Return a payment file that has been taken."""
        return self._first(sa.select(tables.order_file).where(tables.order_file.c.message_id == message_id))

    def known_transfers(self, keys: Sequence[str]) -> set[str]:
        """Return which of the payments have been taken before, in whatever file."""
        column = tables.transfer.c.end_to_end_id
        return set(self._connection.scalars(sa.select(column).where(column.in_(keys))))

    def due(self, day: date) -> Sequence[Row]:
        """Return the transfers that are due, locked, file by file in their order: whoever else would pay them waits and finds them done."""
        table = tables.transfer
        statement = (
            sa.select(table)
            .where(table.c.due_on <= day, table.c.done.is_(False))
            .order_by(table.c.message_id, table.c.line)
            .with_for_update()
        )
        rows = [dict(row) for row in self._connection.execute(statement).mappings()]
        return [{**row, "payee_account": self._revealed(row["payee_account"])} for row in rows]

    def finish(self, keys: Sequence[str]) -> None:
        """Mark transfers as done."""
        if keys:
            table = tables.transfer
            self._connection.execute(table.update().where(table.c.end_to_end_id.in_(keys)).values(done=True))

    def book(self, number: str, direction: str, amount_fen: int, day: date, **rest: str | None) -> str:
        """Move money on an account and return the booking's reference.

        Raises:
            HuxinError: `account_closed`, `balance_too_low`.
        """
        account = self.open_account(number)
        change = amount_fen if direction == "in" else -amount_fen
        if not account["is_open"]:
            raise HuxinError("account_closed", "The account is closed", f"it ends in {tail_of(number)}", status=409)
        if account["limited"] and account["balance_fen"] + change < 0:
            raise HuxinError("balance_too_low", "The account does not hold that much", f"it ends in {tail_of(number)}", status=409)
        reference = new_key()
        members = {"end_to_end_id": None, "other_name": None, "other_account": None, "text": None, **rest}
        if members["other_account"]:
            members["other_account"] = self._vault.protect(members["other_account"]).text
        row = {
            "reference": reference,
            "account": number,
            "direction": direction,
            "amount_fen": amount_fen,
            "booked_on": day,
            "stated": False,
        }
        self._connection.execute(tables.booking.insert().values(**row, **members))
        self.change_account(number, balance_fen=account["balance_fen"] + change)
        return reference

    def unstated(self, before: date) -> dict[str, list[Row]]:
        """Return the bookings of days before a day that no statement shows yet, by account."""
        table = tables.booking
        statement = (
            sa.select(table).where(table.c.booked_on < before, table.c.stated.is_(False)).order_by(table.c.account, table.c.reference)
        )
        found: dict[str, list[Row]] = {}
        for row in self._connection.execute(statement).mappings():
            found.setdefault(row["account"], []).append({**row, "other_account": self._revealed(row["other_account"] or "") or None})
        return found

    def state(self, number: str, rows: Sequence[Row], to_on: date) -> tuple[int, date]:
        """Mark bookings as stated up to a day; return the opening balance and the first day."""
        account = self.open_account(number)
        opening, first = account["told_fen"], account["told_to"]
        first = first + timedelta(days=1) if first else min(row["booked_on"] for row in rows)
        change = sum(row["amount_fen"] if row["direction"] == "in" else -row["amount_fen"] for row in rows)
        table = tables.booking
        self._connection.execute(table.update().where(table.c.reference.in_([row["reference"] for row in rows])).values(stated=True))
        self.change_account(number, told_fen=opening + change, told_to=to_on)
        return opening, first

    def add_mail(self, **row: object) -> None:
        """Put a file into the mail; its content is sealed while it lies there."""
        sealed = {**row, "content": self._vault.seal(str(row["content"]))}
        self._connection.execute(tables.mail.insert().values(mail_id=new_key(), state="waiting", answer="", **sealed))

    def waiting_mail(self) -> Sequence[Row]:
        """Return the mail that has not gone, oldest first."""
        statement = sa.select(tables.mail).where(tables.mail.c.state == "waiting").order_by(tables.mail.c.mail_id)
        return [{**row, "content": self._vault.open(row["content"])} for row in self._connection.execute(statement).mappings()]

    def mail(self, limit: int) -> Sequence[Row]:
        """Return mail without its content, newest first."""
        shown = [column for column in tables.mail.columns if column.name != "content"]
        statement = sa.select(*shown).order_by(tables.mail.c.mail_id.desc()).limit(limit)
        return [dict(row) for row in self._connection.execute(statement).mappings()]

    def answer_mail(self, mail_id: str, state: str, answer: str) -> None:
        """Write down how mail was received."""
        table = tables.mail
        self._connection.execute(table.update().where(table.c.mail_id == mail_id).values(state=state, answer=without_numbers(answer)[:500]))

    def _revealed(self, text: str) -> str:
        return self._vault.reveal(Protected.parse(text))

    def _first(self, statement: sa.Select[Any]) -> Row | None:
        row = self._connection.execute(statement).mappings().first()
        return dict(row) if row else None
