"""Closing the account: what forbids it, how long the notice stands, what the bank gives back (P16)."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError
from tests.unit.escrow.accounts.desk import PROJECT, receipt

CLEAN = {"arrears_fen": 0, "open_arrears_case": False, "open_wage_suit": False}
AGREED = {**CLEAN, "written_promise": True, "owner_opinion": "agree", "construction_authority_opinion": "agree"}


def asked(desk, reason="works_completed", jurisdiction="shaoxing"):
    desk.opened(jurisdiction=jurisdiction)
    return desk.run("ask_closing", project_id=PROJECT, reason=reason, asked_by="sample")["closing_id"]


def judged(desk, closing_id, facts=None, day="2026-12-03"):
    desk.run("start_notice", closing_id=closing_id, posted_on="2026-11-02")
    desk.at(day)
    return desk.run("judge_closing", closing_id=closing_id, facts=AGREED if facts is None else facts)["outcome"]


@pytest.mark.parametrize("fact", [{"arrears_fen": 1}, {"open_arrears_case": True}, {"open_wage_suit": True}])
def test_arrears_cases_and_suits_refuse_at_once(desk, fact):
    closing_id = asked(desk)
    answer = desk.run("judge_closing", closing_id=closing_id, facts={**CLEAN, **fact})
    assert answer["outcome"] == "refuse"
    assert {clause for reason in answer["reasons"] for clause in reason["clauses"]} & {"CN53-BLOCK", "CN53-CLOSE"}


def test_what_is_not_known_yet_refuses_nobody(desk):
    assert desk.run("judge_closing", closing_id=asked(desk), facts=CLEAN)["outcome"] == "undetermined"


def test_the_notice_stands_for_thirty_days(desk):
    closing_id = asked(desk)
    notice = desk.run("start_notice", closing_id=closing_id, posted_on="2026-11-02")
    over = {"last_day": "2026-12-02", "over_at": "2026-12-03T00:00:00+08:00"}
    assert notice == over | {"owner_asked": True, "authority_asked": True}
    assert judged(desk, closing_id, day="2026-12-02") == "refuse"
    assert judged(desk, closing_id) == "close"


@pytest.mark.clauses(breaks=("SX-11-4",))
@pytest.mark.parametrize("opinion", ["owner_opinion", "construction_authority_opinion"])
def test_shaoxing_needs_both_opinions_and_the_draft_neither(desk, opinion):
    closing_id = asked(desk)
    assert judged(desk, closing_id, {**AGREED, opinion: "disagree"}) == "refuse"


def test_the_draft_asks_for_no_opinion(desk):
    closing_id = asked(desk, jurisdiction="toli-draft")
    facts = {**AGREED, "owner_opinion": "disagree", "construction_authority_opinion": "disagree"}
    assert judged(desk, closing_id, facts) == "close"


def test_the_account_closes_with_the_sum_that_the_books_hold(desk):
    closing_id = asked(desk)
    desk.receive(receipt("R1", 500))
    judged(desk, closing_id)
    assert desk.run("close_account", closing_id=closing_id, returned_fen=499)["outcome"] == "differs"
    assert desk.account()["state"] == "closing"
    assert desk.run("close_account", closing_id=closing_id, returned_fen=500)["outcome"] == "closed"
    assert desk.run("close_account", closing_id=closing_id, returned_fen=500)["outcome"] == "closed"
    account = desk.account()
    assert (account["state"], account["balance_fen"], account["closed_on"]) == ("closed", 0, "2026-12-03")
    assert desk.balanced()


def test_nobody_closes_past_the_decision(desk):
    closing_id = asked(desk)
    with pytest.raises(HuxinError) as error:
        desk.run("close_account", closing_id=closing_id, returned_fen=0)
    assert error.value.code == "closing_not_allowed"
    with pytest.raises(HuxinError) as error:
        desk.run("refuse_closing", closing_id=closing_id)
    assert error.value.code == "closing_not_refused"


def test_a_refusal_tells_why_and_the_account_goes_on_working(desk):
    closing_id = asked(desk)
    desk.run("judge_closing", closing_id=closing_id, facts={**CLEAN, "open_wage_suit": True})
    desk.run("refuse_closing", closing_id=closing_id)
    desk.run("refuse_closing", closing_id=closing_id)
    assert desk.account()["state"] == "active"
    assert len(desk.read("list_notices", project_id=PROJECT, kind="closing_refused")["items"]) == 2  # contractor and bank, once each
    with pytest.raises(HuxinError) as error:
        desk.run("judge_closing", closing_id=closing_id, facts=AGREED)
    assert error.value.code == "closing_ended"


def test_one_application_runs_at_a_time(desk):
    closing_id = asked(desk)
    again = desk.run("ask_closing", project_id=PROJECT, reason="works_completed", asked_by="sample")
    assert again == {"closing_id": closing_id, "repeated": True}
    assert len(desk.events("escrow.closing.asked")) == 1


def test_a_filed_completion_asks_for_the_closing_of_a_working_account_only(desk):
    assert desk.run("ask_after_acceptance", project_id=PROJECT) == {"closing_id": None}
    desk.opened()
    assert desk.run("ask_after_acceptance", project_id=PROJECT)["closing_id"]


@pytest.mark.parametrize(("posted", "code"), [("2026-11-03", "bad_notice"), ("soon", "bad_day")])
def test_an_impossible_notice_is_refused(desk, posted, code):
    closing_id = asked(desk)
    with pytest.raises(HuxinError) as error:
        desk.run("start_notice", closing_id=closing_id, posted_on=posted)
    assert error.value.code == code


def test_an_unknown_reason_is_refused(desk):
    desk.opened()
    with pytest.raises(HuxinError) as error:
        desk.run("ask_closing", project_id=PROJECT, reason="boredom", asked_by="sample")
    assert error.value.code == "bad_closing"
    assert desk.account()["state"] == "active"
