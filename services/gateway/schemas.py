"""Request bodies and queries of the HTTP API; from these come validation and the OpenAPI document."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

SHORT = validate.Length(max=200)
NAME = validate.Length(min=1, max=200)


class Body(Schema):
    """Base: unknown members are refused by name."""


class Query(Schema):
    """Base: unknown query members are ignored."""

    class Meta:
        """Marshmallow's options."""

        unknown = EXCLUDE


class SignIn(Body):
    """Name and password."""

    username = fields.String(required=True, validate=NAME)
    password = fields.String(required=True, validate=NAME, load_only=True)


class Page(Query):
    """Part of a list: `cursor` is the last answer's `next_cursor`."""

    cursor = fields.String(validate=SHORT)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=100))


class TaskQuery(Page):
    """Which tasks; `assignee` may be `me`."""

    department = fields.String(validate=SHORT)
    state = fields.String(load_default="open", validate=validate.OneOf(["open", "claimed", "done", "all"]))
    process = fields.String(validate=SHORT)
    jurisdiction = fields.String(validate=SHORT)
    business_key = fields.String(validate=SHORT)
    instance_id = fields.UUID()
    q = fields.String(validate=SHORT)
    assignee = fields.String(validate=SHORT)
    overdue = fields.Boolean()
    sort = fields.String(load_default="due", validate=validate.OneOf(["due", "since"]))


class FormData(Body):
    """What a person filled in, by the form's keys."""

    data = fields.Dict(keys=fields.String(), load_default=dict)


class Nothing(Body):
    """An empty object."""


class StartInstance(Body):
    """A new instance."""

    jurisdiction = fields.String(required=True, validate=NAME)
    business_key = fields.String(validate=SHORT)
    data = fields.Dict(keys=fields.String(), load_default=dict)


class Deploy(Body):
    """A diagram; `effective_on` is the first day on which new instances use it."""

    xml = fields.String(required=True, validate=validate.Length(min=1, max=2_000_000))
    effective_on = fields.Date()


class InstanceQuery(Page):
    """Which instances."""

    process = fields.String(validate=SHORT)
    jurisdiction = fields.String(validate=SHORT)
    business_key = fields.String(validate=SHORT)
    state = fields.String(validate=SHORT)
    q = fields.String(validate=SHORT)


class Message(Body):
    """A message for whoever waits for it under this key; `id` makes repeating it harmless."""

    name = fields.String(required=True, validate=NAME)
    key = fields.String(required=True, validate=NAME)
    data = fields.Dict(keys=fields.String(), load_default=dict)
    id = fields.UUID()


class IncidentQuery(Page):
    """Which incidents."""

    state = fields.String(validate=SHORT)
    process = fields.String(validate=SHORT)
    instance_id = fields.UUID()


class Resolve(Body):
    """Why, and with which corrected data."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=2000))
    data = fields.Dict(keys=fields.String())


class BulkResolve(Body):
    """One decision for many incidents."""

    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=500))
    action = fields.String(required=True, validate=validate.OneOf(["retry", "skip", "cancel"]))
    reason = fields.String(required=True, validate=validate.Length(min=1, max=2000))


class Application(Body):
    """A permit application: parties by credit code, facts by the names of the decisions."""

    jurisdiction = fields.String(required=True, validate=NAME)
    project_name = fields.String(required=True, validate=NAME)
    construction_unit = fields.String(required=True, validate=NAME)
    general_contractor = fields.String(required=True, validate=NAME)
    facts = fields.Dict(keys=fields.String(), load_default=dict)


class ApplicationQuery(Page):
    """Which applications."""

    state = fields.String(validate=SHORT)


class Firm(Body):
    """A firm for the register."""

    credit_code = fields.String(required=True, validate=NAME)
    name = fields.String(required=True, validate=NAME)
    kind = fields.String(required=True, validate=validate.OneOf(["construction_unit", "contractor"]))
    contact = fields.String(load_default="", validate=SHORT)


class Decide(Body):
    """Facts for a decision under the law of a day (today when absent)."""

    jurisdiction = fields.String(required=True, validate=NAME)
    on = fields.Date()
    facts = fields.Dict(keys=fields.String(), required=True)


class ClauseQuery(Query):
    """Which clauses."""

    jurisdiction = fields.String(validate=SHORT)
    process = fields.String(validate=SHORT)
    q = fields.String(validate=SHORT)


class DueQuery(Query):
    """What to count."""

    start = fields.String(required=True, validate=NAME)
    duration = fields.String(required=True, validate=NAME)
    count = fields.String(required=True, validate=validate.OneOf(["working", "calendar", "clock"]))
    jurisdiction = fields.String(load_default="national", validate=SHORT)


class MoveClock(Body):
    """The moment to move the sample run's clock to, ISO 8601 with offset."""

    to = fields.String(required=True, validate=NAME)
