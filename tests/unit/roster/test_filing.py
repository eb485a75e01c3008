"""What a project owes before work begins: labour officer, equipment, employment filing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.errors import HuxinError
from services.roster.domain.equipment import unfit_reasons
from tests.unit.roster.desk import CONTRACTOR, OFFICER, OWNER


def test_only_the_tuoli_draft_asks_for_a_written_filing_in_days(desk):
    for jurisdiction, required in (("shaoxing", False), ("national", False), ("toli-draft", True)):
        assert desk.open(jurisdiction, project=f"P-{jurisdiction}")["filing_required"] is required


def test_the_filing_is_due_five_calendar_days_after_signing_and_moves_off_a_rest_day(desk):
    # 30 October 2026 is a Friday: day five is Wednesday; signed on the 3rd of November the fifth day is a Sunday, so Monday counts.
    assert desk.open("toli-draft")["filing_due_on"] == "2026-11-04"
    assert desk.open("toli-draft", project="P-2", construction_contract_signed_on="2026-11-03")["filing_due_on"] == "2026-11-09"


def test_without_the_day_of_signing_the_time_runs_from_the_permit(desk):
    assert desk.open("toli-draft", construction_contract_signed_on=None)["filing_due_on"] == "2026-11-09"


def test_opening_a_project_again_changes_nothing(desk):
    desk.ready("toli-draft")
    desk.open("toli-draft", project_name="示例改名")
    project = desk.read("get_project", project_id="P-1")
    assert (project["project_name"], project["site_closed"]) == ("示例住宅楼", True)


def test_the_reminder_goes_to_contractor_owner_and_authority_once(desk):
    desk.open("toli-draft")
    assert desk.run("remind_filing", project_id="P-1")["told"] == [CONTRACTOR, OWNER, "industry_authority"]
    assert desk.run("remind_filing", project_id="P-1")["told"] == []
    assert len(desk.read("get_project", project_id="P-1")["notices"]) == 3


def test_a_filing_is_late_only_when_its_last_day_is_over(desk):
    desk.open("toli-draft")
    desk.at("2026-11-04T23:59:59+08:00")
    assert desk.run("flag_late_filing", project_id="P-1") == {"overdue": False}
    assert desk.violations() == []
    desk.at("2026-11-05T00:00:00+08:00")
    assert desk.run("flag_late_filing", project_id="P-1") == {"overdue": True}
    assert desk.violations() == ["filing_overdue"]


def test_a_late_filing_is_one_breach_however_often_it_is_seen(desk):
    desk.open("toli-draft")
    desk.at("2026-11-06T09:00:00+08:00")
    desk.run("flag_late_filing", project_id="P-1")
    desk.run("flag_late_filing", project_id="P-1")
    facts = {"filing_confirmed": True, "filed_on": "2026-11-06", "filing_receipt": "示例-1"}
    assert desk.run("record_filing", project_id="P-1", facts=facts) == {"confirmed": True, "filed_on": "2026-11-06", "in_time": False}
    assert desk.violations() == ["filing_overdue"]


def test_a_filing_that_was_made_in_time_and_confirmed_late_was_made_in_time(desk):
    desk.open("toli-draft")
    desk.at("2026-11-10T09:00:00+08:00")
    facts = {"filing_confirmed": True, "filed_on": "2026-11-04"}
    assert desk.run("record_filing", project_id="P-1", facts=facts)["in_time"] is True
    assert desk.run("flag_late_filing", project_id="P-1") == {"overdue": False}
    assert desk.violations() == []


def test_a_filing_that_inspection_sends_back_is_not_recorded(desk):
    desk.open("toli-draft")
    desk.run("record_filing", project_id="P-1", facts={"filing_confirmed": False, "filed_on": "2026-11-02"})
    assert desk.read("get_project", project_id="P-1")["filing"]["filed_on"] is None


@pytest.mark.parametrize("filed_on", ["2026-11-03", "yesterday", None])
def test_a_day_of_filing_that_cannot_be_is_refused(desk, filed_on):
    desk.open("toli-draft")
    with pytest.raises(HuxinError) as caught:
        desk.run("record_filing", project_id="P-1", facts={"filing_confirmed": True, "filed_on": filed_on})
    assert caught.value.code == "bad_facts"


def test_a_project_without_the_duty_has_no_filing_to_record(desk):
    desk.open("shaoxing")
    with pytest.raises(HuxinError) as caught:
        desk.run("remind_filing", project_id="P-1")
    assert caught.value.code == "no_filing"


@pytest.mark.parametrize(
    ("jurisdiction", "clauses"), [("shaoxing", ["SX-5-2a"]), ("toli-draft", ["TL-2.1.2-2b"]), ("national", ["CN724-28"])]
)
def test_a_project_without_a_labour_officer_breaks_the_law_of_its_place(desk, jurisdiction, clauses):
    desk.open(jurisdiction)
    assert desk.run("record_officer", project_id="P-1", facts={"officer_appointed": False})["appointed"] is False
    (event,) = desk.events("roster.violation.found")
    assert (event["kind"], event["clauses"]) == ("no_labour_officer", clauses)


def test_naming_the_same_officer_again_names_one(desk):
    desk.ready()
    desk.run("record_officer", project_id="P-1", facts={"officer_name": "示例专管员", "officer_account": OFFICER})
    assert len(desk.read("get_project", project_id="P-1")["officers"]) == 1


def test_only_the_labour_officer_keeps_the_books(desk):
    desk.ready()
    with pytest.raises(HuxinError) as caught:
        desk.attend(by="sample-foreman")
    assert (caught.value.code, caught.value.status) == ("not_the_officer", 403)


def test_equipment_needs_to_be_told_about_the_site(desk):
    desk.open()
    with pytest.raises(HuxinError) as caught:
        desk.run("check_equipment", project_id="P-1", facts={"attendance_device": "face"})
    assert caught.value.code == "bad_facts"


@given(
    closed=st.booleans(),
    channel=st.booleans(),
    device=st.sampled_from(["face", "fixed_point", "card", "none"]),
    accepted=st.sets(st.sampled_from(["face", "fixed_point", "card"]), min_size=1),
)
def test_equipment_fits_exactly_when_the_means_is_accepted_and_a_closed_site_has_its_channel(closed, channel, device, accepted):
    reasons = unfit_reasons(closed=closed, channel=channel, device=device, accepted=tuple(sorted(accepted)), clauses=("TL-2.1.2-3b",))
    assert (not reasons) == (device in accepted and (channel or not closed))
    assert all(reason["clauses"] and reason["text"] and reason["text_en"] for reason in reasons)
