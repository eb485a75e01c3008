"""Each way through the diagram `contract_and_real_name_registration`."""

from __future__ import annotations

import pytest

PROCESS = "contract_and_real_name_registration"
FACE = {"site_can_be_closed": True, "channel_present": True, "attendance_device": "face"}
OFFICER = {"officer_appointed": True, "officer_name": "示例专管员", "officer_account": "sample-officer"}
FILED = {"filing_confirmed": True, "filing_receipt": "示例-1"}


def test_where_no_filing_is_asked_for_officer_and_equipment_are_enough(site):
    site.permit("shaoxing")
    assert site.open_tasks("P-1") == ["appoint_officer", "report_equipment"]
    site.do("P-1", "report_equipment", **FACE)
    assert site.outcome("P-1", PROCESS) is None
    site.do("P-1", "appoint_officer", **OFFICER)
    assert site.outcome("P-1", PROCESS) == "end_ready"
    assert site.announced() == ["roster.registration.completed"]


def test_the_tasks_of_a_firm_belong_to_it(site):
    site.permit("toli-draft")
    owners = {task["element_id"]: task["owner"] for task in site._tasks("P-1")}
    assert owners == dict.fromkeys(("appoint_officer", "report_equipment", "file_employment"), "91000000EXAMPLE0B2")


def test_without_an_officer_the_task_comes_back(site):
    site.permit("shaoxing")
    site.do("P-1", "appoint_officer", officer_appointed=False)
    assert "appoint_officer" in site.open_tasks("P-1")
    assert site.desk.violations() == ["no_labour_officer"]


@pytest.mark.parametrize(
    "unfit", [{**FACE, "attendance_device": "card"}, {**FACE, "attendance_device": "none"}, {**FACE, "channel_present": False}]
)
def test_equipment_that_does_not_fit_comes_back(site, unfit):
    site.permit("toli-draft")
    site.do("P-1", "report_equipment", **unfit)
    assert "report_equipment" in site.open_tasks("P-1")
    site.do("P-1", "report_equipment", **FACE)
    assert "report_equipment" not in site.open_tasks("P-1")


def to_filing(site, **more):
    site.permit("toli-draft", **more)
    site.do("P-1", "appoint_officer", **OFFICER)
    site.do("P-1", "report_equipment", **FACE)


def test_a_filing_in_time_is_neither_reminded_nor_urged(site):
    to_filing(site)
    site.do("P-1", "file_employment", filed_on="2026-11-02")
    site.do("P-1", "confirm_filing", **FILED)
    assert site.outcome("P-1", PROCESS) == "end_ready"
    site.clock("2026-12-02T09:00:00+08:00")
    assert site.desk.read("get_project", project_id="P-1")["notices"] == []
    assert site.desk.violations() == []


def test_a_filing_that_is_sent_back_is_made_again(site):
    to_filing(site)
    site.do("P-1", "file_employment", filed_on="2026-11-02")
    site.do("P-1", "confirm_filing", filing_confirmed=False, filing_reply="材料不全")
    assert site.open_tasks("P-1") == ["file_employment"]


def test_the_reminder_comes_after_three_days_and_the_escalation_after_five(site):
    to_filing(site)
    site.clock("2026-11-05T23:59:59+08:00")
    assert site.desk.read("get_project", project_id="P-1")["notices"] == []
    site.clock("2026-11-06T00:00:00+08:00")
    assert [notice["kind"] for notice in site.desk.read("get_project", project_id="P-1")["notices"]] == ["filing_reminder"] * 3
    # The fifth day after Monday the 2nd is Saturday the 7th: the last day moves to Monday the 9th.
    site.clock("2026-11-09T23:59:59+08:00")
    assert (site.open_tasks("P-1"), site.desk.violations()) == (["file_employment"], [])
    site.clock("2026-11-10T00:00:00+08:00")
    assert (site.open_tasks("P-1"), site.desk.violations()) == (["file_employment", "urge_filing"], ["filing_overdue"])


def test_an_overdue_filing_can_still_be_made(site):
    to_filing(site)
    site.clock("2026-11-12T09:00:00+08:00")
    site.do("P-1", "urge_filing", urge_measure="约谈")
    site.do("P-1", "file_employment", filed_on="2026-11-12")
    site.do("P-1", "confirm_filing", **FILED)
    assert site.outcome("P-1", PROCESS) == "end_ready"
    assert site.desk.violations() == ["filing_overdue"]


def test_a_contract_signed_long_before_the_permit_is_overdue_at_once(site):
    to_filing(site, signed_on="2026-09-15")
    site.clock("2026-11-02T09:00:01+08:00")
    assert "urge_filing" in site.open_tasks("P-1")


def test_a_day_of_filing_that_is_still_to_come_becomes_an_incident_that_can_be_corrected(site):
    to_filing(site)
    site.do("P-1", "file_employment", filed_on="2026-12-24")
    site.do("P-1", "confirm_filing", **FILED)
    (incident,) = site.bench.incidents()
    assert incident["element_id"] == "record_filing"
    assert site.desk.read("get_project", project_id="P-1")["filing"]["filed_on"] is None
