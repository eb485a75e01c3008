"""Every error is problem details with a stable code and a way out; nothing of our inside is told."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from services.gateway.body import MAX_BODY, MAX_DEPTH
from services.kernel.errors import HuxinError

TASK = "01920000-0000-7000-8000-000000000001"


def problem(answer, status, code):
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    body = answer.json
    assert (body["status"], body["code"], body["type"]) == (status, code, f"urn:huxin:problem:{code}")
    assert body["title"]
    assert body["instance"].startswith("/")
    assert answer.headers["Cache-Control"] == "no-store"
    return body


def test_wrong_body_names_every_wrong_field(face):
    body = problem(face.client.post("/api/v1/session", json={"username": 7, "extra": 1}), 422, "bad_request_body")
    assert {each["field"] for each in body["fields"]} == {"username", "password", "extra"}
    assert all(each["message"] for each in body["fields"])
    assert body["fix"]


def test_wrong_query_names_the_field(face):
    program = face.program("permit-clerk")
    body = problem(program.get("/tasks?limit=1000&state=lost"), 422, "bad_request_body")
    assert {each["field"] for each in body["fields"]} == {"limit", "state"}


def test_element_of_a_list_is_named_by_its_place(face):
    body = {"ids": [TASK, "x"], "action": "retry", "reason": "示例"}
    answer = problem(face.program("operator").post("/incidents/bulk", body), 422, "bad_request_body")
    assert [each["field"] for each in answer["fields"]] == ["ids.1"]


@pytest.mark.parametrize("raw", [b"{", b"\xff\xfe", b'{"username": NaN}', b'{"username": "\\ud800"}', b"[" * 5000])
def test_malformed_json_is_a_bad_request(face, raw):
    problem(face.client.post("/api/v1/session", data=raw, content_type="application/json"), 400, "bad_request")


@pytest.mark.parametrize("raw", [b"[]", b"7", b"null", b'"text"'])
def test_json_that_is_no_object_is_refused(face, raw):
    problem(face.client.post("/api/v1/session", data=raw, content_type="application/json"), 422, "bad_request_body")


def test_body_nested_without_end_is_refused(face):
    raw = b'{"data": ' + b'{"a":' * MAX_DEPTH + b"1" + b"}" * MAX_DEPTH + b"}"
    answer = face.client.post("/api/v1/session", data=raw, content_type="application/json")
    problem(answer, 400, "bad_request")


def test_body_that_is_not_json_is_refused(face):
    program = face.program("permit-clerk")
    answer = program.client.post(f"/api/v1/tasks/{TASK}/claim", data="<a/>", content_type="application/xml", headers=program.headers)
    problem(answer, 415, "not_json")


def test_body_that_is_too_large_is_refused(face):
    raw = b'{"username": "' + b"x" * MAX_BODY + b'"}'
    problem(face.client.post("/api/v1/session", data=raw, content_type="application/json"), 413, "body_too_large")


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/api", "/api/", "/api/unknown", "/api/v1/unknown", "/api/v1/tasks/not-a-uuid"])
def test_unknown_address_of_the_api_is_not_found_by_any_method(face, method, path):
    problem(getattr(face.client, method)(path), 404, "not_found")


def test_wrong_method_says_which_are_allowed(face):
    answer = face.client.put("/api/v1/session", json={})
    problem(answer, 405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(", ")) >= {"GET", "POST", "DELETE"}


@pytest.mark.parametrize("control", ["\n", "\x1f", "\x7f"])
def test_control_characters_in_names_are_refused(face, control):
    answer = face.client.post("/api/v1/session", json={"username": f"a{control}b", "password": "x"})
    assert problem(answer, 422, "bad_request_body")["fields"][0]["field"] == "username"
    program = face.program("permit-clerk")
    problem(program.client.get("/api/v1/tasks", query_string={"q": f"x{control}"}, headers=program.headers), 422, "bad_request_body")


@pytest.mark.parametrize(("code", "status"), [("service_unavailable", 503), ("call_timed_out", 504), ("database_busy", 503)])
def test_service_that_does_not_answer_may_be_asked_again(face, code, status):
    face.rpc.answers["engine.list_tasks"] = HuxinError(code, "Not now", "示例", status=status, retryable=True)
    assert problem(face.program("permit-clerk").get("/tasks"), status, code)["retryable"] is True


def test_services_own_problem_passes_through_with_its_members(face):
    fields = [{"field": "amount", "message": "is needed"}]
    face.rpc.answers["engine.list_tasks"] = HuxinError("bad_form", "Wrong form", "d", status=422, fix="do", extra={"fields": fields})
    body = problem(face.program("permit-clerk").get("/tasks"), 422, "bad_form")
    assert (body["fields"], body["fix"]) == (fields, "do")


@pytest.mark.parametrize(
    "fault",
    [
        ValueError("secret /srv/path"),
        KeyError("secret"),
        HuxinError("unexpected_error", "The service failed unexpectedly", "OperationalError: secret", status=500),
    ],
)
def test_unforeseen_fault_is_logged_and_not_told(face, fault):
    face.rpc.answers["engine.list_tasks"] = fault
    program = face.program("permit-clerk")
    with capture_logs() as lines:
        answer = program.get("/tasks")
    problem(answer, 500, "internal_error")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert [line["exc_info"] for line in lines] == [fault]


def test_answer_that_lacks_what_is_promised_is_our_fault_and_not_a_traceback(face):
    face.rpc.answers["engine.get_task"] = {}
    problem(face.program("operator").get(f"/tasks/{TASK}"), 500, "internal_error")


def test_every_problem_is_hardened(face):
    headers = face.client.get("/api/v1/session").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", ["/payrolls/%00", "/payrolls/%00/lines", "/payrolls?cursor=%00", "/projects?text=a%00b"])
def test_an_address_with_a_character_that_no_database_takes_is_refused(face, path):
    body = problem(face.program("permit-clerk").get(path), 400, "bad_address")
    assert body["fix"]


@pytest.mark.parametrize("raw", [b'{"username": "a\\u0000b", "password": "x"}', b'{"username": [{"a": ["\\u0000"]}]}', b'{"\\u0000": 1}'])
def test_a_body_with_a_character_that_no_database_takes_is_refused(face, raw):
    problem(face.client.post("/api/v1/session", data=raw, content_type="application/json"), 400, "bad_request")


def test_a_text_that_only_speaks_of_that_character_is_taken(face):
    answer = face.client.post("/api/v1/session", data=b'{"username": "\\\\u0000", "password": "x"}', content_type="application/json")
    assert answer.status_code == 401
