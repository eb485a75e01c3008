"""The register over HTTP: own firm, own place, those who watch over labour; the caller keeps the records in his own name."""

from __future__ import annotations

import base64

import pytest

from services.kernel.errors import HuxinError
from tests.unit.gateway.conftest import FIRM_A, FIRM_B

PROJECT = "01920000-0000-7000-8000-000000000001"
IMPORT = "01920000-0000-7000-8000-000000000002"
OTHER = "01920000-0000-7000-8000-000000000003"
REPORT = {"import_id": IMPORT, "project_id": PROJECT, "accepted": 1, "repeated": 0, "refused": 0, "not_counted": 0}
REPORT |= {"lines": [], "more_lines": False}
FILE = {"file_name": "a.csv", "content": base64.b64encode(b"a").decode()}
ENTRY = {"employer": FIRM_B, "worker_name": "示例工人", "id_card_number": "330600190001010016", "attend_type": "face"}
READS = ("roster", "register", "attendance?since=2026-11-01&until=2026-11-30", "on-site?on=2026-11-03", "subcontracts", f"imports/{IMPORT}")


def project(parameters):
    firms = parameters.get("firms")
    if firms is not None and not {FIRM_A, FIRM_B} & set(firms):
        raise HuxinError("unknown_project", "No such project", status=404)
    return {"project_id": PROJECT, "jurisdiction": "shaoxing", "general_contractor": FIRM_A, "officers": []}


@pytest.fixture
def roster(face):
    page = {"items": [], "next_cursor": None}
    face.rpc.answers.update(
        {
            "roster.get_project": project,
            "roster.list_register": page,
            "roster.list_attendance": page,
            "roster.list_subcontracts": {"items": []},
            "roster.on_site": {"on": "2026-11-03", "registered": 0, "admitted": 0, "on_site": 0, "employers": []},
            "roster.get_import": REPORT,
            "roster.import_attendance": REPORT,
            "roster.import_register": REPORT,
            "roster.close_month": {"month": "2026-10", "workers": 0, "parts": 1, "repeated": False},
            "roster.request_entry": {"request_id": "R-1", "worker_id": "W-1", "repeated": False},
            "roster.submit_subcontract": {"subcontract_id": "S-1", "repeated": False},
        }
    )
    return face


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize(
    ("who", "status"),
    [("permit-clerk", 200), ("hr-clerk", 200), ("builder-a", 200), ("operator", 200), ("bank-clerk", 403), ("toli-clerk", 404)],
)
def test_who_watches_over_labour_or_takes_part_reads_and_nobody_else(roster, path, who, status):
    assert roster.program(who).get(f"/projects/{PROJECT}/{path}").status_code == status


def test_nobody_reads_without_signing_in(roster):
    assert roster.client.get(f"/api/v1/projects/{PROJECT}/register").status_code == 401


def test_a_firm_reads_with_its_own_eyes_and_an_authority_with_nobodys(roster):
    roster.program("builder-a").get(f"/projects/{PROJECT}/register")
    roster.program("hr-clerk").get(f"/projects/{PROJECT}/register")
    assert [asked.get("firms") for asked in roster.rpc.asked("roster.list_register")] == [[FIRM_A], None]


@pytest.mark.parametrize("kind", ["attendance", "register"])
def test_a_file_is_imported_in_the_name_of_the_caller(roster, kind):
    answer = roster.program("builder-a").post(f"/projects/{PROJECT}/{kind}-imports", FILE)
    assert (answer.status_code, answer.json) == (201, REPORT)
    (asked,) = roster.rpc.asked(f"roster.import_{kind}")
    assert (asked["by"], asked["firms"], asked["file_name"]) == ("builder-a", [FIRM_A], "a.csv")


def test_a_firm_sends_larger_files_than_other_addresses_take(roster):
    large = {**FILE, "content": "A" * 8_000_000}
    assert roster.program("builder-a").post(f"/projects/{PROJECT}/attendance-imports", large).status_code == 201
    assert roster.program("hr-clerk").post(f"/projects/{PROJECT}/attendance-imports", large).status_code == 413
    assert roster.program("builder-a").post(f"/projects/{PROJECT}/entries", {**ENTRY, "x": "A" * 8_000_000}).status_code == 413


@pytest.mark.parametrize("month", ["２０２６-11", "2026-13", "0000-01", "2026-1", "2026-011", "x"])
def test_a_month_that_is_none_is_refused_before_it_is_closed(roster, month):
    answer = roster.program("builder-a").post(f"/projects/{PROJECT}/attendance-months", {"month": month})
    assert (answer.status_code, roster.rpc.asked("roster.close_month")) == (422, [])


def test_the_services_refusal_reaches_the_caller(roster):
    roster.rpc.answers["roster.import_attendance"] = HuxinError("not_the_officer", "Only the officer", "builder-a", status=403)
    answer = roster.program("builder-a").post(f"/projects/{PROJECT}/attendance-imports", FILE)
    assert (answer.status_code, answer.json["code"]) == (403, "not_the_officer")


def test_a_report_of_another_project_is_not_shown(roster):
    assert roster.program("hr-clerk").get(f"/projects/{OTHER}/imports/{IMPORT}").status_code == 404


def test_the_general_contractor_asks_for_everybody_and_a_firm_for_its_own(roster):
    assert roster.program("builder-a").post(f"/projects/{PROJECT}/entries", ENTRY).status_code == 201
    assert roster.program("builder-b").post(f"/projects/{PROJECT}/entries", ENTRY).status_code == 201
    answer = roster.program("builder-b").post(f"/projects/{PROJECT}/entries", {**ENTRY, "employer": FIRM_A})
    assert (answer.status_code, answer.json["code"]) == (403, "not_your_firm")


def test_the_same_request_under_its_key_is_asked_once(roster):
    caller = roster.program("builder-a")
    for _ in range(2):
        caller.post(f"/projects/{PROJECT}/entries", ENTRY, Idempotency_Key="k-1")
    assert len(roster.rpc.asked("roster.request_entry")) == 1


def test_a_firm_reports_subcontracts_of_its_own_only(roster):
    body = {"awarding_firm": FIRM_A, "receiving_firm": FIRM_B, "receiving_name": "示例劳务公司", "facts": {}}
    assert roster.program("builder-a").post(f"/projects/{PROJECT}/subcontracts", body).status_code == 201
    assert roster.program("builder-b").post(f"/projects/{PROJECT}/subcontracts", body).status_code == 403
    assert roster.program("hr-clerk").post(f"/projects/{PROJECT}/subcontracts", body).status_code == 403


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("attendance-months", {"month": "2026-13"}),
        ("attendance-months", {"month": "2026-10\n"}),
        ("attendance-imports", {"file_name": "a.csv"}),
        ("attendance-imports", {**FILE, "by": "somebody-else"}),
        ("entries", {**ENTRY, "attend_type": "voice"}),
    ],
)
def test_a_body_that_cannot_be_right_reaches_no_service(roster, path, body):
    before = len(roster.rpc.calls)
    assert roster.program("builder-a").post(f"/projects/{PROJECT}/{path}", body).status_code == 422
    assert len(roster.rpc.calls) == before


def test_a_month_is_closed_in_the_name_of_the_caller(roster):
    assert roster.program("builder-a").post(f"/projects/{PROJECT}/attendance-months", {"month": "2026-10"}).status_code == 201
    (asked,) = roster.rpc.asked("roster.close_month")
    assert (asked["by"], asked["month"], asked["quantities"]) == ("builder-a", "2026-10", [])
