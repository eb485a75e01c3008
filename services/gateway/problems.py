"""Every error as problem details (RFC 9457): what was wrong, where, what to do; never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import structlog
from flask import Response, request
from werkzeug.exceptions import HTTPException

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from flask import Flask

log = structlog.get_logger("huxin.gateway")
MEDIA_TYPE = "application/problem+json"


def install(app: Flask) -> None:
    """Register the error handlers."""
    app.register_error_handler(HuxinError, from_huxin)
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(Exception, from_unexpected)


def answer(body: dict[str, Any]) -> Response:
    """Return a problem as an HTTP answer."""
    status = int(body.get("status", 500))
    response = Response(orjson.dumps({**body, "instance": request.path}), status=status, content_type=MEDIA_TYPE)
    if status == 401:  # noqa: PLR2004 - RFC 9110 asks for the challenge
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def from_huxin(error: HuxinError) -> Response:
    """Answer one of our own errors."""
    return answer(error.problem())


def from_http(error: HTTPException) -> Response:
    """Answer an error of the web framework, among them request bodies that a schema refused."""
    status = error.code or 500
    body: dict[str, Any] = {
        "type": f"urn:huxin:problem:http_{status}",
        "code": f"http_{status}",
        "title": error.name,
        "detail": error.description or "",
        "status": status,
        "retryable": status in {429, 503},
    }
    messages = (getattr(error, "data", None) or {}).get("messages")
    if messages:
        body.update(code="bad_request_body", title="The request does not fit", detail="See errors.", errors=messages)
    return answer(body)


def from_unexpected(error: Exception) -> Response:
    """Answer a fault of ours; the cause goes to the log, with the request, and not to the caller."""
    log.error("unexpected error", path=request.path, method=request.method, exc_info=error)
    problem = HuxinError("internal_error", "Something went wrong on our side", "The fault has been logged.", status=500, retryable=True)
    return answer(problem.problem())
