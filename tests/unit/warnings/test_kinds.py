"""Each kind of early warning: one day before its time nothing, then its colours, and gone once it is cured."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from services.escrow.domain.accounts import WageAccount
from services.escrow.domain.deposits import Deposit
from services.escrow.domain.months import FundingMonth
from services.escrow.domain.orders import BankReport, Order
from services.escrow.domain.payroll import Payroll, PayrollLine
from services.kernel.clock import SHANGHAI
from tests.unit.warnings.conftest import CONTRACTOR, PROJECT

NOON = datetime(2026, 11, 20, 12, tzinfo=SHANGHAI)
MONTH = "2026-11"
ACCOUNT = WageAccount(
    project_id=PROJECT, account_id="a", jurisdiction="national", state="planned", contract_due_on=date(2026, 11, 20),
    opening_due_on=date(2026, 11, 20), terms={},
)  # fmt: skip
FUNDING = FundingMonth(
    project_id=PROJECT, month=MONTH, state="due", due_on=date(2026, 11, 25), payday_on=date(2026, 12, 15), required_fen=1000
)
SHEET = Payroll(
    payroll_id=f"{PROJECT}:{MONTH}", project_id=PROJECT, month=MONTH, jurisdiction="national", form_due_on=date(2026, 11, 30),
    opened_at=NOON, firms={},
)  # fmt: skip
LINE = PayrollLine(
    payroll_id=SHEET.payroll_id, worker_id="W1", line_no=1, name="示例", employer=CONTRACTOR, unit="day", days=1, rate_fen=500,
    quantity_fen=0, gross_fen=500, due_fen=500, account="6200",
)  # fmt: skip
DEPOSIT = Deposit(project_id=PROJECT, jurisdiction="national", holder=CONTRACTOR, state="due", due_on=date(2026, 11, 30), due_fen=100)
REPORT = BankReport(
    report_id="R1", project_id=PROJECT, kind="diversion", amount_fen=70, reference="示例-1", noticed_at=NOON, received_at=NOON
)


@pytest.mark.clauses(satisfies=("CN53-OPEN",), breaks=())
def test_an_account_is_yellow_a_week_before_its_last_day_red_after_it_and_gone_once_in_use(watch):
    watch.project()
    watch.put(ACCOUNT)
    assert watch.colours("W1", "2026-11-12", "2026-11-13", "2026-11-20", "2026-11-21") == [None, "yellow", "yellow", "red"]
    watch.put(replace(ACCOUNT, state="active"))
    assert watch.colours("W1", "2026-11-22") == [None]


def test_a_transfer_of_nothing_and_one_of_too_little_are_two_kinds(watch):
    watch.project()
    watch.put(FUNDING, replace(ACCOUNT, state="active"))
    assert watch.colours("W2", "2026-11-25", "2026-11-26", "2026-12-06") == [None, "yellow", "red"]
    lines = [{"reference": "1", "kind": "owner_transfer", "month": MONTH, "amount_fen": 999, "booked_on": "2026-12-06"}]
    watch.run("book_receipts", project_id=PROJECT, lines=lines)
    watch.sweep("2026-12-07")
    (left,) = watch.shown()
    assert (left["kind"], left["colour"], left["facts"]["paid_fen"]) == ("W3", "red", 999)
    watch.run("book_receipts", project_id=PROJECT, lines=[{**lines[0], "reference": "2", "amount_fen": 1}])
    watch.sweep("2026-12-08")
    assert watch.shown() == []


@pytest.mark.parametrize(("held", "colour"), [(1000, None), (990, "yellow"), (501, "yellow"), (500, "red"), (0, "red")])
def test_a_balance_is_measured_by_what_it_lacks_of_the_next_wages(watch, held, colour):
    watch.project()
    watch.put(replace(FUNDING, state="funded", plan={"payroll_due_fen": 1000}), replace(ACCOUNT, state="active"))
    if held:
        line = {"reference": "1", "kind": "top_up", "month": MONTH, "amount_fen": held, "booked_on": "2026-11-01"}
        watch.run("book_receipts", project_id=PROJECT, lines=[line])
    assert watch.colours("W4", "2026-12-15", "2026-12-16") == [colour, None]


def test_the_forecast_goes_before_the_plan(watch):
    watch.project()
    watch.put(replace(FUNDING, state="funded", plan={"payroll_due_fen": 10}, balance={"also": {"forecast_fen": 2000}}))
    watch.sweep("2026-12-01")
    assert watch.shown(kind="W4")[0]["facts"]["forecast_fen"] == 2000


def test_a_sheet_must_be_signed_and_hang_on_site_by_month_end(watch):
    watch.project()
    watch.put(SHEET)
    assert watch.colours("W5", "2026-11-30", "2026-12-01", "2026-12-11") == [None, "yellow", "red"]
    watch.put(replace(SHEET, approved_at=NOON))
    watch.sweep("2026-12-12")
    assert watch.shown()[0]["facts"]["signed"] in (True, 1)
    posting = {"posting_id": "x", "kind": "wage_sheet", "about": SHEET.payroll_id, "project_id": PROJECT, "posted_on": "2026-12-12"}
    assert watch.run("note_posting", event={**posting, "kind": "project_board"}) == {"kept": False}
    assert [watch.run("note_posting", event=posting)["kept"] for _ in range(2)] == [True, False]
    assert watch.colours("W5", "2026-12-13") == [None]


def test_wages_are_late_the_day_after_payday_and_every_fen_counts(watch):
    watch.project()
    watch.put(FUNDING, replace(SHEET, approved_at=NOON), LINE, replace(LINE, worker_id="W2", paid_fen=499))
    assert watch.colours("W6", "2026-12-15", "2026-12-16", "2026-12-19") == [None, "yellow", "red"]
    facts = watch.shown(kind="W6")[0]["facts"]
    assert (facts["workers"], facts["unpaid_fen"]) == (2, 501)
    watch.put(replace(LINE, paid_fen=500), replace(LINE, worker_id="W2", paid_fen=500))
    assert watch.colours("W6", "2026-12-20") == [None]


def test_the_payday_of_the_sheet_goes_before_that_of_the_month(watch):
    watch.project()
    watch.put(FUNDING, replace(SHEET, pay_on=date(2026, 12, 10)), LINE)
    assert watch.colours("W6", "2026-12-10", "2026-12-11") == [None, "yellow"]


@pytest.mark.parametrize(("without", "colour"), [(0, None), (1, "yellow"), (9, "yellow"), (10, "red")])
@pytest.mark.clauses(satisfies=("CN724-28",), breaks=())
def test_workers_without_contract_are_counted(watch, without, colour):
    watch.project()
    lines = [{"worker_id": f"W{number}", "signed": number >= without} for number in range(12)]
    watch.run("note_contracts", event={"project_id": PROJECT, "month": MONTH, "lines": lines})
    assert watch.colours("W7", "2026-12-01") == [colour]


def test_a_later_month_with_a_contract_cures_and_an_older_one_heard_late_does_not_undo_it(watch):
    watch.project()
    for month, signed in ((MONTH, False), ("2026-12", True), ("2026-10", False)):
        watch.run("note_contracts", event={"project_id": PROJECT, "month": month, "lines": [{"worker_id": "W1", "signed": signed}]})
    assert watch.colours("W7", "2027-01-02") == [None]


def test_a_deposit_is_missing_until_the_last_fen_is_there(watch):
    watch.project()
    watch.put(replace(DEPOSIT, held_fen=99))
    assert watch.colours("W8", "2026-11-24", "2026-11-25", "2026-12-01") == [None, "yellow", "red"]
    watch.put(replace(DEPOSIT, held_fen=100, state="stored"))
    assert watch.colours("W8", "2026-12-02") == [None]


def test_a_letter_that_ends_is_told_of_two_months_before(watch):
    watch.project()
    letter = replace(DEPOSIT, state="stored", held_fen=100, form="letter", letter_number="L", letter_valid_until=date(2027, 1, 31))
    watch.put(letter)
    assert watch.colours("W9", "2026-12-01", "2026-12-02", "2027-01-16") == [None, "yellow", "red"]
    watch.put(replace(letter, letter_valid_until=date(2028, 1, 31)))
    assert watch.colours("W9", "2027-01-17") == [None]


def test_a_diversion_is_red_at_once_until_it_is_untrue_or_put_right(watch):
    watch.project()
    watch.put(REPORT)
    assert watch.colours("W10", "2026-11-20") == ["red"]
    watch.put(replace(REPORT, finding="founded"))
    order = Order(
        order_id="o", project_id=PROJECT, about="report R1", reason="diverted", month="", detail="示例", detail_en="example",
        required_fen=70, due_on=None, state="served", wanted_at=NOON,
    )  # fmt: skip
    watch.put(order)
    assert watch.colours("W10", "2026-11-21") == ["red"]
    watch.put(replace(order, state="corrected"))
    assert watch.colours("W10", "2026-11-22") == [None]
    watch.put(replace(REPORT, report_id="R2", reference="示例-2", finding="unfounded"))
    assert watch.colours("W10", "2026-11-23") == [None]
