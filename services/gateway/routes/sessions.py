"""Sign-in, sign-out, and the sample accounts of the embedded run."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, current_app, jsonify, request
from flask_smorest import Blueprint

from services.gateway import schemas
from services.gateway.guard import COOKIE, RateLimit, current_session, current_user, embedded_only

blueprint = Blueprint("session", __name__, description="Sign-in")
sign_ins = RateLimit(calls=60, seconds=60)


@blueprint.post("/session")
@blueprint.arguments(schemas.SignIn)
@blueprint.alt_response(401, description="wrong name or password")
def open_session(credentials: dict[str, str]) -> Response:
    """Sign in; the session is a cookie, and writes carry the CSRF word in `X-CSRF-Token`."""
    sign_ins.check(request.remote_addr or "")
    session = current_app.extensions["huxin.accounts"].sign_in(**credentials)
    response = jsonify({"user": session.user.as_json(), "csrf": session.csrf})
    secure = not current_app.config["HUXIN_EMBEDDED"]
    response.set_cookie(COOKIE, session.token, httponly=True, samesite="Strict", secure=secure, expires=int(session.expires_at), path="/")
    return response


@blueprint.get("/session")
def show_session() -> dict[str, Any]:
    """Return who is signed in."""
    user = current_user()
    session = current_session()
    return {"user": user.as_json(), "csrf": session.csrf if session else ""}


@blueprint.delete("/session")
def close_session() -> Response:
    """Sign out."""
    current_user()
    token = request.cookies.get(COOKIE) or request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    current_app.extensions["huxin.accounts"].sign_out(token)
    response = Response(status=204)
    response.delete_cookie(COOKIE, path="/")
    return response


@blueprint.post("/token")
@blueprint.arguments(schemas.SignIn)
@blueprint.alt_response(401, description="wrong name or password")
def open_token(credentials: dict[str, str]) -> dict[str, Any]:
    """Return a bearer token for programs."""
    sign_ins.check(request.remote_addr or "")
    session = current_app.extensions["huxin.accounts"].sign_in(**credentials)
    expires = datetime.fromtimestamp(session.expires_at, tz=ZoneInfo("Asia/Shanghai"))
    return {"access_token": session.token, "token_type": "Bearer", "expires_at": expires.isoformat(timespec="seconds")}


@blueprint.get("/sample-accounts")
def sample_accounts() -> Response:
    """Return the invented sign-ins of the sample run."""
    embedded_only()
    return jsonify(current_app.config["HUXIN_SAMPLE_ACCOUNTS"])
