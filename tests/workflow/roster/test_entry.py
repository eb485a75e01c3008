"""Each way through the diagrams `site_entry` and `contract_after_entry`."""

from __future__ import annotations

import pytest

from tests.unit.roster.desk import TERMS

LACKING = {name: value for name, value in TERMS.items() if name != "contract_work_hours"}
CHECKED = {"identity_checked": True, "face_captured": True, "team_name": "示例钢筋班"}


def ask(site, jurisdiction="shaoxing", **more):
    site.desk.ready(jurisdiction)
    request = site.desk.ask(**more)
    site.settle()
    return request


def test_contract_then_registration_then_admission(site):
    request = ask(site)
    assert site.open_tasks(request) == ["sign_contract"]
    site.do(request, "sign_contract", **TERMS)
    assert site.open_tasks(request) == ["register_worker"]
    site.do(request, "register_worker", **CHECKED)
    assert site.outcome(request, "site_entry") == "end_admitted"
    assert site.announced() == ["roster.worker.admitted"]


def test_a_contract_that_lacks_a_term_comes_back(site):
    request = ask(site)
    site.do(request, "sign_contract", **LACKING)
    assert site.open_tasks(request) == ["sign_contract"]


@pytest.mark.parametrize(("signed", "checked"), [(False, True), (True, False), (False, False)])
def test_without_contract_or_registration_the_entry_is_refused(site, signed, checked):
    request = ask(site, "toli-draft")
    site.do(request, "sign_contract", **(TERMS if signed else {"contract_signed": False}))
    site.do(request, "register_worker", identity_checked=checked)
    assert site.outcome(request, "site_entry") == "end_refused"
    assert site.announced() == ["roster.entry.refused"]


def test_who_has_both_papers_is_asked_for_nothing(site):
    site.desk.ready()
    site.desk.admitted()
    site.settle()
    request = site.desk.ask(request_id="R-2")
    site.settle()
    assert site.outcome(request, "site_entry") == "end_admitted"


def test_who_has_a_contract_only_is_asked_to_register(site):
    first = ask(site)
    site.do(first, "sign_contract", **TERMS)
    second = site.desk.ask(request_id="R-2")
    site.settle()
    assert site.open_tasks(second) == ["register_worker"]


def test_the_kind_of_site_is_supplied_where_it_decides(site):
    site.desk.open("toli-draft")
    request = site.desk.ask(attend_type="fixed_point")
    site.settle()
    site.do(request, "sign_contract", **TERMS)
    site.do(request, "register_worker", **CHECKED)
    assert site.open_tasks(request) == ["supply_site"]
    site.do(request, "supply_site", site_can_be_closed=True)
    assert site.outcome(request, "site_entry") == "end_refused"


def entered(site, jurisdiction="shaoxing"):
    """A worker was on site on Tuesday the 3rd without a contract; returns the key of the case that follows."""
    site.desk.ready(jurisdiction)
    site.desk.ask()
    site.clock("2026-11-03T18:00:00+08:00")
    site.desk.attend((1, "2026-11-03 07:30:00", "进", "人脸"))
    site.settle()
    return f"P-1:{site.desk.worker(1)}"


def test_a_contract_made_up_for_in_time_ends_the_case_without_an_alarm(site):
    key = entered(site)
    site.clock("2026-11-06T23:00:00+08:00")
    site.do(key, "sign_late_contract", **TERMS)
    assert site.outcome(key, "contract_after_entry") == "end_signed"
    site.clock("2026-11-20T09:00:00+08:00")
    assert "contract_missing" not in site.desk.violations()


def test_the_alarm_rings_when_the_third_day_is_over_and_the_task_stays(site):
    key = entered(site)
    site.clock("2026-11-06T23:59:59+08:00")
    assert "contract_missing" not in site.desk.violations()
    site.clock("2026-11-07T00:00:00+08:00")
    assert "contract_missing" in site.desk.violations()
    assert site.open_tasks(key) == ["sign_late_contract"]
    site.do(key, "sign_late_contract", **TERMS)
    assert site.outcome(key, "contract_after_entry") == "end_signed"


def test_a_contract_that_is_not_signed_comes_back_until_the_worker_leaves(site):
    key = entered(site)
    site.do(key, "sign_late_contract", contract_signed=False)
    site.do(key, "sign_late_contract", **LACKING)
    assert site.open_tasks(key) == ["sign_late_contract"]
    site.do(key, "sign_late_contract", contract_signed=False, worker_left=True)
    assert site.outcome(key, "contract_after_entry") == "end_left"


def test_outside_shaoxing_the_alarm_comes_the_next_day(site):
    entered(site, "toli-draft")
    site.clock("2026-11-05T00:00:00+08:00")
    (event,) = [each for each in site.desk.events("roster.violation.found") if each["kind"] == "contract_missing"]
    assert event["clauses"] == ["CN724-28"]
