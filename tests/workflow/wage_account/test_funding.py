"""Walks the diagrams of a month, of the bank's report and of the order to correct."""

from __future__ import annotations

import pytest

from tests.unit.escrow.accounts.desk import PROJECT

MONTH, ORDER, REPORT = "wage_account_funding", "wage_account_correction", "wage_account_report"


@pytest.fixture
def month(town):
    """A month that waits for its certified progress, in the Tuoli draft."""
    town.open("toli-draft")
    return town


def test_money_in_time_and_enough_ends_the_month(month):
    month.do("certify_progress")
    month.receive("R1", 30_000_000)
    month.do("plan_wages")
    assert month.outcome(MONTH) == "end_covered"


def test_money_that_came_first_does_not_wait(month):
    month.receive("R1", 30_000_000)
    month.do("certify_progress")
    assert [task["element_id"] for task in month.tasks()] == ["plan_wages"]


def test_the_last_day_belongs_to_the_owner(month):
    month.do("certify_progress")
    month.move("2026-11-25T23:59:59+08:00")
    assert month.cases_of(ORDER) == 0
    month.move("2026-11-26T00:00:00+08:00")
    assert month.cases_of(ORDER) == 1


def test_late_money_is_ordered_and_paid_while_the_wages_go_on(month):
    month.do("certify_progress")
    month.move("2026-11-26T00:00:00+08:00")
    month.do("decide_order")
    month.do("plan_wages")
    assert [task["element_id"] for task in month.tasks()] == ["top_up"]
    month.receive("R1", 30_000_000)
    assert month.outcome(ORDER) == "end_corrected"
    month.do("top_up")
    assert month.outcome(MONTH) == "end_covered"


def test_a_missed_order_hands_the_month_to_payment_supervision(month):
    month.do("certify_progress")
    month.move("2026-11-26T00:00:00+08:00")
    month.do("decide_order")
    month.receive("R1", 10_000_000)
    month.move("2026-12-11T00:00:00+08:00")
    assert month.outcome(ORDER) == "end_funding_late"
    late = month.thrown[-1]
    assert (late.type, late.subject) == ("escrow.funding.late", PROJECT)
    assert (late.data["month"], late.data["required_fen"], late.data["paid_fen"]) == ("2026-11", 30_000_000, 10_000_000)


def test_money_that_comes_before_the_order_is_served_corrects_it(month):
    month.do("certify_progress")
    month.move("2026-11-26T00:00:00+08:00")
    month.receive("R1", 30_000_000)
    month.do("decide_order")
    assert month.outcome(ORDER) == "end_corrected"


def test_a_correction_at_the_moment_of_the_lapse_counts(month):
    month.do("certify_progress")
    month.move("2026-11-26T00:00:00+08:00")
    month.do("decide_order")
    # The money is booked, and its event is still on the way when the timer fires.
    month.desk.at("2026-12-10")
    month.desk.receive(
        {"reference": "R1", "kind": "owner_transfer", "month": "2026-11", "amount_fen": 30_000_000, "booked_on": "2026-12-10"}
    )
    held, month.desk.relay.rows = month.desk.relay.rows, []
    month.move("2026-12-11T00:00:00+08:00")
    assert month.outcome(ORDER) == "end_corrected"
    month.desk.relay.rows = held
    month.settle()
    assert month.outcome(ORDER) == "end_corrected"


def test_a_top_up_is_asked_for_until_the_account_holds_the_wages(month):
    month.do("certify_progress")
    month.receive("R1", 30_000_000)
    month.do("plan_wages", planned_headcount=60)
    month.do("top_up")
    assert [task["element_id"] for task in month.tasks()] == ["top_up"]
    month.receive("T1", 6_000_000, "top_up")
    month.do("top_up")
    assert month.outcome(MONTH) == "end_covered"


def test_the_payday_comes_before_the_money(month):
    month.do("certify_progress")
    month.receive("R1", 30_000_000)
    month.do("plan_wages", planned_headcount=60)
    month.move("2026-12-14T23:59:59+08:00")
    assert month.desk.read("list_notices", project_id=PROJECT, kind="short_on_payday")["items"] == []
    month.move("2026-12-15T00:00:00+08:00")
    assert len(month.desk.read("list_notices", project_id=PROJECT, kind="short_on_payday")["items"]) == 2
    month.receive("T1", 6_000_000, "top_up")
    month.do("top_up")
    assert month.outcome(MONTH) == "end_covered"


