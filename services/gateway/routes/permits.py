"""Permit applications, projects and firms (P01). A firm sees its own affairs only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, jsonify
from flask_smorest import Blueprint

from services.gateway import schemas
from services.gateway.guard import current_user, needs_role, remote, signed_in
from services.gateway.idempotency import request_key
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from uuid import UUID

blueprint = Blueprint("permits", __name__, description="Construction permits")


def _firms() -> list[str] | None:
    user = current_user()
    return list(user.firms) if user.is_firm else None


@blueprint.post("/permit-applications")
@blueprint.arguments(schemas.Application)
@signed_in
def submit(body: dict[str, Any]) -> tuple[Response, int]:
    """Lodge an application; its process starts by itself."""
    user = current_user()
    if user.is_firm and body["construction_unit"].strip().upper() not in user.firms:
        raise HuxinError(
            "not_your_firm", "You may apply only for your own firm", f"{body['construction_unit']} is not your firm", status=403
        )
    if not user.is_firm and not {"administrator", "operator", "clerk"} & set(user.roles):
        raise HuxinError("not_allowed", "You may not lodge applications", status=403)
    result = remote("permits.submit_application", {**body, "submitted_by": user.username, "request_id": request_key()})
    return jsonify(result), 201


@blueprint.get("/permit-applications")
@blueprint.arguments(schemas.ApplicationQuery, location="query")
@signed_in
def list_applications(query: dict[str, Any]) -> Response:
    """Return a page of applications, newest first."""
    return jsonify(remote("permits.list_applications", {**query, "firms": _firms()}))


@blueprint.get("/permit-applications/<uuid:application_id>")
@signed_in
def show_application(application_id: UUID) -> Response:
    """Return an application with its decisions, notices, permit, and its process."""
    application = remote("permits.get_application", {"application_id": str(application_id), "firms": _firms()})
    found = remote("engine.list_instances", {"business_key": str(application_id), "limit": 1, "actor": current_user().actor()})["items"]
    return jsonify({**application, "instance_id": found[0]["id"] if found else None})


@blueprint.get("/projects")
@blueprint.arguments(schemas.Page, location="query")
@signed_in
def list_projects(query: dict[str, Any]) -> Response:
    """Return a page of projects, newest first."""
    return jsonify(remote("permits.list_projects", {**query, "firms": _firms()}))


@blueprint.get("/firms")
@signed_in
def list_firms() -> Response:
    """Return the register of firms."""
    return jsonify(remote("permits.list_firms", {}))


@blueprint.post("/firms")
@blueprint.arguments(schemas.Firm)
@needs_role("administrator", "operator", "clerk")
def register_firm(body: dict[str, Any]) -> tuple[Response, int]:
    """Register a firm; a known credit code is left as it is."""
    result = remote("permits.register_firm", body)
    return jsonify(result), 201 if result["added"] else 200
