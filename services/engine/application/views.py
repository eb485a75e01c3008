"""The JSON shapes in which the engine answers. Times are ISO 8601 with offset; only a single task explains how its due time was counted."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from services.engine.application.ports import Definition
    from services.engine.domain.model import DefinitionRecord, IncidentRecord, InstanceRecord, TaskRecord, TimerRecord


def iso(at: datetime | None) -> str | None:
    """Return a moment as ISO 8601, or None."""
    return None if at is None else at.isoformat(timespec="seconds")


def task_view(task: TaskRecord, instance: InstanceRecord, definition: Definition) -> dict[str, Any]:
    """Return a task as the queue shows it."""
    element = definition.element(task.element_id)
    due: dict[str, Any] | None = None
    if task.deadline:
        due = {
            "start": iso(task.created_at),
            "duration": task.deadline,
            "count": task.count,
            "clause": next(iter(element.get("clauses", ())), None),
            "skipped": [],
        }
    return {
        "id": task.id,
        "version": task.version,
        "instance_id": task.instance_id,
        "process": task.process,
        "process_name": definition.name,
        "process_name_en": definition.name_en,
        "element_id": task.element_id,
        "name": task.name,
        "name_en": element.get("name_en", ""),
        "department": task.department,
        "roles": list(task.roles),
        "state": task.state.name.lower(),
        "assignee": task.assignee,
        "owner": task.owner,
        "form_key": task.form,
        "due_at": iso(task.due_at),
        "due": due,
        "follow_up_at": None,
        "priority": task.priority,
        "jurisdiction": task.jurisdiction,
        "business_key": instance.business_key,
        "title": instance.title,
        "clauses": list(element.get("clauses", ())),
        "created_at": iso(task.created_at),
        "completed_at": iso(task.completed_at),
        "completed_by": task.completed_by,
    }


def instance_view(instance: InstanceRecord, record: DefinitionRecord) -> dict[str, Any]:
    """Return an instance as lists show it."""
    return {
        "id": instance.id,
        "process": record.key,
        "process_name": record.name,
        "process_name_en": record.name_en,
        "version": record.version,
        "definition_id": str(record.id),
        "jurisdiction": instance.jurisdiction,
        "business_key": instance.business_key,
        "title": instance.title,
        "state": instance.state.name.lower(),
        "step": instance.version,
        "started_at": iso(instance.started_at),
        "ended_at": iso(instance.ended_at),
        "outcome": instance.outcome,
    }


def definition_view(record: DefinitionRecord) -> dict[str, Any]:
    """Return a version of a process."""
    return {
        "id": str(record.id),
        "key": record.key,
        "version": record.version,
        "name_zh": record.name,
        "name_en": record.name_en,
        "hash": record.hash,
        "effective_on": record.effective_on.isoformat(),
        "jurisdictions": list(record.jurisdictions),
        "deployed_at": iso(record.deployed_at),
        "deployed_by": record.deployed_by,
        "signed_by": record.signed_by,
    }


def timer_view(timer: TimerRecord, element_id: str | None, definition: Definition) -> dict[str, Any]:
    """Return a timer of an instance."""
    element = definition.element(element_id or "")
    names = {"name": element.get("name", ""), "name_en": element.get("name_en", "")}
    return {"token": timer.token, "element_id": element_id, **names, "due_at": iso(timer.due_at)}


def incident_view(incident: IncidentRecord, instance: InstanceRecord | None = None) -> dict[str, Any]:
    """Return an incident; a raw body that is text is shown as it is, any other in base64."""
    view: dict[str, Any] = {
        "id": incident.id,
        "kind": incident.kind,
        "state": incident.state.name.lower(),
        "code": incident.code,
        "title": incident.title,
        "detail": incident.detail,
        "attempts": incident.attempts,
        "created_at": iso(incident.created_at),
        "next_retry_at": iso(incident.next_retry_at),
        "instance_id": incident.instance_id,
        "instance_title": instance.title if instance else None,
        "business_key": instance.business_key if instance else None,
        "element_id": incident.element_id,
        "jurisdiction": incident.jurisdiction,
        "stimulus": incident.stimulus.to_json() if incident.stimulus else None,
        "headers": incident.headers,
        "resolution": incident.resolution,
        "reason": incident.reason,
        "resolved_at": iso(incident.resolved_at),
        "resolved_by": incident.resolved_by,
    }
    if incident.raw is not None:
        view |= raw_view(incident.raw)
    return view


def raw_view(raw: bytes) -> dict[str, Any]:
    """Return a kept body as JSON members."""
    try:
        return {"raw": raw.decode(), "raw_encoding": "utf-8"}
    except UnicodeDecodeError:
        return {"raw": base64.b64encode(raw).decode(), "raw_encoding": "base64"}