def test_a_plan_without_the_rate_is_completed(month):
    month.do("certify_progress")
    month.receive("R1", 30_000_000)
    month.do("plan_wages", contract_monthly_rate_fen=None)
    assert [task["element_id"] for task in month.tasks()] == ["complete_plan"]
    month.do("complete_plan")
    assert month.outcome(MONTH) == "end_covered"


def report(town, kind="diversion", amount_fen=40):
    town.receive("R0", 100)
    return town.call(
        "file_report", project_id=PROJECT, kind=kind, amount_fen=amount_fen, reference="S1", noticed_at="2026-11-01T16:00:00+08:00"
    )["report_id"]


def test_a_founded_report_ends_with_an_order_and_the_money_back(town):
    town.open()
    report(town)
    town.do("handle_report")
    assert town.outcome(REPORT) == "end_ordered"
    town.do("decide_order")
    town.receive("R2", 40, "diversion_returned")
    assert town.outcome(ORDER) == "end_corrected"


def test_an_unfounded_report_ends_without_an_order(town):
    town.open()
    report(town, "shortage")
    town.do("handle_report", finding="unfounded")
    assert town.outcome(REPORT) == "end_unfounded"
    assert town.cases_of(ORDER) == 0


def test_a_report_that_waits_alarms_the_leading_group_and_can_still_be_handled(town):
    town.open()
    report(town)
    town.move("2026-11-05T00:00:00+08:00")
    (notice,) = town.desk.read("list_notices", project_id=PROJECT, kind="report_waits")["items"]
    assert notice["addressee"] == "leading_group"
    town.do("handle_report")
    assert town.outcome(REPORT) == "end_ordered"


def test_a_diversion_that_is_never_put_back_is_a_missed_order(town):
    town.open()
    report(town)
    town.do("handle_report")
    town.do("decide_order")
    town.move("2026-11-17T00:00:00+08:00")
    assert town.outcome(ORDER) == "end_missed"
    assert town.thrown[-1].data["violation"] == "wage_account_misused"


def test_figures_that_do_not_decide_are_completed(month):
    late_at = "2026-11-26T00:00:00+08:00"
    undecided = {"outcome": "undetermined", "required_fen": 0, "due_on": "2026-11-25", "late_at": late_at, "planned": False}
    month.answer_once("fix_labour_cost", undecided)
    month.do("certify_progress")
    assert [task["element_id"] for task in month.tasks()] == ["certify_progress"]
    month.do("certify_progress")
    month.receive("R1", 30_000_000)
    assert [task["element_id"] for task in month.tasks()] == ["plan_wages"]


def test_an_owner_who_certifies_nothing_is_ordered_all_the_same_and_the_wages_go_on(month):
    month.move("2026-11-25T23:59:59+08:00")
    assert month.cases_of(ORDER) == 0
    month.move("2026-11-26T00:00:00+08:00")
    assert month.cases_of(ORDER) == 1
    month.do("plan_wages")
    month.do("certify_progress")
    month.receive("R1", 30_000_000)
    month.do("decide_order")
    month.do("top_up")
    assert month.outcome(ORDER) == "end_corrected"
    assert [task["element_id"] for task in month.tasks()] == []  # the plan was not asked for twice


def test_progress_certified_after_the_order_makes_it_one_about_money(month):
    month.move("2026-11-26T00:00:00+08:00")
    month.do("decide_order")
    month.do("certify_progress")
    month.move("2026-12-11T00:00:00+08:00")
    assert month.outcome(ORDER) == "end_funding_late"
    assert next(event for event in month.thrown if event.type == "escrow.funding.late").data["required_fen"] == 30_000_000


def test_silence_through_the_order_is_a_missed_order(month):
    month.move("2026-11-26T00:00:00+08:00")
    month.do("decide_order")
    month.move("2026-12-11T00:00:00+08:00")
    assert month.outcome(ORDER) == "end_missed"
    missed = next(event for event in month.thrown if event.type == "escrow.order.missed")
    assert (missed.data["violation"], missed.data["served_on"]) == ("owner_labour_cost_late", "2026-11-26")
