"""A wage account with an order on it, its desk, and a bank that answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from messages import SHANGHAI

from services.escrow.adapters.bank import files
from services.escrow.adapters.bank.desk import BankDesk
from services.escrow.adapters.bank.signing import Signer, Verifier
from services.escrow.adapters.tables import metadata
from services.escrow.adapters.work import SqlWork
from services.escrow.application.payments import place_order
from services.escrow.bootstrap import Escrow
from services.escrow.domain.accounts import ACTIVE, WageAccount
from services.escrow.domain.bank_files import Entry, LineStatus, Statement, StatusReport
from services.escrow.domain.payment import PaymentLine
from services.escrow.domain.project import Project
from services.kernel.clock import MovableClock
from services.runtime.settings import CHECKOUT
from services.runtime.testing import make_units, throwaway_vault

PAYDAY = date(2026, 11, 10)
BANK, US, STRANGER = Signer(bytes(32)), Signer(bytes([1] * 32)), Signer(bytes([2] * 32))
ACCOUNT = "33000001"


class Bench:
    """A wage account with one order on it, and a bank that answers."""

    def __init__(self, home) -> None:
        self.clock = MovableClock(datetime(2026, 11, 10, 9, 0, tzinfo=SHANGHAI))
        self.units, self.relay = make_units(home, "escrow", metadata, self.clock)
        self.escrow = Escrow(CHECKOUT, throwaway_vault())
        self.desk = BankDesk(US, Verifier([BANK.public]))
        self.number = 0

    def run(self, handler: str, **parameters: Any) -> dict[str, Any]:
        with self.units.begin() as unit:
            return self.escrow.run(handler, unit, parameters)

    def work(self, act):
        with self.units.begin() as unit:
            return act(SqlWork(unit, self.escrow.law, self.escrow.vault))

    def all(self, kind):
        return self.work(lambda work: list(work.records.many(kind)))

    def events(self) -> list[str]:
        return [message.type for message in self.relay.messages()]

    def prepare(self, payees, *, account: bool = True, state: str = ACTIVE) -> str:
        def act(work) -> str:
            project = Project(
                project_id="P1",
                name="示例项目",
                jurisdiction="shaoxing",
                construction_unit="91000000EXAMPLE0A1",
                general_contractor="91000000EXAMPLE0B2",
                permit_issued_on=date(2026, 9, 1),
            )
            work.records.add_new(project)
            if account:
                work.records.put(self.account(state))
            order = place_order(work, project, purpose="wages", about="P1:2026-10", pay_on=PAYDAY, payees=payees)
            return order.order_id

        return self.work(act)

    @staticmethod
    def account(state: str = ACTIVE) -> WageAccount:
        opening = {
            "account_number": ACCOUNT,
            "account_name": "示例项目农民工工资专用账户",
            "bank_name": "示例银行",
            "bank_code": "91000000EXAMPLE0K1",
        }
        return WageAccount(
            project_id="P1",
            account_id="A1",
            jurisdiction="shaoxing",
            state=state,
            contract_due_on=PAYDAY,
            opening_due_on=PAYDAY,
            opening=opening,
        )

    def send(self, order_id: str) -> dict[str, Any]:
        return self.run("send_order", order_id=order_id, desk=self.desk)

    def take(self, message, signer: Signer = BANK, profile: files.Profile = "iso20022", **more) -> dict[str, Any]:
        raw = files.write(message, profile)
        return self.run("take_file", raw=raw, signature=signer.sign(raw), desk=self.desk, **more)

    def report(self, order_id: str, *lines: LineStatus, status: str | None = None, **rest) -> StatusReport:
        self.number += 1
        return StatusReport(
            message_id=f"S{self.number}", created_at=self.clock.now(), original_message_id=order_id, status=status, lines=lines, **rest
        )

    def statement(self, *entries: Entry, opening: int = 0, day: date = PAYDAY) -> Statement:
        self.number += 1
        closing = opening + sum(entry.change_fen for entry in entries)
        return Statement(
            message_id=f"T{self.number}",
            created_at=self.clock.now(),
            account=ACCOUNT,
            from_on=day,
            to_on=day,
            opening_fen=opening,
            closing_fen=closing,
            entries=entries,
        )

    def lines(self) -> list[PaymentLine]:
        return sorted(self.all(PaymentLine), key=lambda line: line.line_no)

    def open_kinds(self) -> dict[str, int]:
        with self.units.database.read() as connection:
            return self.escrow.read("list_mismatches", connection, self.clock.now(), {})["kinds"]


PAYEES = [("W1", "示例甲", "6200001", 500_000), ("W2", "示例乙", "6200002", 400_000)]


def out(line: PaymentLine, amount: int | None = None, reference: str | None = None) -> Entry:
    return Entry(
        reference=reference or f"R{line.line_no}",
        direction="out",
        amount_fen=line.amount_fen if amount is None else amount,
        booked_on=PAYDAY,
        end_to_end_id=line.end_to_end_id,
    )
