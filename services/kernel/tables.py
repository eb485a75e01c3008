"""Decision tables: rows of unary tests over typed inputs, with a hit policy, judged row by row in three-valued logic.

Every row is judged, never only the first that matches, so a reader sees all that applied and all that stayed open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from services.kernel.errors import HuxinError
from services.kernel.unary import Operand, Scope, Truth, UnaryTest, Unknown, all_of

if TYPE_CHECKING:
    from collections.abc import Mapping

HitPolicy = Literal["UNIQUE", "FIRST", "COLLECT"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Input:
    """One input column; `allowed` are the words that the column may hold, empty when it is open."""

    label: str
    operand: Operand
    type_ref: str
    allowed: tuple[object, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One rule: the tests that are not `-`, by column, its outputs, and its annotations (clauses, reason texts …)."""

    id: str
    tests: tuple[tuple[int, UnaryTest], ...]
    outputs: Mapping[str, object]
    annotations: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    @property
    def clauses(self) -> tuple[str, ...]:
        """Clause ids from the annotation column `clauses`, which are separated by blanks."""
        return tuple(self.annotations.get("clauses", "").split())


@dataclass(frozen=True, slots=True)
class Judged:
    """A row and what it came to: true, false, or unknown with the facts that would tell."""

    row: Row
    truth: Truth

    @property
    def open(self) -> frozenset[str]:
        """Names of the facts that keep the row open; empty when it is decided."""
        return self.truth.names if isinstance(self.truth, Unknown) else frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a table came to.

    Attributes:
        outcomes: every value of the asked output that is still possible; one value means decided.
        matched: rows that decided it (all true rows under COLLECT).
        open: rows that could still change it.
        failed: rows that cannot match.
    """

    outcomes: frozenset[object]
    matched: tuple[Row, ...]
    open: tuple[Judged, ...]
    failed: tuple[Row, ...]

    @property
    def missing(self) -> frozenset[str]:
        """Facts that could still change the outcome."""
        return frozenset().union(*(judged.open for judged in self.open))


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A decision table, immutable; `digest` identifies its content."""

    name: str
    hit_policy: HitPolicy
    inputs: tuple[Input, ...]
    outputs: tuple[str, ...]
    rows: tuple[Row, ...]
    digest: str

    def judge(self, scope: Scope) -> tuple[Judged, ...]:
        """Judge every row.

        An input is read once, and only when a row asks for it: a parameter that is not in force on the day stays
        untouched while every row that needs it has failed in an earlier column.
        """
        values: dict[int, object] = {}

        def value(index: int) -> object:
            if index not in values:
                values[index] = self.inputs[index].operand.read(scope)
            return values[index]

        return tuple(Judged(row, all_of(test.holds(value(index), scope) for index, test in row.tests)) for row in self.rows)

    def verdict(self, scope: Scope, output: str = "outcome") -> Verdict:
        """Judge the table by its hit policy.

        Raises:
            HuxinError: `table_ambiguous` when two rows of a UNIQUE table match, `table_gap` when no row of a
                UNIQUE or FIRST table can match.
        """
        judged = self.judge(scope)
        failed = tuple(one.row for one in judged if one.truth is False)
        certain = tuple(one.row for one in judged if one.truth is True)
        maybe = tuple(one for one in judged if one.open)
        if self.hit_policy == "COLLECT":
            outcomes = frozenset(row.outputs[output] for row in certain)
            return Verdict(outcomes=outcomes, matched=certain, open=maybe, failed=failed)
        if self.hit_policy == "UNIQUE":
            if len(certain) > 1:
                raise self._broken("table_ambiguous", "Rows of a UNIQUE decision table overlap", ", ".join(row.id for row in certain))
            reach: tuple[Judged, ...] = () if certain else maybe
        else:
            # FIRST: only what stands before the first certain row can still take its place.
            limit = next((index for index, one in enumerate(judged) if one.truth is True), len(judged))
            certain, reach = certain[:1], tuple(one for one in judged[:limit] if one.open)
        if not certain and not reach:
            raise self._broken("table_gap", "No row of a decision table fits", "every row failed")
        outcomes = frozenset([row.outputs[output] for row in certain] + [one.row.outputs[output] for one in reach])
        if len(outcomes) == 1:
            # Whichever of the open rows matches says the same, so nothing is missing.
            return Verdict(outcomes=outcomes, matched=certain or tuple(one.row for one in reach), open=(), failed=failed)
        return Verdict(outcomes=outcomes, matched=(), open=reach, failed=failed)

    def _broken(self, code: str, title: str, detail: str) -> HuxinError:
        return HuxinError(
            code, title, f"{self.name}: {detail}", status=500, fix="correct the table; `huxin workflows lint` shows gaps and overlaps"
        )
