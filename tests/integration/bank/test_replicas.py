"""Two replicas that get the same order or the same file at once do it once, proved with real connections."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from services.escrow.adapters.bank import files
from services.escrow.adapters.bank.desk import BankDesk
from services.escrow.adapters.bank.signing import Signer, Verifier
from services.escrow.adapters.schema import SCHEMA
from services.escrow.adapters.work import SqlWork
from services.escrow.application.payments import place_order
from services.escrow.bootstrap import Escrow
from services.escrow.domain.accounts import ACTIVE, WageAccount
from services.escrow.domain.bank import BankEntry, BankFile
from services.escrow.domain.bank_files import Entry, Statement, StatusReport
from services.escrow.domain.payment import PaymentLine
from services.escrow.domain.project import Project
from services.kernel.clock import MovableClock
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.messaging.unit import Units
from services.runtime.settings import CHECKOUT, Settings
from services.runtime.testing import FakeRelay, throwaway_vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOW, TODAY = datetime(2026, 11, 10, 9, 0, tzinfo=timezone(timedelta(hours=8))), date(2026, 11, 10)
BANK, US = Signer(bytes(32)), Signer(bytes([1] * 32))
ACCOUNT, REPLICAS = "33000001", 4
VAULT = throwaway_vault()


class Replica:
    """The escrow service with connections of its own."""

    def __init__(self, settings: Settings) -> None:
        self.database = Database.for_service("escrow", settings)
        self.relay = FakeRelay()
        self.units = Units(self.database, self.relay, MovableClock(NOW))
        self.escrow = Escrow(CHECKOUT, VAULT)

    def run(self, handler: str, **parameters: Any) -> dict[str, Any]:
        with self.units.begin() as unit:
            return self.escrow.run(handler, unit, {**parameters, "desk": BankDesk(US, Verifier([BANK.public]))})

    def work(self, act: Callable[[SqlWork], Any]) -> Any:
        with self.units.begin() as unit:
            return act(SqlWork(unit, self.escrow.law, self.escrow.vault))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def replicas(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Replica]]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else f"sqlite:///{tmp_path}/{{service}}.db"
    settings = Settings(database_url=url)
    several = [Replica(settings) for _ in range(REPLICAS)]
    migrations.upgrade(several[0].database, SCHEMA)
    yield several
    for replica in several:
        replica.database.close()


def order(work: SqlWork) -> str:
    project = Project(
        project_id="P1",
        name="示例项目",
        jurisdiction="shaoxing",
        construction_unit="91000000EXAMPLE0A1",
        general_contractor="91000000EXAMPLE0B2",
        permit_issued_on=TODAY,
    )
    work.records.add(project)
    opening = {"account_number": ACCOUNT, "account_name": "示例项目农民工工资专用账户"}
    named = {"project_id": "P1", "account_id": "A1", "jurisdiction": "shaoxing", "state": ACTIVE}
    work.records.add(WageAccount(**named, contract_due_on=TODAY, opening_due_on=TODAY, opening=opening))
    payees = [("W1", "示例甲", "6200001", 500), ("W2", "示例乙", "6200002", 400)]
    return place_order(work, project, purpose="advance", about="example", pay_on=TODAY, payees=payees).order_id


def at_once(replicas: list[Replica], act: Callable[[Replica], dict[str, Any]]) -> list[dict[str, Any]]:
    """Let every replica do the same at one moment, and return all answers."""
    start, answers, errors = threading.Barrier(len(replicas)), [], []

    def go(replica: Replica) -> None:
        start.wait()
        try:
            answers.append(act(replica))
        except Exception as error:  # noqa: BLE001 - shown below
            errors.append(error)

    threads = [threading.Thread(target=go, args=(replica,)) for replica in replicas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return answers


def test_an_order_and_each_answer_to_it_count_once(replicas: list[Replica]) -> None:
    first = replicas[0]
    order_id = first.work(order)
    sent = at_once(replicas, lambda replica: replica.run("send_order", order_id=order_id))
    assert sum(not answer["repeated"] for answer in sent) == 1
    assert len({answer["file_id"] for answer in sent}) == 1

    report = files.write(StatusReport(message_id="S1", created_at=NOW, original_message_id=order_id, status="ACSC", lines=()))
    told = at_once(replicas, lambda replica: replica.run("take_file", raw=report, signature=BANK.sign(report)))
    assert sorted((answer["repeated"], answer["booked"]) for answer in told) == [(False, 2), *[(True, 0)] * (REPLICAS - 1)]

    lines = first.work(lambda work: work.records.many(PaymentLine, order_id=order_id))
    entries = tuple(
        Entry(reference=f"R{line.line_no}", direction="out", amount_fen=line.amount_fen, booked_on=TODAY, end_to_end_id=line.end_to_end_id)
        for line in lines
    )
    frame = {"message_id": "T1", "created_at": NOW, "account": ACCOUNT, "from_on": TODAY, "to_on": TODAY}
    statement = files.write(Statement(**frame, opening_fen=900, closing_fen=0, entries=entries))
    stated = at_once(replicas, lambda replica: replica.run("take_file", raw=statement, signature=BANK.sign(statement)))
    assert sum(not answer["repeated"] for answer in stated) == 1
    kept = first.work(lambda work: (len(work.records.many(BankEntry)), len(work.records.many(BankFile))))
    assert kept == (2, 3)
    events = [message.type for replica in replicas for message in replica.relay.messages()]
    assert events.count("escrow.bank_file.written") == events.count("escrow.payment.settled") == 1
