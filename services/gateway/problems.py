"""Every error as problem details (RFC 9457): what was wrong, where, what to do; never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import structlog
from flask import Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

log = structlog.get_logger("huxin.gateway")
MEDIA_TYPE = "application/problem+json"
CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "not_json",
    422: "bad_request_body",
}


def install(app: Flask) -> None:
    """Register the error handlers."""
    app.register_error_handler(HuxinError, from_huxin)
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(Exception, from_unexpected)


def answer(body: dict[str, Any]) -> Response:
    """Return a problem as an HTTP answer."""
    status = int(body.get("status", 500))
    response = Response(orjson.dumps({**body, "instance": request.path}, default=str), status=status, content_type=MEDIA_TYPE)
    if status == 401:  # noqa: PLR2004 - RFC 9110 asks for the challenge
        response.headers["WWW-Authenticate"] = "Bearer"
    if "retry_after" in body:
        response.headers["Retry-After"] = str(body["retry_after"])
    return response


def from_huxin(error: HuxinError) -> Response:
    """Answer one of our own errors; what a service did not foresee may tell of its inside and stays in the log."""
    if error.code == "unexpected_error":
        return from_unexpected(error)
    return answer(error.problem())


def from_http(error: HTTPException) -> Response:
    """Answer an error of the web framework, among them request bodies that a schema refused."""
    status = error.code or 500
    code = CODES.get(status, f"http_{status}")
    body: dict[str, Any] = {
        "type": f"urn:huxin:problem:{code}",
        "code": code,
        "title": error.name,
        "detail": error.description or "",
        "status": status,
        "retryable": status in {429, 503},
    }
    messages = (getattr(error, "data", None) or {}).get("messages")
    if messages:
        fields = [{"field": field, "message": message} for field, message in _flat(messages)]
        body |= {
            "title": "The request does not fit",
            "detail": "; ".join(f"{each['field']}: {each['message']}" for each in fields)[:1000],
            "fix": "Correct the named fields; /api/openapi.json tells what fits.",
            "fields": fields,
        }
    response = answer(body)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def from_unexpected(error: Exception) -> Response:
    """Answer a fault of ours; the cause goes to the log, with the request, and not to the caller."""
    log.error("unexpected error", path=request.path, method=request.method, exc_info=error)
    problem = HuxinError("internal_error", "Something went wrong on our side", "The fault has been logged.", status=500, retryable=True)
    return answer(problem.problem())


def _flat(messages: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - marshmallow's nested messages
    """Yield (dotted field, message); the outermost level names where it was looked for and is left out."""
    for where, found in messages.items():
        yield from _walk(found, ()) if isinstance(found, dict) else ((where, str(each)) for each in found)


def _walk(found: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - marshmallow's nested messages
    if isinstance(found, dict):
        for name, inner in found.items():
            yield from _walk(inner, path if name == "_schema" else (*path, str(name)))
    else:
        for message in found if isinstance(found, list) else [found]:
            yield ".".join(path) or "body", str(message)
