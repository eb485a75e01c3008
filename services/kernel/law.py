"""The law as frozen records: clauses, dated parameters, profiles and what a jurisdiction's law is made of.

Nothing here reads a file: `services.runtime.law` builds these records from `regulations/`, and rules receive them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from services.kernel.errors import HuxinError

Verified = Literal["text", "page", "memory"]
"""How the source was checked: its full text was read, a page about it was read, or nobody has checked it yet."""

Executable = Literal["full", "assisted", "narrative"]
"""Software decides or enforces; a person decides and software keeps track; nothing to run."""

Empty: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """A time limit that a clause sets.

    Attributes:
        duration: ISO 8601 duration, or `R/P1M` for a recurrence, or `P0D` for "before the event".
        count: `calendar`, `working`, `clock`, or `anchor` when the text only says before or after an event.
        starts: the event that starts the clock, as a snake_case id.
        holder: the party that must act in time.
        stated: False when the text names a bare number of days and the way of counting is a reading.
    """

    duration: str
    count: str
    starts: str
    holder: str
    stated: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Threshold:
    """A number that a clause compares with: `value` in `unit`, the comparison, and what is measured."""

    value: int
    unit: str
    op: str
    of: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """One norm of one regulation, in our own short words.

    Attributes:
        process: the process that carries it out, by name, or None where there is nothing to run.
        modality: `must` or `may` (a right or discretion).
        open_time_words: words of the text that call for a time limit without giving one.
        note_zh: how an unclear point is read and which parameter holds the reading, or an empty string.
        verified: how far the source was checked.
    """

    id: str
    jurisdiction: str
    article: str
    kind: str
    executable: Executable
    process: str | None
    parties: tuple[str, ...]
    gist_zh: str
    gist_en: str
    modality: str = "must"
    deadlines: tuple[Deadline, ...] = ()
    threshold: Threshold | None = None
    open_time_words: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    note_zh: str = ""
    note_en: str = ""
    verified: Verified = "text"


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """One dated value that a rule may use.

    Attributes:
        value: a bool, int, text, date, tuple or mapping; None means that no authority has set it and the facts must bring it.
        unit: `fen`, `basis_points`, `percent`, `duration_working`, …; see `regulations/README.md`.
        since: first day of validity, or None when it has no known start.
        until: last day of validity (included), or None when open.
        source: where the value comes from, in words.
        clauses: ids of the clauses behind the value.
        jurisdiction: the profile whose file holds it.
    """

    name: str
    value: Any
    unit: str
    since: date | None
    until: date | None
    source: str
    verified: Verified
    clauses: tuple[str, ...]
    label_zh: str = ""
    label_en: str = ""
    jurisdiction: str = "national"

    def holds_on(self, day: date) -> bool:
        """Tell whether the value is valid on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def as_json(self) -> dict[str, Any]:
        """Return the parameter as JSON members, dates as ISO days."""
        return {
            "name": self.name,
            "value": _plain(self.value),
            "unit": self.unit,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "source": self.source,
            "verified": self.verified,
            "clauses": list(self.clauses),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A text that a profile rests on; `status` says in words whether and since when it is in force."""

    title_zh: str
    title_en: str
    status: str
    number: str = ""
    since: date | None = None
    verified: Verified = "text"


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """A jurisdiction: its names, whether its rules are in force, and where they depart from national law."""

    jurisdiction: str
    name_zh: str
    name_en: str
    in_force: bool
    draft: bool
    place: str | None
    since: date | None
    sources: tuple[Source, ...]
    flags: Mapping[str, Any] = field(default_factory=lambda: Empty)


@dataclass(frozen=True, kw_only=True, slots=True)
class Department:
    """A party to the processes; `kind` is `public`, `firm`, `person` or `organisation`."""

    id: str
    kind: str
    name_zh: str
    name_en: str
    jurisdictions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Routing:
    """Which department is competent.

    Attributes:
        sectors: sector → department that handles arrears of that sector.
        functions: function such as `permit_authority` → the department that fills it.
        default: who receives what no row names; nothing is ever turned away.
    """

    sectors: Mapping[str, str]
    functions: Mapping[str, str]
    default: str

    def for_sector(self, sector: str) -> str:
        """Return the department competent for a sector, or the default one."""
        return self.sectors.get(sector, self.default)

    def for_function(self, function: str) -> str:
        """Return the department that fills a function; a function nobody else fills is a department itself."""
        return self.functions.get(function, function)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessName:
    """One of the processes: its short number, its name in the catalogue, and its names for people."""

    number: str
    id: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Law:
    """Everything that binds in one jurisdiction: its own rules and, above them, the national ones.

    Attributes:
        clauses: own and national clauses by id.
        catalogue: clauses of every profile by id, for a decision may borrow a rule from another one.
        versions: name → dated values, newest first, the profile's own before the national ones.
        version: short content hash of the files this law was read from.
        tables: DMN documents by file stem.
    """

    jurisdiction: str
    profile: Profile
    clauses: Mapping[str, Clause]
    catalogue: Mapping[str, Clause]
    versions: Mapping[str, tuple[Parameter, ...]]
    routing: Routing
    departments: Mapping[str, Department]
    processes: Mapping[str, ProcessName]
    version: str
    tables: Mapping[str, str] = field(default_factory=lambda: Empty)

    @property
    def flags(self) -> Mapping[str, Any]:
        """The profile's flags: `in_force`, `draft`, `national_conflict` (clause id → how it departs from national law)."""
        return self.profile.flags

    def clause(self, clause_id: str) -> Clause:
        """Return a clause of any profile.

        Raises:
            HuxinError: `unknown_clause` when no catalogue holds the id.
        """
        try:
            return self.catalogue[clause_id]
        except KeyError:
            raise HuxinError(
                "unknown_clause",
                "No such clause",
                f"{clause_id!r} is in no catalogue",
                status=404,
                fix="`huxin clauses --national` lists the ids",
            ) from None

    def parameter(self, name: str, on: date | None = None) -> Parameter:
        """Return a parameter as valid on a day, or its newest value when no day is given.

        Raises:
            HuxinError: `unknown_parameter` when the law has no such name, `parameter_not_in_force` when it has no value on that day.
        """
        known = self.versions.get(name)
        if not known:
            raise HuxinError(
                "unknown_parameter",
                "No such parameter",
                f"{name!r} is not set for {self.jurisdiction}",
                status=404,
                fix=f"add it to regulations/{self.jurisdiction}/parameters.yaml",
            )
        if on is None:
            return known[0]
        for candidate in known:
            if candidate.holds_on(on):
                return candidate
        raise HuxinError(
            "parameter_not_in_force",
            "The parameter has no value on that day",
            f"{name!r} on {on.isoformat()} in {self.jurisdiction}; known from {known[-1].since} on",
            status=422,
            fix="decide for a day on which the rule is in force, or add the earlier value",
        )

    def parameters(self, on: date | None = None) -> tuple[Parameter, ...]:
        """Return every parameter that has a value on the day (or the newest of each), sorted by name."""
        found: list[Parameter] = []
        for name in sorted(self.versions):
            if on is None:
                found.append(self.versions[name][0])
            else:
                found.extend([candidate for candidate in self.versions[name] if candidate.holds_on(on)][:1])
        return tuple(found)


def _plain(value: Any) -> Any:  # noqa: ANN401 - a parameter's value is any JSON value or a date
    """Turn frozen containers and dates into what JSON can hold."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value
