"""Walks the diagram `wage_account`: every way from the permit to an account in use, and what its timer does."""

from __future__ import annotations


def test_a_complete_opening_ends_in_use_and_opens_the_month(town):
    town.open()
    assert town.outcome("wage_account") == "end_active"
    assert [message.type for message in town.thrown] == ["escrow.account.opened"]
    assert town.case("wage_account_funding")["business_key"] == "P-1:2026-11"


def test_defects_go_back_to_the_contractor_until_nothing_is_missing(town):
    town.begin()
    town.work("wage_account", until="agree_terms")
    town.do("agree_terms", two_lines_agreed=False)
    assert [task["element_id"] for task in town.tasks()] == ["complete_opening"]
    town.complete_with(cards_issued=30)
    assert [task["element_id"] for task in town.tasks()] == ["complete_opening"]
    town.complete_with(two_lines_agreed=True)
    assert [task["element_id"] for task in town.tasks()] == ["file_account"]
    town.do("file_account")
    assert town.outcome("wage_account") == "end_active"


def test_the_last_day_passes_and_the_opening_goes_on_beside_the_order(town):
    town.begin("toli-draft")
    town.do("announce_works")
    town.move("2026-11-19T23:59:59+08:00")
    assert town.cases_of("wage_account_correction") == 0
    town.move("2026-11-20T00:00:00+08:00")
    assert town.cases_of("wage_account_correction") == 1
    town.do("decide_order")
    town.work("wage_account")
    assert town.outcome("wage_account") == "end_active"
    assert town.outcome("wage_account_correction") == "end_corrected"
    assert town.desk.account()["late"] is False  # opened on 2 November, only reported late


def test_nobody_opens_it_and_the_order_is_missed(town):
    town.begin("toli-draft")
    town.do("announce_works")
    town.move("2026-11-20T00:00:00+08:00")
    town.do("decide_order")
    town.move("2026-12-05T00:00:00+08:00")
    assert town.outcome("wage_account_correction") == "end_missed"
    missed = town.thrown[-1]
    assert (missed.type, missed.data["violation"], missed.data["correct_by"]) == ("escrow.order.missed", "no_wage_account", "2026-12-04")


def test_a_start_of_works_that_nobody_announces_does_not_hold_the_account_up(town):
    town.begin()
    town.move("2026-11-09T23:59:59+08:00")
    assert [task["element_id"] for task in town.tasks()] == ["announce_works"]
    town.move("2026-11-10T00:00:00+08:00")  # five working days after Monday 2 November are over
    (task,) = town.tasks()
    assert (task["element_id"], task["due_at"]) == ("open_account", "2026-11-20T00:00:00+08:00")  # thirty days from the contract
    town.move("2026-11-20T00:00:00+08:00")
    assert town.cases_of("wage_account_correction") == 1
    town.do("open_account", works_start_on="2026-11-02")  # opened on that very day, and not before it
    town.do("decide_order")
    town.work("wage_account")
    assert town.outcome("wage_account") == "end_active"
    assert (town.desk.account()["late"], town.desk.account()["opening_due_on"]) == (True, "2026-11-01")


def test_the_filing_is_due_thirty_days_after_the_opening_whenever_it_is_reported(town):
    town.begin()
    town.move("2026-11-06T09:00:00+08:00")
    town.work("wage_account", until="file_account")
    (task,) = town.tasks()
    assert task["due_at"] == "2026-12-03T00:00:00+08:00"  # opened on 2 November


def test_an_impossible_day_becomes_an_incident_that_a_correction_ends(town):
    town.begin()
    town.work("wage_account", until="open_account")
    town.do("open_account", account_opened_on="2026-12-24")
    town.do("confirm_account")
    town.do("agree_terms")
    (incident,) = town.engine.incidents()
    assert incident["code"] == "bad_opening"
    town.correct(incident, {"account_opened_on": "2026-11-02"})
    town.work("wage_account")
    assert town.outcome("wage_account") == "end_active"


def test_the_same_permit_again_starts_no_second_account(town):
    town.begin()
    town.begin()
    assert town.cases_of("wage_account") == 1
