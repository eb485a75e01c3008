"""Walks the diagram `special_account_closure`: early refusal, the notice, the opinions, the bank's sum."""

from __future__ import annotations

import pytest

from tests.unit.escrow.accounts.desk import PROJECT

PROCESS = "special_account_closure"
OVER = "2026-12-03T00:00:00+08:00"


@pytest.fixture
def asked(town):
    """An account in Shaoxing whose closing was asked for."""
    town.open()
    town.call("ask_closing", project_id=PROJECT, reason="works_completed", asked_by="sample")
    return town


def test_an_open_case_refuses_before_anything_is_posted(asked):
    asked.do("check_cases", open_arrears_case=True)
    assert asked.outcome(PROCESS) == "end_refused_early"
    assert asked.desk.account()["state"] == "active"


def test_the_opinions_are_asked_for_when_the_notice_is_over(asked):
    asked.do("check_cases")
    asked.do("post_board")
    asked.move("2026-12-02T23:59:59+08:00")
    assert [task for task in asked.tasks() if task["process"] == PROCESS] == []
    asked.move(OVER)
    waiting = {task["element_id"] for task in asked.tasks() if task["process"] == PROCESS}
    assert waiting == {"promise", "recheck_cases", "owner_opinion", "authority_opinion"}


def test_where_no_local_rule_asks_for_opinions_nobody_has_to_give_one(town):
    town.open("toli-draft")
    town.call("ask_closing", project_id=PROJECT, reason="works_completed", asked_by="sample")
    town.do("check_cases")
    town.do("post_board")
    town.move(OVER)
    assert {task["element_id"] for task in town.tasks() if task["process"] == PROCESS} == {"promise", "recheck_cases"}
    for element in ("promise", "recheck_cases", "bank_close"):
        town.do(element)
    assert town.outcome(PROCESS) == "end_closed"


def test_all_agree_and_the_bank_closes_after_the_sums_are_the_same(asked):
    asked.receive("R1", 700)
    asked.do("check_cases")
    asked.do("post_board")
    asked.move(OVER)
    for element in ("promise", "recheck_cases", "owner_opinion", "authority_opinion"):
        asked.do(element)
    asked.do("bank_close", returned_fen=699)
    asked.do("reconcile", returned_fen=701)
    asked.do("reconcile", returned_fen=700)
    assert asked.outcome(PROCESS) == "end_closed"
    assert (asked.thrown[-1].type, asked.thrown[-1].subject) == ("escrow.account.closed", PROJECT)
    assert asked.desk.account()["balance_fen"] == 0


@pytest.mark.parametrize(
    ("element", "change"),
    [
        ("owner_opinion", {"owner_opinion": "disagree"}),
        ("authority_opinion", {"construction_authority_opinion": "disagree"}),
        ("promise", {"written_promise": False}),
        ("recheck_cases", {"open_wage_suit": True}),
    ],
)
def test_one_no_refuses_after_the_notice(asked, element, change):
    asked.do("check_cases")
    asked.do("post_board")
    asked.move(OVER)
    for each in ("promise", "recheck_cases", "owner_opinion", "authority_opinion"):
        asked.do(each, **(change if each == element else {}))
    assert asked.outcome(PROCESS) == "end_refused"
    assert asked.desk.account()["state"] == "active"


def test_after_a_refusal_the_closing_can_be_asked_for_again(asked):
    asked.do("check_cases", arrears_fen=5)
    again = asked.call("ask_closing", project_id=PROJECT, reason="works_completed", asked_by="sample")
    assert again["repeated"] is False
    assert asked.cases_of(PROCESS) == 2


def test_what_cannot_be_decided_is_completed_by_the_contractor(asked):
    asked.do("check_cases")
    asked.do("post_board")
    asked.move(OVER)
    for element in ("promise", "recheck_cases", "owner_opinion"):
        asked.do(element)
    asked.answer_once("judge_closing", {"outcome": "undetermined", "reasons": [], "missing": ["written_promise"]})
    asked.do("authority_opinion")
    assert [task["element_id"] for task in asked.tasks() if task["process"] == PROCESS] == ["complete_closing"]
    asked.do("complete_closing")
    assert [task["element_id"] for task in asked.tasks() if task["process"] == PROCESS] == ["bank_close"]
