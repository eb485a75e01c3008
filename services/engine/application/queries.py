"""Questions: queues, cases, histories, definitions, incidents. They read outside the steps' transactions and change nothing."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any

from services.engine.application.views import (
    definition_view,
    incident_view,
    instance_view,
    iso,
    task_view,
    timer_view,
)
from services.engine.domain.history import broken_at, milliseconds, unpack
from services.engine.domain.model import NO_DUE, InstanceState
from services.engine.domain.rights import unknown_case, unknown_task
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.engine.application.context import Context
    from services.engine.application.ports import Live
    from services.engine.application.storage import Session
    from services.engine.domain.model import DefinitionRecord, InstanceRecord, TaskRecord

_PAGE = 50
_MOST = 100


def list_tasks(context: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Return a page of tasks: `{items, next_cursor}`.

    Raises:
        HuxinError: `bad_cursor`, `bad_limit`.
    """
    limit = _limit(query)
    cursor = _cursor(query, 2)
    after = None if cursor is None else (int(cursor[0]), str(cursor[1]))
    query = {**query, "now_ms": milliseconds(context.clock.now())}
    with context.store.reading() as session:
        found = session.list_tasks(query, limit=limit + 1, after=after)
        items = [
            task_view(task, instance, context.definitions.compiled(session, instance.definition_id)) for task, instance in found[:limit]
        ]
    following = None
    if len(found) > limit:
        last = found[limit - 1][0]
        following = _write_cursor(NO_DUE if last.due_at is None else milliseconds(last.due_at), last.id)
    return {"items": items, "next_cursor": following}


def count_tasks(
    context: Context, departments: Sequence[str], user: str | None, jurisdiction: str | None = None, owners: Sequence[str] | None = None
) -> dict[str, Any]:
    """Return `{open, mine, overdue, by_process}` for the departments and a person; everywhere when no place and no firm is named."""
    with context.store.reading() as session:
        counts = session.count_tasks(departments, user, context.clock.now(), jurisdiction, owners)
        names = {record.key: (record.name, record.name_en) for record in context.definitions.records(session).values()}
    for entry in counts["by_process"]:
        entry["name"], entry["name_en"] = names.get(entry["process"], (entry["process"], ""))
    return counts


def get_task(context: Context, task_id: str) -> dict[str, Any]:
    """Return `{task}` with its form's schema, the case's data, the draft, and how the due time was counted.

    Raises:
        HuxinError: `unknown_task`.
    """
    with context.store.reading() as session:
        found = session.instance_of_task(task_id)
        if found is None:
            raise unknown_task(task_id)
        task, instance = found
        definition = context.definitions.compiled(session, instance.definition_id)
        view = task_view(task, instance, definition)
        view["draft"] = session.draft(task_id)
        view["data"] = _data(context, session, instance)
    view["form"] = context.form(task.form) if task.form else None
    if view["due"] is not None:
        view["due"] |= explain_due(context, task)
    return {"task": view}


def explain_due(context: Context, task: TaskRecord) -> dict[str, Any]:
    """Count a task's due time again and return which days were passed over and why."""
    if task.deadline is None:
        return {}
    return context.count_due(task.created_at, task.deadline, task.count, task.jurisdiction).to_dict()


