"""Wage accounts of projects: accounts, months, ledger, orders, the bank's word, closing (P03, P16).

A firm sees projects in which it takes part, the bank those whose account it keeps; of the public bodies only those that watch over wages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, jsonify

from services.gateway import answers, schemas, schemas_escrow
from services.gateway.blueprint import ApiBlueprint
from services.gateway.guard import current_user, remote, signed_in
from services.gateway.idempotency import idempotent
from services.gateway.rights import OVERSEERS, jurisdiction_for, sees_every_place
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from uuid import UUID

blueprint = ApiBlueprint("escrow", __name__, description="Wage accounts")
WATCHING = frozenset({"hr_bureau", "labour_inspection", "construction_authority", "housing_bureau", "industry_authority", "leading_group"})


def _firms() -> list[str] | None:
    user = current_user()
    return list(user.firms) if user.is_firm else None


def _must_watch() -> None:
    user = current_user()
    if not user.is_firm and not WATCHING & set(user.departments) and OVERSEERS.isdisjoint(user.roles):
        raise HuxinError("not_your_department", "Not your department", "wage accounts are for those who watch over wages", status=403)


def _seen(project_id: UUID) -> dict[str, Any]:
    """Return the account of a project that the caller may see.

    Raises:
        HuxinError: `not_your_department` (403); `unknown_account` or `unknown_project` (404), also for an account of another place or
            of other firms: its existence is not told.
    """
    _must_watch()
    user = current_user()
    account = remote("escrow.get_account", {"project_id": str(project_id), "firms": _firms()})
    if not sees_every_place(user) and account["jurisdiction"] != user.jurisdiction:
        raise HuxinError("unknown_account", "There is no wage account", f"project {project_id} has none", status=404)
    return account


def _read(operation: str, project_id: UUID, **parameters: Any) -> Response:  # noqa: ANN401 - the operation's parameters
    _seen(project_id)
    return jsonify(remote(operation, {"project_id": str(project_id), "firms": _firms(), **parameters}))


def _acts_for(project_id: UUID, party: str, what: str) -> None:
    """Let only the party of the project that this is about act, or an operator.

    Raises:
        HuxinError: `not_your_firm` (403), and what `_seen` raises.
    """
    account, user = _seen(project_id), current_user()
    if account.get(party) not in user.firms and "operator" not in user.roles:
        raise HuxinError("not_your_firm", "You may act only for your own firm", what, status=403, fix="Ask the one whose task it is.")


@blueprint.get("/wage-accounts")
@signed_in
@blueprint.arguments(schemas_escrow.WageAccountQuery, location="query")
@blueprint.response(200, answers.PageAnswer)
def list_accounts(query: dict[str, Any]) -> Response:
    """Return a page of wage accounts."""
    _must_watch()
    place = jurisdiction_for(current_user(), query.get("jurisdiction"))
    parameters = {"jurisdiction": place, "state": query.get("state"), "after": query.get("cursor"), "limit": query["limit"]}
    return jsonify(remote("escrow.list_accounts", {**parameters, "firms": _firms()}))


@blueprint.get("/projects/<uuid:project_id>/wage-account")
@signed_in
@blueprint.response(200, schemas_escrow.WageAccountAnswer)
def show_account(project_id: UUID) -> Response:
    """Return a project's wage account with its balance."""
    return jsonify(_seen(project_id))


@blueprint.get("/projects/<uuid:project_id>/funding")
@signed_in
@blueprint.response(200, answers.PageAnswer)
def show_funding(project_id: UUID) -> Response:
    """Return the months: what was due, what came, the decisions behind it."""
    return _read("escrow.get_funding", project_id)


@blueprint.get("/projects/<uuid:project_id>/ledger")
@signed_in
@blueprint.arguments(schemas.Page, location="query")
@blueprint.response(200, schemas_escrow.LedgerAnswer)
def show_ledger(query: dict[str, Any], project_id: UUID) -> Response:
    """Return the balances and a page of the ledger, newest first."""
    return _read("escrow.get_ledger", project_id, after=query.get("cursor"), limit=query["limit"])


@blueprint.get("/projects/<uuid:project_id>/correction-orders")
@signed_in
@blueprint.response(200, answers.PageAnswer)
def list_orders(project_id: UUID) -> Response:
    """Return the orders to correct, newest first."""
    return _read("escrow.list_orders", project_id)


@blueprint.get("/projects/<uuid:project_id>/wage-notices")
@signed_in
@blueprint.response(200, answers.PageAnswer)
def list_notices(project_id: UUID) -> Response:
    """Return what was told about the project's wages, newest first."""
    return _read("escrow.list_notices", project_id)


@blueprint.get("/projects/<uuid:project_id>/bank-reports")
@signed_in
@blueprint.response(200, answers.PageAnswer)
def list_reports(project_id: UUID) -> Response:
    """Return the bank's reports, newest first."""
    return _read("escrow.list_reports", project_id)


@blueprint.post("/projects/<uuid:project_id>/bank-reports")
@signed_in
@blueprint.arguments(schemas_escrow.BankReport)
@blueprint.response(201, schemas_escrow.BankReportAnswer)
@idempotent
def file_report(body: dict[str, Any], project_id: UUID) -> tuple[Response, int]:
    """Take the bank's report of a shortage or a diversion; its process starts by itself."""
    _acts_for(project_id, "bank_code", "only the bank that keeps the account reports about it")
    report = {**body, "noticed_at": body["noticed_at"].isoformat(), "project_id": str(project_id)}
    return jsonify(remote("escrow.file_report", report)), 201


@blueprint.post("/projects/<uuid:project_id>/receipts")
@signed_in
@blueprint.arguments(schemas_escrow.WageReceipts)
@blueprint.response(200, schemas_escrow.WageReceiptsAnswer)
@idempotent
def book_receipts(body: dict[str, Any], project_id: UUID) -> Response:
    """Book money that reached the account: all lines or none; the same reference again changes nothing."""
    _acts_for(project_id, "bank_code", "only the bank that keeps the account tells what reached it")
    lines = [{**line, "booked_on": line["booked_on"].isoformat()} for line in body["lines"]]
    return jsonify(remote("escrow.book_receipts", {"lines": lines, "project_id": str(project_id)}))


@blueprint.post("/projects/<uuid:project_id>/closing")
@signed_in
@blueprint.arguments(schemas_escrow.ClosingRequest)
@blueprint.response(201, schemas_escrow.ClosingAnswer)
@idempotent
def ask_closing(body: dict[str, Any], project_id: UUID) -> tuple[Response, int]:
    """Ask for the closing of the account; its process starts by itself."""
    _acts_for(project_id, "general_contractor", "only the general contractor asks for the closing")
    parameters = {**body, "project_id": str(project_id), "asked_by": current_user().username}
    return jsonify(remote("escrow.ask_closing", parameters)), 201
