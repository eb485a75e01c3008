"""Shapes of the HTTP API's answers, for the OpenAPI document. What services answer passes through as it is."""

from __future__ import annotations

from marshmallow import INCLUDE, Schema, fields


class Answer(Schema):
    """Base: an answer may have more members than its document names; a caller ignores what it does not know."""

    class Meta:
        """Marshmallow's options."""

        unknown = INCLUDE


class FieldProblem(Answer):
    """What is wrong with one field."""

    field = fields.String(required=True)
    message = fields.String(required=True)


class Problem(Answer):
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


class Person(Answer):
    """Who is signed in."""

    username = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    department = fields.String(required=True)
    departments = fields.List(fields.String(), required=True)
    roles = fields.List(fields.String(), required=True)
    jurisdiction = fields.String(required=True)
    firms = fields.List(fields.String(), required=True)


class SessionAnswer(Answer):
    """The session and its CSRF word."""

    user = fields.Nested(Person, required=True)
    csrf = fields.String(required=True)


class TokenAnswer(Answer):
    """A bearer token."""

    access_token = fields.String(required=True)
    token_type = fields.String(required=True)
    expires_at = fields.String(required=True)


class SampleAccount(Answer):
    """An invented sign-in of the sample run."""

    username = fields.String(required=True)
    password = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    department = fields.String(required=True)
    jurisdiction = fields.String(required=True)
    role = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)


class ListAnswer(Answer):
    """A whole list."""

    items = fields.List(fields.Dict(), required=True)


class PageAnswer(ListAnswer):
    """Part of a list; `next_cursor` is null on the last one."""

    next_cursor = fields.String(allow_none=True)
    total = fields.Integer(allow_none=True)


class Task(Answer):
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


class TaskAnswer(Answer):
    """One task."""

    task = fields.Nested(Task, required=True)


class TaskWritten(TaskAnswer):
    """The task afterwards, and its case when it went on."""

    instance = fields.Dict(allow_none=True)


class Counts(Answer):
    """How many tasks wait."""

    open = fields.Integer(required=True)
    mine = fields.Integer(required=True)
    overdue = fields.Integer(required=True)
    by_process = fields.List(fields.Dict())


class DefinitionAnswer(Answer):
    """A process in one version."""

    definition = fields.Dict(required=True)


class Deployed(DefinitionAnswer):
    """The new version, with the linter's warnings."""

    problems = fields.List(fields.Dict(), required=True)


class InstanceAnswer(Answer):
    """A case with data, tokens, tasks, timers and incidents."""

    instance = fields.Dict(required=True)


class HistoryAnswer(ListAnswer):
    """What happened, oldest first, and whether the hash chain holds."""

    intact = fields.Boolean(required=True)
    broken_at = fields.Integer(allow_none=True)


class Correlated(Answer):
    """Who took a message, or that it waits."""

    delivered = fields.Integer(required=True)
    waiting = fields.Boolean(required=True)


class Resolved(Answer):
    """The incident and its case afterwards."""

    incident = fields.Dict(required=True)
    instance = fields.Dict(allow_none=True)


class Lodged(Answer):
    """The application; `repeated` when the same request was made before."""

    application_id = fields.UUID(required=True)
    repeated = fields.Boolean(required=True)


class ApplicationAnswer(Answer):
    """An application with facts, decisions, notices, permit and its case."""

    id = fields.UUID(required=True)
    state = fields.String(required=True)
    jurisdiction = fields.String(required=True)
    facts = fields.Dict(required=True)
    instance_id = fields.UUID(required=True, allow_none=True)


class Registered(Answer):
    """The firm; `added` is false when it was there already."""

    credit_code = fields.String(required=True)
    added = fields.Boolean(required=True)


class Decided(Answer):
    """A decision with its reasons."""

    decision = fields.String(required=True)
    outcome = fields.String(required=True)
    reasons = fields.List(fields.Dict(), required=True)
    missing = fields.List(fields.String(), required=True)


class ClauseAnswer(Answer):
    """A clause with the parameters that rest on it."""

    id = fields.String(required=True)
    jurisdiction = fields.String(required=True)
    parameters = fields.List(fields.Dict(), required=True)


class Time(Answer):
    """The sample run's time."""

    now = fields.String(required=True)


class BankFile(Answer):
    """A bank file as it travelled: text and detached signature."""

    file_id = fields.String(required=True)
    direction = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    content = fields.String(required=True)
    signature = fields.String(required=True)


class BankTaken(Answer):
    """What was taken of a bank's file; `repeated` when it had come before."""

    file_id = fields.String(required=True)
    kind = fields.String(required=True)
    message_id = fields.String(required=True)
    lines = fields.Integer(required=True)
    repeated = fields.Boolean(required=True)
    booked = fields.Integer(required=True)
    mismatches = fields.List(fields.Dict(), required=True)


class Mismatches(ListAnswer):
    """What does not agree with the bank, and how many of each kind."""

    kinds = fields.Dict(required=True)
