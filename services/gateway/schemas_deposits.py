"""Requests and answers about wage deposits and advances; money in fen."""

from __future__ import annotations

from marshmallow import fields, validate

from services.gateway.answers import Answer
from services.gateway.schemas import SHORT, Body, Line, Page

MOST = 10**18
ABOUT = validate.Length(min=1, max=120)


class DepositQuery(Page):
    """Which deposits."""

    jurisdiction = Line(validate=SHORT)


class DepositReturn(Body):
    """An application for the return of a deposit, with the first day of its public notice."""

    posted_on = fields.Date(required=True)
    works_completed_on = fields.Date(required=True)
    promise = fields.Boolean(required=True, truthy={True}, falsy={False})


class Claim(Body):
    """Wages that one subcontractor owes."""

    employer = Line(required=True, validate=validate.Length(equal=18))
    amount_fen = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=MOST))


class AdvanceRequest(Body):
    """Wages in arrears that somebody has to pay first; the claims, where given, sum up to the arrears."""

    arrears_fen = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=MOST))
    about = Line(required=True, validate=ABOUT)
    claims = fields.List(fields.Nested(Claim), validate=validate.Length(max=200))


class DepositAnswer(Answer):
    """A deposit with its changes."""

    project_id = fields.String(required=True)
    state = fields.String(required=True)
    due_on = fields.String(required=True)
    due_fen = fields.Integer(required=True)
    held_fen = fields.Integer(required=True)
    moves = fields.List(fields.Dict(), required=True)


class DepositReturnAnswer(Answer):
    """The application, and the last day of its notice."""

    request_id = fields.String(required=True)
    notice_ends_on = fields.String(required=True)
    repeated = fields.Boolean(required=True)


class AdvanceRequested(Answer):
    """The case; its process starts by itself."""

    advance_id = fields.String(required=True)
    repeated = fields.Boolean(required=True)


class AdvanceAnswer(Answer):
    """A case of advance: who pays first, up to what, and what was paid."""

    advance_id = fields.String(required=True)
    project_id = fields.String(required=True)
    state = fields.String(required=True)
    arrears_fen = fields.Integer(required=True)
    paid_fen = fields.Integer(required=True)
    payments = fields.List(fields.Dict(), required=True)
