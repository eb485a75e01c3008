"""Sign-in, sign-out, and the sample accounts of the embedded run."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Response, current_app, jsonify, request

from services.gateway import answers, schemas
from services.gateway.blueprint import ApiBlueprint
from services.gateway.guard import COOKIE, current_session, current_token, current_user, embedded_only, public, signed_in

if TYPE_CHECKING:
    from services.gateway.accounts import Accounts
    from services.gateway.people import Session

blueprint = ApiBlueprint("session", __name__, description="Sign-in")


def _sign_in(credentials: dict[str, str]) -> Session:
    """Open a session; one address may try only so often, whatever names it tries."""
    current_app.extensions["huxin.sign_ins"].check(request.remote_addr or "")
    return _accounts().sign_in(**credentials)


def _accounts() -> Accounts:
    found: Accounts = current_app.extensions["huxin.accounts"]
    return found


def _secure() -> bool:
    """Whether cookies travel over TLS only; the sample run has none."""
    return not current_app.config["HUXIN_EMBEDDED"]


@blueprint.post("/session")
@public
@blueprint.arguments(schemas.SignIn)
@blueprint.response(200, answers.SessionAnswer)
@blueprint.alt_response(401, "UNAUTHORIZED")
@blueprint.alt_response(403, "FORBIDDEN")
def open_session(credentials: dict[str, str]) -> Response:
    """Sign in; the session is a cookie, and writes carry the CSRF word in `X-CSRF-Token`."""
    session = _sign_in(credentials)
    response = jsonify({"user": session.user.as_json(), "csrf": session.csrf})
    expires = int(session.expires_at)
    response.set_cookie(COOKIE, session.token, httponly=True, samesite="Strict", secure=_secure(), expires=expires, path="/")
    return response


@blueprint.get("/session")
@signed_in
@blueprint.response(200, answers.SessionAnswer)
def show_session() -> Response:
    """Return who is signed in."""
    session = current_session()
    return jsonify({"user": current_user().as_json(), "csrf": session.csrf if session else ""})


@blueprint.delete("/session")
@signed_in
@blueprint.response(204)
def close_session() -> Response:
    """Sign out."""
    _accounts().sign_out(current_token())
    response = Response(status=204)
    response.delete_cookie(COOKIE, httponly=True, samesite="Strict", secure=_secure(), path="/")
    return response


@blueprint.post("/token")
@public
@blueprint.arguments(schemas.SignIn)
@blueprint.response(200, answers.TokenAnswer)
@blueprint.alt_response(401, "UNAUTHORIZED")
@blueprint.alt_response(403, "FORBIDDEN")
def open_token(credentials: dict[str, str]) -> Response:
    """Return a bearer token for programs."""
    session = _sign_in(credentials)
    expires = datetime.fromtimestamp(session.expires_at, tz=ZoneInfo("Asia/Shanghai"))
    return jsonify({"access_token": session.token, "token_type": "Bearer", "expires_at": expires.isoformat(timespec="seconds")})


@blueprint.get("/sample-accounts")
@public
@blueprint.response(200, answers.SampleAccount(many=True))
@blueprint.alt_response(404, "NOT_FOUND")
def sample_accounts() -> Response:
    """Return the invented sign-ins of the sample run."""
    embedded_only()
    return jsonify(current_app.config["HUXIN_SAMPLE_ACCOUNTS"])
