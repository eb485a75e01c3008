"""Payments, stops, acceptance and settlement over HTTP: a place sees its own, a firm its own affairs, and only who may report reports."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError

PROJECT = "01920000-0000-7000-8000-0000000000b1"
FIRM_A, FIRM_B = "91000000EXAMPLE0A1", "91000000EXAMPLE0B2"
PAYMENT = {
    "payment_id": "PAY-1",
    "project_id": PROJECT,
    "title": "第三期",
    "payer_role": "construction_unit",
    "instalment_fen": 100,
    "due_on": "2026-11-10",
    "government_project": False,
    "process_settlement": True,
}
RECEIPT = {"receipt_id": "R-1", "amount_fen": 40, "paid_on": "2026-11-02"}


def payment(parameters):
    firms = parameters.get("firms")
    if firms is not None and not {FIRM_A, FIRM_B} & set(firms):
        raise HuxinError("unknown_payment", "No such payment", status=404)
    return {**PAYMENT, "payer": FIRM_A, "payee": FIRM_B, "jurisdiction": "shaoxing", "paid_fen": 0, "shortfall_fen": 100, "overdue": True}


def projects(parameters):
    firms = parameters.get("firms")
    here = parameters.get("jurisdiction") in {None, "shaoxing"} and (firms is None or FIRM_A in firms)
    return {"items": [{"id": PROJECT}] if here else [], "next_cursor": None}


@pytest.fixture
def supervision(face):
    page = {"items": [], "next_cursor": None}
    face.rpc.answers.update(
        {
            "permits.get_payment": payment,
            "permits.list_projects": projects,
            "permits.list_payments": page,
            "permits.list_acceptances": page,
            "permits.list_settlements": page,
            "permits.register_payment": {"payment_id": "PAY-1", "repeated": False},
            "permits.report_receipt": {
                "payment_id": "PAY-1",
                "paid_fen": 40,
                "shortfall_fen": 60,
                "fully_paid_on": None,
                "repeated": False,
            },
            "permits.apply_stop": {"application_id": "S-1", "repeated": False},
            "permits.note_claim": {"project_id": PROJECT, "arrears_fen": 5},
            "permits.apply_acceptance": {"acceptance_id": "ACC-1", "repeated": False},
        }
    )
    return face


def test_a_payment_of_the_own_place_is_registered_with_its_days_as_text(supervision):
    answer = supervision.program("permit-clerk").post("/payments", PAYMENT)
    assert answer.status_code == 201
    (asked,) = supervision.rpc.asked("permits.register_payment")
    assert (asked["due_on"], asked["kind"], asked.get("firms")) == ("2026-11-10", "instalment", None)


@pytest.mark.parametrize("username", ["toli-clerk", "builder-b"])
def test_another_place_and_another_firm_know_nothing_of_the_project(supervision, username):
    for path, body in (
        ("/payments", PAYMENT),
        (f"/projects/{PROJECT}/acceptance-applications", {"acceptance_id": "ACC-1", "step": "acceptance"}),
    ):
        assert supervision.program(username).post(path, body).status_code == 404
    assert supervision.rpc.asked("permits.register_payment") == []
    assert supervision.rpc.asked("permits.apply_acceptance") == []


def test_another_place_does_not_see_the_payment(supervision):
    assert supervision.program("toli-clerk").get("/payments/PAY-1").status_code == 404
    assert supervision.program("permit-clerk").get("/payments/PAY-1").json["shortfall_fen"] == 100


def test_who_owes_the_money_cannot_report_that_it_arrived(supervision):
    answer = supervision.program("builder-a").post("/payments/PAY-1/receipts", RECEIPT)
    assert (answer.status_code, answer.json["code"]) == (403, "not_the_payee")
    assert supervision.rpc.asked("permits.report_receipt") == []


@pytest.mark.parametrize("username", ["permit-clerk", "builder-b"])
def test_who_is_owed_the_money_and_the_authority_report_it(supervision, username):
    assert supervision.program(username).post("/payments/PAY-1/receipts", RECEIPT).json["shortfall_fen"] == 60


@pytest.mark.parametrize("wrong", [{"amount_fen": 0}, {"amount_fen": 1.5}, {"paid_on": "soon"}, {"receipt_id": ""}])
def test_a_receipt_that_cannot_be_read_is_refused_by_field(supervision, wrong):
    answer = supervision.program("permit-clerk").post("/payments/PAY-1/receipts", RECEIPT | wrong)
    assert answer.status_code == 422
    assert [field["field"] for field in answer.json["fields"]] == list(wrong)
    assert supervision.rpc.asked("permits.report_receipt") == []


def test_only_a_contractor_applies_to_stop(supervision):
    body = {"application_id": "S-1"}
    assert supervision.program("permit-clerk").post("/payments/PAY-1/stop-applications", body).status_code == 403
    assert supervision.program("builder-b").post("/payments/PAY-1/stop-applications", body).status_code == 201
    assert supervision.rpc.asked("permits.apply_stop")[0]["firms"] == [FIRM_B]


def test_an_authority_and_no_firm_notes_wage_claims(supervision):
    body, path = {"claim_id": "C-1", "amount_fen": 5, "status": "pay_order"}, f"/projects/{PROJECT}/wage-claims"
    assert supervision.program("builder-a").post(path, body).status_code == 403
    assert supervision.program("hr-clerk").post(path, body).json["arrears_fen"] == 5


@pytest.mark.parametrize("name", ["payments", "acceptances", "settlements"])
def test_lists_are_limited_to_the_own_place_and_firm(supervision, name):
    supervision.program("builder-a").get(f"/{name}")
    (asked,) = supervision.rpc.asked(f"permits.list_{name}")
    assert (asked["jurisdiction"], asked.get("firms")) == ("shaoxing", [FIRM_A])
    assert supervision.program("builder-a").get(f"/{name}?jurisdiction=toli-draft").status_code == 403
