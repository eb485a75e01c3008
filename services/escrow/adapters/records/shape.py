"""How a frozen record becomes a row and back: days stay dates, moments and lists become text."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import orjson

from services.kernel.protected import Protected

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa


@dataclass(frozen=True)
class Shape:
    """The table of one kind of record. A field's annotation says how its column is read; column and field have one name."""

    kind: type[Any]
    table: sa.Table

    @cached_property
    def _types(self) -> dict[str, str]:
        return {field.name: str(field.type) for field in fields(self.kind)}

    @cached_property
    def _loaders(self) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
        """How each column is read, found once: thousands of rows are read at a time."""
        return tuple((name, _loader(kind)) for name, kind in self._types.items())

    def row(self, record: object) -> dict[str, Any]:
        """Return the row of a record."""
        return {name: stored(getattr(record, name)) for name in self._types}

    def record(self, row: dict[str, Any]) -> Any:  # noqa: ANN401 - an instance of `kind`
        """Return the record of a row."""
        values = {}
        for name, load in self._loaders:
            value = row[name]
            values[name] = value if load is None or value is None else load(value)
        return self.kind(**values)


def stored(value: Any) -> Any:  # noqa: ANN401 - a field's value
    """Return a field's value as its column keeps it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict | list | tuple):
        return orjson.dumps(value).decode()
    return value.text if isinstance(value, Protected) else value


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
