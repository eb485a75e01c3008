"""Each way through `advance_payment_and_liability`, `guarantee_call`, `advance_filing` and `advance_recovery`."""

from __future__ import annotations

import pytest

from tests.unit.escrow.accounts.desk import OWNER, PROJECT, permit

PROCESS, CASE = "advance_payment_and_liability", "V-1"
LATE_OWNER = {"cause": "owner_late_money", "owner_unsettled_fen": 500_000_000}


def to_payers(board, jurisdiction="toli-draft", **facts):
    board.arrears(jurisdiction)
    board.do(CASE, "establish_cause", **facts)


def test_the_contractor_pays_first_and_recovers(board):
    to_payers(board)
    assert board.open_tasks(CASE) == ["contractor_pays", "owner_answers"]
    board.work(CASE)
    assert board.outcome(CASE, PROCESS) == "end_advanced"
    assert board.announced.count("escrow.advance.paid") == 1
    board.work(f"{CASE}:general_contractor")
    assert board.outcome(f"{CASE}:general_contractor", "advance_recovery") == "end_recovered"


def test_what_is_not_clear_is_asked_again(board):
    to_payers(board, cause="owner_late_money", owner_unsettled_fen=None)
    assert board.open_tasks(CASE) == ["establish_cause"]


def test_the_owner_and_the_contractor_pay_together(board):
    to_payers(board, cause="owner_late_money")
    board.do(CASE, "owner_answers", owner_advanced_fen=10_000_000, owner_receipt="示例业主")
    board.do(CASE, "contractor_pays", contractor_advanced_fen=70_000_000)
    board.work(CASE)
    assert board.outcome(CASE, PROCESS) == "end_advanced"
    assert {payment["payer"]: payment["amount_fen"] for payment in board.advance()["payments"]} == {
        "construction_unit": 10_000_000,
        "general_contractor": 70_000_000,
    }


@pytest.mark.parametrize(
    ("facts", "tasks"),
    [
        ({"cause": "unlawful_award_by_owner", "employer_kind": "individual"}, ["owner_answers"]),
        ({"cause": "unlawful_subcontract_by_gc", "employer_kind": "individual"}, ["contractor_pays", "owner_answers"]),
        ({"cause": "lent_name", "employer_kind": "name_borrower"}, ["other_pays", "owner_answers"]),
    ],
)
def test_unlawful_contracting_is_found_by_a_person_and_the_offender_pays(board, facts, tasks):
    to_payers(board, **facts)
    assert board.open_tasks(CASE) == ["confirm_unlawful"]
    board.do(CASE, "confirm_unlawful")
    assert board.open_tasks(CASE) == tasks


def test_a_finding_that_does_not_hold_goes_back_to_the_cause(board):
    to_payers(board, cause="whole_works_transferred")
    board.do(CASE, "confirm_unlawful", unlawful_confirmed=False)
    assert board.open_tasks(CASE) == ["establish_cause"]
    board.do(CASE, "establish_cause")
    assert board.open_tasks(CASE) == ["contractor_pays", "owner_answers"]


def test_another_payer_pays(board):
    to_payers(board, cause="lent_name", employer_kind="name_borrower")
    board.work(CASE)
    assert board.outcome(CASE, PROCESS) == "end_advanced"


def test_whoever_lets_the_notice_run_out_has_paid_nothing(board):
    to_payers(board)
    board.move("2026-11-09")
    assert board.open_tasks(CASE) == ["contractor_pays", "owner_answers"]
    board.move("2026-11-10")
    assert board.open_tasks(CASE) == ["pay_out"]
    board.do(CASE, "pay_out", wages_paid_out=False)
    board.work(CASE)
    assert board.outcome(CASE, PROCESS) == "end_refused"
    assert board.announced[-1] == "escrow.advance.refused"
    assert board.advance()["supervised"] is False


def test_a_lender_of_the_name_that_lets_the_notice_run_out_is_passed_by(board):
    to_payers(board, cause="lent_name", employer_kind="name_borrower")
    board.do(CASE, "confirm_unlawful")
    board.move("2026-11-10")
    assert board.open_tasks(CASE) == ["pay_out"]


def test_a_second_notice_asks_again_for_what_is_missing(board):
    to_payers(board)
    board.do(CASE, "owner_answers")
    board.do(CASE, "contractor_pays", contractor_advanced_fen=50_000_000)
    board.do(CASE, "pay_out")
    board.do(CASE, "handle_shortfall", shortfall_step="notice_again")
    board.do(CASE, "owner_answers")
    board.do(CASE, "contractor_pays", contractor_advanced_fen=30_000_000, contractor_receipt="示例垫付-2")
    board.work(CASE)
    assert board.outcome(CASE, PROCESS) == "end_advanced"
    assert board.advance()["paid_fen"] == 80_000_000


