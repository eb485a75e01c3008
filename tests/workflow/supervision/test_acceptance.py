"""Every way through acceptance and filing, and through the clocks of the settlement (P07, P17)."""

from __future__ import annotations

import pytest

ACCEPTANCE, SETTLEMENT = "completion_acceptance", "settlement_deadline"


def apply(works, jurisdiction="shaoxing", step="acceptance", **more):
    project = works.desk.project(jurisdiction)
    works.run("apply_acceptance", acceptance_id="ACC-1", project_id=project, step=step, facts={}, **more)
    return project


def certify(works, project, *, supervisor=True, paid=1000, unpaid_wages=0):
    works.do(project, "state_payment", owner_due_before_acceptance_fen=1000, owner_paid_fen=paid)
    works.do(
        project, "contractor_certificate", contractor_certificate=True, certificate_covers_until="2028-12-31", unpaid_wages_fen=unpaid_wages
    )
    works.do(project, "supervisor_certificate", supervisor_certificate=supervisor)


def state(works, project):
    return works.desk.read("list_acceptances", project_id=project)["items"][0]


def filed(works):
    project = apply(works)
    certify(works, project)
    works.do(project, "hold_acceptance", acceptance_passed_on="2026-11-02")
    works.do(project, "apply_filing", filing_applied=True)
    certify(works, project)
    works.do(project, "sign_filing", filing_confirmed=True)
    return project


def test_accepted_then_filed_then_settling(works):
    project = filed(works)
    assert works.outcome(project, ACCEPTANCE) == "end_filed"
    assert works.open_tasks(project) == ["settle"]


@pytest.mark.parametrize("fault", [{"paid": 999}, {"unpaid_wages": 1}])
def test_refused_with_reasons(works, fault):
    project = apply(works)
    certify(works, project, **fault)
    works.do(project, "confirm_refusal", refusal_confirmed=True)
    assert works.outcome(project, ACCEPTANCE) == "end_refused"
    assert works.thrown == ["permits.acceptance.refused"]


def test_a_refused_filing_keeps_the_owners_day(works):
    project = apply(works, "toli-draft", "filing", acceptance_passed_on="2026-10-30")
    certify(works, project, supervisor=False)
    works.do(project, "confirm_refusal", refusal_confirmed=True)
    found = state(works, project)
    assert (found["state"], found["refused_on"], found["filing_due_on"]) == ("refused", "2026-11-02", "2026-11-16")


def test_a_complaint_holds_until_it_is_examined(works):
    project = apply(works)
    works.run("note_claim", claim_id="C-1", project_id=project, amount_fen=1, status="unexamined_complaint")
    certify(works, project)
    assert (state(works, project)["state"], works.open_tasks(project)) == ("on_hold", [])
    works.run("note_claim", claim_id="C-1", project_id=project, amount_fen=1, status="accepted_complaint")
    certify(works, project)
    assert works.open_tasks(project) == ["confirm_refusal"]


def test_a_late_filing_is_flagged_and_still_filed(works):
    project = apply(works)
    certify(works, project)
    works.do(project, "hold_acceptance", acceptance_passed_on="2026-11-02")
    works.clock("2026-11-17T23:59:59+08:00")
    assert state(works, project)["filing_late"] is False
    works.clock("2026-11-18T00:00:00+08:00")
    assert state(works, project)["filing_late"] is True
    works.do(project, "apply_filing", filing_applied=True)
    certify(works, project)
    works.do(project, "sign_filing", filing_confirmed=True)
    assert state(works, project)["state"] == "filed"


def test_settled_in_time(works):
    project = filed(works)
    works.do(project, "settle", settled_on="2026-11-02")
    assert works.outcome(project, SETTLEMENT) == "end_settled"


def test_half_a_year_asks_for_the_reason_and_goes_on_waiting(works):
    project = filed(works)
    works.clock("2027-05-06T09:00:00+08:00")
    works.do(project, "explain_delay", delay_reason="变更签证")
    assert works.open_tasks(project) == ["settle"]
    works.do(project, "settle", settled_on="2027-05-06")
    assert works.desk.read("list_settlements")["items"][0]["delay_reason"] == "变更签证"


def late(works):
    project = filed(works)
    works.clock("2027-05-06T09:00:00+08:00")
    works.do(project, "explain_delay", delay_reason="变更签证")
    works.clock("2027-11-02T23:59:59+08:00")
    assert works.open_tasks(project) == ["settle"]
    works.clock("2027-11-03T00:00:00+08:00")
    return project


def test_a_year_without_reason_leads_to_the_pledge(works):
    project = late(works)
    assert works.thrown[-1] == "permits.settlement.late"
    works.do(project, "judge_reason", reason_justified=False, judged_reason="无")
    works.do(project, "follow_pledge", pledge_case="示例1号")
    assert works.outcome(project, SETTLEMENT) == "end_pledged"


def test_special_circumstances_let_the_parties_settle_after_all(works):
    project = late(works)
    works.do(project, "judge_reason", reason_justified=True, judged_reason="仲裁中止")
    works.do(project, "settle_late", settled_on="2027-11-03")
    assert works.outcome(project, SETTLEMENT) == "end_settled"


def test_the_draft_of_tuoli_has_no_clocks_of_settlement(works):
    project = apply(works, "toli-draft", "filing", acceptance_passed_on="2026-10-30")
    certify(works, project)
    works.do(project, "sign_filing", filing_confirmed=True)
    assert works.outcome(project, ACCEPTANCE) == "end_filed"
    assert works.outcome(project, SETTLEMENT) == "end_no_deadline"
    assert works.desk.read("list_settlements")["items"] == []
