"""Who pays wages in arrears first, and up to what."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError
from tests.unit.escrow.accounts.desk import CONTRACTOR, OWNER, PROJECT, permit

ARREARS, SUB, OTHER_SUB = 80_000_000, "91000000EXAMPLE0S5", "91000000EXAMPLE0S6"


@pytest.mark.parametrize(
    ("facts", "outcome", "limits"),
    [
        ({}, "general_contractor", {"general_contractor": ARREARS}),
        (
            {"cause": "owner_late_money"},
            "construction_unit_and_general_contractor",
            {"construction_unit": 10_000_000, "general_contractor": ARREARS},
        ),
        ({"cause": "unlawful_award_by_owner", "employer_kind": "individual"}, "construction_unit", {"construction_unit": ARREARS}),
        ({"cause": "lent_name"}, "name_lender", {"name_lender": ARREARS}),
    ],
)
def test_the_cause_decides_who_pays_and_up_to_what(desk, facts, outcome, limits):
    desk.open()
    assert desk.decide(**facts)["outcome"] == outcome
    assert (desk.advance()["state"], desk.advance()["limits"]) == ("decided", limits)


def test_without_a_cause_nothing_is_decided(desk):
    desk.open()
    answer = desk.decide(cause=None)
    assert (answer["outcome"], answer["missing"]) == ("undetermined", ["cause"])
    assert desk.advance()["state"] == "open"


def test_unlawful_contracting_waits_for_a_person(desk):
    desk.open("toli-draft")
    assert desk.decide(cause="unlawful_subcontract_by_gc")["unlawful"] is True
    assert desk.decide()["unlawful"] is False


@pytest.mark.clauses(satisfies=("TL-2.6.1-3",))
def test_several_claims_share_the_owner_s_money_in_proportion(desk):
    claims = [{"employer": SUB, "amount_fen": 20_000_000}, {"employer": OTHER_SUB, "amount_fen": 60_000_000}]
    desk.open("toli-draft", claims=claims)
    desk.decide(cause="owner_late_money")
    assert desk.advance()["owner_shares_fen"] == [2_500_000, 7_500_000]


@pytest.mark.parametrize(
    "claims",
    [
        [{"employer": SUB, "amount_fen": 1}],
        [{"employer": "", "amount_fen": ARREARS}],
        [{"employer": SUB, "amount_fen": -1}, {"employer": SUB, "amount_fen": ARREARS + 1}],
        [{"employer": SUB, "amount_fen": True}],
        ["示例"],
        "示例",
    ],
)
def test_claims_that_cannot_be_right_are_named_and_nothing_is_kept(desk, claims):
    desk.run("register_project", event=permit())
    with pytest.raises(HuxinError) as caught:
        desk.run("request_advance", project_id=PROJECT, arrears_fen=ARREARS, about="示例", advance_id="V-1", claims=claims)
    assert (caught.value.code, caught.value.status) == ("bad_claims", 422)
    assert desk.events("escrow.advance.requested") == []
    with pytest.raises(HuxinError):
        desk.advance()


def test_nothing_owed_is_nothing_to_advance(desk):
    desk.run("register_project", event=permit())
    with pytest.raises(HuxinError) as caught:
        desk.run("request_advance", project_id=PROJECT, arrears_fen=0, about="示例")
    assert caught.value.code == "bad_advance"


def test_the_same_request_starts_one_process(desk):
    desk.run("register_project", event=permit())
    asked = {"project_id": PROJECT, "arrears_fen": ARREARS, "about": "示例", "advance_id": "V-1"}
    assert [desk.run("request_advance", **asked)["repeated"] for _ in range(2)] == [False, True]
    assert len(desk.events("escrow.advance.requested")) == 1


def test_arrears_found_with_a_contract_payment_start_one_case(desk):
    desk.run("register_project", event=permit())
    event = {"payment_id": "Z-1", "project_id": PROJECT, "arrears_fen": ARREARS, "payer_role": "construction_unit"}
    for _ in range(2):
        assert desk.run("take_found_arrears", event=event)["advance_id"] == "payment-Z-1"
    assert [asked["about"] for asked in desk.events("escrow.advance.requested")] == ["payment Z-1"]
    assert desk.run("take_found_arrears", event={**event, "arrears_fen": 0})["advance_id"] is None


def test_two_payments_that_tell_the_same_arrears_open_one_case(desk):
    desk.run("register_project", event=permit())
    event = {"project_id": PROJECT, "payer_role": "construction_unit", "arrears_fen": ARREARS}
    assert desk.run("take_found_arrears", event=event | {"payment_id": "Z-1"})["advance_id"] == "payment-Z-1"
    assert desk.run("take_found_arrears", event=event | {"payment_id": "Z-2"})["advance_id"] is None
    grown = {**event, "payment_id": "Z-2", "arrears_fen": ARREARS + 7}
    assert desk.run("take_found_arrears", event=grown)["advance_id"] == "payment-Z-2"
    assert [asked["arrears_fen"] for asked in desk.events("escrow.advance.requested")] == [ARREARS, 7]


def test_wages_that_fall_in_arrears_after_a_case_begin_a_further_one(desk):
    desk.run("register_project", event=permit())
    event = {"project_id": PROJECT, "payer_role": "construction_unit", "payment_id": "Z-1", "arrears_fen": ARREARS}
    desk.run("take_found_arrears", event=event)
    assert desk.run("take_found_arrears", event=event | {"arrears_fen": ARREARS + 9})["advance_id"] == "payment-Z-1-2"


def test_a_calling_process_takes_up_the_case_of_its_payment(desk):
    desk.run("register_project", event=permit())
    opened = desk.run("open_advance", request={"payment_id": "Z-1", "project_id": PROJECT, "arrears_fen": ARREARS})
    assert (opened["advance_id"], opened["general_contractor"]) == ("payment-Z-1", CONTRACTOR)


def test_the_notice_follows_the_decision_and_names_its_last_day(desk):
    desk.open()
    with pytest.raises(HuxinError) as caught:
        desk.run("serve_advance_notice", advance_id="V-1")
    assert caught.value.code == "wrong_advance_state"
    desk.decide()
    assert desk.run("serve_advance_notice", advance_id="V-1")["notice_by"] == "2026-11-09"


def test_a_party_of_the_project_sees_the_case_and_nobody_else(desk):
    desk.open()
    assert desk.advance(firms=[OWNER])["arrears_fen"] == ARREARS
    with pytest.raises(HuxinError) as caught:
        desk.advance(firms=[SUB])
    assert caught.value.code == "unknown_advance"
