"""Checks the law as data as one whole: ids, references and dates across files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.kernel.law import Parameter
    from services.runtime.law import Regulations


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing wrong with the law files; `fix` is the corrected YAML where there is one."""

    entry: str
    text: str
    fix: str


def check(regulations: Regulations) -> list[Problem]:
    """Return every problem of the files taken together, in a fixed order."""
    return [
        *_duplicates(regulations),
        *_references(regulations),
        *_overlaps(regulations),
        *_routing(regulations),
        *_conflicts(regulations),
    ]


def _known_clauses(regulations: Regulations) -> set[str]:
    """Return the ids of all catalogues."""
    return {clause.id for group in regulations.clauses.values() for clause in group}


def _duplicates(regulations: Regulations) -> Iterator[Problem]:
    """Every clause, department and process id stands once."""
    ids = [
        *(clause.id for group in regulations.clauses.values() for clause in group),
        *(f"department {item.id}" for item in regulations.departments),
        *(f"process {item.id}" for item in regulations.processes),
        *(f"process {item.number}" for item in regulations.processes),
    ]
    for repeated in sorted({item for item in ids if ids.count(item) > 1} if len(ids) != len(set(ids)) else ()):
        yield Problem(entry=repeated, text="stands more than once", fix=f"keep one entry `id: {repeated.split()[-1]}`")


def _references(regulations: Regulations) -> Iterator[Problem]:
    """Clauses name known processes, parties and clauses; parameters name known clauses."""
    known = _known_clauses(regulations)
    processes = {item.id for item in regulations.processes}
    departments = {item.id for item in regulations.departments}
    for clause in (clause for group in regulations.clauses.values() for clause in group):
        if clause.process is not None and clause.process not in processes:
            yield Problem(entry=clause.id, text=f"names the unknown process {clause.process!r}", fix="process: one of processes.yaml")
        parties = (*clause.parties, *(deadline.holder for deadline in clause.deadlines))
        for party in (party for party in parties if party not in departments):
            yield Problem(entry=clause.id, text=f"names the unknown party {party!r}", fix="parties: ids of departments.yaml")
        for other in (other for other in clause.related if other not in known):
            yield Problem(entry=clause.id, text=f"refers to the unknown clause {other}", fix=_without("related", clause.related, other))
    for parameter in (parameter for group in regulations.parameters.values() for parameter in group):
        for other in (other for other in parameter.clauses if other not in known):
            yield Problem(entry=parameter.name, text=f"cites the unknown clause {other}", fix=_without("clauses", parameter.clauses, other))


def _without(name: str, ids: tuple[str, ...], unknown: str) -> str:
    """Return the corrected YAML line of a list of ids."""
    return f"{name}: [{', '.join(item for item in ids if item != unknown)}]"


def _overlaps(regulations: Regulations) -> Iterator[Problem]:
    """One name has at most one value on any day within one file."""
    for group in regulations.parameters.values():
        by_name: dict[str, list[Parameter]] = {}
        for parameter in group:
            by_name.setdefault(parameter.name, []).append(parameter)
        for name, values in by_name.items():
            for earlier, later in pairwise(sorted(values, key=lambda item: item.since or date.min)):
                if earlier.until is None or later.since is None or earlier.until >= later.since:
                    day_before = (later.since - timedelta(days=1)).isoformat() if later.since else "(the later value needs a since)"
                    yield Problem(
                        entry=name,
                        text=f"has two values from {later.since} on",
                        fix=f"since: {earlier.since}\n  until: {day_before}",
                    )


def _routing(regulations: Regulations) -> Iterator[Problem]:
    """Routing leads only to departments that exist in that jurisdiction."""
    for name, routing in regulations.routing.items():
        here = {item.id for item in regulations.departments if name in item.jurisdictions}
        targets = {"default": routing.default, **routing.sectors, **routing.functions}
        for row, target in targets.items():
            if target not in here:
                yield Problem(
                    entry=f"{name}/routing.yaml", text=f"{row} leads to {target!r}", fix=f"{row}: one of {', '.join(sorted(here))}"
                )
    for department in regulations.departments:
        for place in (place for place in department.jurisdictions if place not in regulations.profiles):
            yield Problem(
                entry=department.id, text=f"names the unknown jurisdiction {place!r}", fix="jurisdictions: folders of regulations/"
            )


def _conflicts(regulations: Regulations) -> Iterator[Problem]:
    """A flagged departure from national law names known clauses and a known parameter."""
    known = _known_clauses(regulations)
    names = {parameter.name for group in regulations.parameters.values() for parameter in group}
    for jurisdiction, profile in regulations.profiles.items():
        for clause_id, conflict in profile.flags["national_conflict"].items():
            for cited in (cited for cited in (clause_id, *conflict["national"]) if cited not in known):
                yield Problem(
                    entry=f"{jurisdiction}/profile.yaml", text=f"flags the unknown clause {cited}", fix="national_conflict: known ids"
                )
            if conflict["parameter"] is not None and conflict["parameter"] not in names:
                yield Problem(
                    entry=f"{jurisdiction}/profile.yaml",
                    text=f"names the unknown parameter {conflict['parameter']!r}",
                    fix="parameter: a name of parameters.yaml",
                )
