"""What the sample bank does with a payment file, day by day: checks it, reports, pays, and tells in statements what moved."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from services.bank.books import Books, Row, new_key
from services.escrow.adapters.bank import files
from services.escrow.domain.bank_files import Entry, LineStatus, PaymentFile, Statement, StatusReport
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from services.bank.behaviour import Behaviour
    from services.escrow.adapters.bank.signing import Signer, Verifier
    from services.escrow.domain.bank_files import BankMessage, Transfer

CLOSED, SHORT, KNOWN = ("AC04", "付款账户已销户"), ("AM04", "付款账户余额不足"), ("AM05", "重复的支付")


class Teller:
    """Works on the books of one transaction.

    Args:
        books: the bank's books.
        behaviour: how payments are treated.
        signer: the bank's own key.
        customer: knows the customer's key.
        now: the bank's time.
    """

    def __init__(self, books: Books, behaviour: Behaviour, signer: Signer, customer: Verifier, now: datetime) -> None:
        self._books, self._behaviour, self._signer, self._customer, self._now = books, behaviour, signer, customer, now

    def take(self, raw: bytes, signature: str, jurisdiction: str) -> bool:
        """Take a payment file; False for one that was taken before, which changes nothing.

        Raises:
            HuxinError: `bad_signature`, `bad_bank_file`, `wrong_bank_file`.
        """
        self._customer.check(raw, signature)
        file = files.read(raw)
        if not isinstance(file, PaymentFile):
            raise HuxinError("wrong_bank_file", "The bank takes payment files only", files.kind_of(file), status=422)
        if self._books.file(file.message_id) is not None:
            return False
        profile = files.profile_of(raw)
        number = file.payer.account
        kept: Row = {"message_id": file.message_id, "account": number, "jurisdiction": jurisdiction, "profile": profile}
        if not self._books.open_account(number)["is_open"]:
            self._books.add_file(kept, [])
            self._report(kept, (), status="RJCT", why=CLOSED)
            return True
        known = self._books.known_transfers([transfer.end_to_end_id for transfer in file.transfers])
        refused = {transfer.end_to_end_id: why for transfer in file.transfers if (why := self._refusal(transfer, known))}
        taken = [(number, transfer) for number, transfer in enumerate(file.transfers) if transfer.end_to_end_id not in refused]
        self._books.add_file(kept, [self._row(file, line, transfer) for line, transfer in taken])
        lines = [
            _refused(transfer.end_to_end_id, refused[transfer.end_to_end_id])
            for transfer in file.transfers
            if transfer.end_to_end_id in refused
        ]
        lines += [LineStatus(end_to_end_id=transfer.end_to_end_id, status="ACSP") for _line, transfer in taken]
        self._report(kept, lines)
        self.pay(self._now.date())
        return True

    def _refusal(self, transfer: Transfer, known: set[str]) -> tuple[str, str] | None:
        if transfer.end_to_end_id in known:
            return KNOWN
        payee = self._books.account(transfer.payee.account)
        if payee is not None and not payee["is_open"]:
            return "AC04", "收款账户已销户"
        return self._behaviour.reason(transfer.end_to_end_id) if self._behaviour.fate(transfer.end_to_end_id) == "reject" else None

    def _row(self, file: PaymentFile, line: int, transfer: Transfer) -> Row:
        fate = self._behaviour.fate(transfer.end_to_end_id)
        day = max(file.execute_on, self._now.date())
        return {
            "end_to_end_id": transfer.end_to_end_id,
            "message_id": file.message_id,
            "line": line,
            "account": file.payer.account,
            "payee_name": transfer.payee.name,
            "payee_account": transfer.payee.account,
            "amount_fen": transfer.amount_fen,
            "text": transfer.text,
            "fate": fate,
            "due_on": day + timedelta(days=self._behaviour.late_days) if fate == "late" else day,
            "done": False,
        }

    def pay(self, day: date) -> int:
        """Pay what is due by a day, report it file by file, and return how many payments that were."""
        due = self._books.due(day)
        for message_id, rows in groupby(due, key=lambda row: str(row["message_id"])):
            kept = self._books.file(message_id)
            if kept is not None:
                self._report(kept, [self._pay(row, day) for row in rows])
        self._books.finish([row["end_to_end_id"] for row in due])
        return len(due)

    def _pay(self, row: Row, day: date) -> LineStatus:
        key = row["end_to_end_id"]
        amount = self._behaviour.part_of(key, row["amount_fen"]) if row["fate"] == "part" else row["amount_fen"]
        details = {"end_to_end_id": key, "other_name": row["payee_name"], "other_account": row["payee_account"], "text": row["text"]}
        try:
            self._books.book(row["account"], "out", amount, day, **details)
        except HuxinError as error:
            return _refused(key, CLOSED if error.code == "account_closed" else SHORT)
        if row["fate"] == "twice":
            self._books.book(row["account"], "out", amount, day, **details)
        return LineStatus(end_to_end_id=key, status="ACSC" if amount == row["amount_fen"] else "ACWC")

    def _report(self, kept: Row, lines: Sequence[LineStatus], *, status: str | None = None, why: tuple[str, str] | None = None) -> None:
        reason, info = why or (None, None)
        report = StatusReport(
            message_id=new_key(),
            created_at=self._now,
            original_message_id=kept["message_id"],
            status=status,
            lines=tuple(lines),
            reason=reason,
            info=info,
        )
        self._post(report, kept["profile"])

    def state(self, day: date) -> int:
        """Write statements of all days before a day, one for each account on which something moved; return how many."""
        moved = self._books.unstated(day)
        for number, rows in moved.items():
            last = day - timedelta(days=1)
            opening, first = self._books.state(number, rows, last)
            entries = tuple(_entry(row) for row in rows)
            statement = Statement(
                message_id=new_key(),
                created_at=self._now,
                account=number,
                from_on=first,
                to_on=last,
                opening_fen=opening,
                closing_fen=opening + sum(entry.change_fen for entry in entries),
                entries=entries,
            )
            self._post(statement, "iso20022")
        return len(moved)

    def _post(self, message: BankMessage, profile: files.Profile) -> None:
        raw = files.write(message, profile)
        self._books.add_mail(
            kind=files.kind_of(message),
            message_id=message.message_id,
            content=raw.decode(),
            signature=self._signer.sign(raw),
            copies=self._behaviour.copies(message.message_id),
        )


def _refused(key: str, why: tuple[str, str]) -> LineStatus:
    return LineStatus(end_to_end_id=key, status="RJCT", reason=why[0], info=why[1])


def _entry(row: Row) -> Entry:
    names = ("reference", "direction", "amount_fen", "booked_on", "end_to_end_id", "other_name", "other_account", "text")
    return Entry(**{name: row[name] for name in names})
