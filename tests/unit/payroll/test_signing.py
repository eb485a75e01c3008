"""Three signatures and objections."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError
from tests.unit.payroll.desk import CONTRACTOR, OTHER_SUB, PAYROLL, SUBCONTRACTOR, attendance


@pytest.fixture
def signing(desk):
    desk.compiled(attendance(1), attendance(2))
    desk.run("open_signing", payroll_id=PAYROLL)
    return desk


@pytest.mark.clauses(satisfies=("TL-2.1.2-2e", "SX-7-2b"), breaks=())
def test_the_process_hears_of_it_when_the_last_worker_has_answered(signing):
    signing.sign(("W1", 600_000))
    assert signing.events("escrow.signatures.completed") == []
    signing.sign(("W2", 600_000))
    assert signing.events("escrow.signatures.completed") == [{"payroll_id": PAYROLL}]
    assert signing.run("settle_signatures", payroll_id=PAYROLL)["signed"] == 2


def test_every_signature_is_answered_and_a_bad_one_does_not_hold_up_the_others(signing):
    given = [("W1", 600_000), ("W2", 599_999), ("W9", 1), ("W2", -5), ("W2", 6.5), ("W2", True)]
    answer = signing.sign(*given)
    assert [entry["answer"] for entry in answer["answers"]] == ["signed", "other_amount", "unknown_worker", *["bad_amount"] * 3]
    assert (answer["taken"], answer["refused"]) == (1, 5)
    assert signing.sign(("W1", 600_000))["answers"][0]["answer"] == "known"


def test_nobody_signs_before_the_sheet_is_laid_out(desk):
    desk.compiled(attendance(1))
    with pytest.raises(HuxinError) as caught:
        desk.sign(("W1", 600_000))
    assert caught.value.code == "not_signing"


def test_an_objection_takes_the_signature_back_and_a_signature_takes_the_objection_back(signing):
    signing.sign(("W1", 600_000))
    signing.sign(("W1", 600_000), objection="示例：少计一天")
    assert signing.lines()["W1"]["state"] == "objected"
    signing.sign(("W1", 600_000))
    line = signing.lines()["W1"]
    assert (line["state"], line["objection_state"]) == ("signed", "withdrawn")


def test_objections_that_were_looked_into_go_back_for_signing(signing):
    signing.sign(("W1", 600_000), ("W2", 600_000), objection="示例：少计一天")
    assert signing.run("settle_signatures", payroll_id=PAYROLL)["objected"] == 2
    answer = signing.run("settle_objections", payroll_id=PAYROLL, facts={"objection_outcome": "corrected"})
    assert answer == {"reopen": True, "passed_on": 0}
    assert {line["state"] for line in signing.lines().values()} == {"open"}


def test_objections_that_stay_are_passed_on_once(signing):
    signing.sign(("W1", 600_000), objection="示例：少计一天")
    for _ in range(2):
        signing.run("settle_objections", payroll_id=PAYROLL, facts={"objection_outcome": "passed_on"})
    (event,) = signing.events("escrow.payroll.objected")
    assert [entry["worker_id"] for entry in event["objections"]] == ["W1"]


def test_every_subcontractor_is_asked_in_turn_and_the_general_contractors_own_workers_need_none(desk):
    desk.compiled(attendance(1), attendance(2, employer=OTHER_SUB), attendance(3, employer=CONTRACTOR))
    assert desk.run("open_signing", payroll_id=PAYROLL)["next_subcontractor"] == SUBCONTRACTOR
    assert desk.signed_by_firm() == {"refused": False, "next_subcontractor": OTHER_SUB}
    with pytest.raises(HuxinError) as caught:
        desk.run("record_subcontractor", payroll_id=PAYROLL, firm=CONTRACTOR, facts={})
    assert caught.value.code == "unknown_firm"


@pytest.mark.clauses(satisfies=(), breaks=("SX-7-2b",))
@pytest.mark.parametrize(
    ("firm", "facts"),
    [(False, {}), (True, {"general_contractor_signs": False}), (True, {"form_sealed": False}), (None, {})],
)
def test_a_sheet_that_one_party_did_not_sign_or_seal_is_not_approved(signing, firm, facts):
    if firm is not None:
        signing.signed_by_firm(signs=firm)
    assert signing.approve(**facts)["approved"] is False
    assert signing.head()["state"] == "signing"


def test_who_refused_is_asked_again_when_the_sheet_is_laid_out_anew(signing):
    signing.signed_by_firm(signs=False)
    assert signing.run("open_signing", payroll_id=PAYROLL)["next_subcontractor"] == SUBCONTRACTOR


def test_a_firm_signs_for_its_own_workers_only(signing):
    signatures = [{"worker_id": "W1", "fen": 600_000}]
    answer = signing.run("sign_lines", payroll_id=PAYROLL, signatures=signatures, by="示例", firms=[OTHER_SUB])
    assert answer["answers"][0]["answer"] == "unknown_worker"


@pytest.mark.parametrize(
    ("agreed", "pay_on"),
    [
        (None, "2026-12-15"),
        ("2026-12-10", "2026-12-10"),
        ("2026-12-13", "2026-12-11"),  # a Sunday: paid on the Friday before
        ("2027-03-01", "2026-12-30"),  # later than one month after the month's end: the last day of that month
    ],
)
@pytest.mark.clauses(satisfies=("SX-3-2a",), breaks=())
def test_payday_is_the_agreed_day_and_before_a_rest_day(signing, agreed, pay_on):
    signing.signed_by_firm()
    assert signing.approve(agreed_payday=agreed)["pay_on"] == pay_on
