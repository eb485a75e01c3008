"""The embedded system as its users meet it: who sees what, who may do what, and what reaches an open page."""

from __future__ import annotations

import http.client
import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.cli.testing import SampleRun

FIRM_A, FIRM_B = "91000000EXAMPLE0A1", "91000000EXAMPLE0B2"
BUILDERS = {"sx-builder": "shaoxing", "tl-builder": "toli-draft"}


def items(run, path, person):
    status, body = run.call("GET", path, as_=person)
    assert status == 200, body
    return body["items"]


def open_task(run, place="shaoxing", department="permit_authority"):
    found = items(run, f"/tasks?department={department}&jurisdiction={place}", "administrator")
    return next(task for task in found if task["state"] == "open")


def test_run_is_ready_only_once_its_sample_data_is_in(sample_run):
    assert len(items(sample_run, "/permit-applications", "administrator")) >= 4
    assert len(items(sample_run, "/processes", "administrator")) >= 1


@pytest.mark.parametrize("person", ["sx-permit-clerk", "sx-reform-clerk", "sx-hr-clerk", "sx-builder", "sx-contractor"])
@pytest.mark.parametrize("path", ["/tasks?state=all", "/instances", "/permit-applications", "/projects"])
def test_lists_hold_nothing_of_another_place(sample_run, person, path):
    assert {each["jurisdiction"] for each in items(sample_run, path, person)} <= {"shaoxing"}


def test_counts_are_those_of_the_own_queue(sample_run):
    for person in ("sx-permit-clerk", "tl-housing-clerk"):
        queue = items(sample_run, "/tasks", person)
        assert queue
        assert sample_run.call("GET", "/tasks/counts", as_=person)[1]["open"] == len(queue)


def test_case_of_another_place_does_not_exist(sample_run):
    case = items(sample_run, "/instances?jurisdiction=toli-draft", "administrator")[0]["id"]
    for part in ("", "/history", "/diagram"):
        assert sample_run.call("GET", f"/instances/{case}{part}", as_="tl-housing-clerk")[0] == 200
        assert sample_run.call("GET", f"/instances/{case}{part}", as_="operator")[0] == 200
        for stranger in ("sx-permit-clerk", "sx-builder", "sx-contractor"):
            assert sample_run.call("GET", f"/instances/{case}{part}", as_=stranger)[0] == 404


def test_task_of_another_department_or_place_can_neither_be_read_nor_worked_on(sample_run):
    task = open_task(sample_run)["id"]
    assert sample_run.call("GET", f"/tasks/{task}", as_="sx-permit-clerk")[0] == 200
    for stranger in ("sx-hr-clerk", "sx-builder", "tl-housing-clerk", "tl-builder"):
        assert sample_run.call("GET", f"/tasks/{task}", as_=stranger)[0] == 404
        for action in ("claim", "release", "draft", "complete"):
            body = {"data": {}} if action in ("draft", "complete") else {}
            assert sample_run.call("POST", f"/tasks/{task}/{action}", body, as_=stranger)[0] in (403, 404)
    assert sample_run.call("GET", f"/tasks/{task}", as_="administrator")[1]["task"]["state"] == "open"


def test_firm_sees_the_applications_of_its_firm_only(sample_run):
    for builder, place in BUILDERS.items():
        own = {each["id"] for each in items(sample_run, "/permit-applications", builder)}
        everything = items(sample_run, "/permit-applications", "administrator")
        code = FIRM_A if builder == "sx-builder" else "91000000EXAMPLE0C3"
        assert own == {each["id"] for each in everything if each["construction_unit"]["credit_code"] == code}
        assert own
        for other in (each for each in everything if each["id"] not in own):
            assert sample_run.call("GET", f"/permit-applications/{other['id']}", as_=builder)[0] == 404
        assert {each["business_key"] for each in items(sample_run, "/instances", builder)} <= own
        assert place in {each["jurisdiction"] for each in items(sample_run, "/projects", builder)}


