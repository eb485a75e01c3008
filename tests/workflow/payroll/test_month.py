"""Walks every message, timer and way out of the month's payroll, its signing and its payment."""

from __future__ import annotations

import pytest

from tests.unit.payroll.desk import MONTH, OTHER_SUB, PAYROLL, PROJECT, attendance


def test_a_month_goes_from_attendance_to_the_cards(town):
    town.approved(attendance(1), attendance(2))
    assert town.todo() == ["post_board"]
    town.do("post_board")
    town.move("2026-12-15T08:59:59+08:00")
    assert town.desk.head()["state"] == "approved"
    town.move("2026-12-15T09:00:00+08:00")
    town.bank_pays()
    assert town.waits_at() == {"post_sheet", "hold"} or "hold" in town.waits_at()
    town.move("2026-12-28T00:00:00+08:00")
    assert town.case()["outcome"] == "end_paid"
    (paid,) = [event for event in town.thrown if event.type == "escrow.wages.paid"]
    assert paid.data == {"payroll_id": PAYROLL, "project_id": PROJECT, "month": MONTH, "paid_fen": 1_200_000, "unpaid_fen": 0, "workers": 0}


def test_attendance_that_comes_before_month_end_is_compiled_at_once(town):
    town.begin()
    town.desk.run("payroll_sweep", day=town.engine.clock.now().date())
    town.settle()
    assert {"attendance_in", "month_end"} <= town.waits_at()
    town.desk.attend(attendance(1))
    town.settle()
    assert town.todo() == ["check_sheet"]


def test_attendance_that_is_missing_at_month_end_is_flagged_and_still_waited_for(town):
    town.begin()
    town.desk.run("payroll_sweep", day=town.engine.clock.now().date())
    town.settle()
    town.move("2026-11-30T23:59:58+08:00")
    assert town.desk.head()["late"] == []
    town.move("2026-11-30T23:59:59+08:00")
    assert town.desk.head()["late"] == ["form"]
    town.desk.attend(attendance(1))
    town.settle()
    assert town.todo() == ["check_sheet"]


def test_the_sheet_goes_on_without_those_who_did_not_sign_in_time(town):
    town.begin(attendance(1), attendance(2))
    town.do("check_sheet")
    town.sign("W1")
    assert town.todo() == []
    town.move("2026-12-03T00:00:00+08:00")  # three working days after Friday 27 November: Wednesday 2 December ends
    assert town.todo() == ["sign_subcontractor"]
    town.do("sign_subcontractor")
    town.do("sign_general_contractor")
    town.do("post_board")
    town.move("2026-12-15T09:00:00+08:00")
    town.bank_pays()
    town.move("2026-12-28T00:00:00+08:00")
    assert town.case()["outcome"] == "end_part_unpaid"
    (unpaid,) = [event for event in town.thrown if event.type == "escrow.wages.unpaid"]
    assert (unpaid.data["paid_fen"], unpaid.data["unpaid_fen"], unpaid.data["workers"]) == (600_000, 600_000, 1)


def test_an_objection_that_is_looked_into_is_signed_anew(town):
    town.begin(attendance(1))
    town.do("check_sheet")
    town.sign("W1", objection="示例：少计一天")
    town.do("handle_objections")
    assert town.todo() == []
    town.sign("W1")
    assert town.todo() == ["sign_subcontractor"]


def test_an_objection_that_stays_is_passed_on_and_the_others_are_paid(town):
    town.begin(attendance(1), attendance(2))
    town.do("check_sheet")
    town.sign("W1", objection="示例：少计一天")
    town.sign("W2")
    town.do("handle_objections", objection_outcome="passed_on")
    assert town.todo() == ["sign_subcontractor"]
    assert town.desk.lines()["W1"]["objection_state"] == "passed_on"


def test_each_subcontractor_has_a_task_of_its_own(town):
    town.begin(attendance(1), attendance(2, employer=OTHER_SUB))
    town.do("check_sheet")
    town.sign("W1", "W2")
    first = town.tasks()[0]["owner"]
    town.do("sign_subcontractor")
    second = town.tasks()[0]["owner"]
    town.do("sign_subcontractor")
    assert {first, second} == {"91000000EXAMPLE0S5", OTHER_SUB}
    assert town.todo() == ["sign_general_contractor"]


