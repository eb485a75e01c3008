"""Completion acceptance, its filing and the settlement after it (P07, P17)."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError

PAID = {
    "contractor_certificate": True,
    "supervisor_certificate": True,
    "certificate_covers_until": "2027-12-31",
    "owner_due_before_acceptance_fen": 1000,
    "owner_paid_fen": 1000,
}


def apply(desk, project, step="acceptance", acceptance_id="ACC-1", **more):
    return desk.run("apply_acceptance", acceptance_id=acceptance_id, project_id=project, step=step, facts={}, **more)


def judge(desk, acceptance_id="ACC-1", **changes):
    return desk.run("evaluate_acceptance", acceptance_id=acceptance_id, facts=PAID | changes)


def filed(desk, project):
    apply(desk, project)
    judge(desk)
    desk.run("pass_acceptance", acceptance_id="ACC-1", acceptance_passed_on="2026-11-02")
    judge(desk)
    return desk.run("file_acceptance", acceptance_id="ACC-1")


def test_paid_and_settled_works_are_accepted_and_filed(desk):
    assert filed(desk, desk.project()) == {"filed_on": "2026-11-02", "acceptance_passed_on": "2026-11-02"}


@pytest.mark.parametrize(("due", "outcome"), [(1000, "accept"), (1001, "refuse")])
def test_one_fen_that_the_owner_owes_refuses_the_acceptance(desk, due, outcome):
    apply(desk, desk.project())
    assert judge(desk, owner_due_before_acceptance_fen=due)["outcome"] == outcome


def test_wages_that_the_contractor_admits_are_arrears(desk):
    apply(desk, desk.project())
    assert judge(desk, unpaid_wages_fen=1)["outcome"] == "refuse"


def test_the_applicant_cannot_hide_a_claim(desk):
    project = desk.project()
    desk.run("note_claim", claim_id="C-1", project_id=project, amount_fen=1, status="pay_order")
    apply(desk, project)
    assert judge(desk, arrears_claims=[])["outcome"] == "refuse"


def test_an_unexamined_complaint_holds_and_does_not_refuse(desk):
    project = desk.project()
    desk.run("note_claim", claim_id="C-1", project_id=project, amount_fen=1, status="unexamined_complaint")
    apply(desk, project)
    assert judge(desk)["outcome"] == "hold"
    assert desk.run("hold_acceptance", acceptance_id="ACC-1")["state"] == "on_hold"
    desk.run("note_claim", claim_id="C-2", project_id=project, amount_fen=2, status="pay_order")
    assert desk.events("permits.arrears.examined") == []
    desk.run("note_claim", claim_id="C-2", project_id=project, amount_fen=0, status="pay_order")
    for _ in range(2):
        desk.run("note_claim", claim_id="C-1", project_id=project, amount_fen=1, status="closed_unfounded")
    assert len(desk.events("permits.arrears.examined")) == 1
    assert judge(desk)["outcome"] == "accept"


def test_a_refused_filing_keeps_the_owners_fifteen_days_on_record(desk):
    apply(desk, desk.project("toli-draft"), step="filing", acceptance_passed_on="2026-10-30")
    judge(desk, supervisor_certificate=False)
    refusal = desk.run("refuse_acceptance", acceptance_id="ACC-1")
    # Fifteen days from Friday 30 October end on Saturday 14 November, a day of rest, so Monday the 16th is the last one.
    assert (refusal["refused_on"], refusal["filing_due_on"]) == ("2026-11-02", "2026-11-16")
    desk.at("2026-11-17T00:00:00+08:00")
    assert desk.run("flag_late_filing", acceptance_id="ACC-1") == {"late": True}


def test_a_filing_in_time_is_not_late(desk):
    filed(desk, desk.project())
    desk.at("2026-12-31T00:00:00+08:00")
    assert desk.run("flag_late_filing", acceptance_id="ACC-1") == {"late": False}


def test_nobody_can_go_past_the_decision(desk):
    apply(desk, desk.project())
    judge(desk, owner_paid_fen=0)
    for handler, more in (("pass_acceptance", {"acceptance_passed_on": "2026-11-02"}), ("file_acceptance", {}), ("hold_acceptance", {})):
        with pytest.raises(HuxinError) as caught:
            desk.run(handler, acceptance_id="ACC-1", **more)
        assert caught.value.code == "wrong_outcome"


def test_an_acceptance_that_was_not_passed_cannot_be_filed(desk):
    apply(desk, desk.project())
    judge(desk)
    with pytest.raises(HuxinError) as caught:
        desk.run("file_acceptance", acceptance_id="ACC-1")
    assert caught.value.code == "not_passed"


@pytest.mark.parametrize(
    ("step", "more"),
    [
        ("party", {}),
        ("filing", {}),
        ("acceptance", {"acceptance_passed_on": "2026-11-01"}),
        ("filing", {"acceptance_passed_on": "2026-11-03"}),
    ],
)
def test_an_application_that_cannot_be_is_refused_and_leaves_nothing(desk, step, more):
    with pytest.raises(HuxinError) as caught:
        apply(desk, desk.project(), step=step, **more)
    assert caught.value.code == "bad_application"
    assert desk.read("list_acceptances")["items"] == []


def test_unknown_facts_are_named(desk):
    with pytest.raises(HuxinError, match="weather"):
        desk.run("apply_acceptance", acceptance_id="A", project_id=desk.project(), step="acceptance", facts={"weather": 1})


def test_the_same_application_counts_once_and_a_second_waits_for_the_first(desk):
    project = desk.project()
    assert apply(desk, project)["repeated"] is False
    assert apply(desk, project)["repeated"] is True
    with pytest.raises(HuxinError) as caught:
        apply(desk, project, acceptance_id="ACC-2")
    assert caught.value.code == "application_open"
    assert len(desk.events("permits.acceptance.applied")) == 1


def test_half_a_year_and_a_year_run_from_the_acceptance(desk):
    clocks = desk.run("start_settlement", project_id=desk.project(), acceptance_passed_on="2026-03-02")
    assert (clocks["half_year_on"], clocks["limit_on"]) == ("2026-09-02", "2027-03-02")
    assert (clocks["half_year_over_from"], clocks["limit_over_from"]) == ("2026-09-03", "2027-03-03")


def test_a_settlement_is_late_only_after_the_last_day_of_the_year(desk):
    project = desk.project()
    desk.run("start_settlement", project_id=project, acceptance_passed_on="2026-03-02")
    desk.at("2027-03-02T23:59:00+08:00")
    for handler, more in (("mark_settlement_late", {}), ("open_pledge_case", {"pledge_case": "示例1号"})):
        with pytest.raises(HuxinError) as caught:
            desk.run(handler, project_id=project, **more)
        assert caught.value.code == "not_late"
    desk.at("2027-03-03T00:00:00+08:00")
    assert desk.run("mark_settlement_late", project_id=project) == {"state": "late", "day": "2027-03-03"}
    assert desk.run("open_pledge_case", project_id=project, pledge_case="示例1号")["state"] == "pledged"


def test_settled_works_are_neither_late_nor_pledged(desk):
    project = desk.project()
    desk.run("start_settlement", project_id=project, acceptance_passed_on="2026-03-02")
    assert desk.run("record_settled", project_id=project, settled_on="2026-11-02")["state"] == "settled"
    desk.at("2027-03-03T00:00:00+08:00")
    with pytest.raises(HuxinError) as caught:
        desk.run("mark_settlement_late", project_id=project)
    assert caught.value.code == "not_late"
    assert desk.run("record_delay_reason", project_id=project, delay_reason="已结算", justified=True)["state"] == "settled"


@pytest.mark.parametrize("day", ["2026-03-01", "2026-11-03"])
def test_nobody_settles_before_the_acceptance_or_in_days_to_come(desk, day):
    project = desk.project()
    desk.run("start_settlement", project_id=project, acceptance_passed_on="2026-03-02")
    with pytest.raises(HuxinError) as caught:
        desk.run("record_settled", project_id=project, settled_on=day)
    assert caught.value.code == "bad_settlement"


@pytest.mark.parametrize(("justified", "state"), [(None, "explained"), (True, "excused"), (False, "running")])
def test_only_special_circumstances_excuse(desk, justified, state):
    project = desk.project()
    desk.run("start_settlement", project_id=project, acceptance_passed_on="2026-03-02")
    assert desk.run("record_delay_reason", project_id=project, delay_reason="变更签证", justified=justified)["state"] == state
