"""How long bank files of 10,000 payments take: writing, reading, signing, and booking their statuses and statement on SQLite.

python -m bench.bank_files [--lines 10000] [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import tracemalloc
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.escrow.adapters.bank import files
from services.escrow.adapters.bank.desk import BankDesk
from services.escrow.adapters.bank.signing import Signer, Verifier
from services.escrow.adapters.tables import metadata
from services.escrow.adapters.work import SqlWork
from services.escrow.application.payments import place_order
from services.escrow.bootstrap import Escrow
from services.escrow.domain.accounts import ACTIVE, WageAccount
from services.escrow.domain.bank_files import Entry, LineStatus, Party, PaymentFile, Statement, StatusReport, Transfer
from services.escrow.domain.project import Project
from services.kernel.clock import SHANGHAI, MovableClock
from services.runtime.settings import CHECKOUT
from services.runtime.testing import make_units, throwaway_vault

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.escrow.domain.bank_files import BankMessage
    from services.runtime.messaging.unit import Units

NOW, PAYDAY = datetime(2026, 11, 10, 9, 0, tzinfo=SHANGHAI), date(2026, 11, 10)
OURS, BANK = Signer(bytes(32)), Signer(bytes([1] * 32))


def timed(figures: dict[str, Any], name: str, act: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is measured
    """Do something and note its milliseconds."""
    begun = time.perf_counter()
    result = act()
    figures[name] = round((time.perf_counter() - begun) * 1000)
    return result


def payment_file(lines: int) -> PaymentFile:
    """Return a file with so many payments."""
    transfers = tuple(
        Transfer(
            end_to_end_id=f"{number:032x}",
            amount_fen=600_000 + number,
            payee=Party(name=f"示例工人{number}", account=f"62{number:014d}"),
            text="农民工工资 2026-10",
        )
        for number in range(lines)
    )
    payer = Party(name="示例项目农民工工资专用账户", account="33000001", credit_code="91000000EXAMPLE0B2")
    return PaymentFile(message_id="bench", created_at=NOW, payer=payer, execute_on=PAYDAY, transfers=transfers)


def measure_files(figures: dict[str, Any], file: PaymentFile) -> None:
    """Write, read and sign the file in both profiles, and weigh what reading takes at most."""
    for profile in ("iso20022", "csv"):
        raw = timed(figures, f"write {profile} ms", lambda profile=profile: files.write(file, profile))
        figures[f"{profile} bytes"] = len(raw)
        if timed(figures, f"read {profile} ms", lambda raw=raw: files.read(raw)) != file:
            raise SystemExit(f"{profile}: what was read is not what was written")
        line = timed(figures, f"sign {profile} ms", lambda raw=raw: OURS.sign(raw))
        timed(figures, f"verify {profile} ms", lambda raw=raw, line=line: Verifier([OURS.public]).check(raw, line))
    raw = files.write(file)
    tracemalloc.start()
    files.read(raw)
    figures["read iso20022 peak MB (Python objects)"] = round(tracemalloc.get_traced_memory()[1] / 2**20, 1)
    tracemalloc.stop()


class Office:
    """Escrow on a fresh SQLite file, with one order of so many payments."""

    def __init__(self, units: Units, lines: int) -> None:
        self.units, self.escrow = units, Escrow(CHECKOUT, throwaway_vault())
        self.desk = BankDesk(OURS, Verifier([BANK.public]))
        with units.begin() as unit:
            work = SqlWork(unit, self.escrow.law, self.escrow.vault)
            named = {"project_id": "P1", "jurisdiction": "shaoxing"}
            firms = {"construction_unit": "91000000EXAMPLE0A1", "general_contractor": "91000000EXAMPLE0B2"}
            project = Project(**named, name="示例项目", **firms, permit_issued_on=PAYDAY)
            work.records.add(project)
            opening = {"account_number": "33000001", "account_name": "示例项目农民工工资专用账户"}
            due = {"contract_due_on": PAYDAY, "opening_due_on": PAYDAY}
            work.records.add(WageAccount(**named, account_id="A1", state=ACTIVE, **due, opening=opening))
            payees = [(f"W{number}", f"示例工人{number}", f"62{number:014d}", 600_000 + number) for number in range(lines)]
            self.order_id = place_order(work, project, purpose="advance", about="bench", pay_on=PAYDAY, payees=payees).order_id

    def run(self, handler: str, **parameters: object) -> dict[str, Any]:
        """Run a handler in a transaction."""
        with self.units.begin() as unit:
            return self.escrow.run(handler, unit, {**parameters, "desk": self.desk})

    def sent(self) -> PaymentFile:
        """Send the order and return its file."""
        file_id = self.run("send_order", order_id=self.order_id)["file_id"]
        with self.units.begin() as unit:
            content = self.escrow.run("get_bank_file", unit, {"file_id": file_id})["content"]
        message = files.read(content.encode())
        if not isinstance(message, PaymentFile):
            raise SystemExit("the order's file is no payment file")
        return message

    def take(self, message: BankMessage) -> dict[str, Any]:
        """Hand in a file of the bank."""
        raw = files.write(message)
        return self.run("take_file", raw=raw, signature=BANK.sign(raw))


def measure_booking(figures: dict[str, Any], lines: int) -> None:
    """Send an order, take its statuses and its statement, and check that everything agrees."""
    with tempfile.TemporaryDirectory(prefix="huxin-bench-") as folder:
        units, _relay = make_units(Path(folder), "escrow", metadata, MovableClock(NOW))
        office = Office(units, lines)
        file = timed(figures, "send the order ms", office.sent)
        told = tuple(LineStatus(end_to_end_id=each.end_to_end_id, status="ACSC") for each in file.transfers)
        report = StatusReport(message_id="S1", created_at=NOW, original_message_id=file.message_id, status=None, lines=told)
        booked = timed(figures, "take the statuses ms", lambda: office.take(report))
        entries = tuple(
            Entry(reference=f"R{number}", direction="out", amount_fen=each.amount_fen, booked_on=PAYDAY, end_to_end_id=each.end_to_end_id)
            for number, each in enumerate(file.transfers)
        )
        frame = {"message_id": "T1", "created_at": NOW, "account": "33000001", "from_on": PAYDAY, "to_on": PAYDAY}
        statement = Statement(**frame, opening_fen=0, closing_fen=-file.total_fen, entries=entries)
        taken = timed(figures, "take the statement ms", lambda: office.take(statement))
        if booked["booked"] != lines or taken["mismatches"]:
            raise SystemExit(f"booked {booked['booked']} of {lines}, {len(taken['mismatches'])} mismatches")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures: dict[str, Any] = {"lines": options.lines}
    measure_files(figures, payment_file(options.lines))
    measure_booking(figures, options.lines)
    print(json.dumps(figures, ensure_ascii=False) if options.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
