"""How an application ends."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from services.kernel.errors import HuxinError


def test_a_permit_is_numbered_within_its_year(desk):
    first = desk.run("issue_permit", application_id=desk.reviewed())
    second = desk.run("issue_permit", application_id=desk.reviewed())
    assert first["permit_number"] == "SHAOXING-2026-00001"
    assert second["permit_number"] == "SHAOXING-2026-00002"
    desk.clock.move_to(datetime(2027, 1, 4, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")))
    assert desk.run("issue_permit", application_id=desk.reviewed())["permit_number"] == "SHAOXING-2027-00001"


def test_nobody_can_sign_a_permit_past_the_law(desk):
    application_id = desk.reviewed(payment_guarantee_present=False)
    with pytest.raises(HuxinError) as caught:
        desk.run("issue_permit", application_id=application_id)
    assert caught.value.code == "gate_not_passed"


def test_nobody_can_refuse_without_a_reason_of_the_law(desk):
    with pytest.raises(HuxinError) as caught:
        desk.run("refuse_permit", application_id=desk.reviewed(), facts={})
    assert caught.value.code == "gate_not_refused"


def test_a_refusal_tells_every_reason_with_its_clauses(desk):
    application_id = desk.reviewed(payment_guarantee_present=False, agency_agreement_present=False)
    desk.run("refuse_permit", application_id=application_id, facts={"refusal_remark": "可以补齐后重新申请。"})
    application = desk.read("get_application", application_id=application_id, firms=None)
    assert application["state"] == "refused"
    (notice,) = application["notices"]
    assert notice["kind"] == "refusal"
    assert notice["addressee"] == "91000000EXAMPLE0A1"
    assert {"SX-10-2a", "CN724-24"} <= set(notice["clauses"])
    assert notice["text"].endswith("可以补齐后重新申请。")


def test_a_decided_application_is_not_decided_again(desk):
    application_id = desk.reviewed()
    desk.run("issue_permit", application_id=application_id)
    with pytest.raises(HuxinError) as caught:
        desk.run("evaluate_gate", application_id=application_id, facts={})
    assert caught.value.code == "application_closed"


def test_the_contractor_is_told_of_the_wage_account_thirty_days_after_the_contract(desk):
    application_id = desk.reviewed(construction_contract_signed_on="2026-10-20")
    desk.run("issue_permit", application_id=application_id)
    duties = desk.run("notify_contractor", application_id=application_id)["duties"]
    # Deposit was a condition of the permit (SX-8-1), so it is no duty any more. 2026-10-20 + 30 days = 2026-11-19, a Thursday.
    assert [(duty["kind"], duty["due_on"]) for duty in duties] == [("wage_account", "2026-11-19")]


def test_where_the_deposit_is_no_condition_it_is_due_twenty_working_days_after_the_permit(desk):
    application_id = desk.submit(jurisdiction="national", project_place="elsewhere", construction_contract_signed_on="2026-10-20")
    desk.run("check_scope", application_id=application_id, facts={})
    desk.run("evaluate_gate", application_id=application_id, facts={})
    desk.run("issue_permit", application_id=application_id)
    duties = {duty["kind"]: duty["due_on"] for duty in desk.run("notify_contractor", application_id=application_id)["duties"]}
    # Issued on Monday 2026-11-02; four full weeks of five working days end on Monday 2026-11-30.
    assert duties == {"deposit": "2026-11-30", "wage_account": "2026-11-19"}


def test_in_tuoli_the_employment_filing_is_due_five_days_after_the_contract(desk):
    application_id = desk.submit(
        jurisdiction="toli-draft", project_place="tuoli", toli_opt_in=True, construction_contract_signed_on="2026-11-01"
    )
    desk.run("check_scope", application_id=application_id, facts={})
    desk.run("evaluate_gate", application_id=application_id, facts={})
    desk.run("issue_permit", application_id=application_id)
    duties = {duty["kind"]: duty["due_on"] for duty in desk.run("notify_contractor", application_id=application_id)["duties"]}
    assert duties["employment_filing"] == "2026-11-06"


def test_out_of_scope_tells_that_the_national_duties_stay(desk):
    application_id = desk.submit(investment_fen=100_000_000)
    scope = desk.run("check_scope", application_id=application_id, facts={})
    desk.run("close_out_of_scope", application_id=application_id, outcome=scope["outcome"])
    application = desk.read("get_application", application_id=application_id, firms=None)
    assert application["state"] == "out_of_scope"
    assert {"SX-2-1", "CN724-23", "CN724-24"} <= set(application["notices"][0]["clauses"])


def test_a_late_decision_is_flagged_but_decides_nothing(desk):
    application_id = desk.reviewed()
    assert desk.run("flag_late_decision", application_id=application_id) == {"late": True}
    application = desk.read("get_application", application_id=application_id, firms=None)
    assert application["late"] is True
    assert application["state"] == "under_review"


def test_a_decision_in_time_is_not_flagged_afterwards(desk):
    application_id = desk.reviewed()
    desk.run("issue_permit", application_id=application_id)
    assert desk.run("flag_late_decision", application_id=application_id) == {"late": False}


def test_a_firm_sees_only_its_own_applications(desk):
    application_id = desk.submit()
    assert desk.read("list_applications", firms=["91000000EXAMPLE0C3"])["items"] == []
    assert len(desk.read("list_applications", firms=["91000000EXAMPLE0B2"])["items"]) == 1
    with pytest.raises(HuxinError) as caught:
        desk.read("get_application", application_id=application_id, firms=["91000000EXAMPLE0C3"])
    assert caught.value.status == 404


def test_pages_of_applications_hold_each_once(desk):
    ids = [desk.submit() for _ in range(5)]
    seen, cursor = [], None
    while True:
        page = desk.read("list_applications", firms=None, cursor=cursor, limit=2)
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == sorted(ids, reverse=True)
