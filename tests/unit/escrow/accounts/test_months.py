"""A month's labour cost: what is due, until when, what follows when it does not come (P03)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.escrow.application.lookup import day_in_month, month_of
from services.kernel.errors import HuxinError
from tests.unit.escrow.accounts.desk import CONTRACTOR, MONTH, OWNER, PROJECT, receipt

PLAN = {"payroll_due_fen": 28_000_000, "planned_headcount": 50, "contract_monthly_rate_fen": 600_000}


def orders(desk):
    return desk.read("list_orders", project_id=PROJECT)["items"]


def balance(desk, **facts):
    return desk.run("check_balance", project_id=PROJECT, month=MONTH, facts={**PLAN, **facts})


@pytest.mark.clauses(satisfies=("SX-4-1b",))
def test_in_shaoxing_a_share_of_the_progress_is_due_even_when_bills_pay_the_rest(desk):
    desk.opened()
    assert desk.due(payment_form="commercial_bill", payment_fen=0)["required_fen"] == 30_000_000


@pytest.mark.clauses(satisfies=("TL-2.3.1-1c",))
def test_in_the_draft_a_share_of_every_payment_is_due(desk):
    desk.opened(jurisdiction="toli-draft")
    due = desk.due(payment_fen=1, second_payment_fen=50_000_000, third_payment_fen=7)
    assert due["required_fen"] == 15_000_000 + 1 + 3  # each payment's share is rounded up by itself


def test_what_the_contract_agrees_is_due_where_it_is_more(desk):
    desk.opened(jurisdiction="national")
    assert desk.due(agreed_labour_cost_fen=40_000_000)["required_fen"] == 40_000_000


def test_an_agreed_day_on_a_rest_day_moves_to_the_next_working_day_and_a_payday_before_it(desk):
    desk.opened()
    desk.watch("2027-04-01")  # 25 April 2027 is a Sunday, 15 May 2027 a Saturday
    month = desk.read("show_funding", project_id=PROJECT)["items"][0]
    assert (month["month"], month["due_on"], month["payday_on"]) == ("2027-04", "2027-04-26", "2027-05-14")


def test_every_month_is_opened_once(desk):
    desk.opened()
    desk.watch("2026-11-03")
    desk.watch("2026-12-01")
    desk.watch("2026-12-01")
    assert [event["funding_id"] for event in desk.events("escrow.month.opened")] == [f"{PROJECT}:2026-11", f"{PROJECT}:2026-12"]


def test_money_that_came_before_the_amount_was_known_counts(desk):
    desk.opened()
    desk.receive(receipt("R1", 30_000_000))
    assert desk.events("escrow.month.funded") == []
    assert desk.due()["outcome"] == "funded"
    assert [event["paid_fen"] for event in desk.events("escrow.month.funded")] == [30_000_000]


def test_the_last_part_funds_the_month_and_only_once(desk):
    desk.opened()
    desk.due()
    desk.receive(receipt("R1", 29_999_999))
    assert desk.events("escrow.month.funded") == []
    desk.receive(receipt("R2", 1))
    desk.receive(receipt("R3", 5))
    assert len(desk.events("escrow.month.funded")) == 1


def test_a_month_that_owes_nothing_waits_for_nobody(desk):
    desk.opened(jurisdiction="national")
    assert desk.due()["outcome"] == "funded"


@pytest.mark.clauses(breaks=("TL-2.3.1-3a", "TL-2.3.1-3b"))
def test_late_money_asks_for_one_order_and_its_payment_corrects_it(desk):
    desk.opened(jurisdiction="toli-draft")
    desk.due()
    desk.receive(receipt("R1", 20_000_000))
    desk.at("2026-11-26")
    assert desk.run("flag_late", project_id=PROJECT, month=MONTH) == {"missing_fen": 10_000_000, "paid_fen": 20_000_000}
    desk.run("flag_late", project_id=PROJECT, month=MONTH)
    (order,) = orders(desk)
    desk.run("serve_order", order_id=order["order_id"])
    desk.receive(receipt("R2", 10_000_000, booked_on="2026-11-26"))
    assert orders(desk)[0]["state"] == "corrected"


def test_a_top_up_of_the_contractor_does_not_end_the_owners_debt(desk):
    desk.opened()
    desk.due()
    desk.receive(receipt("R1", 20_000_000), receipt("T1", 8_000_000, kind="top_up"))
    assert balance(desk)["outcome"] == "covered"
    assert balance(desk)["owner_claim_fen"] == 10_000_000
    assert desk.events("escrow.month.funded") == []


def test_the_payday_is_where_the_wages_must_lie_in_the_account(desk):
    desk.opened()
    desk.due()
    desk.receive(receipt("R1", 20_000_000))
    answer = balance(desk)
    assert (answer["outcome"], answer["shortfall_fen"], answer["payday_at"]) == ("short", 8_000_000, "2026-12-15T00:00:00+08:00")
    assert desk.run("flag_short", project_id=PROJECT, month=MONTH)["told"] == ["housing_bureau", "hr_bureau"]
    assert desk.run("flag_short", project_id=PROJECT, month=MONTH)["told"] == []


def test_a_plan_without_numbers_is_asked_for_again(desk):
    desk.opened(jurisdiction="toli-draft")
    desk.due()
    answer = desk.run("check_balance", project_id=PROJECT, month=MONTH, facts={"payroll_due_fen": 1})
    assert answer["outcome"] == "undetermined"
    assert "planned_headcount" in answer["missing"]


def test_the_draft_warns_every_day_on_which_next_month_is_not_covered_and_punishes_nobody(desk):
    desk.opened(jurisdiction="toli-draft")
    desk.due()
    desk.receive(receipt("R1", 20_000_000))
    balance(desk)
    for day in ("2026-11-10", "2026-11-10", "2026-11-11"):
        assert desk.watch(day)["short"] == [PROJECT]
    told = [one for one in desk.read("list_notices", project_id=PROJECT, kind="balance_short")["items"] if one["addressee"] == OWNER]
    assert [one["about"] for one in told] == ["balance 2026-11-11", "balance 2026-11-10"]
    assert orders(desk) == []


def test_a_firm_reads_its_own_notices(desk):
    desk.opened()
    assert {one["addressee"] for one in desk.read("list_notices", project_id=PROJECT, firms=[CONTRACTOR])["items"]} == {CONTRACTOR}


def test_a_month_that_nobody_opened_is_answered(desk):
    desk.opened()
    with pytest.raises(HuxinError) as error:
        desk.due(month="2030-01")
    assert error.value.code == "unknown_month"


@given(day=st.integers(1, 31), year=st.integers(2004, 2100), number=st.integers(1, 12))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_day_of_the_month_never_leaves_its_month(day, year, number):
    first = month_of(f"{year:04}-{number:02}")
    found = day_in_month(first, day)
    assert (found.year, found.month) == (year, number)
    assert found.day == day or (found.day < day and day_in_month(first, 31) == found)
