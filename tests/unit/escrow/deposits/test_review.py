"""The yearly review after the Spring Festival, and letters that end."""

from __future__ import annotations

from datetime import date

import pytest

from services.kernel.errors import HuxinError
from tests.unit.escrow.accounts.desk import PROJECT
from tests.unit.escrow.deposits.test_storing import NEW

DUE = 67_500_000
REVIEW = f"{PROJECT}:2027"


def sweep(desk, day):
    desk.at(day)
    return desk.run("sweep_deposits", day=date.fromisoformat(day))


def review(desk, **facts):
    return desk.run("review_deposit_rate", review_id=REVIEW, facts={**NEW, **facts})


@pytest.mark.clauses(satisfies=("SX-8-2",))
def test_the_review_begins_on_the_first_working_day_after_the_holiday_and_once(desk):
    desk.stored()
    begun = [sweep(desk, day)["reviews"] for day in ("2027-02-08", "2027-02-09", "2027-02-09", "2027-02-10")]
    assert begun == [0, 1, 0, 0]
    (event,) = desk.events("escrow.deposit.review_due")
    assert (event["review_id"], event["year"]) == (REVIEW, 2027)


def test_only_shaoxing_reviews_every_year(desk):
    desk.stored("P-N", "national")
    desk.stored("P-T", "toli-draft")
    assert sweep(desk, "2027-02-09")["reviews"] == 0


def test_a_deposit_that_was_never_stored_is_not_reviewed(desk):
    desk.assessed()
    assert sweep(desk, "2027-02-09")["reviews"] == 0


def test_complaints_of_the_last_twelve_months_count(desk):
    desk.stored()
    sweep(desk, "2027-02-09")
    assert desk.run("open_deposit_review", review_id=REVIEW)["complaints_since"] == "2026-02-09"


@pytest.mark.clauses(satisfies=("SX-8-3a",), breaks=("SX-8-3b",))
@pytest.mark.parametrize(
    ("facts", "outcome", "direction", "difference"),
    [
        ({}, "unchanged", "none", 0),
        ({"arrears_history": "some", "last_arrears_on": "2027-01-15"}, "raised", "store", 33_750_000),
        ({"active_in_area_since": "2024-06-01"}, "lowered", "pay_back", 33_750_000),
        ({"active_in_area_since": "2020-06-01"}, "lowered", "pay_back", DUE),
    ],
)
def test_the_record_moves_the_deposit_up_or_down(desk, facts, outcome, direction, difference):
    desk.stored()
    sweep(desk, "2027-02-09")
    assert review(desk, **facts)["outcome"] == outcome
    for _ in range(2):
        applied = desk.run("apply_deposit_review", review_id=REVIEW)
        assert (applied["direction"], applied["difference_fen"]) == (direction, difference)
        assert applied["late_at"] == "2027-02-24T00:00:00+08:00"  # ten working days after 9 February are over
    assert len(desk.events("escrow.deposit.rate_changed")) == 1


@pytest.mark.clauses(breaks=("SX-8-2",))
def test_a_review_without_its_facts_has_no_result_to_apply(desk):
    desk.stored()
    sweep(desk, "2027-02-09")
    assert review(desk, arrears_history="some")["outcome"] == "undetermined"
    with pytest.raises(HuxinError) as caught:
        desk.run("apply_deposit_review", review_id=REVIEW)
    assert caught.value.code == "review_not_decided"
    assert desk.deposit()["rate_bp"] == 150


def test_exactly_what_is_too_much_is_paid_back_once(desk):
    desk.stored()
    sweep(desk, "2027-02-09")
    review(desk, active_in_area_since="2020-06-01")
    desk.run("apply_deposit_review", review_id=REVIEW)
    wrong = [{}, {"refund_fen": DUE}, {"refund_fen": DUE - 1, "refund_receipt": "示例"}, {"refund_fen": True, "refund_receipt": "示例"}]
    for facts in wrong:
        assert desk.run("book_deposit_refund", project_id=PROJECT, facts=facts)["booked"] is False
    assert desk.run("book_deposit_refund", project_id=PROJECT, facts={"refund_fen": DUE, "refund_receipt": "示例"})["booked"] is True
    assert (desk.deposit()["held_fen"], desk.deposit()["state"]) == (0, "exempt")


@pytest.mark.clauses(satisfies=("CN65-LETTER",))
def test_a_letter_is_reminded_of_one_month_before_it_ends_and_once(desk):
    desk.assessed()
    assert desk.store(deposit_form="letter", letter_valid_until="2028-03-31")["stored"]
    assert [sweep(desk, day)["reminders"] for day in ("2028-02-28", "2028-02-29", "2028-03-01")] == [0, 1, 0]


def test_a_renewed_letter_is_reminded_of_again(desk):
    desk.assessed()
    desk.store(deposit_form="letter", letter_valid_until="2028-03-31")
    sweep(desk, "2028-03-01")
    desk.store(1, "示例-续", deposit_form="letter", letter_valid_until="2029-04-30")
    assert [sweep(desk, day)["reminders"] for day in ("2028-03-02", "2029-03-30")] == [0, 1]


def test_an_unknown_review_is_refused(desk):
    with pytest.raises(HuxinError) as caught:
        desk.run("open_deposit_review", review_id="none")
    assert caught.value.code == "unknown_review"