def list_instances(context: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Return a page of instances, newest first: `{items, next_cursor}`."""
    limit, cursor = _limit(query), _cursor(query, 1)
    with context.store.reading() as session:
        records = context.definitions.records(session)
        if query.get("process"):
            query = {**query, "definition_ids": [each.id for each in records.values() if each.key == query["process"]]}
        found = session.list_instances(query, limit=limit + 1, after=None if cursor is None else str(cursor[0]))
        items = [instance_view(each, context.definitions.record(session, each.definition_id)) for each in found[:limit]]
    return {"items": items, "next_cursor": _write_cursor(found[limit - 1].id) if len(found) > limit else None}


def get_instance(context: Context, instance_id: str) -> dict[str, Any]:
    """Return `{instance}` with data, tokens, passed elements, tasks, timers and incidents.

    Raises:
        HuxinError: `unknown_instance`.
    """
    with context.store.reading() as session:
        instance, record = _instance(context, session, instance_id)
        definition = context.definitions.compiled(session, instance.definition_id)
        live = _live(context, session, instance)
        incidents = session.list_incidents({"instance_id": instance_id, "state": "all"}, limit=_MOST, after=None)
        tasks = session.tasks_of(instance_id)
        timers = session.timers_of(instance_id)
        names = context.definitions.element_names(session, instance.definition_id)
        steps = [unpack(row, names) for row in session.history(instance_id)]
    tokens = live.tokens() if live else []
    failed = {each.token for each in incidents if each.state.name != "RESOLVED"}
    for token in tokens:
        if token["token"] in failed:
            token["state"] = "failed"
    places = {token["token"]: token["element_id"] for token in tokens}
    done = dict.fromkeys(element for step in steps for element, what in step.passed if what == "completed")
    view = instance_view(instance, record) | {
        "data": live.data() if live else instance.result or {},
        "tokens": tokens,
        "done_elements": list(done),
        "tasks": [task_view(task, instance, definition) for task in tasks],
        "timers": [timer_view(timer, places.get(timer.token), definition) for timer in timers],
        "incidents": [incident_view(incident, instance) for incident in incidents],
    }
    return {"instance": view}


def get_history(context: Context, instance_id: str) -> dict[str, Any]:
    """Return `{items, intact}`: the steps, oldest first, and whether the hash chain holds.

    Raises:
        HuxinError: `unknown_instance`.
    """
    with context.store.reading() as session:
        instance, _record = _instance(context, session, instance_id)
        definition = context.definitions.compiled(session, instance.definition_id)
        names = context.definitions.element_names(session, instance.definition_id)
        rows = session.history(instance_id)
    broken = broken_at(rows, instance_id, instance.chain)
    items = []
    for row in rows:
        step = unpack(row, names)
        items.append(
            {
                "seq": step.seq,
                "at": iso(step.at),
                "kind": step.kind,
                "actor": step.actor,
                "elements": [_passed(definition.element(element), element, what) for element, what in step.passed],
                **step.extra,
            }
        )
    return {"items": items, "intact": broken is None, "broken_at": broken}


def _passed(element: dict[str, Any], element_id: str, what: str) -> dict[str, Any]:
    names = {"name": element.get("name") or element_id, "name_en": element.get("name_en", "")}
    return {"element_id": element_id, **names, "what": what, "clauses": list(element.get("clauses", ()))}


def list_definitions(context: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Return every version, newest first; `process` and `jurisdiction` narrow it down."""
    with context.store.reading() as session:
        records = list(context.definitions.records(session).values())
    if query.get("process"):
        records = [record for record in records if record.key == query["process"]]
    if query.get("jurisdiction"):
        records = [record for record in records if record.serves(query["jurisdiction"])]
    return {"items": [definition_view(record) for record in reversed(records)], "next_cursor": None}


def get_definition(
    context: Context, *, definition_id: str | None = None, key: str | None = None, version: int | None = None
) -> dict[str, Any]:
    """Return `{definition}` with its XML and elements: by id, by key and version, or the newest of a key.

    Raises:
        HuxinError: `unknown_definition`.
    """
    with context.store.reading() as session:
        records = context.definitions.records(session).values()
        fitting = [
            record
            for record in records
            if (definition_id is None or str(record.id) == str(definition_id))
            and (key is None or record.key == key)
            and (version is None or record.version == version)
        ]
        if not fitting or (definition_id is None and key is None):
            wanted = definition_id or f"{key} {version or ''}".strip()
            raise HuxinError("unknown_definition", "There is no such definition", wanted, status=404)
        record = max(fitting, key=lambda each: each.version)
        xml = session.definition_xml(record.id).decode()
        elements = context.definitions.compiled(session, record.id).elements()
    return {"definition": {**definition_view(record), "xml": xml, "elements": elements}}


def list_incidents(context: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Return a page of incidents, newest first; open ones unless `state` says `resolved` or `all`."""
    limit, cursor = _limit(query), _cursor(query, 1)
    with context.store.reading() as session:
        found = session.list_incidents(query, limit=limit + 1, after=None if cursor is None else str(cursor[0]))
        items = [incident_view(each, session.instance(each.instance_id) if each.instance_id else None) for each in found[:limit]]
    return {"items": items, "next_cursor": _write_cursor(found[limit - 1].id) if len(found) > limit else None}


def _instance(context: Context, session: Session, instance_id: str) -> tuple[InstanceRecord, DefinitionRecord]:
    instance = session.instance(instance_id)
    if instance is None:
        raise unknown_case(instance_id)
    return instance, context.definitions.record(session, instance.definition_id)


def _live(context: Context, session: Session, instance: InstanceRecord) -> Live | None:
    """Return the running instance for reading; a cached one stays where it is."""
    if instance.state is not InstanceState.RUNNING or instance.blob is None:
        return None
    live = context.cache.peek(instance.id, instance.version)
    if live is None:
        live = context.interpreter.restore(context.definitions.compiled(session, instance.definition_id), instance.blob)
    return live


def _data(context: Context, session: Session, instance: InstanceRecord) -> dict[str, Any]:
    live = _live(context, session, instance)
    return live.data() if live else instance.result or {}


def _limit(query: dict[str, Any]) -> int:
    limit = query.get("limit")
    if limit is None:
        return _PAGE
    if not isinstance(limit, int) or not 1 <= limit <= _MOST:
        raise HuxinError("bad_limit", "The page size cannot be used", f"{limit!r} is not between 1 and {_MOST}")
    return limit


def _write_cursor(*position: int | str) -> str:
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def _cursor(query: dict[str, Any], members: int) -> list[Any] | None:
    text = query.get("cursor")
    if not text:
        return None
    try:
        position = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error):
        position = None
    if not isinstance(position, list) or len(position) != members or (members > 1 and not _is_stored_whole(position[0])):
        raise HuxinError(
            "bad_cursor", "The page's place cannot be read", f"{text!r} is no cursor of this list", fix="begin at the first page"
        )
    return position


def _is_stored_whole(value: object) -> bool:
    """Tell whether a value is a whole number that a table's column can hold."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
