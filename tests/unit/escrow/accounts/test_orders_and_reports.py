"""Orders to correct and the bank's reports: who is told, until when, how they end (TL-2.3.1-4b, SX-6-4b, C12)."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError
from tests.unit.escrow.accounts.desk import CONTRACTOR, MONTH, OWNER, PROJECT, receipt

REPORT = {"kind": "diversion", "amount_fen": 40, "reference": "S1", "noticed_at": "2026-11-01T16:00:00+08:00"}


def wanted(desk):
    """Bring a month to the point where an order is wanted, and return its id."""
    desk.opened(jurisdiction="toli-draft")
    desk.due()
    desk.at("2026-11-26")
    desk.run("flag_late", project_id=PROJECT, month=MONTH)
    return desk.events("escrow.order.wanted")[0]["order_id"]


def file_report(desk, **change):
    return desk.run("file_report", project_id=PROJECT, **{**REPORT, **change})


@pytest.fixture
def funded(desk):
    desk.opened()
    desk.receive(receipt("R1", 100))
    return desk


@pytest.mark.clauses(satisfies=("TL-2.3.1-4b",))
def test_an_order_goes_to_contractor_and_owner_and_names_its_last_day(desk):
    order_id = wanted(desk)
    served = desk.run("serve_order", order_id=order_id)
    assert (served["correct_by"], served["lapses_at"]) == ("2026-12-10", "2026-12-11T00:00:00+08:00")  # ten working days
    told = desk.read("list_notices", project_id=PROJECT, kind="correction_order")["items"]
    assert {notice["addressee"] for notice in told} == {CONTRACTOR, OWNER}
    assert all("2026-12-10" in notice["text_zh"] and "TL-2.3.1-4b" in notice["clauses"] for notice in told)


def test_serving_again_does_not_move_the_last_day(desk):
    order_id = wanted(desk)
    first = desk.run("serve_order", order_id=order_id)
    desk.at("2026-12-01")
    assert desk.run("serve_order", order_id=order_id) == first


def test_a_missed_order_about_money_tells_what_payment_supervision_needs(desk):
    order_id = wanted(desk)
    desk.run("serve_order", order_id=order_id)
    desk.receive(receipt("R1", 7))
    desk.at("2026-12-11")
    ended = desk.run("lapse_order", order_id=order_id)
    assert ended == {
        "outcome": "funding_late",
        "violation": "owner_labour_cost_late",
        "month": MONTH,
        "required_fen": 30_000_000,
        "paid_fen": 7,
        "due_on": "2026-11-25",
        "served_on": "2026-11-26",
        "correct_by": "2026-12-10",
    }
    assert desk.run("lapse_order", order_id=order_id) == ended
    told = desk.read("list_notices", project_id=PROJECT, kind="order_missed")["items"]
    assert {notice["addressee"] for notice in told} == {"housing_bureau", "hr_bureau"}


def test_what_was_corrected_at_the_last_moment_stays_corrected(desk):
    order_id = wanted(desk)
    desk.run("serve_order", order_id=order_id)
    desk.receive(receipt("R1", 30_000_000))
    desk.at("2026-12-11")
    assert desk.run("lapse_order", order_id=order_id)["outcome"] == "corrected"


def test_an_unknown_order_is_answered(desk):
    with pytest.raises(HuxinError) as error:
        desk.run("serve_order", order_id="nobody")
    assert error.value.code == "unknown_order"


@pytest.mark.clauses(satisfies=("SX-6-4b",))
def test_a_report_reaches_everybody_and_its_time_runs_from_the_banks_event(funded):
    report_id = file_report(funded)["report_id"]
    told = funded.run("tell_report", report_id=report_id)
    # Noticed on Sunday 1 November: Monday, Tuesday and Wednesday are the three working days.
    assert (told["handle_by"], told["alarm_at"]) == ("2026-11-04", "2026-11-05T00:00:00+08:00")
    notices = funded.read("list_notices", project_id=PROJECT, kind="diversion")["items"]
    assert {one["addressee"] for one in notices} == {"housing_bureau", "hr_bureau", "industry_authority", CONTRACTOR, OWNER}


def test_a_report_sent_again_is_the_same_report(funded):
    first = file_report(funded)
    assert file_report(funded) == {"report_id": first["report_id"], "repeated": True}
    assert len(funded.events("escrow.report.filed")) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "rumour"},
        {"amount_fen": 0},
        {"amount_fen": 101},
        {"reference": " "},
        {"reference": "S" * 101},
        {"noticed_at": "2026-11-02T09:00:01+08:00"},
    ],
    ids=["unknown kind", "nothing", "more than the account held", "no reference", "endless reference", "in the future"],
)
def test_a_report_that_cannot_be_is_refused(funded, change):
    with pytest.raises(HuxinError) as error:
        file_report(funded, **change)
    assert error.value.code == "bad_report"
    assert funded.read("list_reports", project_id=PROJECT)["items"] == []


def test_a_moment_without_its_offset_is_refused(funded):
    with pytest.raises(HuxinError) as error:
        file_report(funded, noticed_at="2026-11-01T16:00:00")
    assert error.value.code == "naive_datetime"


@pytest.mark.clauses(breaks=("SX-4-1c", "SX-6-4a"))
def test_a_founded_diversion_is_booked_ordered_and_corrected_by_its_return(funded):
    report_id = file_report(funded)["report_id"]
    funded.run("settle_report", report_id=report_id, finding="founded")
    assert funded.account()["balance_fen"] == 60
    assert [event["reason"] for event in funded.events("escrow.order.wanted")] == ["diverted"]
    funded.receive(receipt("R2", 39, kind="diversion_returned"))
    assert funded.events("escrow.order.corrected") == []
    funded.receive(receipt("R3", 1, kind="diversion_returned"))
    assert len(funded.events("escrow.order.corrected")) == 1
    assert funded.balanced()


def test_a_founded_shortage_is_corrected_when_the_account_holds_it(funded):
    report_id = file_report(funded, kind="shortage", amount_fen=50)["report_id"]
    funded.run("settle_report", report_id=report_id, finding="founded")
    funded.receive(receipt("R2", 49, kind="top_up"))
    assert funded.events("escrow.order.corrected") == []
    funded.receive(receipt("R3", 1))
    assert len(funded.events("escrow.order.corrected")) == 1


def test_a_finding_is_kept_once(funded):
    report_id = file_report(funded)["report_id"]
    assert funded.run("settle_report", report_id=report_id, finding="unfounded") == {"finding": "unfounded", "order_id": None}
    assert funded.run("settle_report", report_id=report_id, finding="founded")["finding"] == "unfounded"
    assert funded.account()["balance_fen"] == 100
    with pytest.raises(HuxinError) as error:
        funded.run("settle_report", report_id=report_id, finding="perhaps")
    assert error.value.code == "bad_finding"


def test_the_leading_group_is_alarmed_only_while_nobody_has_acted(funded):
    report_id = file_report(funded)["report_id"]
    assert funded.run("alarm_report", report_id=report_id)["told"] == ["leading_group"]
    funded.run("settle_report", report_id=report_id, finding="unfounded")
    assert funded.run("alarm_report", report_id=report_id)["told"] == []