def guarantor_called(board):
    to_payers(board, "shaoxing", **LATE_OWNER)
    board.do(CASE, "owner_answers")
    board.do(CASE, "contractor_pays", contractor_advanced_fen=50_000_000)
    board.do(CASE, "pay_out")
    board.do(CASE, "handle_shortfall", shortfall_step="call_guarantor")


def test_the_guarantor_pays_what_is_missing_and_the_call_is_filed(board):
    guarantor_called(board)
    board.work(CASE)
    assert board.outcome(CASE, PROCESS) == "end_advanced"
    assert (board.advance()["paid_fen"], board.advance()["filed_on"]) == (80_000_000, "2026-11-02")


def test_a_contractor_may_leave_the_guarantor_alone(board):
    guarantor_called(board)
    board.do(CASE, "ask_guarantor", call_guarantor=False, guarantor_name=None, guarantee_claim_fen=None)
    board.work(CASE)
    assert board.outcome(CASE, PROCESS) == "end_refused"


def test_a_guarantor_that_lets_its_time_run_out_has_paid_nothing(board):
    guarantor_called(board)
    board.do(CASE, "ask_guarantor")
    board.move("2026-11-10")
    assert board.open_tasks(CASE) == ["file_advance"]
    board.work(CASE, until="handle_shortfall")
    assert board.open_tasks(CASE) == ["handle_shortfall"]


def test_no_guarantor_is_called_where_the_law_knows_none(board):
    to_payers(board, "toli-draft", cause="owner_late_money")
    board.do(CASE, "owner_answers")
    board.do(CASE, "contractor_pays", contractor_advanced_fen=0, contractor_receipt=None)
    board.do(CASE, "pay_out")
    board.do(CASE, "handle_shortfall", shortfall_step="call_guarantor")
    assert board.outcome(CASE, PROCESS) == "end_refused"


def test_a_filing_that_takes_too_long_is_flagged_and_still_taken(board):
    to_payers(board, "shaoxing")
    board.work(CASE, until="file_advance")
    board.move("2026-11-10")
    notices = {notice["kind"] for notice in board.desk.read("list_notices", project_id=PROJECT)["items"]}
    assert "advance_unfiled" in notices
    board.work(CASE)
    assert board.outcome(CASE, PROCESS) == "end_advanced"


@pytest.mark.parametrize(("amount", "outcome"), [(80_000_000, "end_recovered"), (1, "end_unrecovered"), (0, "end_unrecovered")])
def test_a_recovery_ends_as_it_went(board, amount, outcome):
    to_payers(board)
    board.work(CASE)
    board.do(f"{CASE}:general_contractor", "contractor_recovers", recovered_fen=80_000_001)
    assert board.open_tasks(f"{CASE}:general_contractor") == ["contractor_recovers"]
    board.do(f"{CASE}:general_contractor", "contractor_recovers", recovered_fen=amount)
    assert board.outcome(f"{CASE}:general_contractor", "advance_recovery") == outcome


@pytest.mark.parametrize(("creditor", "element"), [("construction_unit", "owner_recovers"), ("guarantor", "other_recovers")])
def test_each_payer_records_its_own_recovery(board, creditor, element):
    data = {
        "recovery_id": "W-1",
        "project_id": PROJECT,
        "project_name": "示例",
        "jurisdiction": "shaoxing",
        "creditor": creditor,
        "creditor_code": OWNER,
        "debtor": "subcontractor",
        "amount_fen": 1,
        "recovery_limit": "P6M",
    }
    board.tell("escrow.recovery.opened", "W-1", data)
    assert board.open_tasks("W-1") == [element]


def test_arrears_found_by_the_supervision_of_payments_start_the_case(board):
    board.desk.run("register_project", event=permit())
    event = {"payment_id": "Z-1", "project_id": PROJECT, "arrears_fen": 5, "payer_role": "construction_unit"}
    board.call("take_found_arrears", event=event)
    assert board.open_tasks("payment-Z-1") == ["establish_cause"]


def test_another_process_may_call_it_with_the_data_of_its_own(board):
    board.desk.run("register_project", event=permit())
    data = {"advance_id": CASE, "project_id": PROJECT, "project_name": "示例", "arrears_fen": 80_000_000}
    board.engine.start(PROCESS, data=data)
    board.settle()
    board.work(CASE)
    assert board.outcome(CASE, PROCESS) == "end_advanced"


@pytest.mark.parametrize("operation", ["open_advance", "decide_liability", "serve_advance_notice", "settle_advance", "open_recovery"])
def test_a_failed_operation_is_repaired_and_books_once(board, operation):
    board.failing = {operation}
    board.arrears("toli-draft")
    board.work(CASE)
    assert len(board.engine.incidents()) == 1
    board.repair()
    board.work(CASE)
    assert board.outcome(CASE, PROCESS) == "end_advanced"
    assert board.advance()["paid_fen"] == 80_000_000
