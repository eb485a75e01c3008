"""Requests and answers about wage accounts; money in fen."""

from __future__ import annotations

from marshmallow import fields, validate

from services.gateway.answers import Answer, PageAnswer
from services.gateway.schemas import SHORT, Body, Line, Page

MOST = 10**18
MONTH = validate.Regexp(r"^[0-9]{4}-(0[1-9]|1[0-2])$", error="Not a month like 2026-03.")
REFERENCE = validate.Length(min=1, max=100)


def _fen() -> fields.Integer:
    return fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=MOST))


class WageAccountQuery(Page):
    """Which accounts."""

    jurisdiction = Line(validate=SHORT)
    state = Line(validate=validate.OneOf(["planned", "checked", "active", "closing", "closed"]))


class WageReceipt(Body):
    """One line of the bank."""

    reference = Line(required=True, validate=REFERENCE)
    kind = Line(required=True, validate=validate.OneOf(["owner_transfer", "top_up", "diversion_returned"]))
    month = Line(required=True, validate=MONTH)
    amount_fen = _fen()
    booked_on = fields.Date(required=True)


class WageReceipts(Body):
    """Lines that are booked together."""

    lines = fields.List(fields.Nested(WageReceipt), required=True, validate=validate.Length(min=1, max=1000))


class BankReport(Body):
    """A bank's report; `noticed_at` is the bank's own event, with its offset."""

    kind = Line(required=True, validate=validate.OneOf(["shortage", "diversion"]))
    amount_fen = _fen()
    reference = Line(required=True, validate=REFERENCE)
    noticed_at = fields.AwareDateTime(required=True)


class ClosingRequest(Body):
    """Why the account shall be closed."""

    reason = Line(required=True, validate=validate.OneOf(["works_completed", "contractor_or_bank_changed"]))


class WageAccountAnswer(Answer):
    """A wage account; its number is masked."""

    project_id = fields.String(required=True)
    account_id = fields.String(required=True)
    state = fields.String(required=True)
    balance_fen = fields.Integer(required=True)
    owner_due_fen = fields.Integer(required=True)


class LedgerAnswer(PageAnswer):
    """Balances (debits less credits, fen) and transactions with their postings."""

    balances = fields.Dict(required=True)


class WageReceiptsAnswer(Answer):
    """An answer to each line, and the balance afterwards."""

    lines = fields.List(fields.Dict(), required=True)
    balance_fen = fields.Integer(required=True)


class BankReportAnswer(Answer):
    """The report; `repeated` when it was filed before."""

    report_id = fields.String(required=True)
    repeated = fields.Boolean(required=True)


class ClosingAnswer(Answer):
    """The application; `repeated` when one was running."""

    closing_id = fields.String(required=True)
    repeated = fields.Boolean(required=True)
