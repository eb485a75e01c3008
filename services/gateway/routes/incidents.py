"""Incidents: what went wrong, and the operator's answer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, jsonify

from services.gateway import answers, schemas
from services.gateway.blueprint import ApiBlueprint
from services.gateway.guard import current_user, needs_role, remote
from services.gateway.idempotency import idempotent
from services.gateway.rights import needs_every_place
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from uuid import UUID

blueprint = ApiBlueprint("incidents", __name__, description="Incidents and their repair")
OPERATORS = ("operator", "administrator", "supervisor")


@blueprint.get("/incidents")
@needs_role(*OPERATORS)
@blueprint.arguments(schemas.IncidentQuery, location="query")
@blueprint.response(200, answers.PageAnswer)
def list_incidents(query: dict[str, Any]) -> Response:
    """Return a page of incidents, newest first."""
    if "instance_id" in query:
        query["instance_id"] = str(query["instance_id"])
    return jsonify(remote("engine.list_incidents", {**query, "actor": current_user().actor()}))


def _resolve(incident_id: UUID, action: str, body: dict[str, Any]) -> dict[str, Any]:
    parameters = {"incident_id": str(incident_id), "action": action, "reason": body["reason"], "data": body.get("data")}
    return remote("engine.resolve_incident", {**parameters, "actor": current_user().actor()})


@blueprint.post("/incidents/<uuid:incident_id>/<any(retry, skip, cancel, correct):action>")
@needs_role(*OPERATORS)
@blueprint.arguments(schemas.Resolve)
@blueprint.response(200, answers.Resolved)
@idempotent
def resolve(body: dict[str, Any], incident_id: UUID, action: str) -> Response:
    """Retry, skip, cancel, or correct the data and retry; the reason goes into the history."""
    needs_every_place()
    return jsonify(_resolve(incident_id, action, body))


@blueprint.post("/incidents/bulk")
@needs_role(*OPERATORS)
@blueprint.arguments(schemas.BulkResolve)
@blueprint.response(200, answers.ListAnswer)
@idempotent
def resolve_many(body: dict[str, Any]) -> Response:
    """Decide many incidents alike; each answers for itself."""
    needs_every_place()
    results = []
    for incident_id in dict.fromkeys(body["ids"]):
        try:
            results.append({"id": str(incident_id), "ok": True, **_resolve(incident_id, body["action"], body)})
        except HuxinError as error:
            results.append({"id": str(incident_id), "ok": False, "problem": error.problem()})
    return jsonify({"items": results})
