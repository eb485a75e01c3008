"""Opening the account: until when, what must be right, who is told (P03)."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError
from tests.unit.escrow.accounts.desk import CONTRACTOR, OPENING, OWNER, PROJECT, permit


def plan(desk, jurisdiction, start, **project):
    desk.run("register_account", project=permit(jurisdiction=jurisdiction, **project))
    return desk.run("plan_opening", project_id=PROJECT, works_start_on=start)["opening_due_on"]


@pytest.mark.parametrize(
    ("jurisdiction", "start", "last_day"),
    [
        ("shaoxing", "2026-11-16", "2026-11-15"),  # the day before the works start
        ("shaoxing", "2027-01-10", "2026-11-19"),  # thirty days after the contract come first
        ("toli-draft", "2026-11-16", "2026-11-19"),
        ("national", "2026-11-16", "2026-11-19"),
    ],
)
def test_the_account_is_due_thirty_days_after_the_contract_and_in_shaoxing_before_the_works(desk, jurisdiction, start, last_day):
    assert plan(desk, jurisdiction, start) == last_day


def test_without_a_contract_day_the_time_runs_from_the_permit(desk):
    assert plan(desk, "toli-draft", "2026-12-20", construction_contract_signed_on=None) == "2026-12-02"


def test_a_project_has_one_account(desk):
    first = desk.run("register_account", project=permit())["account_id"]
    assert desk.run("register_account", project=permit())["account_id"] == first


@pytest.mark.parametrize(
    ("jurisdiction", "change", "code", "clause"),
    [
        ("shaoxing", {"agency_agreement_signed": False}, "no_agency_agreement", "SX-6-1b"),
        ("shaoxing", {"wages_only_marked": False}, "not_marked_wages_only", "SX-4-1c"),
        ("shaoxing", {"cooperation_agreement_signed": False}, "no_cooperation_agreement", "SX-6-3"),
        ("shaoxing", {"two_lines_agreed": False}, "no_two_lines", "SX-4-1a"),
        ("shaoxing", {"cards_issued": 29}, "workers_without_card", "SX-6-2a"),
        ("toli-draft", {"two_lines_agreed": False}, "no_two_lines", "TL-2.3.1-1b"),
        ("toli-draft", {"agency_agreement_signed": False}, "no_agency_agreement", "TL-2.3.1-1a"),
        ("national", {"measuring_period_agreed": False}, "no_measuring_period", "CN53-CONTRACT"),
        ("national", {"account_name": "示例乙建筑一般户"}, "wrong_name", "CN53-NAME"),
        ("national", {"labour_cost_share_bp": None}, "no_labour_cost", "CN53-CONTRACT"),
    ],
)
def test_each_defect_is_named_with_its_clause(desk, jurisdiction, change, code, clause):
    desk.run("register_account", project=permit(jurisdiction=jurisdiction))
    answer = desk.run("check_opening", project_id=PROJECT, facts={**OPENING, **change})
    assert answer["outcome"] == "incomplete"
    assert [(defect["code"], clause in defect["clauses"]) for defect in answer["defects"]] == [(code, True)]


def test_the_cooperation_agreement_is_asked_for_in_shaoxing_only(desk):
    desk.run("register_account", project=permit(jurisdiction="toli-draft"))
    facts = {**OPENING, "cooperation_agreement_signed": False}
    assert desk.run("check_opening", project_id=PROJECT, facts=facts)["outcome"] == "complete"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"account_opened_on": "2026-11-03"}, "bad_opening"),
        ({"account_opened_on": "soon"}, "bad_day"),
        ({"funding_day": 32}, "bad_terms"),
        ({"payday": True}, "bad_terms"),
        ({"payday": None}, "bad_terms"),
    ],
)
def test_impossible_reports_are_refused_and_nothing_is_kept(desk, change, code):
    desk.run("register_account", project=permit())
    with pytest.raises(HuxinError) as error:
        desk.run("check_opening", project_id=PROJECT, facts={**OPENING, **change})
    assert error.value.code == code
    assert desk.account()["opened_on"] is None


def test_an_account_with_defects_is_not_put_to_work(desk):
    desk.run("register_account", project=permit())
    desk.run("check_opening", project_id=PROJECT, facts={**OPENING, "two_lines_agreed": False})
    with pytest.raises(HuxinError) as error:
        desk.run("activate_account", project_id=PROJECT)
    assert error.value.code == "wrong_account_state"


def test_putting_it_to_work_twice_changes_nothing(desk):
    desk.opened()
    before = desk.account()
    desk.run("activate_account", project_id=PROJECT)
    assert desk.account() == before
    assert len(desk.events("escrow.month.opened")) == 1


def test_a_missing_account_asks_for_an_order_once_and_its_opening_corrects_it(desk):
    desk.run("register_account", project=permit(jurisdiction="toli-draft"))
    desk.at("2026-11-20")
    first = desk.run("flag_unopened", project_id=PROJECT)["order_id"]
    assert desk.run("flag_unopened", project_id=PROJECT)["order_id"] == first
    assert [event["reason"] for event in desk.events("escrow.order.wanted")] == ["no_account"]
    answer = desk.run("check_opening", project_id=PROJECT, facts={**OPENING, "account_opened_on": "2026-11-20"})
    assert answer["late"] is True
    assert [event["order_id"] for event in desk.events("escrow.order.corrected")] == [first]


def test_an_account_opened_in_time_is_not_flagged_by_a_late_timer(desk):
    desk.opened()
    desk.at("2026-12-01")
    assert desk.run("flag_unopened", project_id=PROJECT) == {"late": False, "order_id": None}


def test_strangers_do_not_see_an_account_and_nobody_its_whole_number(desk):
    desk.opened()
    for firm in (OWNER, CONTRACTOR, OPENING["bank_code"]):
        assert desk.account(firms=[firm])["account_number"] == "************5678"
    with pytest.raises(HuxinError) as error:
        desk.account(firms=["91000000EXAMPLE0Z9"])
    assert error.value.status == 404
    assert desk.read("list_accounts", firms=["91000000EXAMPLE0Z9"])["items"] == []


def test_accounts_are_listed_in_pages(desk):
    for number in range(5):
        desk.run("register_account", project=permit(f"P-{number}"))
    first = desk.read("list_accounts", limit=3)
    rest = desk.read("list_accounts", limit=3, after=first["next_cursor"])
    assert [item["project_id"] for item in [*first["items"], *rest["items"]]] == [f"P-{number}" for number in range(5)]
    assert rest["next_cursor"] is None
