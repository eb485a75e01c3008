"""Frozen records as rows, for services that keep theirs in tables of the same shape: column and field have one name.

Days stay dates, moments are ISO 8601 text with offset, lists and objects are JSON text, protected numbers their one text.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from services.kernel.protected import Protected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from services.runtime.vault import Vault

R = TypeVar("R")
BATCH = 2000  # rows of one statement


@dataclass(frozen=True)
class Shape:
    """The table of one kind of record. A field's annotation says how its column is read; `sealed` names those that are stored sealed."""

    kind: type[Any]
    table: sa.Table
    sealed: frozenset[str] = frozenset()

    @cached_property
    def _loaders(self) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
        """How each column is read, found once: thousands of rows are read at a time."""
        return tuple((field.name, _loader(str(field.type))) for field in fields(self.kind))

    def row(self, record: object, vault: Vault | None = None) -> dict[str, Any]:
        """Return the row of a record; one with sealed fields needs the vault."""
        row = {name: stored(getattr(record, name)) for name, _load in self._loaders}
        for name in self.sealed:
            row[name] = _of(vault).seal(row[name]) if row[name] else ""
        return row

    def record(self, row: dict[str, Any], vault: Vault | None = None) -> Any:  # noqa: ANN401 - an instance of `kind`
        """Return the record of a row; one with sealed fields needs the vault."""
        values = {}
        for name, load in self._loaders:
            value = row[name]
            values[name] = value if load is None or value is None else load(value)
        for name in self.sealed:
            values[name] = _of(vault).open(values[name]) if values[name] else ""
        return self.kind(**values)


class ShapedRecords:
    """Adds, changes and finds records on one connection, each in the table of its kind.

    Args:
        connection: the transaction.
        shapes: the table of each kind.
        vault: seals and opens sealed fields; needed where a shape has some.
    """

    def __init__(self, connection: sa.Connection, shapes: Mapping[type[Any], Shape], vault: Vault | None = None) -> None:
        self._connection = connection
        self._shapes = shapes
        self._vault = vault
        self._insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert

    def add(self, record: object) -> None:
        """Add a record."""
        shape = self._shapes[type(record)]
        self._connection.execute(shape.table.insert().values(**shape.row(record, self._vault)))

    def add_new(self, record: object) -> bool:
        """Add a record; False when its key or a unique value is known already."""
        shape = self._shapes[type(record)]
        statement = self._insert(shape.table).values(**shape.row(record, self._vault)).on_conflict_do_nothing()
        return self._connection.execute(statement).rowcount == 1

    def put(self, record: object) -> None:
        """Add a record, or write it over the one with the same key."""
        shape = self._shapes[type(record)]
        row = shape.row(record, self._vault)
        key = [column.name for column in shape.table.primary_key]
        rest = {name: value for name, value in row.items() if name not in key}
        statement = self._insert(shape.table).values(**row)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=key, set_=rest) if rest else statement.on_conflict_do_nothing()
        )

    def add_all(self, records: Iterable[object]) -> None:
        """Add many records of one kind."""
        waiting = iter(records)
        while part := list(islice(waiting, BATCH)):
            shape = self._shapes[type(part[0])]
            self._connection.execute(shape.table.insert(), [shape.row(record, self._vault) for record in part])

    def put_all(self, records: Sequence[object]) -> None:
        """Put many records of one kind at once."""
        if not records:
            return
        shape = self._shapes[type(records[0])]
        key = [column.name for column in shape.table.primary_key]
        statement = self._insert(shape.table)
        rest = {column.name: statement.excluded[column.name] for column in shape.table.columns if column.name not in key}
        rows = [shape.row(record, self._vault) for record in records]
        self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_=rest), rows)

    def one(self, kind: type[R], /, *, lock: bool = False, **where: object) -> R | None:
        """Return the record with these values, with its row locked when it is going to be changed.

        The lock leaves the key alone, so that rows which refer to this one can be written meanwhile.
        """
        shape = self._shapes[kind]
        statement = sa.select(shape.table).where(*_conditions(shape, where)).limit(1)
        row = self._connection.execute(statement.with_for_update(key_share=True) if lock else statement).mappings().first()
        return shape.record(dict(row), self._vault) if row else None

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
        """Return records in the order of their key, after a key; a list or tuple as a value means any of them.

        Records that are going to be changed are locked; those that another transaction changed meanwhile are looked at anew.
        """
        shape = self._shapes[kind]
        keys = list(shape.table.primary_key)
        order = [column.desc() for column in keys] if newest_first else keys
        statement = sa.select(shape.table).where(*_conditions(shape, where)).order_by(*order).limit(limit)
        if after is not None:
            statement = statement.where(keys[-1] < after if newest_first else keys[-1] > after)
        if lock:
            statement = statement.with_for_update(key_share=True)
        return [shape.record(dict(row), self._vault) for row in self._connection.execute(statement).mappings()]

    def total(self, kind: type[Any], column: str, /, **where: object) -> int:
        """Return the sum of a column over the records with these values; 0 when there are none."""
        shape = self._shapes[kind]
        statement = sa.select(sa.func.coalesce(sa.func.sum(shape.table.c[column]), 0)).where(*_conditions(shape, where))
        return int(self._connection.scalar(statement) or 0)


def stored(value: Any) -> Any:  # noqa: ANN401 - a field's value
    """Return a field's value as its column keeps it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict | list | tuple):
        return orjson.dumps(value).decode()
    return value.text if isinstance(value, Protected) else value


def _conditions(shape: Shape, where: Mapping[str, object]) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    for name, value in where.items():
        column = shape.table.c[name]
        conditions.append(column.in_([stored(each) for each in value]) if isinstance(value, list | tuple) else column == stored(value))
    return conditions


def _loader(kind: str) -> Callable[[Any], Any] | None:
    """Return what turns a column's value into a field's; None where they are the same."""
    if kind.startswith("datetime"):
        return datetime.fromisoformat
    if kind.startswith("date"):
        return lambda value: value if isinstance(value, date) else date.fromisoformat(value)
    if kind == "Protected":
        return Protected.parse
    if kind.startswith("tuple"):
        return lambda value: tuple(orjson.loads(value))
    return orjson.loads if kind.startswith("dict") else None


def _of(vault: Vault | None) -> Vault:
    if vault is None:
        raise TypeError("records with sealed fields are kept with a vault")
    return vault
