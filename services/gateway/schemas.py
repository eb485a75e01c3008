"""Request bodies and queries of the HTTP API; from these come validation and the OpenAPI document."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

SHORT = validate.Length(max=200)
NAME = validate.Length(min=1, max=200)


class Line(fields.String):
    """One line of text: no control characters, which no database and no log line takes."""

    _CONTROL = re.compile("[\x00-\x1f\x7f]")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ANN401 - marshmallow's signature
        text = str(super()._deserialize(value, attr, data, **kwargs))
        if self._CONTROL.search(text):
            raise ValidationError("Control characters are not allowed.")
        return text


class Body(Schema):
    """Base: unknown members are refused by name."""


class Query(Schema):
    """Base: unknown query members are ignored."""

    class Meta:
        """Marshmallow's options."""

        unknown = EXCLUDE


class SignIn(Body):
    """Name and password."""

    username = Line(required=True, validate=NAME)
    password = fields.String(required=True, validate=NAME, load_only=True)


class Page(Query):
    """Part of a list: `cursor` is the last answer's `next_cursor`."""

    cursor = Line(validate=SHORT)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=100))


class TaskQuery(Page):
    """Which tasks; `assignee` may be `me`."""

    department = Line(validate=SHORT)
    state = Line(load_default="open", validate=validate.OneOf(["open", "claimed", "done", "all"]))
    process = Line(validate=SHORT)
    jurisdiction = Line(validate=SHORT)
    business_key = Line(validate=SHORT)
    instance_id = fields.UUID()
    q = Line(validate=SHORT)
    assignee = Line(validate=SHORT)
    overdue = fields.Boolean()
    sort = Line(load_default="due", validate=validate.OneOf(["due", "since"]))


class FormData(Body):
    """What a person filled in, by the form's keys."""

    data = fields.Dict(keys=fields.String(), load_default=dict)


class Nothing(Body):
    """An empty object."""


class StartInstance(Body):
    """A new instance."""

    jurisdiction = Line(required=True, validate=NAME)
    business_key = Line(validate=SHORT)
    data = fields.Dict(keys=fields.String(), load_default=dict)


class Deploy(Body):
    """A diagram; `effective_on` is the first day on which new instances use it."""

    xml = fields.String(required=True, validate=validate.Length(min=1, max=2_000_000))
    effective_on = fields.Date()


class InstanceQuery(Page):
    """Which instances."""

    process = Line(validate=SHORT)
    jurisdiction = Line(validate=SHORT)
    business_key = Line(validate=SHORT)
    state = Line(validate=validate.OneOf(["running", "completed", "cancelled", "all"]))
    q = Line(validate=SHORT)


class Message(Body):
    """A message for whoever waits for it under this key; `id` makes repeating it harmless."""

    name = Line(required=True, validate=NAME)
    key = Line(required=True, validate=NAME)
    data = fields.Dict(keys=fields.String(), load_default=dict)
    id = fields.UUID()


class IncidentQuery(Page):
    """Which incidents."""

    state = Line(validate=validate.OneOf(["open", "resolved", "all"]))
    jurisdiction = Line(validate=SHORT)
    instance_id = fields.UUID()


class Resolve(Body):
    """Why, and with which corrected data."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=2000))
    data = fields.Dict(keys=fields.String())


class BulkResolve(Body):
    """One decision for many incidents."""

    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=500))
    action = Line(required=True, validate=validate.OneOf(["retry", "skip", "cancel"]))
    reason = fields.String(required=True, validate=validate.Length(min=1, max=2000))


class Application(Body):
    """A permit application: parties by credit code, facts by the names of the decisions."""

    jurisdiction = Line(required=True, validate=NAME)
    project_name = Line(required=True, validate=NAME)
    construction_unit = Line(required=True, validate=NAME)
    general_contractor = Line(required=True, validate=NAME)
    facts = fields.Dict(keys=fields.String(), load_default=dict)


class ApplicationQuery(Page):
    """Which applications."""

    state = Line(validate=SHORT)
    jurisdiction = Line(validate=SHORT)


class ProjectQuery(Page):
    """Which projects."""

    jurisdiction = Line(validate=SHORT)


class Firm(Body):
    """A firm for the register."""

    credit_code = Line(required=True, validate=NAME)
    name = Line(required=True, validate=NAME)
    kind = Line(required=True, validate=validate.OneOf(["construction_unit", "contractor"]))
    contact = Line(load_default="", validate=SHORT)


class Decide(Body):
    """Facts for a decision under the law of a day (today when absent)."""

    jurisdiction = Line(required=True, validate=NAME)
    on = fields.Date()
    facts = fields.Dict(keys=fields.String(), required=True)


class ClauseQuery(Query):
    """Which clauses."""

    jurisdiction = Line(validate=SHORT)
    process = Line(validate=SHORT)
    q = Line(validate=SHORT)


class DueQuery(Query):
    """What to count."""

    start = Line(required=True, validate=NAME)
    duration = Line(required=True, validate=NAME)
    count = Line(required=True, validate=validate.OneOf(["working", "calendar", "clock"]))
    jurisdiction = Line(load_default="national", validate=SHORT)


class MoveClock(Body):
    """The moment to move the sample run's clock to, ISO 8601 with offset."""

    to = Line(required=True, validate=NAME)


class BankFileQuery(Page):
    """Which bank files: `out` to the bank, `in` from it."""

    jurisdiction = Line(validate=SHORT)
    direction = Line(validate=validate.OneOf(["out", "in"]))
    project_id = Line(validate=SHORT)


class BankUpload(Body):
    """A file in base64, byte for byte as it was signed, and its detached signature."""

    content = fields.String(required=True, validate=validate.Length(min=1))
    signature = Line(required=True, validate=NAME)


class MismatchQuery(Query):
    """Of which place and project; with those that are solved."""

    jurisdiction = Line(validate=SHORT)
    project_id = Line(validate=SHORT)
    solved = fields.Boolean(load_default=False)
