"""The traceability matrix: for each clause where it lives and which examples keep and break it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from services.runtime.examples import Example, find_examples
from services.runtime.law import NATIONAL, load_all
from services.runtime.places import Place, drawn_processes, find_places

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from services.kernel.law import Clause, ProcessName


T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One clause with its places and examples."""

    clause: Clause
    places: tuple[Place, ...]
    examples: tuple[Example, ...]

    @property
    def kept(self) -> int:
        """How many examples satisfy the clause."""
        return sum(self.clause.id in example.satisfies for example in self.examples)

    @property
    def broken(self) -> int:
        """How many examples break the clause."""
        return sum(self.clause.id in example.breaks for example in self.examples)

    @property
    def covered(self) -> bool:
        """Whether it lives somewhere and is shown both kept and broken."""
        return bool(self.places) and self.kept > 0 and self.broken > 0

    @property
    def gap(self) -> bool:
        """Whether it should be carried out and is not covered; a narrative clause never is a gap."""
        return self.clause.executable != "narrative" and not self.covered

    def to_json(self) -> dict[str, Any]:
        """Return the row as JSON members."""
        return {
            "id": self.clause.id,
            "jurisdiction": self.clause.jurisdiction,
            "article": self.clause.article,
            "kind": self.clause.kind,
            "executable": self.clause.executable,
            "process": self.clause.process,
            "gist_zh": self.clause.gist_zh,
            "gist_en": self.clause.gist_en,
            "covered": self.covered,
            "gap": self.gap,
            "places": [place.to_json() for place in self.places],
            "examples": [example.to_json(self.clause.id) for example in self.examples],
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Matrix:
    """All rows, the processes by id, which of them have a diagram, and citations of ids that no catalogue holds."""

    rows: tuple[Row, ...]
    processes: dict[str, ProcessName]
    drawn: frozenset[str]
    unknown: tuple[str, ...]

    def gaps(self, *, delivered_only: bool = False) -> tuple[Row, ...]:
        """Return the gaps, on request only those of processes that have a diagram."""
        return tuple(row for row in self.rows if row.gap and (not delivered_only or row.clause.process in self.drawn))


def build_matrix(home: Path, *, process: str | None = None, national: bool = False) -> Matrix:
    """Scan `home` and return the matrix.

    Args:
        home: the checkout.
        process: id of the only process to show, or None for all.
        national: whether the rows of national clauses are shown too; the local regulations are what must be covered.

    Raises:
        HuxinError: when law, diagrams, tables or examples cannot be read.
    """
    law = load_all(home)[NATIONAL]
    places = _by_clause((place.clause, place) for place in find_places(home))
    shown = [(clause, example) for example in find_examples(home) for clause in (*example.satisfies, *example.breaks)]
    examples = _by_clause(shown)
    rows = tuple(
        Row(clause=clause, places=tuple(places.get(clause.id, ())), examples=tuple(examples.get(clause.id, ())))
        for clause in law.catalogue.values()
        if (national or clause.jurisdiction != NATIONAL) and process in (None, clause.process)
    )
    strangers = [f"{key} ({place.file}#{place.at})" for key, found in places.items() if key not in law.catalogue for place in found[:1]]
    strangers += [f"{key} ({example.file})" for key, found in examples.items() if key not in law.catalogue for example in found[:1]]
    return Matrix(
        rows=rows,
        processes=dict(law.processes),
        drawn=frozenset(drawn_processes(home)) & frozenset(law.processes),
        unknown=tuple(strangers),
    )


def _by_clause(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    """Gather by clause id, in order."""
    found: defaultdict[str, list[T]] = defaultdict(list)
    for clause, item in pairs:
        found[clause].append(item)
    return found
