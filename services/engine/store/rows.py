"""Between rows and the domain's records: ids to bytes, moments to milliseconds, JSON packed."""

from __future__ import annotations

import hashlib
import uuid
import zlib
from typing import TYPE_CHECKING, Any

import orjson

from services.engine.domain.history import milliseconds, moment
from services.engine.domain.model import (
    NO_DUE,
    DefinitionRecord,
    EarlyMessage,
    HistoryRow,
    IncidentRecord,
    IncidentState,
    InstanceRecord,
    InstanceState,
    ProvisionalDue,
    Receiver,
    Stimulus,
    TaskRecord,
    TaskState,
)
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import RowMapping

    from services.engine.domain.model import WaitIndex

    Row = Mapping[str, Any] | RowMapping  # by `Part.rows`, or of SQLAlchemy


def to_id(text: str) -> bytes:
    """Return a UUID's 16 bytes.

    Raises:
        HuxinError: code `bad_id`, status 404, when the text is no UUID: nothing can have such an id.
    """
    try:
        return uuid.UUID(text).bytes
    except (ValueError, AttributeError, TypeError):
        raise HuxinError("bad_id", "There is nothing with such an id", f"{text!r} is not a UUID", status=404) from None


def from_id(raw: bytes | memoryview) -> str:
    """Return the text of a UUID."""
    return str(uuid.UUID(bytes=bytes(raw)))


def digest(text: str | None) -> bytes | None:
    """Return 16 bytes that stand for any text in a unique index, or None for None."""
    return None if text is None else hashlib.sha256(text.encode()).digest()[:16]


def maybe_id(text: str | None) -> bytes | None:
    """Return an id's bytes, or None."""
    return None if text is None else to_id(text)


def _ms(at: datetime | None) -> int | None:
    return None if at is None else milliseconds(at)


def _at(value: int | None) -> datetime | None:
    return None if value is None else moment(value)


def pack_waits(waits: WaitIndex) -> bytes:
    """Return the waits of an instance as JSON."""
    return orjson.dumps(waits, option=orjson.OPT_NON_STR_KEYS)


def instance_values(record: InstanceRecord) -> dict[str, Any]:
    """Return the columns of an instance that a step may change."""
    ended = record.state is not InstanceState.RUNNING
    return {
        "version": record.version,
        "state": int(record.state),
        "ended_at": _ms(record.ended_at),
        "title": record.title,
        "parties": " ".join(record.parties),
        "outcome": record.outcome,
        "chain": record.chain,
        "waits": pack_waits(record.waits),
        "blob": zlib.compress(orjson.dumps(record.result or {})) if ended else record.blob,
    }


def new_instance_values(record: InstanceRecord) -> dict[str, Any]:
    """Return all columns of an instance."""
    return {
        "id": to_id(record.id),
        "definition_id": record.definition_id,
        "started_at": milliseconds(record.started_at),
        "jurisdiction": record.jurisdiction,
        "business_key": record.business_key,
        "start_key": digest(record.start_key),
        "request_id": digest(record.request_id),
        **instance_values(record),
    }


def instance_record(row: Row, prefix: str = "") -> InstanceRecord:
    """Return an instance from a row; the start key and request id only ever serve look-ups and are not read back."""
    state = InstanceState(row[prefix + "state"])
    blob = row.get(prefix + "blob")
    ended = state is not InstanceState.RUNNING
    waits = row.get(prefix + "waits")
    return InstanceRecord(
        id=from_id(row[prefix + "id"]),
        definition_id=row[prefix + "definition_id"],
        jurisdiction=row[prefix + "jurisdiction"],
        business_key=row[prefix + "business_key"],
        title=row[prefix + "title"],
        parties=tuple(row[prefix + "parties"].split()),
        state=state,
        version=row[prefix + "version"],
        blob=None if ended or blob is None else bytes(blob),
        waits={} if waits is None else {int(token): entry for token, entry in orjson.loads(bytes(waits)).items()},
        chain=bytes(row[prefix + "chain"]),
        started_at=moment(row[prefix + "started_at"]),
        ended_at=_at(row[prefix + "ended_at"]),
        outcome=row[prefix + "outcome"],
        result=orjson.loads(zlib.decompress(bytes(blob))) if ended and blob is not None else None,
    )


def task_values(record: TaskRecord) -> dict[str, Any]:
    """Return all columns of a task."""
    return {
        "id": to_id(record.id),
        "instance_id": to_id(record.instance_id),
        "token": record.token,
        "state": int(record.state),
        "version": record.version,
        "priority": record.priority,
        "created_at": milliseconds(record.created_at),
        "due_at": NO_DUE if record.due_at is None else milliseconds(record.due_at),
        "completed_at": _ms(record.completed_at),
        "department": record.department,
        "jurisdiction": record.jurisdiction,
        "process": record.process,
        "element_id": record.element_id,
        "name": record.name,
        "assignee": record.assignee,
        "owner": record.owner,
        "completed_by": record.completed_by,
        "form": record.form,
        "roles": " ".join(record.roles),
        "deadline": f"{record.deadline} {record.count}" if record.deadline else None,
    }


