"""What the files under `regulations/` must look like; each schema loads one entry into plain values or names what is wrong."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

CLAUSE_ID = re.compile(r"^(TL|SX|CN[0-9A-Z]+)-[0-9A-Za-z.\-]+$")
NAME = re.compile(r"^[a-z0-9_号]+(\.[a-z0-9_]+)+$")
DURATION = re.compile(r"^(R/)?P(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?:\d+H)?)?$")
VERIFIED = ("text", "page", "memory")
KINDS = ("obligation", "competence", "organisation", "sanction", "gate", "liability", "disclosure", "prohibition", "threshold", "deadline")
UNITS = (
    "fen",
    "basis_points",
    "percent",
    "duration_working",
    "duration_calendar",
    "duration_clock",
    "working_days",
    "months",
    "persons",
    "meetings",
    "projects",
    "bool",
    "date",
    "department",
    "list",
    "set_of_values",
)


class LawDate(fields.Field[date]):
    """A YAML date; a time of day is refused."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:  # noqa: ANN401, ARG002 - marshmallow's signature
        """Accept a date as YAML reads it."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        raise ValidationError(f"must be a day such as 2021-11-01, not {value!r}")


class AnyValue(fields.Field[Any]):
    """A parameter's value: bool, int, text, date, a list or a mapping of these; floats are refused."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ANN401, ARG002 - marshmallow's signature
        """Refuse a float anywhere inside the value."""
        if isinstance(value, float) or (isinstance(value, list) and any(isinstance(item, float) for item in value)):
            raise ValidationError("must not be a decimal number: write fen, basis points or whole days")
        return value


def _ids() -> fields.List[str]:
    """Return a list field of clause ids."""
    return fields.List(fields.String(validate=validate.Regexp(CLAUSE_ID, error="is no clause id")), load_default=list)


class DeadlineSchema(Schema):
    """A time limit of a clause."""

    duration = fields.String(required=True, validate=validate.Regexp(DURATION, error="is no ISO 8601 duration"))
    count = fields.String(required=True, validate=validate.OneOf(("calendar", "working", "clock", "anchor")))
    starts = fields.String(required=True)
    holder = fields.String(required=True)
    stated = fields.Boolean(load_default=True)


class ThresholdSchema(Schema):
    """A number of a clause."""

    value = fields.Integer(required=True, strict=True)
    unit = fields.String(required=True)
    op = fields.String(required=True, validate=validate.OneOf(("<", "<=", "=", ">=", ">")))
    of = fields.String(required=True)


class ClauseSchema(Schema):
    """One entry of `clauses.yaml`."""

    id = fields.String(required=True, validate=validate.Regexp(CLAUSE_ID, error="is no clause id"))
    article = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    executable = fields.String(required=True, validate=validate.OneOf(("full", "assisted", "narrative")))
    process = fields.String(load_default=None, allow_none=True)
    parties = fields.List(fields.String(), load_default=list)
    gist_zh = fields.String(required=True, validate=validate.Length(min=2, max=120))
    gist_en = fields.String(required=True, validate=validate.Length(min=5, max=260))
    modality = fields.String(load_default="must", validate=validate.OneOf(("must", "may")))
    deadlines = fields.List(fields.Nested(DeadlineSchema), load_default=list)
    threshold = fields.Nested(ThresholdSchema, load_default=None, allow_none=True)
    open_time_words = fields.List(fields.String(), load_default=list)
    related = _ids()
    note_zh = fields.String(load_default="")
    note_en = fields.String(load_default="")
    verified = fields.String(load_default="text", validate=validate.OneOf(VERIFIED))

    @validates_schema
    def _narrative_has_no_process(self, data: dict[str, Any], **_: object) -> None:
        """A narrative clause has no process; one that runs without naming a process holds in every one of them."""
        if data["executable"] == "narrative" and data["process"] is not None:
            raise ValidationError("nothing runs in a narrative clause, so it names no process", "process")


class ParameterSchema(Schema):
    """One entry of `parameters.yaml`; several entries of one name are its values over time."""

    name = fields.String(required=True, validate=validate.Regexp(NAME, error="must look like shaoxing.labour_cost_share_bp"))
    value = AnyValue(required=True, allow_none=True)
    unit = fields.String(required=True, validate=validate.OneOf(UNITS))
    since = LawDate(load_default=None, allow_none=True)
    until = LawDate(load_default=None, allow_none=True)
    source = fields.String(required=True, validate=validate.Length(min=5))
    verified = fields.String(required=True, validate=validate.OneOf(VERIFIED))
    clauses = _ids()
    label_zh = fields.String(required=True, validate=validate.Length(min=2))
    label_en = fields.String(required=True, validate=validate.Length(min=2))

    @validates_schema
    def _value_fits_unit(self, data: dict[str, Any], **_: object) -> None:
        """The value has the type that its unit says, and the days are in order."""
        value, unit = data["value"], data["unit"]
        if value is not None and not _fits(value, unit):
            raise ValidationError(f"{value!r} is no value in {unit}", "value")
        if data["since"] and data["until"] and data["until"] < data["since"]:
            raise ValidationError("lies before since", "until")


class SourceSchema(Schema):
    """A text behind a profile."""

    title_zh = fields.String(required=True)
    title_en = fields.String(required=True)
    status = fields.String(required=True)
    number = fields.String(load_default="")
    since = LawDate(load_default=None, allow_none=True)
    verified = fields.String(load_default="text", validate=validate.OneOf(VERIFIED))


class ConflictSchema(Schema):
    """Where a local clause departs from national law."""

    clause = fields.String(required=True, validate=validate.Regexp(CLAUSE_ID, error="is no clause id"))
    national = _ids()
    effect = fields.String(required=True, validate=validate.OneOf(("beyond", "weaker", "different")))
    parameter = fields.String(load_default=None, allow_none=True)
    text_zh = fields.String(required=True)
    text_en = fields.String(required=True)


class ProfileSchema(Schema):
    """The whole of `profile.yaml`."""

    jurisdiction = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    in_force = fields.Boolean(required=True)
    draft = fields.Boolean(required=True)
    place = fields.String(load_default=None, allow_none=True)
    since = LawDate(load_default=None, allow_none=True)
    sources = fields.List(fields.Nested(SourceSchema), required=True, validate=validate.Length(min=1))
    national_conflict = fields.List(fields.Nested(ConflictSchema), load_default=list)


class RoutingSchema(Schema):
    """The whole of `routing.yaml`."""

    default = fields.String(required=True)
    sectors = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    functions = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class DepartmentSchema(Schema):
    """One entry of `departments.yaml`."""

    id = fields.String(required=True, validate=validate.Regexp(r"^[a-z_]+$"))
    kind = fields.String(required=True, validate=validate.OneOf(("public", "firm", "person", "organisation")))
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    jurisdictions = fields.List(fields.String(), required=True, validate=validate.Length(min=1))


class ProcessSchema(Schema):
    """One entry of `processes.yaml`."""

    number = fields.String(required=True, validate=validate.Regexp(r"^P\d\d$"))
    id = fields.String(required=True, validate=validate.Regexp(r"^[a-z_]+$"))
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)


def _fits(value: object, unit: str) -> bool:
    """Tell whether a value has the type that a unit calls for."""
    if unit.startswith("duration_"):
        return isinstance(value, str) and bool(DURATION.match(value)) and ("T" in value) == (unit == "duration_clock")
    types: dict[str, type] = {"bool": bool, "date": date, "department": str, "list": list, "set_of_values": dict}
    return type(value) is types.get(unit, int)
