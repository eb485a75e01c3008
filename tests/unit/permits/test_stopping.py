"""Stops of work: each on its own basis, none without one, and none ended before the money is there (P06)."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError

FULL = 100_000_000


def basis(desk, payment, asked_by, **facts):
    return desk.run("assess_stop", payment_id=payment, asked_by=asked_by, facts=facts)["outcome"]


def stop(desk, payment, asked_by, *, stopped=True):
    return desk.run("record_stop", payment_id=payment, asked_by=asked_by, stopped=stopped, facts={})


def served(desk, payment, **changes):
    order = {"violation": "no_wage_account", "addressee": "general_contractor", "served_on": "2026-11-02"} | changes
    return desk.run("serve_order", payment_id=payment, **order)


def test_the_duty_to_stop_begins_the_day_after_the_month(desk):
    # Due on Tuesday 10 November; the month ends with Thursday 10 December, so Friday the 11th is the first day beyond it.
    payment = desk.payment("toli-draft")
    assert desk.run("open_supervision", payment_id=payment)["review_from"] == "2026-12-11"
    desk.at("2026-12-10T23:59:00+08:00")
    assert basis(desk, payment, "subcontractor") == "none"
    desk.at("2026-12-11T00:00:00+08:00")
    assert basis(desk, payment, "subcontractor") == "b"


def test_part_of_the_money_resets_nothing(desk):
    payment = desk.payment("toli-draft")
    desk.at("2026-12-11T00:00:00+08:00")
    desk.receive(payment, FULL - 1, paid_on="2026-12-11")
    assert desk.run("check_payment", payment_id=payment)["review_from"] == "2026-12-11"
    assert basis(desk, payment, "subcontractor") == "b"


def test_all_of_the_money_ends_the_duty(desk):
    payment = desk.payment("toli-draft")
    desk.at("2026-12-11T00:00:00+08:00")
    desk.receive(payment, FULL, paid_on="2026-12-11")
    assert basis(desk, payment, "subcontractor") == "none"


def test_after_an_answer_the_question_comes_again_a_month_later(desk):
    payment = desk.payment("shaoxing")
    desk.at("2026-12-11T00:00:00+08:00")
    assert basis(desk, payment, "subcontractor") == "none"
    assert desk.run("check_payment", payment_id=payment)["review_from"] > "2027-01-11"


@pytest.mark.parametrize(
    ("jurisdiction", "asked_by", "found"),
    [
        ("toli-draft", "sector_authority", "a"),
        ("shaoxing", "contractor", "SX"),
        ("toli-draft", "contractor", "none"),
        ("national", "subcontractor", "none"),
    ],
)
def test_each_basis_is_the_power_of_the_one_who_asks(desk, jurisdiction, asked_by, found):
    payment = desk.payment(jurisdiction)
    desk.at("2026-12-11T00:00:00+08:00")
    assert basis(desk, payment, asked_by) == found


def test_nobody_stops_over_money_that_is_not_due(desk):
    payment = desk.payment("shaoxing")
    with pytest.raises(HuxinError) as caught:
        stop(desk, payment, "contractor")
    assert caught.value.code == "no_basis_to_stop"
    assert desk.read("get_payment", payment_id=payment)["stops"] == []


def test_a_penal_stop_needs_an_order_that_was_missed(desk):
    payment = desk.payment("toli-draft")
    order = served(desk, payment, correct_by="2026-11-20")
    desk.at("2026-11-20T23:59:00+08:00")
    assert basis(desk, payment, "enforcement_authority") == "none"
    with pytest.raises(HuxinError) as caught:
        desk.run("close_order", order_id=order["order_id"])
    assert caught.value.code == "order_still_runs"
    desk.at("2026-11-21T00:00:00+08:00")
    assert desk.run("close_order", order_id=order["order_id"]) == {"state": "lapsed"}
    assert basis(desk, payment, "enforcement_authority") == "c"


def test_a_correction_in_time_leaves_no_ground(desk):
    payment = desk.payment("toli-draft")
    order = served(desk, payment)
    assert desk.run("close_order", order_id=order["order_id"], corrected_on="2026-11-02") == {"state": "corrected"}
    desk.at("2027-01-04T09:00:00+08:00")
    assert basis(desk, payment, "enforcement_authority") == "none"


def test_an_order_without_a_day_runs_ten_working_days(desk):
    # Served on Monday 2 November 2026: two full weeks of five working days end on Monday the 16th.
    assert served(desk, desk.payment("toli-draft"))["correct_by"] == "2026-11-16"


@pytest.mark.parametrize(
    "wrong", [{"violation": "bad_mood"}, {"addressee": "worker"}, {"served_on": "2026-11-03"}, {"correct_by": "2026-11-01"}]
)
def test_an_order_that_cannot_be_is_refused(desk, wrong):
    payment = desk.payment("toli-draft")
    with pytest.raises(HuxinError) as caught:
        served(desk, payment, **wrong)
    assert caught.value.code == "bad_order"
    assert desk.read("get_payment", payment_id=payment)["orders"] == []


def test_an_order_served_twice_is_one_order(desk):
    payment = desk.payment("toli-draft")
    assert served(desk, payment)["order_id"] == served(desk, payment)["order_id"]


def test_work_resumes_only_when_the_last_fen_is_there(desk):
    payment = desk.payment("shaoxing")
    desk.at("2026-11-11T09:00:00+08:00")
    assert stop(desk, payment, "contractor")["basis"] == "SX"
    desk.receive(payment, FULL - 1)
    with pytest.raises(HuxinError) as caught:
        desk.run("resume_work", payment_id=payment)
    assert caught.value.code == "money_not_arrived"
    desk.receive(payment, 1, receipt_id="R-2")
    assert desk.run("resume_work", payment_id=payment)["stopped"] is False
    assert desk.read("get_payment", payment_id=payment)["stops"][0]["resumed_on"] == "2026-11-11"


def test_a_stop_recorded_twice_is_one_stop(desk):
    payment = desk.payment("shaoxing")
    desk.at("2026-11-11T09:00:00+08:00")
    assert stop(desk, payment, "contractor") == stop(desk, payment, "contractor")
    assert len(desk.read("get_payment", payment_id=payment)["stops"]) == 1


def test_a_unit_that_went_on_working_is_not_stopped(desk):
    payment = desk.payment("toli-draft")
    desk.at("2026-12-11T09:00:00+08:00")
    assert stop(desk, payment, "subcontractor", stopped=False)["stopped"] is False
    assert desk.read("get_payment", payment_id=payment)["stops"] == []


def test_the_owner_bears_the_loss_of_a_stop_that_was_applied_for(desk):
    payment = desk.payment("shaoxing", payer_role="general_contractor", payee="91000000EXAMPLE0C3")
    desk.at("2026-11-11T09:00:00+08:00")
    stop(desk, payment, "contractor")
    assert desk.run("record_loss", payment_id=payment, loss_fen=125) == {"loss_fen": 125, "loss_bearer": "construction_unit"}


def test_without_a_stop_there_is_no_loss(desk):
    with pytest.raises(HuxinError) as caught:
        desk.run("record_loss", payment_id=desk.payment(), loss_fen=1)
    assert caught.value.code == "no_stop"


def test_only_who_is_owed_the_money_applies_and_the_same_application_counts_once(desk):
    payment = desk.payment("shaoxing")
    with pytest.raises(HuxinError) as caught:
        desk.run("apply_stop", payment_id=payment, application_id="S-1", firms=["91000000EXAMPLE0A1"])
    assert caught.value.code == "not_the_payee"
    for repeated in (False, True):
        assert desk.run("apply_stop", payment_id=payment, application_id="S-1", firms=["91000000EXAMPLE0B2"])["repeated"] is repeated
    assert len(desk.events("permits.stop.applied")) == 1


def test_an_answer_stays_the_first_one(desk):
    payment = desk.payment("shaoxing")
    desk.run("apply_stop", payment_id=payment, application_id="S-1")
    answer = {"payment_id": payment, "application_id": "S-1"}
    assert desk.run("decide_application", **answer, allowed=True, decided_by="silence") == {"state": "allowed"}
    assert desk.run("decide_application", **answer, allowed=False, decided_by="authority") == {"state": "allowed"}


def test_silence_takes_five_working_days(desk):
    payment = desk.payment("shaoxing")
    assert desk.run("assess_stop", payment_id=payment, asked_by="contractor", facts={})["silence_limit"] == "P5D"
