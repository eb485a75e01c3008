"""The sample bank's day and a payment file that comes in pay what is due at one moment, once."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from services.bank import tables
from services.bank.behaviour import Behaviour
from services.bank.books import Books
from services.bank.schema import SCHEMA
from services.bank.teller import Teller
from services.escrow.adapters.bank.signing import Signer, Verifier
from services.runtime import migrations
from services.runtime.testing import throwaway_vault
from tests.integration.money.meeting import Office

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.services
NOW, TODAY = datetime(2026, 11, 10, 9, 0, tzinfo=timezone(timedelta(hours=8))), date(2026, 11, 10)


@pytest.fixture
def bank(postgres_url: str) -> Iterator[Office]:
    """The sample bank's books."""
    office = Office(postgres_url, "bank", None, NOW)
    migrations.upgrade(office.database, SCHEMA)
    yield office
    office.database.close()


def test_a_transfer_that_two_would_pay_at_once_is_paid_once(bank: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = throwaway_vault()

    def books(unit: Any) -> Books:
        return Books(unit.connection, vault)

    def pay() -> int:
        return bank.units.run(lambda unit: Teller(books(unit), Behaviour(), Signer(bytes(32)), Verifier([]), unit.now).pay(TODAY))

    def order(unit: Any) -> None:
        books(unit).open_account("33000001")
        transfer = {"message_id": "F1", "end_to_end_id": "E1", "line": 1, "account": "33000001", "payee_name": "示例甲"}
        money = {"payee_account": "6200001", "amount_fen": 100, "text": "示例", "fate": "pay", "due_on": TODAY, "done": False}
        file = {"message_id": "F1", "account": "33000001", "jurisdiction": "shaoxing", "profile": "iso20022"}
        books(unit).add_file(file, [{**transfer, **money}])

    bank.units.run(order)
    assert bank.meet(monkeypatch, (Books, "due"), pay, pay) == (1, 0)
    with bank.database.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.booking)) == 1
