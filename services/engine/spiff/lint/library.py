"""What diagrams may refer to by name: operations, events, departments, forms, clauses, other processes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import yaml

from services.contracts import catalogue
from services.engine.spiff.reader import read_diagram
from services.engine.spiff.xml import parse_xml
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What the linter knows of an operation or event: member names of its parameters (or data) and of its result."""

    members: frozenset[str]
    required: frozenset[str]
    results: frozenset[str] = frozenset()
    command: bool = True


class Catalogue(Protocol):
    """Names operations and events. None: there is no such name."""

    def operation(self, name: str) -> Shape | None:
        """Return an operation's shape."""

    def event(self, name: str) -> Shape | None:
        """Return an event's shape."""

    def similar(self, name: str) -> list[str]:
        """Return known names of the same service, for the advice."""


class Contracts:
    """The catalogue of `services.contracts`."""

    def operation(self, name: str) -> Shape | None:
        """Return an operation's shape."""
        found = catalogue.operations().get(name)
        if found is None:
            return None
        members, required = _fields(found.parameters)
        return Shape(members=members, required=required, results=_fields(found.result)[0], command=found.kind == "command")

    def event(self, name: str) -> Shape | None:
        """Return an event's shape."""
        found = catalogue.events().get(name)
        if found is None:
            return None
        members, required = _fields(found.data)
        return Shape(members=members, required=required)

    def similar(self, name: str) -> list[str]:
        """Return the names of the same service."""
        service = name.partition(".")[0] + "."
        return [known for known in (*catalogue.operations(), *catalogue.events()) if known.startswith(service)]


@dataclass(frozen=True, kw_only=True)
class Library:
    """Known names; None where a kind of name is not known at all, so that nothing is said about it.

    Attributes:
        forms: form name → the keys of its fields.
    """

    catalogue: Catalogue | None = None
    departments: frozenset[str] | None = None
    forms: dict[str, frozenset[str]] | None = None
    clauses: frozenset[str] | None = None
    processes: frozenset[str] | None = None


def load_library(home: Path) -> Library:
    """Read everything that lies under `home` (`HUXIN_HOME`); read again only when a file has changed."""
    files = [*(home / "regulations").glob("*.yaml"), *(home / "regulations").glob("*/*.yaml"), *(home / "workflows").glob("*/**/*.*")]
    return _library(home, len(files), max((file.stat().st_mtime_ns for file in files), default=0))


@lru_cache(maxsize=4)
def _library(home: Path, _count: int, _newest: int) -> Library:
    return Library(
        catalogue=Contracts(),
        departments=_ids([home / "regulations" / "departments.yaml"]),
        forms=_forms(home / "workflows" / "forms"),
        clauses=_ids(sorted((home / "regulations").glob("*/clauses.yaml"))),
        processes=_processes(home / "workflows" / "bpmn"),
    )


def _fields(schema: Any) -> tuple[frozenset[str], frozenset[str]]:
    fields = schema().fields
    return frozenset(fields), frozenset(name for name, field in fields.items() if field.required)


def _ids(files: Iterable[Path]) -> frozenset[str] | None:
    found: set[str] = set()
    for file in files:
        if file.is_file():
            entries = yaml.safe_load(file.read_text(encoding="utf-8")) or []
            found.update(str(entry["id"]) for entry in entries if isinstance(entry, dict) and "id" in entry)
    return frozenset(found) or None


def _forms(folder: Path) -> dict[str, frozenset[str]] | None:
    if not folder.is_dir():
        return None
    found = {}
    for file in sorted(folder.rglob("*.json")):
        try:
            keys = frozenset(_keys(json.loads(file.read_text(encoding="utf-8"))))
        except (json.JSONDecodeError, UnicodeDecodeError):
            keys = frozenset()  # the form's own check names what is broken in it
        found[file.relative_to(folder).with_suffix("").as_posix()] = keys
    return found


def _keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        inner: set[str] = set().union(*(_keys(item) for item in value.values()))
        return inner | ({str(value["key"])} if isinstance(value.get("key"), str) else set())
    if isinstance(value, list):
        return set().union(*(_keys(item) for item in value))
    return set()


def _processes(folder: Path) -> frozenset[str] | None:
    found: set[str] = set()
    for file in sorted(folder.glob("*.bpmn")):
        try:
            found.update(read_diagram(parse_xml(file.read_bytes())).processes)
        except HuxinError:
            continue  # that file's own check names what is broken in it
    return frozenset(found) or None
