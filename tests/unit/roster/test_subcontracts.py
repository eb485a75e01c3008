"""Subcontracts are reported, decided, refused with reasons."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError
from tests.unit.roster.desk import CONTRACTOR, SUB

LAWFUL = {
    "subcontract_kind": "labour",
    "awarding_party": "general_contractor",
    "receiving_party_kind": "enterprise",
    "qualification_valid_until": "2027-12-31",
    "qualification_covers_work": True,
    "states_wage_amount": True,
    "states_payment_method": True,
    "states_measuring_period": True,
    "states_settlement_method": True,
    "whole_works_transferred": False,
    "main_structure": False,
    "allowed_by_contract_or_owner": True,
}


def submit(desk, request_id="S-1", **facts):
    return desk.run(
        "submit_subcontract",
        request_id=request_id,
        project_id="P-1",
        awarding_corp_code=CONTRACTOR,
        corp_code=SUB,
        corp_name="示例劳务公司",
        facts={**LAWFUL, **facts},
    )


def test_a_lawful_subcontract_is_allowed(desk):
    desk.open("toli-draft")
    submit(desk)
    assert desk.run("check_subcontract", subcontract_id="S-1", facts={})["outcome"] == "allowed"
    assert desk.violations() == []


@pytest.mark.parametrize(
    ("change", "clause"),
    [
        ({"receiving_party_kind": "individual"}, "TL-2.2.1-2b"),
        ({"qualification_valid_until": None}, "TL-2.2.1-2b"),
        ({"states_wage_amount": False}, "TL-2.2.1-2a"),
        ({"states_payment_method": False}, "TL-2.2.1-2a"),
        ({"awarding_party": "labour_subcontractor"}, "TL-2.2.1-3"),
    ],
)
def test_an_unlawful_subcontract_is_refused_and_told_once(desk, change, clause):
    desk.open("toli-draft")
    submit(desk, **change)
    checked = desk.run("check_subcontract", subcontract_id="S-1", facts={})
    assert checked["outcome"] == "refused"
    assert clause in {cited for reason in checked["reasons"] for cited in reason["clauses"]}
    desk.run("refuse_subcontract", subcontract_id="S-1")
    desk.run("refuse_subcontract", subcontract_id="S-1")
    assert desk.violations() == ["unlawful_subcontract"]
    assert [notice["addressee"] for notice in desk.read("get_project", project_id="P-1")["notices"]] == [CONTRACTOR]


def test_facts_that_come_later_count(desk):
    desk.open("toli-draft")
    submit(desk, qualification_valid_until=None)
    desk.run("check_subcontract", subcontract_id="S-1", facts={})
    assert desk.run("check_subcontract", subcontract_id="S-1", facts={"qualification_valid_until": "2027-01-01"})["outcome"] == "allowed"


def test_the_same_report_twice_starts_one_process(desk):
    desk.open()
    assert submit(desk)["repeated"] is False
    assert submit(desk)["repeated"] is True
    assert len(desk.events("roster.subcontract.submitted")) == 1


@pytest.mark.parametrize("facts", [{"colour": "red"}, {"main_structure": "perhaps"}])
def test_facts_that_no_decision_takes_are_refused_and_nothing_is_kept(desk, facts):
    desk.open()
    with pytest.raises(HuxinError):
        submit(desk, **facts)
    assert desk.read("list_subcontracts", project_id="P-1")["items"] == []


def test_nobody_refuses_what_the_law_allows(desk):
    desk.open("toli-draft")
    submit(desk)
    desk.run("check_subcontract", subcontract_id="S-1", facts={})
    with pytest.raises(HuxinError) as caught:
        desk.run("refuse_subcontract", subcontract_id="S-1")
    assert caught.value.code == "not_refused"


def test_a_refused_subcontractor_employs_nobody_on_the_project(desk):
    desk.ready("toli-draft")
    submit(desk, receiving_party_kind="individual")
    desk.run("check_subcontract", subcontract_id="S-1", facts={})
    with pytest.raises(HuxinError) as caught:
        desk.ask(corp_code=SUB)
    assert caught.value.code == "unknown_employer"


def test_a_subcontractor_sees_its_own_subcontract_only(desk):
    desk.open()
    submit(desk)
    assert len(desk.read("list_subcontracts", project_id="P-1", firms=[SUB])["items"]) == 1
    with pytest.raises(HuxinError):
        desk.read("list_subcontracts", project_id="P-1", firms=["91000000EXAMPLE0X9"])
