"""Definitions, instances, messages: what the workshop and the case page show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, jsonify
from flask_smorest import Blueprint

from services.gateway import schemas
from services.gateway.etags import versioned
from services.gateway.guard import current_user, needs_role, remote, signed_in
from services.gateway.idempotency import idempotent, request_key
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from uuid import UUID

blueprint = Blueprint("processes", __name__, description="Processes and their instances")


@blueprint.get("/processes")
@signed_in
def list_processes() -> Response:
    """Return the newest version of every process."""
    return jsonify(remote("engine.list_definitions", {}))


@blueprint.post("/processes")
@blueprint.arguments(schemas.Deploy)
@needs_role("administrator")
@idempotent
def deploy(body: dict[str, Any]) -> Response:
    """Deploy a diagram that the linter accepts, as a new version.

    Raises:
        HuxinError: `lint_failed` (422) with the linter's findings; nothing is deployed.
    """
    day = body.get("effective_on")
    parameters = {"xml": body["xml"], "effective_on": day.isoformat() if day else None, "actor": current_user().actor()}
    answer = remote("engine.deploy", parameters, 30)
    if answer["definition"] is None:
        raise HuxinError(
            "lint_failed",
            "The diagram has errors",
            f"{len(answer['problems'])} findings",
            status=422,
            fix="See problems; `huxin workflows lint` shows the same.",
            extra={"problems": answer["problems"]},
        )
    return jsonify(answer)


@blueprint.get("/processes/<string:key>")
@signed_in
def show_process(key: str) -> Response:
    """Return a process with its versions' data."""
    return jsonify(remote("engine.get_definition", {"key": key}))


@blueprint.get("/processes/<string:key>/diagram")
@signed_in
def show_diagram(key: str) -> Response:
    """Return the BPMN file."""
    return Response(
        remote("engine.get_definition", {"key": key, "xml": True})["definition"]["xml"], content_type="application/xml; charset=utf-8"
    )


@blueprint.post("/processes/<string:key>/instances")
@blueprint.arguments(schemas.StartInstance)
@needs_role("administrator", "operator")
def start_instance(body: dict[str, Any], key: str) -> tuple[Response, int]:
    """Start an instance by hand."""
    started = remote("engine.start_instance", {**body, "process": key, "actor": current_user().actor(), "request_id": request_key()})
    return jsonify(started), 201


@blueprint.get("/instances")
@blueprint.arguments(schemas.InstanceQuery, location="query")
@signed_in
def list_instances(query: dict[str, Any]) -> Response:
    """Return a page of instances, newest first."""
    query["text"] = query.pop("q", None)
    return jsonify(remote("engine.list_instances", {**query, "actor": current_user().actor()}))


@blueprint.get("/instances/<uuid:instance_id>")
@signed_in
def show_instance(instance_id: UUID) -> Response:
    """Return an instance with its tokens, tasks, clocks and incidents."""
    body = remote("engine.get_instance", {"instance_id": str(instance_id), "actor": current_user().actor()})
    return versioned(body, body["instance"]["version"])


@blueprint.get("/instances/<uuid:instance_id>/history")
@signed_in
def show_history(instance_id: UUID) -> Response:
    """Return the append-only history of an instance."""
    return jsonify(remote("engine.get_history", {"instance_id": str(instance_id), "actor": current_user().actor()}))


@blueprint.get("/instances/<uuid:instance_id>/diagram")
@signed_in
def show_instance_diagram(instance_id: UUID) -> Response:
    """Return the BPMN file of the version that the instance runs on."""
    instance = remote("engine.get_instance", {"instance_id": str(instance_id), "actor": current_user().actor()})["instance"]
    found = remote("engine.get_definition", {"key": instance["process"], "version": instance["version"], "xml": True})
    return Response(found["definition"]["xml"], content_type="application/xml; charset=utf-8")


@blueprint.post("/messages")
@blueprint.arguments(schemas.Message)
@needs_role("administrator", "operator")
def correlate(body: dict[str, Any]) -> Response:
    """Deliver a message; one that comes early waits for its receiver."""
    message_id = str(body["id"]) if "id" in body else None
    parameters = {
        "message": body["name"],
        "key": body["key"],
        "data": body["data"],
        "message_id": message_id,
        "actor": current_user().actor(),
    }
    return jsonify(remote("engine.correlate", parameters))