def task_record(row: Row, prefix: str = "") -> TaskRecord:
    """Return a task from a row."""
    deadline, _, count = (row[prefix + "deadline"] or "").partition(" ")
    due = row[prefix + "due_at"]
    return TaskRecord(
        id=from_id(row[prefix + "id"]),
        instance_id=from_id(row[prefix + "instance_id"]),
        token=row[prefix + "token"],
        element_id=row[prefix + "element_id"],
        name=row[prefix + "name"],
        department=row[prefix + "department"],
        jurisdiction=row[prefix + "jurisdiction"],
        process=row[prefix + "process"],
        priority=row[prefix + "priority"],
        created_at=moment(row[prefix + "created_at"]),
        due_at=None if due == NO_DUE else moment(due),
        state=TaskState(row[prefix + "state"]),
        version=row[prefix + "version"],
        roles=tuple(row[prefix + "roles"].split()),
        form=row[prefix + "form"],
        deadline=deadline or None,
        count=count or "working",
        assignee=row[prefix + "assignee"],
        owner=row[prefix + "owner"],
        completed_at=_at(row[prefix + "completed_at"]),
        completed_by=row[prefix + "completed_by"],
    )


def definition_record(row: Row) -> DefinitionRecord:
    """Return a definition from a row."""
    return DefinitionRecord(
        id=row["id"],
        key=row["key"],
        version=row["version"],
        hash=row["hash"],
        name=row["name"],
        name_en=row["name_en"],
        effective_on=row["effective_on"],
        jurisdictions=tuple(row["jurisdictions"].split()),
        deployed_at=moment(row["deployed_at"]),
        deployed_by=row["deployed_by"],
        signed_by=row["signed_by"],
        called=orjson.loads(row["called"]),
    )


def early_values(record: EarlyMessage) -> dict[str, Any]:
    """Return all columns of a kept message but for the moment of its first receiver."""
    return {
        "id": digest(record.id),
        "message_id": record.id,
        "message": record.message,
        "key": record.key,
        "jurisdiction": record.jurisdiction,
        "received_at": milliseconds(record.received_at),
        "expires_at": milliseconds(record.expires_at),
        "data": orjson.dumps(record.data),
    }


def early_record(row: Row, receivers: Sequence[Row] = ()) -> EarlyMessage:
    """Return a kept message from its row and those of its receivers."""
    return EarlyMessage(
        id=row["message_id"],
        message=row["message"],
        key=row["key"],
        jurisdiction=row["jurisdiction"],
        data=orjson.loads(bytes(row["data"])),
        received_at=moment(row["received_at"]),
        expires_at=moment(row["expires_at"]),
        receivers=tuple(
            Receiver(
                message_id=row["message_id"],
                instance_id=from_id(each["instance_id"]),
                token=each["token"],
                version=each["version"],
            )
            for each in receivers
        ),
    )


def provisional_values(record: ProvisionalDue) -> dict[str, Any]:
    """Return all columns of a due time to count again, in the table's order."""
    return {
        "instance_id": to_id(record.instance_id),
        "token": record.token,
        "counted_from": milliseconds(record.counted_from),
        "duration": record.duration,
        "count": record.count,
    }


def receiver_values(record: Receiver) -> dict[str, Any]:
    """Return all columns of a receiver."""
    return {
        "message_id": digest(record.message_id),
        "instance_id": to_id(record.instance_id),
        "token": record.token,
        "version": record.version,
    }


def incident_values(record: IncidentRecord) -> dict[str, Any]:
    """Return all columns of an incident."""
    return {
        "id": to_id(record.id),
        "kind": record.kind,
        "state": int(record.state),
        "attempts": record.attempts,
        "created_at": milliseconds(record.created_at),
        "next_retry_at": _ms(record.next_retry_at),
        "instance_id": maybe_id(record.instance_id),
        "token": record.token,
        "element_id": record.element_id,
        "jurisdiction": record.jurisdiction,
        "code": record.code[:60],
        "title": record.title,
        "detail": record.detail,
        "stimulus": None if record.stimulus is None else orjson.dumps(record.stimulus.to_json()),
        "raw": record.raw,
        "headers": orjson.dumps(record.headers) if record.headers else None,
        "resolution": record.resolution,
        "reason": record.reason,
        "resolved_at": _ms(record.resolved_at),
        "resolved_by": record.resolved_by,
    }


def incident_record(row: Row) -> IncidentRecord:
    """Return an incident from a row."""
    stimulus, headers, raw = row["stimulus"], row["headers"], row["raw"]
    return IncidentRecord(
        id=from_id(row["id"]),
        kind=row["kind"],
        state=IncidentState(row["state"]),
        attempts=row["attempts"],
        created_at=moment(row["created_at"]),
        next_retry_at=_at(row["next_retry_at"]),
        instance_id=None if row["instance_id"] is None else from_id(row["instance_id"]),
        token=row["token"],
        element_id=row["element_id"],
        jurisdiction=row["jurisdiction"],
        code=row["code"],
        title=row["title"],
        detail=row["detail"],
        stimulus=None if stimulus is None else Stimulus.from_json(orjson.loads(bytes(stimulus))),
        raw=None if raw is None else bytes(raw),
        headers=orjson.loads(bytes(headers)) if headers is not None else {},
        resolution=row["resolution"],
        reason=row["reason"],
        resolved_at=_at(row["resolved_at"]),
        resolved_by=row["resolved_by"],
    )


def history_row(row: Row) -> HistoryRow:
    """Return a history row."""
    return HistoryRow(instance_id=from_id(row["instance_id"]), seq=row["seq"], body=bytes(row["body"]), chain=bytes(row["chain"]))
