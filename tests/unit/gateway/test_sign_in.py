"""Who gets in, for how long, and what an outsider learns by trying."""

from __future__ import annotations

import hashlib
from http.cookies import SimpleCookie

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from services.gateway import tables
from services.gateway.accounts import CACHE_SECONDS, SESSION_SECONDS, Accounts
from services.gateway.lockout import LOCK_SECONDS, MAX_FAILURES
from services.gateway.ratelimit import RateLimit
from services.kernel.errors import HuxinError

WRONG = "not the password"


def cookie_of(response):
    return SimpleCookie(response.headers["Set-Cookie"])["huxin_session"]


def test_right_password_opens_a_session_with_the_persons_departments_and_functions(face):
    answer = face.sign_in("permit-clerk")
    assert answer.status_code == 200
    user = answer.json["user"]
    assert user["username"] == "permit-clerk"
    assert user["departments"][0] == "construction_authority"
    assert "permit_authority" in user["departments"]
    assert answer.json["csrf"]


def test_session_cookie_is_out_of_reach_of_scripts_and_other_sites(face):
    cookie = cookie_of(face.sign_in("permit-clerk"))
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], bool(cookie["secure"])) == (True, "Strict", "/", False)


def test_production_cookie_travels_over_tls_only(make_face):
    face = make_face(profile="production")
    answer = face.sign_in("permit-clerk")
    assert cookie_of(answer)["secure"] is True
    assert answer.headers["Strict-Transport-Security"]


def test_unknown_name_and_wrong_password_get_the_same_answer(face):
    known, unknown = face.sign_in("permit-clerk", WRONG), face.sign_in("nobody", WRONG)
    assert known.status_code == unknown.status_code == 401
    assert known.json == unknown.json
    assert known.headers["WWW-Authenticate"] == "Bearer"


def test_unknown_name_costs_a_password_check_too(face, monkeypatch):
    checked = []
    accounts = face.app.extensions["huxin.accounts"]
    check = accounts._hasher.verify
    monkeypatch.setattr(accounts, "_hasher", type("Counting", (), {"verify": lambda _self, *pair: checked.append(pair) or check(*pair)})())
    face.sign_in("nobody", WRONG)
    face.sign_in("permit-clerk", WRONG)
    assert len(checked) == 2
    assert all(stored.startswith("$argon2id$") for stored, _given in checked)


def test_name_is_locked_after_five_wrong_passwords_even_for_the_right_one(face):
    for _ in range(MAX_FAILURES):
        assert face.sign_in("permit-clerk", WRONG).status_code == 401
    locked = face.sign_in("permit-clerk")
    assert (locked.status_code, locked.json["code"], locked.json["retryable"]) == (429, "account_locked", True)
    assert locked.headers["Retry-After"] == str(LOCK_SECONDS + 1)
    assert face.sign_in("hr-clerk").status_code == 200


def test_lock_tells_nothing_about_whether_the_name_exists(face):
    for name in ("permit-clerk", "nobody"):
        statuses = [face.sign_in(name, WRONG).status_code for _ in range(MAX_FAILURES + 1)]
        assert statuses == [401] * MAX_FAILURES + [429]
    known, unknown = face.sign_in("permit-clerk", WRONG), face.sign_in("nobody", WRONG)
    assert known.json == unknown.json


def test_lock_passes_by_itself_and_is_not_prolonged_by_trying(face):
    for _ in range(MAX_FAILURES + 1):
        face.sign_in("permit-clerk", WRONG)
    face.now.seconds += LOCK_SECONDS - 1
    assert face.sign_in("permit-clerk").status_code == 429
    face.now.seconds += 1
    assert face.sign_in("permit-clerk").status_code == 200


def test_right_password_forgets_earlier_mistakes(face):
    for _ in range(3):
        for _ in range(MAX_FAILURES - 1):
            assert face.sign_in("permit-clerk", WRONG).status_code == 401
        assert face.sign_in("permit-clerk").status_code == 200


def test_mistakes_are_forgotten_after_a_while(face):
    for _ in range(MAX_FAILURES - 1):
        face.sign_in("permit-clerk", WRONG)
    face.now.seconds += LOCK_SECONDS
    assert face.sign_in("permit-clerk", WRONG).status_code == 401
    assert face.sign_in("permit-clerk").status_code == 200


def test_one_address_may_try_only_so_often(face):
    statuses = [face.sign_in(f"name-{number}", "x").status_code for number in range(61)]
    assert statuses == [401] * 60 + [429]
    assert face.sign_in("permit-clerk").json["code"] == "too_many_requests"
    face.now.seconds += 61
    assert face.sign_in("permit-clerk").status_code == 200


def tries_from(face, address):
    headers = {"X-Forwarded-For": address}
    return face.client.post("/api/v1/session", json={"username": "nobody", "password": "x"}, headers=headers).json["code"]


