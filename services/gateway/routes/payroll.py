"""Monthly payrolls (P04): figures, the form as a file, signatures, and the check of a posted sheet by phone. A firm sees its own only."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Response, current_app, jsonify, redirect, request
from marshmallow import Schema, fields, validate

from services.gateway import answers
from services.gateway.blueprint import ApiBlueprint
from services.gateway.guard import current_user, public, remote, signed_in
from services.gateway.idempotency import idempotent
from services.gateway.rights import jurisdiction_for
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as ResponseBase

    from services.gateway.people import User

blueprint = ApiBlueprint("payroll", __name__, description="Monthly payrolls")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BINARY = {"type": "string", "format": "binary"}
HANDS_IN = frozenset({"general_contractor", "subcontractor", "contractor", "labour_officer"})
PAYS = frozenset({"account_bank"})


class PayrollQuery(Schema):
    """Which payrolls."""

    jurisdiction = fields.String(validate=validate.Length(max=40))
    project_id = fields.String(validate=validate.Length(max=100))
    cursor = fields.String(validate=validate.Length(max=200))
    limit = fields.Integer(validate=validate.Range(min=1, max=200))


class LineQuery(Schema):
    """Which lines."""

    worker_id = fields.String(validate=validate.Length(max=60))
    after = fields.Integer(validate=validate.Range(min=0))
    limit = fields.Integer(validate=validate.Range(min=1, max=200))


class SlipQuery(Schema):
    """Whose slip; everybody's when nobody is named."""

    worker_id = fields.String(validate=validate.Length(max=60))


class SheetBody(Schema):
    """A filled form, Excel in base64."""

    content = fields.String(required=True, validate=validate.Length(min=1, max=4_000_000))


class SignatureBody(Schema):
    """One worker's signature, or objection."""

    worker_id = fields.String(required=True, validate=validate.Length(min=1, max=60))
    fen = fields.Integer(required=True, strict=True, validate=validate.Range(min=0))
    objection = fields.String(validate=validate.Length(max=500))


class SignaturesBody(Schema):
    """Signatures as they were given on site."""

    signatures = fields.List(fields.Nested(SignatureBody), required=True, validate=validate.Length(min=1, max=5000))


class AccountBody(Schema):
    """Another account for a worker's wages."""

    account = fields.String(required=True, validate=validate.Length(min=1, max=40))
    account_holder = fields.String(required=True, validate=validate.Length(min=1, max=60))


class ResultBody(Schema):
    """What became of one payment."""

    end_to_end_id = fields.String(required=True, validate=validate.Length(equal=32))
    paid_fen = fields.Integer(required=True, strict=True, validate=validate.Range(min=0))
    reason = fields.String(validate=validate.Length(max=200))


class ResultsBody(Schema):
    """What became of an order; with `rest_paid` every line that is not named was paid."""

    results = fields.List(fields.Nested(ResultBody), required=True, validate=validate.Length(max=20_000))
    rest_paid = fields.Boolean(load_default=False)


class AnyAnswer(Schema):
    """An answer as the service gives it."""


def _firms() -> list[str] | None:
    user = current_user()
    return list(user.firms) if user.is_firm else None


def _seen(payroll_id: str) -> dict[str, Any]:
    """Return a payroll of the caller's jurisdiction and firms.

    Raises:
        HuxinError: `unknown_payroll` (404), also for one that the caller may not see.
    """
    user = current_user()
    found = remote("escrow.get_payroll", {"payroll_id": payroll_id, "firms": _firms()})
    try:
        jurisdiction_for(user, found["jurisdiction"])
    except HuxinError:
        raise HuxinError("unknown_payroll", "No such payroll", payroll_id, status=404) from None
    return found


def _must_hand_in(user: User, departments: frozenset[str]) -> None:
    if departments.isdisjoint(user.departments):
        raise HuxinError(
            "not_allowed", "You may not do this", f"it is for {', '.join(sorted(departments))}", status=403, fix="Ask the labour officer."
        )


@blueprint.get("/payrolls")
@signed_in
@blueprint.arguments(PayrollQuery, location="query")
@blueprint.response(200, answers.PageAnswer)
def list_payrolls(query: dict[str, Any]) -> Response:
    """Return a page of payrolls, newest first."""
    query["jurisdiction"] = jurisdiction_for(current_user(), query.get("jurisdiction"))
    return jsonify(remote("escrow.list_payrolls", {**query, "firms": _firms()}))


@blueprint.get("/payrolls/<string:payroll_id>")
@signed_in
@blueprint.response(200, AnyAnswer)
def show_payroll(payroll_id: str) -> Response:
    """Return a payroll with its sums and signatures."""
    return jsonify(_seen(payroll_id))


@blueprint.get("/payrolls/<string:payroll_id>/lines")
@signed_in
@blueprint.arguments(LineQuery, location="query")
@blueprint.response(200, answers.PageAnswer)
def list_lines(query: dict[str, Any], payroll_id: str) -> Response:
    """Return a page of lines, or one worker's wage slip."""
    _seen(payroll_id)
    return jsonify(remote("escrow.list_payroll_lines", {**query, "payroll_id": payroll_id, "firms": _firms()}))