def test_firm_opens_the_cases_in_which_it_takes_part_and_no_others(sample_run):
    everything = {each["id"] for each in items(sample_run, "/instances?jurisdiction=shaoxing&limit=100", "administrator")}
    listed = {name: {each["id"] for each in items(sample_run, "/instances?limit=100", name)} for name in ("sx-builder", "sx-contractor")}
    assert all(listed.values())
    for person, own in listed.items():
        statuses = {
            case: [sample_run.call("GET", f"/instances/{case}{part}", as_=person)[0] for part in ("", "/history")] for case in everything
        }
        assert statuses == {case: [200, 200] if case in own else [404, 404] for case in everything}
    assert items(sample_run, "/instances", "sx-subcontractor") == []


def test_same_application_sent_five_times_at_once_is_lodged_once(sample_run):
    names = {"project_name": "示例五号工程", "construction_unit": FIRM_A, "general_contractor": FIRM_B}
    body = {"jurisdiction": "shaoxing", **names, "facts": {"project_place": "shaoxing", "project_sector": "building"}}
    before = len(items(sample_run, "/permit-applications?limit=100", "administrator"))
    sample_run.token("sx-builder")
    key = str(uuid.uuid4())

    def send(_number):
        return sample_run.call("POST", "/permit-applications", body, as_="sx-builder", Idempotency_Key=key)

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(send, range(5)))
    lodged = {answer["application_id"] for status, answer in answers if status == 201}
    assert len(lodged) == 1
    assert {status for status, _ in answers} <= {201, 409}
    assert send(0) == (201, {"application_id": lodged.pop(), "repeated": False})
    assert len(items(sample_run, "/permit-applications?limit=100", "administrator")) == before + 1


def test_old_version_of_a_task_is_refused(sample_run):
    task = open_task(sample_run)
    path = f"/tasks/{task['id']}"
    assert sample_run.call("POST", f"{path}/claim", {}, as_="sx-permit-clerk", If_Match=f'"v{task["version"]}"')[0] == 200
    status, problem = sample_run.call("POST", f"{path}/release", {}, as_="sx-permit-clerk", If_Match=f'"v{task["version"]}"')
    assert (status, problem["code"]) == (412, "task_changed")
    assert sample_run.call("POST", f"{path}/release", {}, as_="sx-permit-clerk")[0] == 200


def test_form_with_wrong_entries_names_the_fields(sample_run):
    task = open_task(sample_run)
    status, problem = sample_run.call("POST", f"/tasks/{task['id']}/complete", {"data": {"unheard_of": 1}}, as_="sx-permit-clerk")
    assert status == 422
    assert problem["fields"]


def test_note_about_a_change_reaches_an_open_page(sample_run):
    token = sample_run.token("sx-permit-clerk")
    connection = http.client.HTTPConnection(sample_run.address.removeprefix("http://"), timeout=60)
    connection.request("GET", "/api/v1/events", headers={"Authorization": f"Bearer {token}"})
    stream = connection.getresponse()
    assert (stream.status, stream.headers["Content-Type"]) == (200, "text/event-stream")
    assert stream.readline() == b": open\n"
    task = open_task(sample_run)["id"]
    sample_run.call("POST", f"/tasks/{task}/claim", {}, as_="sx-permit-clerk")
    lines = iter(stream.readline, b"")
    notes = (json.loads(line.removeprefix(b"data: ")) for line in lines if line.startswith(b"data: "))
    assert next(note for note in notes if note["id"] == task)["kind"] == "task"
    connection.close()
    sample_run.call("POST", f"/tasks/{task}/release", {}, as_="sx-permit-clerk")


def test_log_tells_neither_passwords_nor_tokens(sample_run):
    sample_run.call("POST", "/session", {"username": "sx-hr-clerk", "password": "示例-wrong-password"})
    sample_run.call("GET", "/session", as_="sx-hr-clerk")
    log = sample_run.log()
    assert "示例-wrong-password" not in log
    assert sample_run.token("sx-hr-clerk") not in log


def test_run_stops_gracefully_when_it_is_asked_to(tmp_path):
    with SampleRun(tmp_path) as run:
        assert run.call("GET", "/jurisdictions")[0] == 200
        assert run.stop() == 0
    assert "Traceback" not in run.log()
