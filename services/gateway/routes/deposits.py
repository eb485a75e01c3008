"""Wage deposits and advances of wages in arrears (P05, P11). A firm sees its own projects only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, jsonify

from services.gateway import answers, schemas_deposits
from services.gateway.blueprint import ApiBlueprint
from services.gateway.guard import current_user, needs_role, remote, signed_in
from services.gateway.idempotency import idempotent, request_key
from services.gateway.rights import jurisdiction_for, sees_every_place
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7

if TYPE_CHECKING:
    from uuid import UUID

blueprint = ApiBlueprint("deposits", __name__, description="Wage deposits and advances")
CONTRACTOR, HR = "contractor", "hr_bureau"


def _firms() -> list[str] | None:
    user = current_user()
    return list(user.firms) if user.is_firm else None


def _in_place(found: dict[str, Any], code: str, title: str) -> dict[str, Any]:
    """Return what was found when it lies where the caller works; else it is not told that it exists."""
    user = current_user()
    if not sees_every_place(user) and found["jurisdiction"] != user.jurisdiction:
        raise HuxinError(code, title, "there is none for you under this address", status=404)
    return found


def _deposit(project_id: UUID) -> dict[str, Any]:
    found = remote("escrow.get_deposit", {"project_id": str(project_id), "firms": _firms()})
    return _in_place(found, "unknown_deposit", "There is no wage deposit")


@blueprint.get("/wage-deposits")
@signed_in
@blueprint.arguments(schemas_deposits.DepositQuery, location="query")
@blueprint.response(200, answers.PageAnswer)
def list_deposits(query: dict[str, Any]) -> Response:
    """Return a page of deposits."""
    place = jurisdiction_for(current_user(), query.get("jurisdiction"))
    parameters = {"jurisdiction": place, "after": query.get("cursor"), "limit": query["limit"], "firms": _firms()}
    return jsonify(remote("escrow.list_deposits", parameters))


@blueprint.get("/projects/<uuid:project_id>/wage-deposit")
@signed_in
@blueprint.response(200, schemas_deposits.DepositAnswer)
def show_deposit(project_id: UUID) -> Response:
    """Return a project's deposit with its changes and the reasons of its rate."""
    return jsonify(_deposit(project_id))


@blueprint.post("/projects/<uuid:project_id>/wage-deposit/return")
@signed_in
@blueprint.arguments(schemas_deposits.DepositReturn)
@blueprint.response(201, schemas_deposits.DepositReturnAnswer)
@idempotent
def request_return(body: dict[str, Any], project_id: UUID) -> tuple[Response, int]:
    """Apply for the return of a deposit; its process starts by itself when the public notice is over."""
    user = current_user()
    if CONTRACTOR not in user.departments and "operator" not in user.roles:
        raise HuxinError("not_allowed", "You may not do this", "the general contractor applies for the return", status=403)
    _deposit(project_id)
    asked = {
        "request_id": request_key() or uuid7(),
        "project_id": str(project_id),
        "posted_on": body["posted_on"].isoformat(),
        "works_completed_on": body["works_completed_on"].isoformat(),
        "promise": body["promise"],
        "firms": _firms(),
    }
    return jsonify(remote("escrow.request_deposit_return", asked)), 201


@blueprint.post("/projects/<uuid:project_id>/advances")
@needs_role("clerk", "leader", "operator")
@blueprint.arguments(schemas_deposits.AdvanceRequest)
@blueprint.response(201, schemas_deposits.AdvanceRequested)
@idempotent
def request_advance(body: dict[str, Any], project_id: UUID) -> tuple[Response, int]:
    """Ask that wages in arrears be paid first by whoever answers for them."""
    user = current_user()
    if HR not in user.departments and "operator" not in user.roles:
        raise HuxinError("not_allowed", "You may not do this", "the human resources bureau asks for an advance", status=403)
    _deposit(project_id)
    asked = {**body, "project_id": str(project_id), "advance_id": request_key() or uuid7()}
    return jsonify(remote("escrow.request_advance", asked)), 201


@blueprint.get("/advances/<advance_id>")
@signed_in
@blueprint.response(200, schemas_deposits.AdvanceAnswer)
def show_advance(advance_id: str) -> Response:
    """Return a case of advance: who pays first, up to what, and what was paid."""
    found = remote("escrow.get_advance", {"advance_id": advance_id, "firms": _firms()})
    return jsonify(_in_place(found, "unknown_advance", "There is no such case of advance"))
