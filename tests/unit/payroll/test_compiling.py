"""How a month's payroll begins and what each worker earned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.escrow.domain.payroll import earned_fen, masked, shared_accounts
from services.kernel.errors import HuxinError
from tests.unit.payroll.desk import PAYROLL, attendance, moment


@pytest.mark.clauses(satisfies=("SX-7-2a", "TL-2.1.2-2c"), breaks=())
def test_everybody_on_site_has_a_line_from_days_quantity_and_rate(desk):
    sheet = desk.compiled(
        attendance(1),
        attendance(2, unit="quantity", quantity_fen=450_050, rate_fen=0),
        attendance(3, unit="month", rate_fen=900_000, days=7),
    )
    assert (sheet["ready"], sheet["lines"]) == (True, 3)
    # November 2026 has 21 working days: 9000.00 * 7 / 21 = 3000.00
    assert {worker: line["due_fen"] for worker, line in desk.lines().items()} == {"W1": 600_000, "W2": 450_050, "W3": 300_000}


def test_a_payroll_waits_for_the_last_part_of_the_attendance(desk):
    desk.project()
    desk.attend(attendance(1), part=1, parts=2)
    desk.clock.move_to(moment("2026-11-28"))
    desk.run("payroll_sweep", day=moment("2026-11-28").date())
    assert desk.run("compile_payroll", payroll_id=PAYROLL)["ready"] is False
    desk.attend(attendance(2), part=2, parts=2)
    assert [event["payroll_id"] for event in desk.events("escrow.attendance.received")] == [PAYROLL]
    assert desk.run("compile_payroll", payroll_id=PAYROLL)["lines"] == 2


def test_the_same_attendance_again_changes_nothing(desk):
    desk.compiled(attendance(1))
    assert desk.attend(attendance(1, days=31))["added"] is False
    assert desk.run("compile_payroll", payroll_id=PAYROLL)["total_fen"] == 600_000
    assert len(desk.events("escrow.payroll.due")) == 1


@pytest.mark.parametrize(("day", "opened"), [("2026-11-26", 0), ("2026-11-27", 1), ("2026-11-30", 1)])
def test_the_calendar_opens_the_month_three_days_before_its_end(desk, day, opened):
    desk.project()
    assert desk.run("payroll_sweep", day=moment(day).date())["opened"] == opened
    assert desk.run("payroll_sweep", day=moment(day).date())["opened"] == 0


@pytest.mark.clauses(satisfies=(), breaks=("SX-7-2a",))
def test_a_late_form_is_told_once(desk):
    desk.project()
    desk.run("payroll_sweep", day=moment("2026-11-30").date())
    assert desk.run("flag_late_payroll", payroll_id=PAYROLL, what="form")["late"] is True
    desk.run("flag_late_payroll", payroll_id=PAYROLL, what="form")
    assert desk.head()["late"] == ["form"]


@pytest.mark.parametrize("wrong", [{"days": -1}, {"rate_fen": 300.5}, {"rate_fen": "300"}, {"unit": "piece"}, {"days": True}])
def test_figures_that_cannot_be_used_keep_the_worker_on_the_sheet_with_the_reason(desk, wrong):
    sheet = desk.compiled(attendance(1, **wrong), attendance(2))
    assert [problem["code"] for problem in sheet["problems"]] == ["bad_figures"]
    assert {worker: line["due_fen"] for worker, line in desk.lines().items()} == {"W1": 0, "W2": 600_000}


def test_two_workers_with_one_card_are_both_told(desk):
    sheet = desk.compiled(attendance(1, account="62"), attendance(2, account="62"), attendance(3, account=""))
    assert [(problem["worker_id"], problem["code"]) for problem in sheet["problems"]] == [
        ("W1", "shared_account"),
        ("W2", "shared_account"),
        ("W3", "no_account"),
    ]


def test_an_unknown_project_is_tried_again_later(desk):
    with pytest.raises(HuxinError) as caught:
        desk.attend(attendance(1))
    assert (caught.value.code, caught.value.retryable) == ("unknown_project", True)


@given(st.integers(0, 31), st.integers(0, 10**9), st.integers(0, 23))
def test_a_monthly_rate_is_never_paid_twice_and_a_full_month_in_full(days, rate, working_days):
    earned = earned_fen("month", days=days, rate_fen=rate, quantity_fen=0, working_days=working_days)
    assert 0 <= earned <= rate
    if days >= max(working_days, 1):
        assert earned == rate
    assert earned * max(working_days, 1) >= min(rate * days, rate * max(working_days, 1))


@given(st.text(max_size=20))
def test_a_masked_name_shows_one_character_at_most(name):
    shown = masked(name)
    assert shown[:1] == name[:1]
    assert set(shown[1:]) <= {"*"}


@given(st.dictionaries(st.text(max_size=3), st.sampled_from(["", "a", "b", "c"]), max_size=8))
def test_a_shared_account_is_one_that_two_name(accounts):
    named = [account for account in accounts.values() if account]
    assert shared_accounts(accounts) == {account for account in named if named.count(account) > 1}