@blueprint.get("/payrolls/<string:payroll_id>/sheet.xlsx")
@signed_in
@blueprint.response(200, BINARY, content_type=EXCEL)
def download_sheet(payroll_id: str) -> Response:
    """Return the payroll form as Excel; only to those who fill it in or pay by it."""
    _must_hand_in(current_user(), HANDS_IN | PAYS)
    _seen(payroll_id)
    return _file(remote("escrow.export_sheet", {"payroll_id": payroll_id, "firms": _firms()}, timeout=60), EXCEL)


@blueprint.get("/payrolls/<string:payroll_id>/posted.pdf")
@signed_in
@blueprint.response(200, BINARY, content_type="application/pdf")
def print_posted(payroll_id: str) -> Response:
    """Return the sheet that hangs on site, names masked."""
    _seen(payroll_id)
    return _file(remote("escrow.posted_sheet", {"payroll_id": payroll_id, "firms": _firms()}, timeout=60), "application/pdf")


@blueprint.get("/payrolls/<string:payroll_id>/slips.pdf")
@signed_in
@blueprint.arguments(SlipQuery, location="query")
@blueprint.response(200, BINARY, content_type="application/pdf")
def print_slips(query: dict[str, Any], payroll_id: str) -> Response:
    """Return every worker's wage slip, or one worker's; only to those who hand them over."""
    _must_hand_in(current_user(), HANDS_IN)
    _seen(payroll_id)
    return _file(remote("escrow.wage_slips", {**query, "payroll_id": payroll_id, "firms": _firms()}, timeout=60), "application/pdf")


@blueprint.post("/payrolls/<string:payroll_id>/sheet")
@signed_in
@blueprint.arguments(SheetBody)
@blueprint.response(200, AnyAnswer)
@idempotent
def hand_in_sheet(body: dict[str, Any], payroll_id: str) -> Response:
    """Take a filled form; every line is answered, and one bad line leaves everything as it was."""
    user = current_user()
    _must_hand_in(user, HANDS_IN)
    _seen(payroll_id)
    parameters = {"payroll_id": payroll_id, "content": body["content"], "by": user.username, "firms": _firms()}
    return jsonify(remote("escrow.import_sheet", parameters, timeout=60))


@blueprint.post("/payrolls/<string:payroll_id>/signatures")
@signed_in
@blueprint.arguments(SignaturesBody)
@blueprint.response(200, AnyAnswer)
@idempotent
def sign(body: dict[str, Any], payroll_id: str) -> Response:
    """Take workers' signatures and objections; each is answered."""
    user = current_user()
    _must_hand_in(user, HANDS_IN)
    _seen(payroll_id)
    parameters = {"payroll_id": payroll_id, "signatures": body["signatures"], "by": user.username, "firms": _firms()}
    return jsonify(remote("escrow.sign_lines", parameters, timeout=60))


@blueprint.post("/payrolls/<string:payroll_id>/lines/<string:worker_id>/account")
@signed_in
@blueprint.arguments(AccountBody)
@blueprint.response(200, AnyAnswer)
@idempotent
def correct_account(body: dict[str, Any], payroll_id: str, worker_id: str) -> Response:
    """Put a worker's own account on the line."""
    user = current_user()
    _must_hand_in(user, HANDS_IN)
    _seen(payroll_id)
    parameters = {"payroll_id": payroll_id, "worker_id": worker_id, **body, "by": user.username, "firms": _firms()}
    return jsonify(remote("escrow.correct_account", parameters))


@blueprint.post("/payment-orders/<string:order_id>/results")
@signed_in
@blueprint.arguments(ResultsBody)
@blueprint.response(200, AnyAnswer)
@idempotent
def report_results(body: dict[str, Any], order_id: str) -> Response:
    """Take what a bank reports by hand."""
    user = current_user()
    _must_hand_in(user, PAYS)
    parameters = {"order_id": order_id, **body, "jurisdiction": jurisdiction_for(user, None)}
    return jsonify(remote("escrow.report_results", parameters, timeout=60))


@blueprint.get("/posted-sheets/<string:payroll_id>/<string:tag>")
@public
@blueprint.response(200, AnyAnswer)
def check_posted(payroll_id: str, tag: str) -> ResponseBase:
    """Return the figures of a posted sheet to whoever holds its code; names are masked. A telephone is shown the page about them."""
    if request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html":
        return redirect(f"/check/{quote(payroll_id, safe=':')}/{quote(tag, safe='')}", 303)
    current_app.extensions["huxin.sheet_checks"].check(request.remote_addr or "")
    answer = jsonify(remote("escrow.check_posted", {"payroll_id": payroll_id, "tag": tag[:64]}))
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _file(found: dict[str, Any], media_type: str) -> Response:
    name = "".join(letter for letter in found["name"] if letter.isalnum() or letter in "-_.")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(base64.b64decode(found["content"]), content_type=media_type, headers=headers)
