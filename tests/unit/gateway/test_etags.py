"""Versions over HTTP: who has it gets 304, who saw an old one is refused by the engine."""

from __future__ import annotations

import pytest

TASK = "01920000-0000-7000-8000-000000000001"


def task(**members):
    place = {"department": "permit_authority", "jurisdiction": "shaoxing"}
    return {"id": TASK, "version": 3, "business_key": "k", **place, "draft": None, **members}


@pytest.fixture
def reading(face):
    face.rpc.answers["engine.get_task"] = {"task": task()}
    return face


def test_answer_has_an_etag_that_holds_the_version(reading):
    assert reading.program("permit-clerk").get(f"/tasks/{TASK}").headers["ETag"].startswith('"v3-')


def test_caller_who_has_it_gets_304_without_a_body(reading):
    program = reading.program("permit-clerk")
    etag = program.get(f"/tasks/{TASK}").headers["ETag"]
    again = program.get(f"/tasks/{TASK}", If_None_Match=etag)
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("change", [{"version": 4}, {"draft": {"note": "示例"}}, {"data": {"a": 1}}])
def test_whatever_changes_brings_a_new_answer(reading, change):
    program = reading.program("permit-clerk")
    etag = program.get(f"/tasks/{TASK}").headers["ETag"]
    reading.rpc.answers["engine.get_task"] = {"task": task(**change)}
    assert program.get(f"/tasks/{TASK}", If_None_Match=etag).status_code == 200


def test_cases_etag_changes_with_its_steps_and_not_with_its_definitions_version(reading):
    case = {"id": TASK, "version": 1, "step": 1, "jurisdiction": "shaoxing"}
    reading.rpc.answers["engine.get_instance"] = lambda _parameters: {"instance": dict(case)}
    program = reading.program("permit-clerk")
    etag = program.get(f"/instances/{TASK}").headers["ETag"]
    assert program.get(f"/instances/{TASK}", If_None_Match=etag).status_code == 304
    case["step"] = 2
    assert program.get(f"/instances/{TASK}", If_None_Match=etag).status_code == 200


@pytest.mark.parametrize(
    ("header", "version"), [('"v3"', 3), ("v3", 3), ('W/"v3"', 3), ('"v12-0123456789abcdef"', 12), ("*", None), ("", None)]
)
def test_version_that_the_caller_saw_goes_to_the_engine(reading, header, version):
    reading.rpc.answers["engine.claim_task"] = {"task": task(version=4)}
    answer = reading.program("permit-clerk").post(f"/tasks/{TASK}/claim", If_Match=header)
    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"v4"'
    assert reading.rpc.asked("engine.claim_task")[0].get("version") == version


@pytest.mark.parametrize("header", ['"3"', '"v"', '"v-3"', "v²", '"v3", "v4"', "v" + "9" * 5000])
def test_if_match_that_is_not_ours_is_refused_before_anything_happens(reading, header):
    program = reading.program("permit-clerk")
    answer = program.post(f"/tasks/{TASK}/claim", If_Match=header.encode().decode("latin-1"))
    assert (answer.status_code, answer.json["code"]) == (400, "bad_if_match")
    assert reading.rpc.asked("engine.claim_task") == []
