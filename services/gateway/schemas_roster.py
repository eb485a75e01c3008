"""Request bodies, queries and answers of the roster's part of the HTTP API."""

from __future__ import annotations

from marshmallow import fields, validate

from services.gateway.answers import Answer
from services.gateway.schemas import NAME, SHORT, Body, Line, Page, Query

MEANS = ("face", "fixed_point", "card")


class FileUpload(Body):
    """A CSV or Excel file in base64; a large CSV may be packed with gzip and named `.csv.gz`."""

    file_name = Line(required=True, validate=NAME)
    content = fields.String(required=True, validate=validate.Length(min=1))


class ReportQuery(Query):
    """From which line on."""

    after_line = fields.Integer(load_default=0, validate=validate.Range(min=0, max=10_000_000))


class AttendanceQuery(Page):
    """Clockings from day to day, both included."""

    since = fields.Date(required=True)
    until = fields.Date(required=True)


class DayQuery(Query):
    """Which day."""

    on = fields.Date(required=True)


class Entry(Body):
    """Who asks to enter the site; the employer by its credit code. Number, telephone and card are stored sealed."""

    employer = Line(required=True, validate=NAME)
    worker_name = Line(required=True, validate=NAME)
    id_card_number = Line(required=True, validate=NAME)
    id_card_type = Line(load_default="01", validate=SHORT)
    cell_phone = Line(load_default="", validate=SHORT)
    wage_card = Line(load_default="", validate=SHORT)
    work_type = Line(load_default="", validate=SHORT)
    attend_type = Line(required=True, validate=validate.OneOf(MEANS))


class Subcontract(Body):
    """A subcontract: parties by credit code, facts by the names of the decision `subcontract_allowed`."""

    awarding_firm = Line(required=True, validate=NAME)
    receiving_firm = Line(required=True, validate=NAME)
    receiving_name = Line(required=True, validate=NAME)
    facts = fields.Dict(keys=fields.String(), load_default=dict)


class Month(Body):
    """A month to close, with the amounts of piece work in fen."""

    month = Line(required=True, validate=validate.Regexp(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])\Z"))
    quantities = fields.List(fields.Dict(keys=fields.String()), load_default=list, validate=validate.Length(max=20_000))


class RosterAnswer(Answer):
    """A project's roster: officers, equipment, filing, breaches, notices."""

    project_id = fields.String(required=True)
    jurisdiction = fields.String(required=True)
    officers = fields.List(fields.Dict(), required=True)


class ReportLine(Answer):
    """A line that was not taken as it is, and why."""

    line = fields.Integer(required=True)
    outcome = fields.String(required=True)
    code = fields.String(required=True)
    reason = fields.String(required=True)


class ImportAnswer(Answer):
    """What became of a file."""

    import_id = fields.String(required=True)
    accepted = fields.Integer(required=True)
    repeated = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    not_counted = fields.Integer(required=True)
    lines = fields.List(fields.Nested(ReportLine), required=True)
    more_lines = fields.Boolean(required=True)


class OnSiteAnswer(Answer):
    """Who is on site, by employer."""

    registered = fields.Integer(required=True)
    admitted = fields.Integer(required=True)
    on_site = fields.Integer(required=True)
    employers = fields.List(fields.Dict(), required=True)


class EntryAnswer(Answer):
    """The request to enter; `repeated` when it had been made before."""

    request_id = fields.String(required=True)
    worker_id = fields.String(required=True)
    repeated = fields.Boolean(required=True)


class SubcontractAnswer(Answer):
    """The subcontract; `repeated` when it had been reported before."""

    subcontract_id = fields.String(required=True)
    repeated = fields.Boolean(required=True)


class MonthAnswer(Answer):
    """The closed month."""

    month = fields.String(required=True)
    workers = fields.Integer(required=True)
    repeated = fields.Boolean(required=True)
