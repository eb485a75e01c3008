"""A gate: a question that lets pass unless a row of its tables names a fault. Every gate of every service decides in this one way.

The rows of the national table hold in every profile, because a local rule that asks less never switches off a national duty; a
profile's own table adds to them. A row whose outcome is `passes` states a ground for letting pass, one of `stops` a fault.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.kernel.decision import NATIONAL, UNDETERMINED, Decision, Derived, Inquiry, Lawbook, Reason, merged
from services.kernel.unary import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from services.kernel.facts import Facts, FactSchema
    from services.kernel.tables import Judged, Row, Table


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """How one gate decides.

    Attributes:
        name: name of the decision; its tables are `<name>_<profile>`.
        schema: the facts it takes.
        passes: outcome when no fault is found.
        stops: outcomes of faults, the gravest first; a grave fault that is still open leaves a lighter one undecided.
        profiles: profiles that add a table of their own.
        presumed: how absent facts are read, see `Inquiry`.
        derived: further names for tables, see `Inquiry`.
        also: what is shown beside the outcome.
    """

    name: str
    schema: FactSchema
    passes: str
    stops: tuple[str, ...] = ("refuse",)
    profiles: tuple[str, ...] = ("shaoxing", "toli-draft")
    presumed: Mapping[str, Callable[[Inquiry], object]] = field(default_factory=dict)
    derived: Mapping[str, Derived] = field(default_factory=dict)
    also: Callable[[Inquiry], Mapping[str, object]] = lambda _: {}

    def decide(self, facts: Facts, law: Lawbook, on: date) -> Decision:
        """Stop with every certain fault of the gravest kind found, stay undetermined while a fault is open, else let pass."""
        inquiry = Inquiry(facts, law, on, self.presumed, self.derived)
        tables = self._tables(inquiry)
        outcome, rows, unclear = self._outcome(self._judge(inquiry, tables))
        missing = self.schema.ordered(frozenset().union(*(one.open for one in unclear)))
        reasons = (inquiry.lacking(missing, [one.row for one in unclear]),) if unclear else self._told(inquiry, tables, rows)
        return Decision(
            decision=self.name,
            jurisdiction=law.jurisdiction,
            on=on,
            outcome=outcome,
            also=self.also(inquiry),
            reasons=reasons,
            missing=missing,
            parameters=inquiry.parameters,
            version=inquiry.version(),
            ignored=facts.ignored,
        )

    def _tables(self, inquiry: Inquiry) -> list[Table]:
        """Return the national table and the profile's own."""
        tables = [inquiry.table(f"{self.name}_{NATIONAL}")]
        if inquiry.law.jurisdiction in self.profiles:
            tables.append(inquiry.own_table(self.name))
        return tables

    def _judge(self, inquiry: Inquiry, tables: Iterable[Table]) -> list[Judged]:
        pairs = [(table, one) for table in tables for one in table.judge(inquiry)]
        asked = [(one, _unresolved(table, one.row, inquiry)) for table, one in pairs if one.open]
        # A row that asks for all that another one asks for, and more, adds nothing to it: its further facts would not decide.
        idle = {
            id(one)
            for one, wants in asked
            for other, less in asked
            if less < wants and one.row.outputs["outcome"] == other.row.outputs["outcome"]
        }
        return [one for _, one in pairs if id(one) not in idle]

    def _outcome(self, judged: Iterable[Judged]) -> tuple[str, list[Row], list[Judged]]:
        """Return the outcome, the rows that state it, and the rows that leave it open."""
        rows = list(judged)
        unclear: list[Judged] = []
        for stop in self.stops:
            certain = [one.row for one in rows if one.row.outputs["outcome"] == stop and one.truth is True]
            if certain:
                return (UNDETERMINED, [], unclear) if unclear else (stop, certain, [])
            unclear += [one for one in rows if one.row.outputs["outcome"] == stop and one.open]
        if unclear:
            return UNDETERMINED, [], unclear
        return self.passes, [one.row for one in rows if one.row.outputs["outcome"] == self.passes and one.truth is True], []

    def _told(self, inquiry: Inquiry, tables: Iterable[Table], rows: list[Row]) -> tuple[Reason, ...]:
        """Give one reason a row; what merely follows from another one (annotation `follows`) is not told twice.

        The first row of a table that lets pass also shows the facts that ruled out every fault of its table.
        """
        codes, told = {str(row.outputs["code"]) for row in rows}, []
        for table in tables:
            faults = [row for row in table.rows if row.outputs["outcome"] in self.stops]
            for row in (one for one in table.rows if any(one is decisive for decisive in rows)):
                if not codes & set(row.annotations.get("follows", "").split()):
                    told.append(inquiry.reason(row, faults if row.outputs["outcome"] == self.passes else ()))
                    faults = []
        return merged(told)


def _unresolved(table: Table, row: Row, inquiry: Inquiry) -> frozenset[tuple[str, str]]:
    """Return the tests of a row that facts do not decide yet, as texts of column and cell."""
    read = [(table.inputs[index].operand, test) for index, test in row.tests]
    return frozenset((operand.text, test.text) for operand, test in read if isinstance(test.holds(operand.read(inquiry), inquiry), Unknown))
