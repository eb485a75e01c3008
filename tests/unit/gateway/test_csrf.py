"""Writes by cookie carry the session's CSRF word; bearer tokens need none."""

from __future__ import annotations

import pytest

FIRM = {"credit_code": "91000000EXAMPLE0E5", "name": "示例戊公司", "kind": "contractor"}


@pytest.fixture
def registering(face):
    face.rpc.answers["permits.register_firm"] = {"credit_code": FIRM["credit_code"], "added": True}
    return face


def test_write_by_cookie_needs_the_csrf_word(registering):
    page = registering.page("permit-clerk")
    assert page.post("/firms", FIRM).status_code == 201


@pytest.mark.parametrize("word", [None, "", "wrong", "ü", "示例"])
def test_missing_or_wrong_csrf_word_is_refused_before_anything_happens(registering, word):
    page = registering.page("permit-clerk")
    headers = {} if word is None else {"X-CSRF-Token": word.encode().decode("latin-1")}
    answer = page.client.post("/api/v1/firms", json=FIRM, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "csrf_failed")
    assert registering.rpc.calls == []


def test_csrf_word_of_another_session_is_refused(registering):
    page, other = registering.page("permit-clerk"), registering.page("permit-clerk")
    answer = page.client.post("/api/v1/firms", json=FIRM, headers=other.headers)
    assert answer.status_code == 403


def test_bearer_token_needs_no_csrf_word(registering):
    assert registering.program("permit-clerk").post("/firms", FIRM).status_code == 201


def test_reading_by_cookie_needs_no_csrf_word(registering):
    page = registering.page("permit-clerk")
    assert page.client.get("/api/v1/session").status_code == 200


def test_signing_out_by_cookie_needs_the_csrf_word(face):
    page = face.page("permit-clerk")
    assert page.client.delete("/api/v1/session").status_code == 403
    assert page.get("/session").status_code == 200


def test_bad_bearer_token_is_not_rescued_by_the_cookie(face):
    page = face.page("permit-clerk")
    answer = page.client.get("/api/v1/session", headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 401


def test_form_of_another_site_is_refused_unread(face):
    answer = face.client.post("/api/v1/session", data={"username": "permit-clerk", "password": "x"})
    assert answer.status_code == 415