def test_forwarded_address_is_believed_only_from_so_many_proxies_as_are_trusted(make_face):
    trusting, wary = make_face(environ={"HUXIN_TRUSTED_PROXIES": "1"}), make_face()
    for face in (trusting, wary):
        face.app.extensions["huxin.sign_ins"] = RateLimit(1, 60, face.now)
    assert [tries_from(trusting, address) for address in ("192.0.2.1", "192.0.2.2", "192.0.2.9, 192.0.2.1")] == [
        "wrong_credentials",
        "wrong_credentials",
        "too_many_requests",
    ]
    assert [tries_from(wary, address) for address in ("192.0.2.1", "192.0.2.2")] == ["wrong_credentials", "too_many_requests"]


@pytest.mark.parametrize("text", ["-1", "one", "²", ""])
def test_number_of_proxies_that_is_none_is_refused_at_the_start(make_face, text):
    with pytest.raises(HuxinError) as refused:
        make_face(environ={"HUXIN_TRUSTED_PROXIES": text})
    assert refused.value.code == "bad_setting"


def test_session_ends_after_its_time_though_it_was_cached(face):
    page = face.page("permit-clerk")
    face.now.seconds += SESSION_SECONDS - 1
    assert page.get("/session").status_code == 200
    face.now.seconds += 1
    assert page.get("/session").status_code == 401


def test_signing_out_ends_the_session_at_once(face):
    page = face.page("permit-clerk")
    kept = page.client.get_cookie("huxin_session").value
    answer = page.delete("/session")
    assert answer.status_code == 204
    assert cookie_of(answer).value == ""
    page.client.set_cookie("huxin_session", kept)
    assert page.get("/session").status_code == 401


def test_signing_out_by_token_leaves_the_pages_session_open(face):
    page, program = face.page("permit-clerk"), face.program("permit-clerk")
    answer = page.client.delete("/api/v1/session", headers=program.headers)
    assert answer.status_code == 204
    assert program.get("/session").status_code == 401
    # The answer took the cookie away from this client; its session itself was not closed.
    with face.database.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.session)) == 1


def test_disabled_account_is_told_so_and_its_sessions_end(face):
    page = face.page("permit-clerk")
    accounts: Accounts = face.app.extensions["huxin.accounts"]
    accounts.disable("permit-clerk")
    assert page.get("/session").status_code == 401
    assert face.sign_in("permit-clerk").json["code"] == "account_disabled"
    assert face.sign_in("permit-clerk", WRONG).json["code"] == "wrong_credentials"
    accounts.enable("permit-clerk")
    assert face.sign_in("permit-clerk").status_code == 200


def test_session_that_was_opened_while_its_account_was_disabled_is_worth_nothing(face):
    program = face.program("permit-clerk")
    with face.database.begin() as connection:
        connection.execute(tables.account.update().where(tables.account.c.username == "permit-clerk").values(disabled_at=face.now()))
    assert program.get("/session").status_code == 401


def test_another_replica_notices_a_revocation_within_its_cache_time(make_face):
    here = make_face()
    there = make_face(now=here.now)
    program = here.program("permit-clerk")
    elsewhere = there.client
    assert elsewhere.get("/api/v1/session", headers=program.headers).status_code == 200
    program.delete("/session")
    here.now.seconds += CACHE_SECONDS
    assert elsewhere.get("/api/v1/session", headers=program.headers).status_code == 401


def test_tokens_and_passwords_are_stored_as_hashes_only(face):
    token = face.sign_in("permit-clerk", path="token").json["access_token"]
    with face.database.read() as connection:
        assert connection.scalars(sa.select(tables.session.c.token_hash)).all() == [hashlib.sha256(token.encode()).digest()]
        assert all(stored.startswith("$argon2id$") for stored in connection.scalars(sa.select(tables.account.c.password_hash)))


def test_log_lines_hold_no_secrets_even_when_signing_in_breaks(face, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Accounts, "_user", broken)
    with capture_logs() as lines:
        answer = face.sign_in("permit-clerk")
    assert answer.status_code == 500
    assert "disk" not in answer.text
    assert len(lines) == 1
    assert "示例-password" not in str(lines)


def test_database_error_does_not_tell_the_values(face):
    row = dict.fromkeys(("username", "name_zh", "name_en", "jurisdiction", "department", "roles", "firms"), "示例")
    adding = tables.account.insert().values(**row, password_hash="$argon2id$secret")
    with face.database.begin() as connection:
        connection.execute(adding)
        with pytest.raises(sa.exc.IntegrityError) as refused:
            connection.execute(adding)
    assert "secret" not in str(refused.value)


def test_expired_sessions_are_swept_out(face):
    face.program("permit-clerk")
    face.now.seconds += SESSION_SECONDS
    face.program("hr-clerk")
    with face.database.read() as connection:
        assert connection.scalars(sa.select(tables.session.c.username)).all() == ["hr-clerk"]


def test_sample_accounts_are_shown_in_the_sample_run_only(face, make_face):
    shown = face.client.get("/api/v1/sample-accounts").json
    assert {"permit-clerk", "administrator"} <= {each["username"] for each in shown}
    assert make_face(profile="production").client.get("/api/v1/sample-accounts").status_code == 404
