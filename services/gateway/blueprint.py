"""Blueprints whose routes say who may call them, and whose OpenAPI document says so too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_smorest import Api, Blueprint

from services.gateway.answers import Problem
from services.gateway.body import StrictParser
from services.gateway.guard import marks_of
from services.gateway.problems import MEDIA_TYPE
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable

WRITES = frozenset({"post", "put", "patch", "delete"})
PROBLEMS = {
    400: "BAD_REQUEST",
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    409: "CONFLICT",
    412: "PRECONDITION_FAILED",
    413: "REQUEST_ENTITY_TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    422: "UNPROCESSABLE_ENTITY",
    429: "TOO_MANY_REQUESTS",
    503: "SERVICE_UNAVAILABLE",
    504: "GATEWAY_TIMEOUT",
}
CSRF = {"name": "X-CSRF-Token", "in": "header", "description": "The session's CSRF word; needed for writes by cookie."}
IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "The caller's own key: the same request again gets the first answer and has no second effect.",
}
IF_MATCH = {"name": "If-Match", "in": "header", "description": "The ETag that the caller saw; another version answers 412."}
IF_NONE_MATCH = {"name": "If-None-Match", "in": "header", "description": "The ETag that the caller has; answers 304 if it still holds."}
TEXT = {"schema": {"type": "string", "maxLength": 200}, "required": False}


class ApiBlueprint(Blueprint):  # type: ignore[misc]  # flask-smorest ships no types
    """Refuses views that are neither guarded nor public, and documents what guards them."""

    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Flask's arguments
        super().__init__(*args, **kwargs)
        self._prepare_doc_cbks.append(_prepare_guard_doc)

    def arguments(self, schema: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - flask-smorest's signature
        """Read the request by a schema; one instance serves all requests, for building it costs more than using it."""
        return super().arguments(schema() if isinstance(schema, type) else schema, **kwargs)

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        **options: Any,  # noqa: ANN401 - Flask's options
    ) -> None:
        """Register a view.

        Raises:
            HuxinError: `unguarded_route`, when the view does not say who may call it.
        """
        if view_func is not None and "access" not in marks_of(view_func):
            raise HuxinError("unguarded_route", "A route does not say who may call it", rule, fix="Use @signed_in, @needs_role or @public.")
        super().add_url_rule(rule, endpoint, view_func, **options)


class ProblemApi(Api):  # type: ignore[misc]  # flask-smorest ships no types
    """The OpenAPI document with problem details as its errors and both ways to sign in."""

    ERROR_SCHEMA = Problem

    def _register_responses(self) -> None:
        for name, description in (*((name, name.replace("_", " ").capitalize()) for name in PROBLEMS.values()), ("DEFAULT_ERROR", "Error")):
            body = {"description": description, "content": {MEDIA_TYPE: {"schema": self.ERROR_SCHEMA}}}
            self.spec.components.response(name, body, lazy=True)
        self.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "description": "From POST /api/v1/token."})
        self.spec.components.security_scheme(
            "cookie", {"type": "apiKey", "in": "cookie", "name": "huxin_session", "description": "From POST /api/v1/session."}
        )


def _prepare_guard_doc(doc: dict[str, Any], doc_info: dict[str, Any], *, method: str, **_others: object) -> dict[str, Any]:
    marks = doc_info.get("huxin", {})
    writes = method in WRITES
    known = {400, 422, 429, 503, 504} | ({413, 415} if writes else set())
    parameters = doc.setdefault("parameters", [])
    if marks.get("access") == "public":
        doc["security"] = []
    else:
        known |= {401, 403, 404}
        doc["security"] = [{"bearer": []}, {"cookie": []}]
        parameters += [{**CSRF, **TEXT}] if writes else []
    if marks.get("idempotent"):
        known |= {409}
        parameters.append({**IDEMPOTENCY, **TEXT})
    if marks.get("versioned"):
        known |= {409, 412} if writes else set()
        parameters.append({**(IF_MATCH if writes else IF_NONE_MATCH), **TEXT})
        if not writes:
            doc.setdefault("responses", {})[304] = {"description": "Not changed"}
    if marks.get("roles"):
        doc["x-roles"] = list(marks["roles"])
    responses = doc.setdefault("responses", {})
    for status in sorted(known | set(marks.get("answers", ()))):
        responses.setdefault(str(status) if str(status) in responses else status, PROBLEMS[status])
    return doc
