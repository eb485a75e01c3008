"""Tasks, drafts and queues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from services.engine.domain.history import milliseconds
from services.engine.store.base import Part
from services.engine.store.pages import WAITING, hot_page, page
from services.engine.store.rows import instance_record, task_record, task_values, to_id
from services.engine.store.tables import draft, task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from services.engine.domain.model import InstanceRecord, TaskRecord
    from services.engine.store.rows import Row


class TaskPart(Part):
    """The tasks' side of a session."""

    def task(self, task_id: str) -> TaskRecord | None:
        """Read one task."""
        row = self.one(sa.select(task).where(task.c.id == to_id(task_id)))
        return None if row is None else task_record(row)

    def change_task(self, task_record_: TaskRecord, expected_version: int) -> bool:
        """Write state and assignee of an open task; False when somebody else changed it first."""
        values = task_values(task_record_)
        changed = self.connection.execute(
            sa.update(task)
            .where(task.c.id == values["id"], task.c.version == expected_version, WAITING)
            .values(state=values["state"], assignee=values["assignee"], version=values["version"])
        )
        return changed.rowcount == 1

    def draft(self, task_id: str) -> dict[str, Any] | None:
        """Read the draft of a task."""
        row = self.one(sa.select(draft.c.data).where(draft.c.task_id == to_id(task_id)))
        return None if row is None else dict(orjson.loads(bytes(row["data"])))

    def save_draft(self, task_id: str, data: dict[str, Any], at: datetime) -> None:
        """Insert or replace the draft of a task."""
        key = to_id(task_id)
        self.connection.execute(sa.delete(draft).where(draft.c.task_id == key))
        self.connection.execute(sa.insert(draft), {"task_id": key, "saved_at": milliseconds(at), "data": orjson.dumps(data)})

    def list_tasks(self, query: dict[str, Any], *, limit: int, after: tuple[int, str] | None) -> list[tuple[TaskRecord, InstanceRecord]]:
        """Read a page of tasks with their instances (without state), after a keyset position (due time, id)."""
        departments = None if query.get("departments") is None else list(dict.fromkeys(query["departments"]))
        if departments == []:
            return []
        query = {name: value for name, value in query.items() if value not in (None, "")}
        if "instance_id" in query:
            query["instance_id"] = to_id(query["instance_id"])
        position = None if after is None else (after[0], to_id(after[1]))
        hot = hot_page(self.connection.dialect.name, query, departments, limit=limit, after=position)
        if hot is not None:
            rows: Sequence[Row] = self.rows(*hot)
        else:
            bound = None if position is None else (sa.literal(position[0]), sa.literal(position[1], sa.LargeBinary))
            rows = self.many(page(query, departments, limit=limit, after=bound))
        return [(task_record(row, "t_"), instance_record(row, "i_")) for row in rows]

    def count_tasks(
        self,
        departments: Sequence[str],
        user: str | None,
        now: datetime,
        jurisdiction: str | None = None,
        owners: Sequence[str] | None = None,
    ) -> dict[str, Any]:
        """Count open, own and overdue tasks, and open ones by process; of one jurisdiction or of some firms when they are named."""
        place = [task.c.jurisdiction == jurisdiction] if jurisdiction else []
        if owners is not None:
            place.append(task.c.owner.in_(list(owners)))
        rows = self.many(
            sa.select(
                task.c.process,
                sa.func.count().label("open"),
                sa.func.count().filter(task.c.due_at <= milliseconds(now)).label("overdue"),
            )
            .where(WAITING, task.c.department.in_(list(departments)), *place)
            .group_by(task.c.process)
            .order_by(task.c.process)
        )
        mine = 0
        if user is not None:
            mine = self.connection.scalar(sa.select(sa.func.count()).select_from(task).where(WAITING, task.c.assignee == user)) or 0
        return {
            "open": sum(row["open"] for row in rows),
            "mine": mine,
            "overdue": sum(row["overdue"] for row in rows),
            "by_process": [{"process": row["process"], "open": row["open"], "overdue": row["overdue"]} for row in rows],
        }

    def tasks_of(self, instance_id: str) -> list[TaskRecord]:
        """Read all tasks of an instance in order of creation."""
        rows = self.many(sa.select(task).where(task.c.instance_id == to_id(instance_id)).order_by(task.c.id))
        return [task_record(row) for row in rows]
