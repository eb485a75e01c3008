"""The records of the roster service, within one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from services.roster.adapters.records.shapes import SHAPES
from services.roster.adapters.tables.attendance import worker_attendance
from services.roster.domain.model import WorkerAttendance
from services.runtime.records import ShapedRecords

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from services.runtime.vault import Vault

R = TypeVar("R")
ANY_OF = 500  # values of one `IN`; SQLite takes some thousands at most


class SqlRecords(ShapedRecords):
    """Fulfils `services.roster.application.ports.Records` on one connection."""

    def __init__(self, connection: sa.Connection, vault: Vault) -> None:
        super().__init__(connection, SHAPES, vault)

    def many(
        self,
        kind: type[R],
        /,
        *,
        after: object = None,
        limit: int | None = None,
        newest_first: bool = False,
        lock: bool = False,
        **where: object,
    ) -> Sequence[R]:
        """Return records in the order of their key, after a key; of very many values wanted, those of one part after the other."""
        wide = next((name for name, value in where.items() if isinstance(value, list | tuple) and len(value) > ANY_OF), None)
        how: dict[str, Any] = {**where, "after": after, "limit": limit, "newest_first": newest_first, "lock": lock}
        if wide is None:
            return super().many(kind, **how)
        values = how.pop(wide)
        parts = (values[at : at + ANY_OF] for at in range(0, len(values), ANY_OF))
        return [record for part in parts for record in self.many(kind, **how, **{wide: part})]

    def part(self) -> AbstractContextManager[object]:
        """Open a part of the transaction (a savepoint) that is undone by itself when an exception leaves it."""
        return self._connection.begin_nested()

    def known_clockings(self, project_code: str, first: date, last: date) -> set[tuple[str, str]]:
        """Return worker and moment (ISO 8601) of all clockings of a span of days."""
        table = worker_attendance
        statement = sa.select(table.c.worker_id, table.c.at).where(table.c.project_code == project_code, table.c.day.between(first, last))
        return {(str(worker), str(at)) for worker, at in self._connection.execute(statement)}

    def last_attended(self, project_code: str) -> date | None:
        """Return the last day on which anybody clocked on a project."""
        table = worker_attendance
        last: date | None = self._connection.scalar(sa.select(sa.func.max(table.c.day)).where(table.c.project_code == project_code))
        return last

    def attended_days(self, project_code: str, first: date, last: date) -> dict[str, int]:
        """Return how many days of the span count for each worker."""
        table = worker_attendance
        statement = (
            sa.select(table.c.worker_id, sa.func.count(sa.distinct(table.c.day)))
            .where(table.c.project_code == project_code, table.c.day.between(first, last), table.c.counts)
            .group_by(table.c.worker_id)
        )
        return {str(worker): int(days) for worker, days in self._connection.execute(statement)}

    def attendance_page(  # noqa: PLR0913 - the parts of a page
        self, project_code: str, *, worker_ids: Sequence[str] | None, first: date, last: date, after: str | None, limit: int
    ) -> Sequence[WorkerAttendance]:
        """Return clockings of a span of days in the order of `<moment> <worker>`, after one of them."""
        table, shape = worker_attendance, SHAPES[WorkerAttendance]
        place = table.c.at + " " + table.c.worker_id
        statement = (
            sa.select(table)
            .where(table.c.project_code == project_code, table.c.day.between(first, last))
            .order_by(table.c.at, table.c.worker_id)
            .limit(limit)
        )
        if worker_ids is not None:
            statement = statement.where(table.c.worker_id.in_(list(worker_ids)))
        if after:
            statement = statement.where(place > after)
        return [shape.record(dict(row), self._vault) for row in self._connection.execute(statement).mappings()]
