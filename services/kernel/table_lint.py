"""Finds what is wrong with a decision table before it runs: gaps, overlaps and rows that can never decide.

Each column is probed at its constants, just beside them and, where a cell speaks of null, at null. Bounds that are only
known at run time (facts, parameters) get stand-in values, so `< x` and `>= x` are still seen to complete each other.
Columns are taken to be independent of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from services.kernel.unary import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.kernel.tables import Table

_STAND_IN_DAY = date(1900, 1, 1)
_STAND_IN_NUMBER = 1_000_000_007


@dataclass(frozen=True, slots=True)
class TableProblem:
    """One finding: `gap`, `overlap` or `unreachable`, the rows it concerns and values that show it."""

    kind: str
    rows: tuple[str, ...]
    example: tuple[tuple[str, object], ...] = ()

    @property
    def detail(self) -> str:
        """Say it in words."""
        shown = ", ".join(f"{name} = {value!r}" for name, value in self.example)
        return {
            "gap": f"no row fits when {shown}",
            "overlap": f"rows {' and '.join(self.rows)} both fit when {shown}",
            "unreachable": f"row {', '.join(self.rows)} can never decide",
        }[self.kind]


class _StandIns:
    """Gives every name a value of the column's type; the same name always gets the same value."""

    def __init__(self, type_ref: str) -> None:
        self.type_ref = type_ref
        self._numbers: dict[str, int] = {}

    def value(self, name: str) -> object:
        """Stand in for a fact or the day."""
        number = self._numbers.setdefault(name, len(self._numbers) + 1)
        if self.type_ref == "date":
            return _STAND_IN_DAY + timedelta(days=10 * number)
        return f"<{name}>" if self.type_ref == "string" else _STAND_IN_NUMBER * number

    def parameter(self, name: str) -> object:
        """Stand in for a parameter."""
        return True if self.type_ref == "boolean" else self.value(f"parameter {name}")


@dataclass(frozen=True, slots=True)
class _Column:
    """Probe values of a column with the rows that each lets pass, as bits; equal sets are kept once."""

    label: str
    passing: tuple[tuple[int, object], ...]


def lint_table(table: Table) -> tuple[TableProblem, ...]:
    """Return every problem of a table under its hit policy; COLLECT tables may overlap and leave gaps."""
    columns = tuple(_column(table, index) for index in range(len(table.inputs)))
    everything = (1 << len(table.rows)) - 1
    problems: list[TableProblem] = []
    for index, row in enumerate(table.rows):
        earlier = (1 << index) - 1 if table.hit_policy == "FIRST" else 0
        if next(_paths(columns, everything, require=1 << index, forbid=earlier), None) is None:
            problems.append(TableProblem("unreachable", (row.id,)))
    if table.hit_policy == "COLLECT":
        return tuple(problems)
    gap = next(_paths(columns, everything, require=0, forbid=everything), None)
    if gap is not None:
        problems.append(TableProblem("gap", (), gap))
    if table.hit_policy == "UNIQUE":
        problems.extend(_overlaps(table, columns, everything))
    return tuple(problems)


def _overlaps(table: Table, columns: tuple[_Column, ...], everything: int) -> Iterator[TableProblem]:
    for second in range(len(table.rows)):
        for first in range(second):
            both = next(_paths(columns, everything, require=(1 << first) | (1 << second), forbid=0), None)
            if both is not None:
                yield TableProblem("overlap", (table.rows[first].id, table.rows[second].id), both)


def _paths(columns: tuple[_Column, ...], mask: int, *, require: int, forbid: int) -> Iterator[tuple[tuple[str, object], ...]]:
    """Yield choices of one probe a column after which all `require` rows still pass and no `forbid` row does."""
    seen: set[tuple[int, int]] = set()

    def walk(depth: int, rows: int, chosen: tuple[tuple[str, object], ...]) -> Iterator[tuple[tuple[str, object], ...]]:
        if rows & require != require or (depth, rows) in seen:
            return
        seen.add((depth, rows))
        if depth == len(columns):
            if not rows & forbid:
                yield chosen
            return
        for bits, value in columns[depth].passing:
            yield from walk(depth + 1, rows & bits, (*chosen, (columns[depth].label, value)))

    return walk(0, mask, ())


def _column(table: Table, index: int) -> _Column:
    column = table.inputs[index]
    scope = _StandIns(column.type_ref)
    tests = [dict(row.tests).get(index) for row in table.rows]
    bounds = [operand.read(scope) for test in tests if test is not None for operand in test.operands]
    passing: dict[int, object] = {}
    for probe in _probes(column.type_ref, column.allowed, bounds):
        bits = sum(1 << number for number, test in enumerate(tests) if test is None or test.holds(probe, scope) is True)
        passing.setdefault(bits, probe)
    return _Column(column.label or column.operand.text, tuple((bits, probe) for bits, probe in passing.items()))


def _probes(type_ref: str, allowed: tuple[object, ...], bounds: list[object]) -> Iterator[object]:
    """Yield values that tell apart everything the cells of a column can tell apart."""
    if None in bounds:
        yield None
    if type_ref == "boolean":
        yield from (True, False)
    elif allowed:
        yield from allowed
        yield from (bound for bound in bounds if isinstance(bound, str) and bound.startswith("<"))
    elif type_ref == "string":
        yield from (bound for bound in bounds if bound is not None)
        yield "<anything else>"
    else:
        yield from _numbers_or_days(type_ref, bounds)


def _numbers_or_days(type_ref: str, bounds: list[object]) -> Iterator[object]:
    known = [bound for bound in bounds if bound is not None and not isinstance(bound, Unknown)]
    if not known:
        yield _STAND_IN_DAY if type_ref == "date" else 0
    for bound in known:
        if isinstance(bound, date):
            yield from (bound - timedelta(days=1), bound, bound + timedelta(days=1))
        elif isinstance(bound, int):
            yield from (bound - 1, bound, bound + 1)
