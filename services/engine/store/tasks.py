"""Tasks, drafts and queues. Pages follow an index, so a queue of a hundred thousand opens as fast as one of ten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from services.engine.domain.history import milliseconds
from services.engine.domain.model import TaskState
from services.engine.store.base import Part
from services.engine.store.rows import instance_record, task_record, task_values, to_id
from services.engine.store.tables import draft, instance, task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from services.engine.domain.model import InstanceRecord, TaskRecord

# Written out, not bound: only a literal lets the planner see that a partial index fits.
_WAITING = sa.literal_column(f"task.state IN ({int(TaskState.OPEN)}, {int(TaskState.CLAIMED)})", sa.Boolean)
_DONE = sa.literal_column(f"task.state = {int(TaskState.COMPLETED)}", sa.Boolean)
_LIGHT = [column for column in instance.c if column.name not in ("blob", "waits")]


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
            .where(task.c.id == values["id"], task.c.version == expected_version, _WAITING)
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
        """Read a page of tasks with their instances (without state), after a keyset position (due time, id).

        Several departments are read one by one through the index and merged, since an index gives one department in order.
        """
        departments = query.get("departments")
        branches = (
            [self._branch(query, None)] if departments is None else [self._branch(query, each) for each in dict.fromkeys(departments)]
        )
        if not branches:
            return []
        order = self._order(query, task.c)
        pages = [self._after(branch, query, after).order_by(*order).limit(limit) for branch in branches]
        ids = pages[0].subquery() if len(pages) == 1 else sa.union_all(*(sa.select(page.subquery()) for page in pages)).subquery()
        rows = self.many(
            sa.select(
                *(column.label(f"t_{column.name}") for column in task.c),
                *(column.label(f"i_{column.name}") for column in _LIGHT),
            )
            .join_from(ids, task, ids.c.id == task.c.id)
            .join(instance, task.c.instance_id == instance.c.id)
            .order_by(*order)
            .limit(limit)
        )
        return [(task_record(row, "t_"), instance_record(row, "i_")) for row in rows]

    def _branch(self, query: dict[str, Any], department: str | None) -> sa.Select[Any]:
        statement = sa.select(task.c.id, task.c.due_at).where(*_state_filters(query))
        if department is not None:
            statement = statement.where(task.c.department == department)
        statement = statement.where(*(task.c[name] == query[name] for name in ("process", "jurisdiction", "assignee") if query.get(name)))
        if query.get("instance_id"):
            statement = statement.where(task.c.instance_id == to_id(query["instance_id"]))
        if query.get("owners") is not None:
            statement = statement.where(task.c.owner.in_(list(query["owners"])))
        about = _about_filters(query)
        return statement.join(instance, task.c.instance_id == instance.c.id).where(*about) if about else statement

    @staticmethod
    def _order(query: dict[str, Any], columns: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a column collection
        if query.get("state") == "done":
            return (columns.id.desc(),)
        return (columns.id,) if query.get("sort") == "since" else (columns.due_at, columns.id)

    @staticmethod
    def _after(statement: sa.Select[Any], query: dict[str, Any], after: tuple[int, str] | None) -> sa.Select[Any]:
        if after is None:
            return statement
        due, last = after[0], to_id(after[1])
        if query.get("state") == "done":
            return statement.where(task.c.id < last)
        if query.get("sort") == "since":
            return statement.where(task.c.id > last)
        return statement.where(sa.tuple_(task.c.due_at, task.c.id) > sa.tuple_(sa.literal(due), sa.literal(last, sa.LargeBinary)))

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
            .where(_WAITING, task.c.department.in_(list(departments)), *place)
            .group_by(task.c.process)
            .order_by(task.c.process)
        )
        mine = 0
        if user is not None:
            mine = self.connection.scalar(sa.select(sa.func.count()).select_from(task).where(_WAITING, task.c.assignee == user)) or 0
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


def _state_filters(query: dict[str, Any]) -> list[sa.ColumnElement[bool]]:
    state = query.get("state") or "open"
    filters: list[sa.ColumnElement[bool]] = []
    if state != "all":
        filters.append(_DONE if state == "done" else _WAITING)
    if state == "claimed":
        filters.append(task.c.state == int(TaskState.CLAIMED))
    if query.get("overdue"):
        filters.append(task.c.due_at <= query["now_ms"])
    return filters


def _about_filters(query: dict[str, Any]) -> list[sa.ColumnElement[bool]]:
    """Return the filters that need the task's instance."""
    filters: list[sa.ColumnElement[bool]] = []
    if query.get("business_key"):
        filters.append(instance.c.business_key == query["business_key"])
    if query.get("text"):
        columns = (task.c.name, instance.c.title, instance.c.business_key)
        filters.append(sa.or_(*(column.icontains(query["text"], autoescape=True) for column in columns)))
    return filters
