"""Each way through the diagram `subcontract_check`."""

from __future__ import annotations

from tests.unit.roster.test_subcontracts import LAWFUL, submit

PROCESS = "subcontract_check"


def submitted(site, **facts):
    site.desk.open("toli-draft")
    submit(site.desk, **facts)
    site.settle()


def test_a_lawful_subcontract_needs_nobody(site):
    submitted(site)
    assert site.outcome("S-1", PROCESS) == "end_allowed"
    assert site.announced() == []


def test_missing_facts_are_supplied(site):
    site.desk.open("toli-draft")
    site.desk.run(
        "submit_subcontract",
        request_id="S-1",
        project_id="P-1",
        awarding_corp_code="91000000EXAMPLE0B2",
        corp_code="91000000EXAMPLE0S5",
        corp_name="示例劳务公司",
        facts={},
    )
    site.settle()
    assert site.open_tasks("S-1") == ["supply_subcontract"]
    site.do("S-1", "supply_subcontract", **LAWFUL, qualification_present=True)
    assert site.outcome("S-1", PROCESS) == "end_allowed"


def test_a_refused_subcontract_is_given_up(site):
    submitted(site, receiving_party_kind="individual")
    assert site.open_tasks("S-1") == ["answer_refusal"]
    site.do("S-1", "answer_refusal", subcontract_withdrawn=True)
    assert site.outcome("S-1", PROCESS) == "end_refused"
    assert site.announced() == ["roster.subcontract.refused"]


def test_a_refused_subcontract_is_corrected(site):
    submitted(site, states_wage_amount=False)
    site.do("S-1", "answer_refusal", subcontract_withdrawn=False)
    site.do("S-1", "supply_subcontract", **LAWFUL, qualification_present=True)
    assert site.outcome("S-1", PROCESS) == "end_allowed"


def test_a_firm_that_says_it_has_no_qualification_is_refused_and_not_asked_for_ever(site):
    submitted(site, states_wage_amount=False)
    site.do("S-1", "answer_refusal", subcontract_withdrawn=False)
    unqualified = {name: value for name, value in LAWFUL.items() if not name.startswith("qualification")}
    site.do("S-1", "supply_subcontract", **unqualified, qualification_present=False)
    assert site.open_tasks("S-1") == ["answer_refusal"]
