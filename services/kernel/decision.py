"""A decision and how it is reached: facts and the law of the day in; outcome, reasons and what is missing out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from services.kernel.errors import HuxinError
from services.kernel.unary import Unknown

if TYPE_CHECKING:
    from services.kernel.calendar import LegalCalendar
    from services.kernel.facts import Facts, FactSchema
    from services.kernel.law import Parameter
    from services.kernel.tables import Row, Table

UNDETERMINED = "undetermined"
NATIONAL = "national"


class Lawbook(Protocol):
    """The law of one profile as a rule reads it; `Law` together with its parsed tables is one."""

    @property
    def jurisdiction(self) -> str:
        """Profile: `national`, `shaoxing` or `toli-draft`."""

    @property
    def version(self) -> str:
        """Fingerprint of the files that the law was read from."""

    @property
    def calendar(self) -> LegalCalendar:
        """The legal calendar of the profile."""

    def parameter(self, name: str, on: date) -> Parameter:
        """Return the parameter that holds on a day."""

    def table(self, name: str) -> Table:
        """Return a decision table by name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why: a sentence in both languages, the clauses it rests on and the facts it used."""

    text: str
    text_en: str
    code: str
    clauses: tuple[str, ...]
    facts: Mapping[str, object] = field(default_factory=dict)
    flags: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the reason as JSON members."""
        body: dict[str, object] = {
            "text": self.text,
            "text_en": self.text_en,
            "code": self.code,
            "clauses": list(self.clauses),
            "facts": {name: plain(value) for name, value in self.facts.items()},
        }
        return body | {"flags": list(self.flags)} if self.flags else body


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """The answer to one question under the law of one day.

    Attributes:
        decision: name of the rule.
        jurisdiction: profile that was applied.
        on: day whose law holds.
        outcome: word or whole number; `undetermined` when facts are wanting.
        also: further results by name.
        reasons: why, with clauses and facts.
        missing: facts that would decide, empty unless undetermined.
        parameters: dated values that were read, by name.
        version: fingerprint of the law and tables, so that a decision can be replayed and compared.
        ignored: given facts that this decision does not know.
    """

    decision: str
    jurisdiction: str
    on: date
    outcome: str | int
    reasons: tuple[Reason, ...]
    version: str
    also: Mapping[str, object] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the decision as JSON members; days become ISO texts."""
        return {
            "decision": self.decision,
            "jurisdiction": self.jurisdiction,
            "on": self.on.isoformat(),
            "outcome": self.outcome,
            "also": {name: plain(value) for name, value in self.also.items()},
            "reasons": [reason.to_json() for reason in self.reasons],
            "missing": list(self.missing),
            "parameters": {name: value.as_json() for name, value in self.parameters.items()},
            "version": self.version,
            "ignored": list(self.ignored),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A decision that can be asked: its facts, its possible outcomes and the pure function that decides."""

    name: str
    title_zh: str
    title_en: str
    schema: FactSchema
    outcomes: tuple[str, ...]
    apply: Callable[[Facts, Lawbook, date], Decision]

    def decide(self, given: Mapping[str, object], law: Lawbook, on: date) -> Decision:
        """Check the facts and decide.

        Raises:
            HuxinError: `bad_facts` when a fact has the wrong type or an unknown word.
        """
        return self.apply(self.schema.read(given), law, on)


@dataclass(frozen=True, slots=True)
class Derived:
    """A value that tables ask for by name though nobody states it: worked out from `facts`, the day and the law.

    `read` returns `Unknown` with the facts that would tell, where they do not suffice.
    """

    facts: tuple[str, ...]
    read: Callable[[Inquiry], object]