def test_workers_of_the_general_contractor_need_no_subcontractor(town):
    town.begin(attendance(1, employer="91000000EXAMPLE0B2"))
    town.do("check_sheet")
    town.sign("W1")
    assert town.todo() == ["sign_general_contractor"]


@pytest.mark.parametrize("refusal", [{"general_contractor_signs": False}, {"form_sealed": False}])
def test_a_refused_sheet_goes_back_to_be_checked_and_is_neither_posted_nor_paid(town, refusal):
    town.begin(attendance(1))
    town.do("check_sheet")
    town.sign("W1")
    town.do("sign_subcontractor")
    town.do("sign_general_contractor", **refusal)
    assert town.todo() == ["resolve_refusal"]
    town.do("resolve_refusal")
    town.do("check_sheet")
    assert town.todo() == ["sign_general_contractor"]  # the others' signatures still stand
    assert town.postings() == []


def test_late_wages_are_flagged_when_payday_is_over_and_booked_when_the_bank_answers(town):
    town.approved(attendance(1))
    town.do("post_board")
    town.move("2026-12-15T09:00:00+08:00")
    town.move("2026-12-15T23:59:59+08:00")
    assert town.desk.head()["late"] == ["pay"]
    town.bank_pays()
    assert town.desk.head()["state"] == "closed"


def test_what_is_unpaid_is_told_on_payday_and_not_when_the_sheet_comes_down(town):
    town.approved(attendance(1), attendance(2))
    town.do("post_board")
    town.move("2026-12-15T09:00:00+08:00")
    town.bank_pays(W1="账户已注销")
    town.do("correct_accounts", accounts_outcome="left_open")
    (unpaid,) = [event for event in town.thrown if event.type == "escrow.wages.unpaid"]
    assert unpaid.data["unpaid_fen"] == 600_000
    assert "hold" in town.waits_at()


def test_an_account_that_nobody_corrects_is_told_as_late_wages_when_payday_is_over(town):
    town.approved(attendance(1), attendance(2))
    town.move("2026-12-15T09:00:00+08:00")
    town.bank_pays(W1="账户已注销")
    assert town.desk.head()["late"] == []
    town.move("2026-12-15T23:59:59+08:00")
    assert town.desk.head()["late"] == ["pay"]
    assert "correct_accounts" in town.todo()


def test_a_returned_payment_is_corrected_and_paid_again(town):
    town.approved(attendance(1), attendance(2))
    town.move("2026-12-15T09:00:00+08:00")
    town.bank_pays(W1="账户已注销")
    assert "correct_accounts" in town.todo()
    town.desk.run("correct_account", payroll_id=PAYROLL, worker_id="W1", account="6277", account_holder="示例1", by="示例")
    town.do("correct_accounts")
    town.bank_pays()
    assert town.desk.head()["paid_fen"] == 1_200_000


def test_a_payment_that_cannot_be_corrected_stays_open_and_the_month_ends_unpaid(town):
    town.approved(attendance(1), attendance(2))
    town.do("post_board")
    town.move("2026-12-15T09:00:00+08:00")
    town.bank_pays(W1="账户已注销")
    town.do("correct_accounts", accounts_outcome="left_open")
    town.move("2026-12-28T00:00:00+08:00")
    assert town.case()["outcome"] == "end_part_unpaid"


def test_when_no_line_may_be_paid_the_bank_is_not_asked(town):
    town.approved(attendance(1, account="62"), attendance(2, account="62"))
    town.move("2026-12-15T09:00:00+08:00")
    assert "correct_accounts" in town.todo()
    assert town.desk.head()["order_id"] == ""


def test_wages_are_paid_on_payday_even_when_nobody_has_posted_the_sheet(town):
    town.approved(attendance(1))
    town.move("2026-12-15T09:00:00+08:00")
    town.bank_pays()
    assert town.desk.head()["paid_fen"] == 600_000
    assert town.postings()[0]["late"] is True


def test_a_service_that_fails_for_good_becomes_an_incident_and_nothing_is_lost(town):
    town.begin(attendance(1))
    town.do("check_sheet")
    town.sign("W1")
    with town.desk.database.begin() as connection:
        connection.exec_driver_sql("UPDATE payroll SET state = 'closed'")
    town.do("sign_subcontractor")
    assert [incident["title"] != "" for incident in town.engine.incidents()] == [True]
    assert town.case()["state"] != "completed"
