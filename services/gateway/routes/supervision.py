"""Payments under supervision, stops of work, acceptance and settlement (P06, P07, P17). A firm sees its own affairs only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Response, jsonify

from services.gateway import answers, schemas_supervision
from services.gateway.blueprint import ApiBlueprint
from services.gateway.guard import current_user, needs_role, remote, signed_in
from services.gateway.idempotency import idempotent
from services.gateway.rights import jurisdiction_for, seen_project, sees_every_place
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from uuid import UUID

blueprint = ApiBlueprint("supervision", __name__, description="Payments, stops of work, acceptance and settlement")


def _firms() -> list[str] | None:
    user = current_user()
    return list(user.firms) if user.is_firm else None


def _wire(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in body.items()}


def _seen_payment(payment_id: str) -> dict[str, Any]:
    """Return a payment that the caller may see.

    Raises:
        HuxinError: `unknown_payment` (404), also for one of another place: its existence is not told.
    """
    user = current_user()
    payment = remote("permits.get_payment", {"payment_id": payment_id, "firms": _firms()})
    if not sees_every_place(user) and payment["jurisdiction"] != user.jurisdiction:
        raise HuxinError("unknown_payment", "No such payment", f"there is no payment {payment_id}", status=404)
    return payment


def _listed(operation: str, query: dict[str, Any]) -> Response:
    query["jurisdiction"] = jurisdiction_for(current_user(), query.get("jurisdiction"))
    return jsonify(remote(operation, {**query, "firms": _firms()}))


@blueprint.get("/payments")
@signed_in
@blueprint.arguments(schemas_supervision.PaymentQuery, location="query")
@blueprint.response(200, answers.PageAnswer)
def list_payments(query: dict[str, Any]) -> Response:
    """Return a page of payments under supervision."""
    return _listed("permits.list_payments", query)


@blueprint.post("/payments")
@signed_in
@blueprint.arguments(schemas_supervision.Payment)
@blueprint.response(201, schemas_supervision.RegisteredAnswer)
@idempotent
def register_payment(body: dict[str, Any]) -> tuple[Response, int]:
    """Put a payment under supervision; its process starts by itself."""
    seen_project(body["project_id"])
    return jsonify(remote("permits.register_payment", {**_wire(body), "firms": _firms()})), 201


@blueprint.get("/payments/<payment_id>")
@signed_in
@blueprint.response(200, schemas_supervision.PaymentAnswer)
def show_payment(payment_id: str) -> Response:
    """Return a payment with its receipts, orders and stops."""
    return jsonify(_seen_payment(payment_id))


@blueprint.post("/payments/<payment_id>/receipts")
@signed_in
@blueprint.arguments(schemas_supervision.Receipt)
@blueprint.response(200, schemas_supervision.ReceiptAnswer)
@idempotent
def report_receipt(body: dict[str, Any], payment_id: str) -> Response:
    """Report money that arrived; who owes it cannot say so: the payee, the account's bank or an authority does."""
    payment, user = _seen_payment(payment_id), current_user()
    if user.is_firm and payment["payee"] not in user.firms and "account_bank" not in user.departments:
        raise HuxinError("not_the_payee", "Only who is owed the money reports it", "the payee is another firm", status=403)
    return jsonify(remote("permits.report_receipt", {**_wire(body), "payment_id": payment_id, "firms": _firms()}))


@blueprint.post("/payments/<payment_id>/stop-applications")
@signed_in
@blueprint.arguments(schemas_supervision.StopApplication)
@blueprint.response(201, schemas_supervision.RegisteredAnswer)
@idempotent
def apply_stop(body: dict[str, Any], payment_id: str) -> tuple[Response, int]:
    """Apply to stop work; its process starts by itself."""
    _seen_payment(payment_id)
    if not current_user().is_firm:
        raise HuxinError("not_allowed", "You may not do this", "the contractor applies", status=403, fix="Ask the contractor.")
    return jsonify(remote("permits.apply_stop", {**body, "payment_id": payment_id, "firms": _firms()})), 201


@blueprint.post("/projects/<uuid:project_id>/wage-claims")
@needs_role("clerk", "operator", "administrator")
@blueprint.arguments(schemas_supervision.WageClaim)
@blueprint.response(200, schemas_supervision.ClaimAnswer)
@idempotent
def note_claim(body: dict[str, Any], project_id: UUID) -> Response:
    """Note what is claimed or found unpaid; an authority does."""
    if current_user().is_firm:
        raise HuxinError("not_allowed", "You may not do this", "an authority notes wage claims", status=403, fix="Ask the authority.")
    seen_project(str(project_id))
    return jsonify(remote("permits.note_claim", {**body, "project_id": str(project_id)}))


@blueprint.post("/projects/<uuid:project_id>/acceptance-applications")
@signed_in
@blueprint.arguments(schemas_supervision.AcceptanceApplication)
@blueprint.response(201, schemas_supervision.RegisteredAnswer)
@idempotent
def apply_acceptance(body: dict[str, Any], project_id: UUID) -> tuple[Response, int]:
    """Apply for completion acceptance or its filing; its process starts by itself."""
    seen_project(str(project_id))
    return jsonify(remote("permits.apply_acceptance", {**_wire(body), "project_id": str(project_id), "firms": _firms()})), 201


@blueprint.get("/acceptances")
@signed_in
@blueprint.arguments(schemas_supervision.PaymentQuery, location="query")
@blueprint.response(200, answers.PageAnswer)
def list_acceptances(query: dict[str, Any]) -> Response:
    """Return a page of acceptances and filings, with their decisions and days."""
    return _listed("permits.list_acceptances", query)


@blueprint.get("/settlements")
@signed_in
@blueprint.arguments(schemas_supervision.PaymentQuery, location="query")
@blueprint.response(200, answers.PageAnswer)
def list_settlements(query: dict[str, Any]) -> Response:
    """Return a page of settlements with their two last days."""
    return _listed("permits.list_settlements", query)
