"""Operations of the process engine: what people and other services may ask of it."""

from __future__ import annotations

from functools import partial

from marshmallow import validate

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Day, Flag, Id, Moment, Object, Objects, Text, Whole, Words

TASK_STATES = ("open", "claimed", "done", "all")
REMEDIES = ("retry", "skip", "cancel", "correct")


class Asked(Contract):
    """Who asks: `{user, departments, roles, jurisdiction, firms}`; the engine decides by it what is seen and done."""

    actor = Object(required=True)


class Page(Asked):
    """What part of a list is wanted."""

    process = Text(allow_none=True)
    jurisdiction = Text(allow_none=True)
    business_key = Text(allow_none=True)
    instance_id = Id(allow_none=True)
    text = Text(allow_none=True)
    state = Text(allow_none=True)
    cursor = Text(allow_none=True)
    limit = Whole(allow_none=True, validate=validate.Range(min=1, max=100))


class PageResult(Contract):
    """A page; `next_cursor` is None on the last one."""

    items = Objects(required=True)
    next_cursor = Text(allow_none=True)
    total = Whole(allow_none=True)


class TaskPage(Page):
    """Which tasks are wanted."""

    departments = Words(allow_none=True)
    state = Text(allow_none=True, validate=validate.OneOf(TASK_STATES))
    assignee = Text(allow_none=True)
    owners = Words(allow_none=True)
    overdue = Flag(allow_none=True)
    sort = Text(allow_none=True, validate=validate.OneOf(("due", "since")))


class StartParameters(Asked):
    """Which process starts, where, about what, by whom."""

    process = Text(required=True)
    jurisdiction = Text(required=True)
    business_key = Text(allow_none=True)
    data = Object()
    request_id = Text(allow_none=True)
    version = Whole(allow_none=True)


class InstanceResult(Contract):
    """An instance."""

    instance = Object(required=True)


class CorrelateParameters(Asked):
    """A message and the key that finds who waits for it."""

    message = Text(required=True)
    key = Text(required=True)
    data = Object()
    message_id = Text(allow_none=True)


class CorrelateResult(Contract):
    """How many took it; whether it waits for a later taker."""

    delivered = Whole(required=True)
    waiting = Flag(required=True)


class CountParameters(Asked):
    """Whose tasks are counted."""

    departments = Words(required=True)
    assignee = Text(allow_none=True)
    jurisdiction = Text(allow_none=True)
    owners = Words(allow_none=True)


class CountResult(Contract):
    """Counts of tasks."""

    open = Whole(required=True)
    mine = Whole(required=True)
    overdue = Whole(required=True)
    by_process = Objects()


class TaskRef(Asked):
    """Which task."""

    task_id = Id(required=True)


class TaskResult(Contract):
    """A task with its form, data and draft."""

    task = Object(required=True)


class TaskWrite(Asked):
    """What a person does with a task; `version` guards against acting on an old view."""

    task_id = Id(required=True)
    version = Whole(allow_none=True)
    data = Object(allow_none=True)


class TaskWritten(Contract):
    """The task afterwards."""

    task = Object(required=True)
    instance = Object(allow_none=True)


class InstanceRef(Asked):
    """Which instance."""

    instance_id = Id(required=True)


class HistoryResult(Contract):
    """What happened, oldest first."""

    items = Objects(required=True)


class DefinitionPage(Contract):
    """Which versions are wanted."""

    process = Text(allow_none=True)
    jurisdiction = Text(allow_none=True)


class DefinitionRef(Contract):
    """Which definition: by id, or by key and version, or the newest of a key."""

    definition_id = Text(allow_none=True)
    key = Text(allow_none=True)
    version = Whole(allow_none=True)


class DefinitionResult(Contract):
    """A definition with its XML."""

    definition = Object(required=True)


class DeployParameters(Asked):
    """A diagram and the day from which it applies."""

    xml = Text(required=True)
    effective_on = Day(allow_none=True)


class DeployResult(Contract):
    """The new definition, or none and the problems that stopped it."""

    definition = Object(required=True, allow_none=True)
    problems = Objects(required=True)


class ResolveParameters(Asked):
    """What an operator does about an incident, and why."""

    incident_id = Id(required=True)
    action = Text(required=True, validate=validate.OneOf(REMEDIES))
    reason = Text(required=True, validate=validate.Length(min=1))
    data = Object(allow_none=True)


class ResolveResult(Contract):
    """The incident and the instance afterwards."""

    incident = Object(required=True)
    instance = Object(allow_none=True)


class ClockParameters(Asked):
    """Where the clock moves to."""

    to = Moment(required=True)


class ClockResult(Contract):
    """Where the clock stands and how many timers fired."""

    now = Moment(required=True)
    fired = Whole(required=True)


_query = partial(Operation, kind="query")
_action = partial(Operation, kind="action")
_task_action = partial(_action, parameters=TaskWrite, result=TaskWritten)

START_INSTANCE = _action(
    name="engine.start_instance", parameters=StartParameters, result=InstanceResult, title_zh="启动流程", title_en="Start an instance"
)
CORRELATE = _action(
    name="engine.correlate", parameters=CorrelateParameters, result=CorrelateResult, title_zh="送达消息", title_en="Correlate a message"
)
LIST_TASKS = _query(name="engine.list_tasks", parameters=TaskPage, result=PageResult, title_zh="列出任务", title_en="List tasks")
COUNT_TASKS = _query(name="engine.count_tasks", parameters=CountParameters, result=CountResult, title_zh="统计任务", title_en="Count tasks")
GET_TASK = _query(name="engine.get_task", parameters=TaskRef, result=TaskResult, title_zh="查看任务", title_en="Get a task")
CLAIM_TASK = _task_action(name="engine.claim_task", title_zh="领取任务", title_en="Claim a task")
RELEASE_TASK = _task_action(name="engine.release_task", title_zh="退回待领", title_en="Release a task")
COMPLETE_TASK = _task_action(name="engine.complete_task", title_zh="办结任务", title_en="Complete a task")
SAVE_DRAFT = _task_action(name="engine.save_draft", title_zh="保存草稿", title_en="Save a draft")
LIST_INSTANCES = _query(
    name="engine.list_instances", parameters=Page, result=PageResult, title_zh="列出流程实例", title_en="List instances"
)
GET_INSTANCE = _query(
    name="engine.get_instance", parameters=InstanceRef, result=InstanceResult, title_zh="查看流程实例", title_en="Get an instance"
)
GET_HISTORY = _query(
    name="engine.get_history", parameters=InstanceRef, result=HistoryResult, title_zh="查看办理历史", title_en="Get the history"
)
LIST_DEFINITIONS = _query(
    name="engine.list_definitions", parameters=DefinitionPage, result=PageResult, title_zh="列出流程定义", title_en="List definitions"
)
GET_DEFINITION = _query(
    name="engine.get_definition", parameters=DefinitionRef, result=DefinitionResult, title_zh="查看流程定义", title_en="Get a definition"
)
DEPLOY = _action(name="engine.deploy", parameters=DeployParameters, result=DeployResult, title_zh="部署流程", title_en="Deploy a diagram")
LIST_INCIDENTS = _query(name="engine.list_incidents", parameters=Page, result=PageResult, title_zh="列出异常", title_en="List incidents")
RESOLVE_INCIDENT = _action(
    name="engine.resolve_incident", parameters=ResolveParameters, result=ResolveResult, title_zh="处置异常", title_en="Resolve an incident"
)
MOVE_CLOCK = _action(
    name="engine.move_clock", parameters=ClockParameters, result=ClockResult, title_zh="拨动时钟", title_en="Move the clock"
)
