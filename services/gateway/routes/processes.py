"""Definitions, instances, messages: what the workshop and the case page show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, jsonify

from services.gateway import answers, schemas
from services.gateway.blueprint import ApiBlueprint
from services.gateway.etags import conditional, versioned
from services.gateway.guard import current_user, needs_role, remote, signed_in
from services.gateway.idempotency import idempotent, request_key
from services.gateway.rights import needs_every_place, seen_case
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from uuid import UUID

blueprint = ApiBlueprint("processes", __name__, description="Processes and their instances")
DIAGRAM = {"type": "string", "description": "BPMN 2.0 XML"}


def _xml(definition: dict[str, Any]) -> Response:
    return Response(definition["xml"], content_type="application/xml; charset=utf-8")


@blueprint.get("/processes")
@signed_in
@blueprint.response(200, answers.PageAnswer)
def list_processes() -> Response:
    """Return every version of every process, newest first."""
    return jsonify(remote("engine.list_definitions", {}))


@blueprint.post("/processes")
@needs_role("administrator")
@blueprint.arguments(schemas.Deploy)
@blueprint.response(200, answers.Deployed)
@idempotent
def deploy(body: dict[str, Any]) -> Response:
    """Deploy a diagram that the linter accepts, as a new version.

    Raises:
        HuxinError: `lint_failed` (422) with the linter's findings; nothing is deployed.
    """
    needs_every_place()
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
@blueprint.response(200, answers.DefinitionAnswer)
def show_process(key: str) -> Response:
    """Return a process with its versions' data."""
    return jsonify(remote("engine.get_definition", {"key": key}))


@blueprint.get("/processes/<string:key>/diagram")
@signed_in
@blueprint.response(200, DIAGRAM, content_type="application/xml")
def show_diagram(key: str) -> Response:
    """Return the BPMN file."""
    return _xml(remote("engine.get_definition", {"key": key})["definition"])


@blueprint.post("/processes/<string:key>/instances")
@needs_role("administrator", "operator")
@blueprint.arguments(schemas.StartInstance)
@blueprint.response(201, answers.InstanceAnswer)
@idempotent
def start_instance(body: dict[str, Any], key: str) -> tuple[Response, int]:
    """Start an instance by hand."""
    user = current_user()
    started = remote("engine.start_instance", {**body, "process": key, "actor": user.actor(), "request_id": request_key()})
    return jsonify(started), 201


@blueprint.get("/instances")
@signed_in
@blueprint.arguments(schemas.InstanceQuery, location="query")
@blueprint.response(200, answers.PageAnswer)
def list_instances(query: dict[str, Any]) -> Response:
    """Return a page of instances, newest first."""
    user = current_user()
    query["text"] = query.pop("q", None)
    return jsonify(remote("engine.list_instances", {**query, "actor": user.actor()}))


@blueprint.get("/instances/<uuid:instance_id>")
@signed_in
@conditional
@blueprint.response(200, answers.InstanceAnswer)
def show_instance(instance_id: UUID) -> Response:
    """Return an instance with its tokens, tasks, clocks and incidents."""
    body = seen_case(str(instance_id))
    return versioned(body, body["instance"]["step"])


@blueprint.get("/instances/<uuid:instance_id>/history")
@signed_in
@blueprint.response(200, answers.HistoryAnswer)
def show_history(instance_id: UUID) -> Response:
    """Return the append-only history of an instance."""
    return jsonify(remote("engine.get_history", {"instance_id": str(instance_id), "actor": current_user().actor()}))


@blueprint.get("/instances/<uuid:instance_id>/diagram")
@signed_in
@blueprint.response(200, DIAGRAM, content_type="application/xml")
def show_instance_diagram(instance_id: UUID) -> Response:
    """Return the BPMN file of the version that the instance runs on."""
    instance = seen_case(str(instance_id))["instance"]
    return _xml(remote("engine.get_definition", {"definition_id": instance["definition_id"]})["definition"])


@blueprint.post("/messages")
@needs_role("administrator", "operator")
@blueprint.arguments(schemas.Message)
@blueprint.response(200, answers.Correlated)
@idempotent
def correlate(body: dict[str, Any]) -> Response:
    """Deliver a message; one that comes early waits for its receiver."""
    needs_every_place()
    parameters = {
        "message": body["name"],
        "key": body["key"],
        "data": body["data"],
        "message_id": str(body["id"]) if "id" in body else None,
        "actor": current_user().actor(),
    }
    return jsonify(remote("engine.correlate", parameters))
