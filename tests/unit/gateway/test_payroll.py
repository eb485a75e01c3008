"""Payrolls over HTTP: a firm sees its own, only who fills in hands in, only the bank reports, anybody checks a posted sheet by its code."""

from __future__ import annotations

import base64

import pytest

from services.kernel.errors import HuxinError

PAYROLL = "P-1:2026-11"
HEAD = {"payroll_id": PAYROLL, "state": "signing", "jurisdiction": "shaoxing", "due_fen": 600_000}
FILE = {"name": "P-1-2026-11.xlsx", "content": base64.b64encode(b"PK").decode()}
ORDER = "0" * 32
LINE = {"end_to_end_id": "1" * 32, "paid_fen": 1}


def of_firm(parameters):
    if parameters.get("firms") is not None:
        raise HuxinError("unknown_payroll", "No such payroll", status=404)
    return HEAD


@pytest.fixture
def payroll(face):
    answered = {"accepted": 1, "unchanged": 0, "refused": 0, "booked": True, "answers": []}
    face.rpc.answers.update(
        {
            "escrow.get_payroll": HEAD,
            "escrow.list_payrolls": {"items": [HEAD], "next_cursor": None},
            "escrow.list_payroll_lines": {"items": [], "next_cursor": None},
            "escrow.export_sheet": FILE,
            "escrow.import_sheet": answered,
            "escrow.sign_lines": {"taken": 1, "refused": 0, "answers": []},
            "escrow.report_results": {"booked": 1, "known": 0, "problems": [], "settled": True},
            "escrow.check_posted": {"payroll_id": PAYROLL, "month": "2026-11", "lines": []},
        }
    )
    return face


def test_a_list_is_of_the_callers_place_and_firms(payroll):
    assert payroll.program("builder-a").get("/payrolls").status_code == 200
    (asked,) = payroll.rpc.asked("escrow.list_payrolls")
    assert (asked["jurisdiction"], asked["firms"]) == ("shaoxing", ["91000000EXAMPLE0A1"])


def test_a_payroll_of_another_place_or_firm_is_not_there(payroll):
    assert payroll.program("toli-clerk").get(f"/payrolls/{PAYROLL}").status_code == 404
    payroll.rpc.answers["escrow.get_payroll"] = of_firm
    assert payroll.program("builder-b").get(f"/payrolls/{PAYROLL}").status_code == 404


def test_accounts_leave_only_to_those_who_fill_in_or_pay(payroll):
    answer = payroll.program("bank-clerk").get(f"/payrolls/{PAYROLL}/sheet.xlsx")
    assert (answer.status_code, answer.data) == (200, b"PK")
    assert payroll.program("hr-clerk").get(f"/payrolls/{PAYROLL}/sheet.xlsx").status_code == 403


@pytest.mark.parametrize(
    ("path", "body"),
    [("sheet", {"content": "UEs="}), ("signatures", {"signatures": [{"worker_id": "W1", "fen": 1}]})],
)
def test_an_authority_hands_in_nothing_for_a_firm(payroll, path, body):
    assert payroll.program("hr-clerk").post(f"/payrolls/{PAYROLL}/{path}", body).status_code == 403
    assert payroll.rpc.asked("escrow.import_sheet") == payroll.rpc.asked("escrow.sign_lines") == []


def test_only_a_bank_reports_and_only_for_its_place(payroll):
    body = {"results": [LINE], "rest_paid": True}
    assert payroll.program("hr-clerk").post(f"/payment-orders/{ORDER}/results", body).status_code == 403
    assert payroll.program("bank-clerk").post(f"/payment-orders/{ORDER}/results", body).status_code == 200
    (asked,) = payroll.rpc.asked("escrow.report_results")
    assert (asked["jurisdiction"], asked["results"]) == ("shaoxing", [LINE])


@pytest.mark.parametrize("wrong", [{"paid_fen": -1}, {"paid_fen": 0.5}, {"paid_fen": "1"}, {"end_to_end_id": "1"}])
def test_a_result_that_cannot_be_is_named(payroll, wrong):
    body = {"results": [{**LINE, **wrong}], "rest_paid": False}
    answer = payroll.program("bank-clerk").post(f"/payment-orders/{ORDER}/results", body)
    assert answer.status_code == 422
    assert next(iter(wrong)) in answer.get_data(as_text=True)


def test_anybody_checks_a_posted_sheet_by_its_code_and_a_wrong_code_finds_nothing(payroll):
    page = payroll.app.test_client()
    assert page.get(f"/api/v1/posted-sheets/{PAYROLL}/abc").status_code == 200
    payroll.rpc.answers["escrow.check_posted"] = HuxinError("unknown_sheet", "No posted sheet has this code", status=404)
    assert page.get(f"/api/v1/posted-sheets/{PAYROLL}/abc").status_code == 404


def test_one_address_checks_only_so_many_sheets_a_minute(payroll):
    page = payroll.app.test_client()
    answers = [page.get(f"/api/v1/posted-sheets/{PAYROLL}/abc").status_code for _ in range(31)]
    assert (set(answers[:30]), answers[30]) == ({200}, 429)
    payroll.now.seconds += 61
    assert page.get(f"/api/v1/posted-sheets/{PAYROLL}/abc").status_code == 200
