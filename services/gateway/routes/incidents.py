"""Incidents: what went wrong, and the operator's answer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, jsonify
from flask_smorest import Blueprint

from services.gateway import schemas
from services.gateway.guard import current_user, needs_role, remote
from services.gateway.idempotency import idempotent
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from uuid import UUID

blueprint = Blueprint("incidents", __name__, description="Incidents and their repair")
OPERATORS = ("operator", "administrator", "supervisor")


@blueprint.get("/incidents")
@blueprint.arguments(schemas.IncidentQuery, location="query")
@needs_role(*OPERATORS)
def list_incidents(query: dict[str, Any]) -> Response:
    """Return a page of incidents, newest first."""
    if "instance_id" in query:
        query["instance_id"] = str(query["instance_id"])
    return jsonify(remote("engine.list_incidents", {**query, "actor": current_user().actor()}))


def _resolve(incident_id: UUID, action: str, body: dict[str, Any]) -> dict[str, Any]:
    parameters = {"incident_id": str(incident_id), "action": action, "reason": body["reason"], "data": body.get("data")}
    return remote("engine.resolve_incident", {**parameters, "actor": current_user().actor()})


@blueprint.post("/incidents/<uuid:incident_id>/<any(retry, skip, cancel, correct):action>")
@blueprint.arguments(schemas.Resolve)
@needs_role(*OPERATORS)
@idempotent
def resolve(body: dict[str, Any], incident_id: UUID, action: str) -> Response:
    """Retry, skip, cancel, or correct the data and retry; the reason goes into the history."""
    return jsonify(_resolve(incident_id, action, body))


@blueprint.post("/incidents/bulk")
@blueprint.arguments(schemas.BulkResolve)
@needs_role(*OPERATORS)
@idempotent
def resolve_many(body: dict[str, Any]) -> Response:
    """Decide many incidents alike; each answers for itself."""
    results = []
    for incident_id in body["ids"]:
        try:
            results.append({"id": str(incident_id), "ok": True, **_resolve(incident_id, body["action"], body)})
        except HuxinError as error:
            results.append({"id": str(incident_id), "ok": False, "problem": error.problem()})
    return jsonify({"items": results})
