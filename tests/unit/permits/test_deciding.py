"""Scope and gate within the process."""

from __future__ import annotations

from services.permits.adapters.records import SqlRecords


def test_the_scope_tells_which_reviews_and_limits_follow(desk):
    application_id = desk.submit()
    desk.run("register_project", application_id=application_id)
    scope = desk.run("check_scope", application_id=application_id, facts={})
    assert scope["outcome"] == "in_scope"
    assert scope["deposit_is_condition"] is True
    assert scope["labour_check"] is False
    assert scope["decision_limit"] == "P7D"


def test_the_operators_switch_turns_the_deposit_condition_into_a_notice(desk):
    application_id = desk.submit(permit_deposit_mode="notice_20_working_days", deposit_paid_fen=0)
    scope = desk.run("check_scope", application_id=application_id, facts={})
    assert scope["deposit_is_condition"] is False
    assert desk.run("evaluate_gate", application_id=application_id, facts={})["outcome"] == "issue"


def test_in_tuoli_labour_management_is_checked_and_the_deposit_is_no_condition(desk):
    application_id = desk.submit(jurisdiction="toli-draft", project_place="tuoli", toli_opt_in=True)
    scope = desk.run("check_scope", application_id=application_id, facts={})
    assert (scope["outcome"], scope["deposit_is_condition"], scope["labour_check"]) == ("in_scope", False, True)


def test_facts_that_a_person_supplies_reach_the_scope_decision(desk):
    application_id = desk.submit(investment_fen=199_999_999)
    assert desk.run("check_scope", application_id=application_id, facts={})["outcome"] == "out_of_scope"
    assert desk.run("check_scope", application_id=application_id, facts={"investment_fen": 200_000_000})["outcome"] == "in_scope"


def test_what_the_reviewer_found_wins_over_what_was_filed(desk):
    application_id = desk.reviewed()
    gate = desk.run("evaluate_gate", application_id=application_id, facts={"payment_guarantee_present": False, "remark": "没有原件"})
    assert gate["outcome"] == "refuse"
    assert "CN724-24" in {clause for reason in gate["reasons"] for clause in reason["clauses"]}


def test_a_contractors_advance_is_no_fund_of_a_government_project(desk):
    application_id = desk.reviewed(government_project=True, funding_proof_kind="budget_allocation")
    found = {"government_project": True, "contractor_advance_found": True, "government_funds_source_lawful": True}
    gate = desk.run("evaluate_gate", application_id=application_id, facts=found)
    assert gate["outcome"] == "refuse"
    assert "CN724-23" in {clause for reason in gate["reasons"] for clause in reason["clauses"]}


def test_a_contractors_advance_finding_does_not_touch_a_private_project(desk):
    application_id = desk.reviewed()
    gate = desk.run("evaluate_gate", application_id=application_id, facts={"government_project": False, "contractor_advance_found": True})
    assert gate["outcome"] == "issue"


def test_missing_facts_leave_the_gate_undetermined_and_are_named(desk):
    application_id = desk.submit()
    desk.run("check_scope", application_id=application_id, facts={})
    with desk.units.begin() as unit:  # an application that says nothing about the agency agreement
        records = SqlRecords(unit.connection)
        application = records.application(application_id, lock=True)
        facts = {name: value for name, value in application.facts.items() if name != "agency_agreement_present"}
        records.save_application(type(application)(**{**vars(application), "facts": facts}))
    gate = desk.run("evaluate_gate", application_id=application_id, facts={})
    assert gate["outcome"] == "undetermined"
    assert gate["missing"] == ["agency_agreement_present"]
