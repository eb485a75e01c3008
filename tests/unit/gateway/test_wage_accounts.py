"""Wage accounts over HTTP: own firm, own place, those who watch over wages; only the bank tells what reached the account."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError
from tests.unit.gateway.conftest import FIRM_A, FIRM_B

PROJECT = "01920000-0000-7000-8000-000000000001"
PATH = f"/projects/{PROJECT}"
READS = ("wage-account", "funding", "ledger", "correction-orders", "wage-notices", "bank-reports")
LINE = {"reference": "R1", "kind": "owner_transfer", "month": "2026-11", "amount_fen": 100, "booked_on": "2026-11-02"}
REPORT = {"kind": "shortage", "amount_fen": 5, "reference": "S1", "noticed_at": "2026-11-02T08:00:00+08:00"}


def account(parameters):
    firms = parameters.get("firms")
    if firms is not None and not {FIRM_A, FIRM_B} & set(firms):
        raise HuxinError("unknown_project", "No such project", "none", status=404)
    firms = {"general_contractor": FIRM_A, "construction_unit": "91000000EXAMPLE0Z9", "bank_code": FIRM_B}
    return {
        "project_id": PROJECT,
        "jurisdiction": "shaoxing",
        "account_id": "a",
        "state": "active",
        "balance_fen": 1,
        "owner_due_fen": 0,
        **firms,
    }


@pytest.fixture
def money(face):
    page = {"items": [], "next_cursor": None}
    face.rpc.answers.update(
        {
            "escrow.get_account": account,
            "escrow.list_accounts": page,
            "escrow.get_funding": page,
            "escrow.get_ledger": {**page, "balances": {}},
            "escrow.list_orders": page,
            "escrow.list_notices": page,
            "escrow.list_reports": page,
            "escrow.book_receipts": {"lines": [], "balance_fen": 1},
            "escrow.file_report": {"report_id": "r", "repeated": False},
            "escrow.ask_closing": {"closing_id": "c", "repeated": False},
        }
    )
    return face


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize(
    ("who", "status"),
    [("permit-clerk", 200), ("hr-clerk", 200), ("builder-a", 200), ("operator", 200), ("bank-clerk", 403), ("toli-clerk", 404)],
)
def test_parties_and_those_who_watch_over_wages_read_and_nobody_else(money, path, who, status):
    assert money.program(who).get(f"{PATH}/{path}").status_code == status


def test_nobody_reads_without_signing_in(money):
    assert money.client.get(f"/api/v1{PATH}/wage-account").status_code == 401


def test_a_list_is_limited_to_the_own_place_and_the_own_firms(money):
    assert money.program("builder-a").get("/wage-accounts?state=active&limit=5").status_code == 200
    assert money.rpc.asked("escrow.list_accounts") == [{"jurisdiction": "shaoxing", "state": "active", "limit": 5, "firms": [FIRM_A]}]
    assert money.program("hr-clerk").get("/wage-accounts?jurisdiction=toli-draft").status_code == 403
    assert money.program("bank-clerk").get("/wage-accounts").status_code == 403


@pytest.mark.parametrize(("who", "status"), [("builder-b", 200), ("operator", 200), ("builder-a", 403), ("hr-clerk", 403)])
def test_only_the_accounts_bank_or_an_operator_books_what_reached_it(money, who, status):
    assert money.program(who).post(f"{PATH}/receipts", {"lines": [LINE]}).status_code == status
    assert len(money.rpc.asked("escrow.book_receipts")) == (status == 200)


@pytest.mark.parametrize(("who", "status"), [("builder-b", 201), ("builder-a", 403)])
def test_only_the_accounts_bank_reports(money, who, status):
    assert money.program(who).post(f"{PATH}/bank-reports", REPORT).status_code == status


@pytest.mark.parametrize(("who", "status"), [("builder-a", 201), ("builder-b", 403), ("permit-clerk", 403)])
def test_only_the_general_contractor_asks_for_the_closing(money, who, status):
    assert money.program(who).post(f"{PATH}/closing", {"reason": "works_completed"}).status_code == status


def test_the_caller_asks_in_his_own_name(money):
    money.program("builder-a").post(f"{PATH}/closing", {"reason": "works_completed"})
    assert money.rpc.asked("escrow.ask_closing") == [{"reason": "works_completed", "project_id": PROJECT, "asked_by": "builder-a"}]


@pytest.mark.parametrize(
    "change",
    [
        {"amount_fen": 0},
        {"amount_fen": 1.5},
        {"amount_fen": "100"},
        {"month": "2026-13"},
        {"kind": "gift"},
        {"booked_on": "today"},
        {"reference": ""},
        {"reference": "a\nb"},
        {"extra": 1},
    ],
)
def test_a_line_that_cannot_be_is_named_and_nothing_is_asked(money, change):
    answer = money.program("builder-b").post(f"{PATH}/receipts", {"lines": [{**LINE, **change}]})
    assert answer.status_code == 422
    assert money.rpc.asked("escrow.book_receipts") == []


def test_a_report_without_the_offset_of_its_moment_is_refused(money):
    answer = money.program("builder-b").post(f"{PATH}/bank-reports", {**REPORT, "noticed_at": "2026-11-02T08:00:00"})
    assert answer.status_code == 422
