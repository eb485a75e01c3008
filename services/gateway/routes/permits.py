"""Permit applications, projects and firms (P01). A firm sees its own affairs only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, jsonify

from services.gateway import answers, schemas
from services.gateway.blueprint import ApiBlueprint
from services.gateway.guard import current_user, needs_role, remote, signed_in
from services.gateway.idempotency import idempotent, request_key
from services.gateway.rights import jurisdiction_for, seen_project, sees_every_place
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from uuid import UUID

blueprint = ApiBlueprint("permits", __name__, description="Construction permits")


def _firms() -> list[str] | None:
    user = current_user()
    return list(user.firms) if user.is_firm else None


@blueprint.post("/permit-applications")
@signed_in
@blueprint.arguments(schemas.Application)
@blueprint.response(201, answers.Lodged)
@idempotent
def submit(body: dict[str, Any]) -> tuple[Response, int]:
    """Lodge an application; its process starts by itself."""
    user = current_user()
    if user.is_firm and body["construction_unit"].strip().upper() not in user.firms:
        raise HuxinError(
            "not_your_firm", "You may apply only for your own firm", f"{body['construction_unit']} is not your firm", status=403
        )
    if not user.is_firm and not {"administrator", "operator", "clerk"} & set(user.roles):
        raise HuxinError("not_allowed", "You may not lodge applications", status=403)
    jurisdiction_for(user, body["jurisdiction"])
    result = remote("permits.submit_application", {**body, "submitted_by": user.username, "request_id": request_key()})
    return jsonify(result), 201


@blueprint.get("/permit-applications")
@signed_in
@blueprint.arguments(schemas.ApplicationQuery, location="query")
@blueprint.response(200, answers.PageAnswer)
def list_applications(query: dict[str, Any]) -> Response:
    """Return a page of applications, newest first."""
    query["jurisdiction"] = jurisdiction_for(current_user(), query.get("jurisdiction"))
    return jsonify(remote("permits.list_applications", {**query, "firms": _firms()}))


@blueprint.get("/permit-applications/<uuid:application_id>")
@signed_in
@blueprint.response(200, answers.ApplicationAnswer)
def show_application(application_id: UUID) -> Response:
    """Return an application with its decisions, notices, permit, and its process."""
    user, key = current_user(), str(application_id)
    application = remote("permits.get_application", {"application_id": key, "firms": _firms()})
    if not sees_every_place(user) and application["jurisdiction"] != user.jurisdiction:
        raise HuxinError("unknown_application", "No such application", f"there is no application {key}", status=404)
    found = remote("engine.list_instances", {"business_key": key, "limit": 1, "actor": user.actor()})["items"]
    return jsonify({**application, "instance_id": found[0]["id"] if found else None})


@blueprint.get("/projects")
@signed_in
@blueprint.arguments(schemas.ProjectQuery, location="query")
@blueprint.response(200, answers.PageAnswer)
def list_projects(query: dict[str, Any]) -> Response:
    """Return a page of projects, newest first."""
    query["jurisdiction"] = jurisdiction_for(current_user(), query.get("jurisdiction"))
    return jsonify(remote("permits.list_projects", {**query, "firms": _firms()}))


@blueprint.get("/projects/<uuid:project_id>")
@signed_in
@blueprint.response(200, answers.Answer)
def show_project(project_id: UUID) -> Response:
    """Return a project that the caller may see."""
    return jsonify(seen_project(str(project_id)))


@blueprint.get("/firms")
@signed_in
@blueprint.response(200, answers.ListAnswer)
def list_firms() -> Response:
    """Return the register of firms; a firm reads no other firm's contact."""
    user = current_user()
    items = remote("permits.list_firms", {})["items"]
    if user.is_firm:
        items = [firm if firm["credit_code"] in user.firms else {**firm, "contact": ""} for firm in items]
    return jsonify({"items": items})


@blueprint.post("/firms")
@needs_role("administrator", "operator", "clerk")
@blueprint.arguments(schemas.Firm)
@blueprint.response(201, answers.Registered)
@blueprint.alt_response(200, schema=answers.Registered, description="The firm was registered before", success=True)
@idempotent
def register_firm(body: dict[str, Any]) -> tuple[Response, int]:
    """Register a firm; a known credit code is left as it is."""
    if current_user().is_firm:
        raise HuxinError("not_allowed", "You may not do this", "an authority registers firms", status=403, fix="Ask the authority.")
    result = remote("permits.register_firm", body)
    return jsonify(result), 201 if result["added"] else 200
