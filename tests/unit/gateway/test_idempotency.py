"""`Idempotency-Key`: one effect and one answer, however often and however close together a request comes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.gateway.idempotency import KEEP_SECONDS, WORKING_SECONDS
from services.kernel.errors import HuxinError

TASK = "01920000-0000-7000-8000-000000000001"
FIRM = {"credit_code": "91000000EXAMPLE0E5", "name": "示例戊公司", "kind": "contractor"}


@pytest.fixture
def counting(face):
    """Registering counts; so each answer tells which effect it belongs to."""
    face.effects = 0

    def register(_parameters):
        face.effects += 1
        return {"credit_code": FIRM["credit_code"], "added": True, "effect": face.effects}

    face.rpc.answers["permits.register_firm"] = register
    return face


def test_same_request_again_gets_the_first_answer(counting):
    program = counting.program("permit-clerk")
    first = program.post("/firms", FIRM, Idempotency_Key="k")
    again = program.post("/firms", FIRM, Idempotency_Key="k")
    assert (again.status_code, again.json) == (first.status_code, first.json) == (201, {**first.json, "effect": 1})
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert counting.effects == 1


def test_without_a_key_every_request_has_its_effect(counting):
    program = counting.program("permit-clerk")
    assert [program.post("/firms", FIRM).json["effect"] for _ in range(2)] == [1, 2]


def test_another_body_under_the_same_key_is_refused(counting):
    program = counting.program("permit-clerk")
    program.post("/firms", FIRM, Idempotency_Key="k")
    other = program.post("/firms", {**FIRM, "name": "示例己公司"}, Idempotency_Key="k")
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert counting.effects == 1


def test_another_person_and_another_address_have_keys_of_their_own(counting):
    counting.rpc.answers["engine.get_task"] = {"task": {"department": "permit_authority", "jurisdiction": "shaoxing"}}
    counting.rpc.answers["engine.claim_task"] = {"task": {"version": 2}}
    counting.program("permit-clerk").post("/firms", FIRM, Idempotency_Key="k")
    assert counting.program("hr-clerk").post("/firms", FIRM, Idempotency_Key="k").json["effect"] == 2
    assert counting.program("permit-clerk").post(f"/tasks/{TASK}/claim", Idempotency_Key="k").json == {"task": {"version": 2}}


def test_replayed_answer_keeps_its_etag(counting):
    counting.rpc.answers["engine.claim_task"] = {"task": {"version": 2}}
    operator = counting.program("operator")
    tags = [operator.post(f"/tasks/{TASK}/claim", Idempotency_Key="k").headers["ETag"] for _ in range(2)]
    assert tags == ['"v2"', '"v2"']


@pytest.mark.parametrize("status", [409, 422, 500, 503])
def test_errors_are_not_kept(counting, status):
    program = counting.program("permit-clerk")
    register = counting.rpc.answers["permits.register_firm"]
    counting.rpc.answers["permits.register_firm"] = HuxinError("some_error", "No", status=status)
    assert program.post("/firms", FIRM, Idempotency_Key="k").status_code == status
    counting.rpc.answers["permits.register_firm"] = register
    assert program.post("/firms", FIRM, Idempotency_Key="k").json["effect"] == 1


def test_faults_are_not_kept(counting):
    program = counting.program("permit-clerk")
    register = counting.rpc.answers["permits.register_firm"]
    counting.rpc.answers["permits.register_firm"] = ZeroDivisionError()
    assert program.post("/firms", FIRM, Idempotency_Key="k").status_code == 500
    counting.rpc.answers["permits.register_firm"] = register
    assert program.post("/firms", FIRM, Idempotency_Key="k").status_code == 201


def test_two_requests_at_once_have_one_effect(counting):
    first, second = counting.program("permit-clerk"), counting.program("permit-clerk")
    begun, go_on = threading.Event(), threading.Event()
    register = counting.rpc.answers["permits.register_firm"]

    def slowly(parameters):
        begun.set()
        assert go_on.wait(30)
        return register(parameters)

    counting.rpc.answers["permits.register_firm"] = slowly
    with ThreadPoolExecutor(1) as pool:
        early = pool.submit(first.post, "/firms", FIRM, Idempotency_Key="k")
        assert begun.wait(30)
        late = second.post("/firms", FIRM, Idempotency_Key="k")
        go_on.set()
        assert early.result(30).status_code == 201
    assert (late.status_code, late.json["code"], late.json["retryable"]) == (409, "request_in_progress", True)
    assert late.headers["Retry-After"] == "1"
    assert second.post("/firms", FIRM, Idempotency_Key="k").json["effect"] == 1
    assert counting.effects == 1


def test_key_of_a_process_that_died_over_it_becomes_free_again(counting, monkeypatch):
    program = counting.program("permit-clerk")
    with monkeypatch.context() as dying:
        dying.setattr("services.gateway.idempotency.Shelf.keep", lambda *_: None)
        program.post("/firms", FIRM, Idempotency_Key="k")
    assert program.post("/firms", FIRM, Idempotency_Key="k").status_code == 409
    counting.now.seconds += WORKING_SECONDS + 1
    assert program.post("/firms", FIRM, Idempotency_Key="k").status_code == 201


def test_answer_is_kept_for_a_day(counting):
    program = counting.program("permit-clerk")
    program.post("/firms", FIRM, Idempotency_Key="k")
    counting.now.seconds += KEEP_SECONDS - 1
    assert counting.program("permit-clerk").post("/firms", FIRM, Idempotency_Key="k").json["effect"] == 1
    counting.now.seconds += 2
    assert counting.program("permit-clerk").post("/firms", FIRM, Idempotency_Key="k").json["effect"] == 2


def test_key_that_is_too_long_is_refused(counting):
    answer = counting.program("permit-clerk").post("/firms", FIRM, Idempotency_Key="k" * 201)
    assert (answer.status_code, answer.json["code"]) == (400, "bad_idempotency_key")


def test_services_that_dedupe_get_a_key_that_is_bound_to_the_person(face):
    face.rpc.answers["engine.start_instance"] = {"instance": {"id": TASK}}
    for name in ("operator", "administrator"):
        face.program(name).post("/processes/p/instances", {"jurisdiction": "shaoxing"}, Idempotency_Key="k")
    keys = [asked["request_id"] for asked in face.rpc.asked("engine.start_instance")]
    assert len(set(keys)) == 2
    assert all(len(key) == 64 for key in keys)
