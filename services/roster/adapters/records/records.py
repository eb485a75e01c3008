"""The records of the roster service, within one transaction."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from services.roster.adapters.records.shapes import SHAPES
from services.roster.adapters.tables.attendance import worker_attendance
from services.roster.domain.model import WorkerAttendance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from services.runtime.vault import Vault

R = TypeVar("R")
BATCH = 2000
ANY_OF = 500  # values of one `IN`; SQLite takes some thousands at most


class SqlRecords:
    """Fulfils `services.roster.application.ports.Records` on one connection."""

    def __init__(self, connection: sa.Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        self._insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert

    def add(self, record: object) -> None:
        """Add a record."""
        shape = SHAPES[type(record)]
        self._connection.execute(shape.table.insert().values(**shape.row(record, self._vault)))

    def put(self, record: object) -> None:
        """Add a record, or write it over the one with the same key."""
        shape = SHAPES[type(record)]
        row = shape.row(record, self._vault)
        key = [column.name for column in shape.table.primary_key]
        rest = {name: value for name, value in row.items() if name not in key}
        self._connection.execute(self._insert(shape.table).values(**row).on_conflict_do_update(index_elements=key, set_=rest))

    def add_new(self, record: object) -> bool:
        """Add a record; False when its key or a unique value is known already."""
        shape = SHAPES[type(record)]
        statement = self._insert(shape.table).values(**shape.row(record, self._vault)).on_conflict_do_nothing()
        return self._connection.execute(statement).rowcount == 1

    def one(self, kind: type[R], *, lock: bool = False, **where: object) -> R | None:
        """Return the record with these values, with its row locked when it is going to be changed."""
        shape = SHAPES[kind]
        statement = sa.select(shape.table).where(*(shape.table.c[name] == value for name, value in where.items()))
        row = self._connection.execute(statement.with_for_update(key_share=True) if lock else statement).mappings().first()
        return shape.record(dict(row), self._vault) if row else None

    def many(self, kind: type[R], *, after: object = None, limit: int | None = None, **where: object) -> Sequence[R]:
        """Return records in the order of their key, after a key; a list or tuple as a value means any of them."""
        wide = next((name for name, value in where.items() if isinstance(value, list | tuple) and len(value) > ANY_OF), None)
        if wide is not None:
            values: Any = where.pop(wide)
            parts = (values[at : at + ANY_OF] for at in range(0, len(values), ANY_OF))
            return [record for part in parts for record in self.many(kind, **{**where, wide: part})]
        shape = SHAPES[kind]
        statement = sa.select(shape.table).order_by(*shape.table.primary_key).limit(limit)
        for name, value in where.items():
            column = shape.table.c[name]
            statement = statement.where(column.in_(value) if isinstance(value, list | tuple) else column == value)
        if after is not None:
            statement = statement.where(list(shape.table.primary_key)[-1] > after)
        return [shape.record(dict(row), self._vault) for row in self._connection.execute(statement).mappings()]

    def part(self) -> AbstractContextManager[object]:
        """Open a part of the transaction (a savepoint) that is undone by itself when an exception leaves it."""
        return self._connection.begin_nested()

    def known_clockings(self, project_code: str, first: date, last: date) -> set[tuple[str, str]]:
        """Return worker and moment (ISO 8601) of all clockings of a span of days."""
        table = worker_attendance
        statement = sa.select(table.c.worker_id, table.c.at).where(table.c.project_code == project_code, table.c.day.between(first, last))
        return {(str(worker), str(at)) for worker, at in self._connection.execute(statement)}

    def add_all(self, kind: type[R], records: Iterable[R]) -> None:
        """Add many new records of one kind."""
        shape, waiting = SHAPES[kind], iter(records)
        while part := [shape.row(record, self._vault) for record in islice(waiting, BATCH)]:
            self._connection.execute(shape.table.insert(), part)

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
