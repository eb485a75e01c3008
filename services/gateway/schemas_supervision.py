"""Requests and answers about payments under supervision, stops of work, acceptance and settlement; money in fen."""

from __future__ import annotations

from marshmallow import fields, validate

from services.gateway.answers import Answer
from services.gateway.schemas import NAME, SHORT, Body, Line, Page

MOST = 10**15


def _fen(least: int = 0, *, required: bool = True) -> fields.Integer:
    return fields.Integer(required=required, strict=True, validate=validate.Range(min=least, max=MOST))


class PaymentQuery(Page):
    """Which payments, acceptances or settlements."""

    jurisdiction = Line(validate=SHORT)
    project_id = Line(validate=SHORT)


class Payment(Body):
    """A payment to supervise; the caller chooses its id, so that sending it again is harmless."""

    payment_id = Line(required=True, validate=validate.Length(min=1, max=100))
    project_id = Line(required=True, validate=NAME)
    title = Line(required=True, validate=NAME)
    kind = Line(load_default="instalment", validate=validate.OneOf(["instalment", "labour_cost", "wage_order"]))
    payer_role = Line(required=True, validate=validate.OneOf(["construction_unit", "general_contractor"]))
    payee = Line(validate=NAME)
    subcontractor = Line(validate=NAME)
    instalment_fen = _fen(1)
    due_on = fields.Date()
    certified_on = fields.Date()
    certified_progress_fen = _fen(required=False)
    government_project = fields.Boolean(required=True)
    process_settlement = fields.Boolean(required=True)


class Receipt(Body):
    """Money that arrived for a payment."""

    receipt_id = Line(required=True, validate=validate.Length(min=1, max=100))
    amount_fen = _fen(1)
    paid_on = fields.Date(required=True)


class StopApplication(Body):
    """A contractor's application to stop."""

    application_id = Line(required=True, validate=validate.Length(min=1, max=100))


class WageClaim(Body):
    """Wages claimed or found unpaid on a project; the same id again changes amount and status."""

    claim_id = Line(required=True, validate=validate.Length(min=1, max=100))
    amount_fen = _fen()
    status = Line(
        required=True,
        validate=validate.OneOf(["pay_order", "admitted_list", "accepted_complaint", "unexamined_complaint", "closed_unfounded"]),
    )


class AcceptanceApplication(Body):
    """An application for acceptance, or for filing a passed acceptance."""

    acceptance_id = Line(required=True, validate=validate.Length(min=1, max=100))
    step = Line(required=True, validate=validate.OneOf(["acceptance", "filing"]))
    acceptance_passed_on = fields.Date()
    supervision_unit = Line(validate=NAME)
    facts = fields.Dict(keys=fields.String(), load_default=dict)


class PaymentAnswer(Answer):
    """A payment with its receipts, orders and stops."""

    payment_id = fields.String(required=True)
    paid_fen = fields.Integer(required=True)
    shortfall_fen = fields.Integer(required=True)
    overdue = fields.Boolean(required=True)


class RegisteredAnswer(Answer):
    """Whether it was there before."""

    repeated = fields.Boolean(required=True)


class ReceiptAnswer(RegisteredAnswer):
    """How far the payment has come."""

    paid_fen = fields.Integer(required=True)
    shortfall_fen = fields.Integer(required=True)


class ClaimAnswer(Answer):
    """The established arrears of the project."""

    project_id = fields.String(required=True)
    arrears_fen = fields.Integer(required=True)
