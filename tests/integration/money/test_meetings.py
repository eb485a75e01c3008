"""What happens to one project's money at one moment from two sides comes out as if one side had come after the other."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from services.escrow.adapters.tables.ledger import account as ledger_account
from services.escrow.adapters.work import SqlWork
from services.escrow.application import ledger, months, orders, warnings
from services.escrow.domain.accounts import WageAccount
from services.escrow.domain.months import FUNDED, FundingMonth
from services.escrow.domain.orders import LAPSED, Order
from services.escrow.domain.project import Project
from services.escrow.domain.warnings import EarlyWarning
from services.kernel.clock import parse_moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.integration.money.meeting import Office

pytestmark = pytest.mark.services
MONTH = "2026-11"
CERTIFIED = {
    "certified_progress_fen": 1_000_000,
    "payment_form": "bank_transfer",
    "payment_kind": "progress",
    "payment_fen": 1_000_000,
    "returned_deposit_in_payments_fen": 0,
    "agreed_labour_cost_fen": 0,
}


def in_work(escrow: Office, act: Callable[[SqlWork], Any]) -> Any:
    return escrow.units.run(lambda unit: act(SqlWork(unit, escrow.app.law, escrow.app.vault)))


def receipt(amount_fen: int, reference: str = "R1") -> dict[str, Any]:
    line = {"reference": reference, "kind": "owner_transfer", "month": MONTH, "amount_fen": amount_fen, "booked_on": "2026-11-10"}
    return {"lines": [line]}


def open_month(escrow: Office, project_id: str) -> None:
    def act(work: SqlWork) -> None:
        project, account = work.records.one(Project, project_id=project_id), work.records.one(WageAccount, project_id=project_id)
        assert project
        assert account
        months.open_month(work, project, account, MONTH)

    in_work(escrow, act)


def test_money_that_comes_while_its_amount_is_being_decided_funds_the_month(
    escrow: Office, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_month(escrow, account)
    escrow.meet(
        monkeypatch,
        (ledger, "book"),
        lambda: escrow.run("book_receipts", project_id=account, **receipt(1_000_000)),
        lambda: escrow.run("fix_labour_cost", project_id=account, month=MONTH, facts=CERTIFIED),
    )
    month = in_work(escrow, lambda work: work.records.one(FundingMonth, project_id=account, month=MONTH))
    assert month.state == FUNDED
    assert escrow.events("escrow.month.funded", f"{account}:{MONTH}") == 1


def test_money_that_comes_while_the_month_is_being_called_late_ends_the_order(
    escrow: Office, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_month(escrow, account)
    escrow.run("fix_labour_cost", project_id=account, month=MONTH, facts=CERTIFIED)
    escrow.meet(
        monkeypatch,
        (ledger, "turnover"),
        lambda: escrow.run("flag_late", project_id=account, month=MONTH),
        lambda: escrow.run("book_receipts", project_id=account, **receipt(1_000_000)),
    )
    (order,) = in_work(escrow, lambda work: work.records.many(Order, project_id=account))
    assert order.state == "corrected"
    assert escrow.events("escrow.order.corrected", order.order_id) == 1


def test_an_order_that_lapses_while_the_money_comes_is_not_corrected_as_well(
    escrow: Office, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_month(escrow, account)
    escrow.run("fix_labour_cost", project_id=account, month=MONTH, facts=CERTIFIED)
    escrow.run("flag_late", project_id=account, month=MONTH)
    (order,) = in_work(escrow, lambda work: work.records.many(Order, project_id=account))
    lapsed, _ = escrow.meet(
        monkeypatch,
        (orders, "order_of"),
        lambda: escrow.run("lapse_order", order_id=order.order_id),
        lambda: escrow.run("book_receipts", project_id=account, **receipt(1_000_000)),
    )
    assert lapsed["outcome"] == "funding_late"
    assert in_work(escrow, lambda work: work.records.one(Order, order_id=order.order_id)).state == LAPSED
    assert escrow.events("escrow.order.corrected", order.order_id) == 0


def test_what_a_department_records_while_the_sweep_runs_stays(escrow: Office, account: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def plan(state: str) -> None:
        def act(work: SqlWork) -> None:
            known = work.records.one(WageAccount, lock=True, project_id=account)
            assert known
            work.records.put(known.with_state(state))

        in_work(escrow, act)

    plan("planned")
    escrow.clock.move_to(parse_moment("2027-02-01T08:00:00+08:00"))
    escrow.run("sweep_warnings", day=escrow.clock.now().date())
    (warning,) = in_work(escrow, lambda work: work.records.many(EarlyWarning, project_id=account, kind="W1"))
    plan("checked")  # the warning's facts change, so the next sweep writes it again
    escrow.meet(
        monkeypatch,
        (warnings, "colour_of"),
        lambda: escrow.run("sweep_warnings", day=escrow.clock.now().date()),
        lambda: escrow.run("record_warning_measure", warning_id=warning.warning_id, measure="urged", remark="示例"),
    )
    after = in_work(escrow, lambda work: work.records.one(EarlyWarning, warning_id=warning.warning_id))
    assert (after.measure_taken, after.facts["state"]) == ("urged", "checked")


def test_a_deadlock_is_nobodys_business(escrow: Office, account: str) -> None:
    """Two actions lock two accounts crosswise: the server ends one of them, and both are done in the end."""
    in_work(escrow, lambda work: ledger.book(work, project_id=account, key="1", what="top_up", amount_fen=10))
    both_hold, tries = threading.Barrier(2, timeout=20), []

    def action(*kinds: str) -> None:
        first_try = True

        def work(unit: Any) -> None:
            nonlocal first_try
            tries.append(kinds)
            for kind in kinds:
                where = ledger_account.c.project_id == account, ledger_account.c.kind == kind
                values = {"balance_fen": ledger_account.c.balance_fen + 1}
                unit.connection.execute(sa.update(ledger_account).where(*where).values(**values))
                if first_try and kind == kinds[0]:
                    first_try = False
                    both_hold.wait()

        escrow.units.run(work)

    with ThreadPoolExecutor(2) as pool:
        ended = [pool.submit(action, *kinds) for kinds in (("bank", "top_up"), ("top_up", "bank"))]
        for one in ended:
            one.result(timeout=30)
    assert len(tries) == 3
    held = in_work(escrow, lambda work: [work.books.balance(account, kind) for kind in ("bank", "top_up")])
    assert held == [12, -8]
