"""The ledger: every fact once, both sides equal, never more out than in."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from services.escrow.adapters.lawbook import FileLawBook
from services.escrow.adapters.tables import ledger as tables
from services.escrow.adapters.work import SqlWork
from services.escrow.application import ledger
from services.escrow.domain.ledger import Move, entries_of
from services.kernel.errors import HuxinError
from services.runtime.settings import CHECKOUT
from services.runtime.testing import throwaway_vault
from tests.unit.escrow.accounts.desk import PROJECT, permit, receipt


def book(desk, key, what, amount_fen, month="2026-11"):
    with desk.units.begin() as unit:
        work = SqlWork(unit, FileLawBook(CHECKOUT), throwaway_vault())
        return ledger.book(work, project_id=PROJECT, key=key, what=what, amount_fen=amount_fen, month=month)


def reverse(desk, key, reason="示例更正"):
    with desk.units.begin() as unit:
        return ledger.reverse(SqlWork(unit, FileLawBook(CHECKOUT), throwaway_vault()), project_id=PROJECT, key=key, reason=reason)


@pytest.fixture
def project(desk):
    desk.run("register_project", event=permit())
    return desk


def test_a_fact_is_booked_once_however_often_it_arrives(project):
    assert book(project, "r1", "owner_transfer", 100) is True
    assert book(project, "r1", "owner_transfer", 100) is False
    assert (
        project.read("show_ledger", project_id=PROJECT)["balances"] | {"bank": 100, "owner_due": -100}
        == project.read("show_ledger", project_id=PROJECT)["balances"]
    )


def test_wages_never_take_more_than_the_account_holds(project):
    book(project, "r1", "owner_transfer", 100)
    with pytest.raises(HuxinError) as error:
        book(project, "w1", "wages_paid", 101)
    assert error.value.code == "not_enough_money"
    assert project.read("show_ledger", project_id=PROJECT)["balances"]["bank"] == 100
    assert len(project.read("show_ledger", project_id=PROJECT)["items"]) == 1


def test_a_mistake_is_undone_by_its_mirror_and_stays_readable(project):
    book(project, "r1", "owner_transfer", 100)
    assert reverse(project, "r1") is True
    assert reverse(project, "r1") is False
    shown = project.read("show_ledger", project_id=PROJECT)
    assert shown["balances"]["bank"] == 0
    assert [item["memo"] for item in shown["items"]] == ["示例更正", ""]
    assert shown["items"][0]["reverses"] == shown["items"][1]["id"]


def test_what_was_undone_does_not_count_as_paid(project):
    book(project, "r1", "owner_transfer", 100)
    reverse(project, "r1")
    with project.database.read() as connection:
        work = SqlWork(_Unit(connection), FileLawBook(CHECKOUT), throwaway_vault())
        assert ledger.turnover(work, PROJECT, "owner_transfer", "2026-11") == 0


def test_a_reversal_says_why(project):
    book(project, "r1", "owner_transfer", 100)
    with pytest.raises(HuxinError, match="r1"):
        reverse(project, "r1", reason=" ")
    with pytest.raises(HuxinError) as error:
        reverse(project, "never booked")
    assert error.value.code == "unknown_booking"


@pytest.mark.parametrize(
    "moves",
    [(), (Move("bank", "bank", 1),), (Move("bank", "moon", 1),), (Move("bank", "top_up", 0),), (Move("bank", "top_up", -5),)],
    ids=["nothing", "one account", "unknown account", "zero", "negative"],
)
def test_what_is_no_posting_is_refused(moves):
    with pytest.raises(HuxinError) as error:
        entries_of("t", moves)
    assert error.value.code == "bad_posting"


def test_the_database_itself_refuses_a_balance_below_zero(project):
    book(project, "r1", "owner_transfer", 100)
    with pytest.raises(sa.exc.IntegrityError), project.database.begin() as connection:
        connection.execute(tables.account.update().where(tables.account.c.kind == "bank").values(balance_fen=-1))


def test_the_audit_finds_a_balance_that_somebody_changed(project):
    book(project, "r1", "owner_transfer", 100)
    assert project.balanced()
    with project.database.begin() as connection:
        connection.execute(tables.account.update().where(tables.account.c.kind == "bank").values(balance_fen=99))
    assert project.read("audit_ledger")["drifted"] == [f"{PROJECT} bank"]


def test_the_ledger_is_read_in_pages(desk):
    desk.opened()
    desk.receive(*[receipt(f"R{number}", 100 + number) for number in range(5)])
    first = desk.read("show_ledger", project_id=PROJECT, limit=3)
    rest = desk.read("show_ledger", project_id=PROJECT, limit=3, after=first["next_cursor"])
    keys = [item["key"] for item in [*first["items"], *rest["items"]]]
    assert keys == [f"receipt R{number}" for number in (4, 3, 2, 1, 0)]
    assert rest["next_cursor"] is None


class _Unit:
    def __init__(self, connection):
        self.connection, self.now = connection, None

    def emit(self, name, **_):
        raise AssertionError(name)