class Inquiry:
    """One run of a rule: reads facts, the day and parameters for tables, and keeps what was read.

    `presumed` tells how a fact is read when nobody states it; every other absent fact is unknown. `derived` are further names for tables.
    """

    def __init__(
        self,
        facts: Facts,
        law: Lawbook,
        on: date,
        presumed: Mapping[str, Callable[[Inquiry], object]] | None = None,
        derived: Mapping[str, Derived] | None = None,
    ) -> None:
        if isinstance(on, datetime):
            raise HuxinError("bad_day", "A decision needs a day", "given a time of day", fix="give the day alone")
        self.facts = facts
        self.law = law
        self.on = on
        self.presumed = presumed or {}
        self.derived = derived or {}
        self.parameters: dict[str, Parameter] = {}
        self._digests: list[str] = []

    def value(self, name: str) -> object:
        """Return a fact, `on` or `jurisdiction`; a fact that nobody stated is `Unknown`."""
        if name == "on":
            return self.on
        if name == "jurisdiction":
            return self.law.jurisdiction
        if name in self.derived:
            return self.derived[name].read(self)
        values = self.facts.values
        if name in values:
            return values[name]
        return self.presumed[name](self) if name in self.presumed else Unknown(frozenset({name}))

    def parameter(self, name: str) -> object:
        """Return the value of a parameter on the day of the decision and remember its terms."""
        found = self.parameters.get(name)
        if found is None:
            found = self.parameters[name] = self.law.parameter(name, self.on)
        return found.value

    def parameter_if_in_force(self, name: str) -> object:
        """Return the value of a parameter, or None on a day on which the law does not have it yet, or no longer."""
        try:
            return self.parameter(name)
        except HuxinError as error:
            if error.code != "parameter_not_in_force":
                raise
            return None

    def table(self, name: str) -> Table:
        """Return a table and remember its fingerprint."""
        table = self.law.table(name)
        self._digests.append(table.digest)
        return table

    def own_table(self, stem: str) -> Table:
        """Return the profile's own table, named `<stem>_<profile>`."""
        return self.table(f"{stem}_{self.law.jurisdiction.replace('-', '_')}")

    def reason(self, row: Row, ruled_out: Iterable[Row] = ()) -> Reason:
        """Return the reason that a row states in its annotations, with the facts that its cells read.

        Args:
            row: the row that decided.
            ruled_out: rows that had to fail before this one could decide; the facts that ruled them out were used as well.
        """
        return Reason(
            text=row.annotations.get("reason_zh", ""),
            text_en=row.annotations.get("reason_en", ""),
            code=str(row.outputs.get("code", row.id)),
            clauses=row.clauses,
            facts=self.stated(row.names.union(*(one.names for one in ruled_out))),
            flags=tuple(row.annotations.get("flags", "").split()),
        )

    def lacking(self, names: Iterable[str], rows: Iterable[Row], clauses: tuple[str, ...] = ()) -> Reason:
        """Return the reason of an undetermined outcome: which facts are wanting, which clauses ask for them, what is known."""
        texts, asking = wanting(names), tuple(rows)
        return Reason(
            text=texts[0],
            text_en=texts[1],
            code="facts_missing",
            clauses=clauses or tuple(dict.fromkeys(clause for row in asking for clause in row.clauses)),
            facts=self.stated(name for row in asking for name in row.names),
        )

    def stated(self, names: Iterable[str]) -> dict[str, object]:
        """Return those of the named facts that somebody stated; a derived name stands for the facts behind it."""
        behind = {fact for name in names for fact in (self.derived[name].facts if name in self.derived else (name,))}
        return {name: self.facts.values[name] for name in sorted(behind) if name in self.facts.values}

    def version(self) -> str:
        """Return the fingerprint of the law and the tables that were asked; it does not depend on the facts."""
        parts = [self.law.jurisdiction, self.law.version, *self._digests]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def wanting(names: Iterable[str]) -> tuple[str, str]:
    """Say in Chinese and in English which facts are still to be established."""
    wanted = tuple(names)
    return (
        f"事实不足，尚不能决定，还需查明：{'、'.join(wanted)}。",
        f"The facts do not suffice to decide; still to be established: {', '.join(wanted)}.",
    )


def merged(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Join reasons of the same code, so that a fault which two laws forbid is told once and cites both."""
    by_code: dict[str, Reason] = {}
    for reason in reasons:
        first = by_code.get(reason.code)
        by_code[reason.code] = reason if first is None else _joined(first, reason)
    return tuple(by_code.values())


def _joined(first: Reason, second: Reason) -> Reason:
    return Reason(
        text=first.text,
        text_en=first.text_en,
        code=first.code,
        clauses=tuple(dict.fromkeys(first.clauses + second.clauses)),
        facts={**first.facts, **second.facts},
        flags=tuple(dict.fromkeys(first.flags + second.flags)),
    )


def plain(value: object) -> object:
    """Return a value as JSON can hold it: days and times become ISO texts."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | frozenset):
        return [plain(item) for item in value]
    return value
