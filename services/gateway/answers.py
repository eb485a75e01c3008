"""Shapes of the HTTP API's answers, for the OpenAPI document. What services answer passes through as it is."""

from __future__ import annotations

from marshmallow import Schema, fields


class FieldProblem(Schema):
    """What is wrong with one field."""

    field = fields.String(required=True)
    message = fields.String(required=True)


class Problem(Schema):
    """An error (RFC 9457): what was wrong, where, what to do."""

    type = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "A stable word for programs."})
    title = fields.String(required=True)
    detail = fields.String(required=True)
    status = fields.Integer(required=True)
    retryable = fields.Boolean(required=True, metadata={"description": "Whether the same request may hold later."})
    instance = fields.String(required=True, metadata={"description": "The address that was asked."})
    fix = fields.String(metadata={"description": "What to do about it."})
    fields_ = fields.List(fields.Nested(FieldProblem), data_key="fields")


class Person(Schema):
    """Who is signed in."""

    username = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    department = fields.String(required=True)
    departments = fields.List(fields.String(), required=True)
    roles = fields.List(fields.String(), required=True)
    jurisdiction = fields.String(required=True)
    firms = fields.List(fields.String(), required=True)


class SessionAnswer(Schema):
    """The session and its CSRF word."""

    user = fields.Nested(Person, required=True)
    csrf = fields.String(required=True)


class TokenAnswer(Schema):
    """A bearer token."""

    access_token = fields.String(required=True)
    token_type = fields.String(required=True)
    expires_at = fields.String(required=True)


class SampleAccount(Schema):
    """An invented sign-in of the sample run."""

    username = fields.String(required=True)
    password = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    department = fields.String(required=True)
    jurisdiction = fields.String(required=True)
    role = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)


class ListAnswer(Schema):
    """A whole list."""

    items = fields.List(fields.Dict(), required=True)


class PageAnswer(ListAnswer):
    """Part of a list; `next_cursor` is null on the last one."""

    next_cursor = fields.String(allow_none=True)
    total = fields.Integer(allow_none=True)


class Task(Schema):
    """A person's task; `form`, `data` and `draft` only when asked for by itself."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    instance_id = fields.UUID(required=True)
    process = fields.String(required=True)
    name = fields.String(required=True)
    department = fields.String(required=True)
    state = fields.String(required=True)
    jurisdiction = fields.String(required=True)
    assignee = fields.String(allow_none=True)
    due_at = fields.String(allow_none=True)


class TaskPage(PageAnswer):
    """Part of a task queue."""

    items = fields.List(fields.Nested(Task), required=True)


class TaskAnswer(Schema):
    """One task."""

    task = fields.Nested(Task, required=True)


class TaskWritten(TaskAnswer):
    """The task afterwards, and its case when it went on."""

    instance = fields.Dict(allow_none=True)


class Counts(Schema):
    """How many tasks wait."""

    open = fields.Integer(required=True)
    mine = fields.Integer(required=True)
    overdue = fields.Integer(required=True)
    by_process = fields.List(fields.Dict())


class DefinitionAnswer(Schema):
    """A process in one version."""

    definition = fields.Dict(required=True)


class Deployed(DefinitionAnswer):
    """The new version, with the linter's warnings."""

    problems = fields.List(fields.Dict(), required=True)


class InstanceAnswer(Schema):
    """A case with data, tokens, tasks, timers and incidents."""

    instance = fields.Dict(required=True)


class HistoryAnswer(ListAnswer):
    """What happened, oldest first, and whether the hash chain holds."""

    intact = fields.Boolean(required=True)
    broken_at = fields.Integer(allow_none=True)


class Correlated(Schema):
    """Who took a message, or that it waits."""

    delivered = fields.Integer(required=True)
    waiting = fields.Boolean(required=True)


class Resolved(Schema):
    """The incident and its case afterwards."""

    incident = fields.Dict(required=True)
    instance = fields.Dict(allow_none=True)


class Lodged(Schema):
    """The application; `repeated` when the same request was made before."""

    application_id = fields.UUID(required=True)
    repeated = fields.Boolean(required=True)


class ApplicationAnswer(Schema):
    """An application with facts, decisions, notices, permit and its case."""

    id = fields.UUID(required=True)
    state = fields.String(required=True)
    jurisdiction = fields.String(required=True)
    facts = fields.Dict(required=True)
    instance_id = fields.UUID(required=True, allow_none=True)


class Registered(Schema):
    """The firm; `added` is false when it was there already."""

    credit_code = fields.String(required=True)
    added = fields.Boolean(required=True)


class Decided(Schema):
    """A decision with its reasons."""

    decision = fields.String(required=True)
    outcome = fields.String(required=True)
    reasons = fields.List(fields.Dict(), required=True)
    missing = fields.List(fields.String(), required=True)


class ClauseAnswer(Schema):
    """A clause with the parameters that rest on it."""

    id = fields.String(required=True)
    jurisdiction = fields.String(required=True)
    parameters = fields.List(fields.Dict(), required=True)


class Time(Schema):
    """The sample run's time."""

    now = fields.String(required=True)
