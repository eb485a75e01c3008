"""Reads `regulations/` and the decision tables into `Law` records, checks them as one whole, and keeps them for the process's life."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from marshmallow import Schema, ValidationError

from services.kernel.errors import HuxinError
from services.kernel.law import Clause, Deadline, Department, Law, Parameter, ProcessName, Profile, Routing, Source, Threshold
from services.runtime import law_schemas as schemas
from services.runtime.law_checks import check

NATIONAL = "national"


@dataclass(frozen=True, kw_only=True, slots=True)
class Regulations:
    """Every profile's files, read and checked on their own but not yet against each other."""

    profiles: Mapping[str, Profile]
    clauses: Mapping[str, tuple[Clause, ...]]
    parameters: Mapping[str, tuple[Parameter, ...]]
    routing: Mapping[str, Routing]
    departments: tuple[Department, ...]
    processes: tuple[ProcessName, ...]


def load_law(home: Path, jurisdiction: str) -> Law:
    """Return the law of a jurisdiction; read once a home, so an edit holds from the next start.

    Args:
        home: the folder that holds `regulations/` and `workflows/`.
        jurisdiction: `national`, `shaoxing`, `toli-draft` or another folder of `regulations/`.

    Raises:
        HuxinError: `unknown_jurisdiction` when there is no such profile, `bad_regulations` with file, entry and field when a file is wrong.
    """
    laws = load_all(home)
    if jurisdiction not in laws:
        raise HuxinError(
            "unknown_jurisdiction",
            "No such jurisdiction",
            f"{jurisdiction!r} is none of {', '.join(sorted(laws))}",
            status=404,
            fix="name a folder of regulations/",
        )
    return laws[jurisdiction]


def load_all(home: Path) -> Mapping[str, Law]:
    """Return the law of every jurisdiction under `home`; errors as in `load_law`."""
    return _load_all(Path(home).resolve())


def read_regulations(home: Path) -> Regulations:
    """Read every file under `regulations/` and check each entry's shape, without looking at the whole."""
    root = Path(home) / "regulations"
    folders = sorted(path.parent for path in root.glob("*/profile.yaml"))
    if not folders:
        raise _bad(root, "", "no profile.yaml in any folder below it", "point HUXIN_HOME at the checkout")
    profiles: dict[str, Profile] = {}
    clauses: dict[str, tuple[Clause, ...]] = {}
    parameters: dict[str, tuple[Parameter, ...]] = {}
    routing: dict[str, Routing] = {}
    for folder in folders:
        name = folder.name
        profiles[name] = _profile(folder / "profile.yaml")
        clauses[name] = tuple(_clause(name, entry) for entry in _entries(folder / "clauses.yaml", schemas.ClauseSchema()))
        parameters[name] = tuple(_parameter(name, entry) for entry in _entries(folder / "parameters.yaml", schemas.ParameterSchema()))
        routing[name] = Routing(**_whole(folder / "routing.yaml", schemas.RoutingSchema()))
    return Regulations(
        profiles=profiles,
        clauses=clauses,
        parameters=parameters,
        routing=routing,
        departments=tuple(
            Department(**{**entry, "jurisdictions": tuple(entry["jurisdictions"])})
            for entry in _entries(root / "departments.yaml", schemas.DepartmentSchema())
        ),
        processes=tuple(ProcessName(**entry) for entry in _entries(root / "processes.yaml", schemas.ProcessSchema())),
    )


@cache
def _load_all(home: Path) -> Mapping[str, Law]:
    """Read, check as one whole and assemble."""
    regulations = read_regulations(home)
    problems = check(regulations)
    if problems:
        first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise _bad(home / "regulations", first.entry, f"{first.text}{more}", first.fix)
    tables = {path.stem: path.read_text("utf-8") for path in sorted((home / "workflows" / "dmn").glob("*.dmn"))}
    version = _content_hash(home)
    return MappingProxyType({name: _assemble(regulations, name, version, tables) for name in regulations.profiles})


def _assemble(regulations: Regulations, name: str, version: str, tables: Mapping[str, str]) -> Law:
    """Put one jurisdiction's law together: its own entries first, then the national ones."""
    catalogue = {clause.id: clause for group in regulations.clauses.values() for clause in group}
    order = (name,) if name == NATIONAL else (name, NATIONAL)
    versions: dict[str, list[Parameter]] = {}
    for source in order:
        newest_first = sorted(regulations.parameters.get(source, ()), key=lambda p: (p.since is not None, p.since), reverse=True)
        for parameter in newest_first:
            versions.setdefault(parameter.name, []).append(parameter)
    return Law(
        jurisdiction=name,
        profile=regulations.profiles[name],
        clauses=MappingProxyType({key: clause for key, clause in catalogue.items() if clause.jurisdiction in order}),
        catalogue=MappingProxyType(catalogue),
        versions=MappingProxyType({key: tuple(values) for key, values in versions.items()}),
        routing=regulations.routing[name],
        departments=MappingProxyType({item.id: item for item in regulations.departments if name in item.jurisdictions}),
        processes=MappingProxyType({item.id: item for item in regulations.processes}),
        version=version,
        tables=MappingProxyType(dict(tables)),
    )


def _profile(path: Path) -> Profile:
    """Read one `profile.yaml`; its flags hold what departs from national law."""
    data = _whole(path, schemas.ProfileSchema())
    if data["jurisdiction"] != path.parent.name:
        raise _bad(path, "jurisdiction", f"{data['jurisdiction']!r} is not the folder's name {path.parent.name!r}", "make both the same")
    conflicts = {entry["clause"]: MappingProxyType({**entry, "national": tuple(entry["national"])}) for entry in data["national_conflict"]}
    return Profile(
        jurisdiction=data["jurisdiction"],
        name_zh=data["name_zh"],
        name_en=data["name_en"],
        in_force=data["in_force"],
        draft=data["draft"],
        place=data["place"],
        since=data["since"],
        sources=tuple(Source(**entry) for entry in data["sources"]),
        flags=MappingProxyType(
            {"in_force": data["in_force"], "draft": data["draft"], "national_conflict": MappingProxyType(conflicts)},
        ),
    )


def _clause(jurisdiction: str, entry: dict[str, Any]) -> Clause:
    """Freeze one clause entry."""
    threshold = entry.pop("threshold")
    for key in ("parties", "open_time_words", "related"):
        entry[key] = tuple(entry[key])
    entry["deadlines"] = tuple(Deadline(**deadline) for deadline in entry["deadlines"])
    return Clause(jurisdiction=jurisdiction, threshold=Threshold(**threshold) if threshold else None, **entry)


def _parameter(jurisdiction: str, entry: dict[str, Any]) -> Parameter:
    """Freeze one parameter entry."""
    entry["value"] = _frozen(entry["value"])
    entry["clauses"] = tuple(entry["clauses"])
    return Parameter(jurisdiction=jurisdiction, **entry)


def _frozen(value: Any) -> Any:  # noqa: ANN401 - a parameter's value is any YAML value
    """Turn YAML lists and mappings into containers that nobody can change."""
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(inner) for key, inner in value.items()})
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list) else value


def _entries(path: Path, schema: Schema) -> Iterator[dict[str, Any]]:
    """Yield the checked entries of a file that holds one list."""
    data = _read(path)
    if not isinstance(data, list):
        raise _bad(path, "", "must be a list of entries", "start every entry with a dash")
    for number, entry in enumerate(data, start=1):
        label = str(entry.get("id") or entry.get("name") or f"entry {number}") if isinstance(entry, dict) else f"entry {number}"
        yield _checked(path, label, entry, schema)


def _whole(path: Path, schema: Schema) -> dict[str, Any]:
    """Return the checked content of a file that holds one mapping."""
    return _checked(path, "", _read(path), schema)


def _checked(path: Path, label: str, data: object, schema: Schema) -> dict[str, Any]:
    """Check one mapping against a schema."""
    if not isinstance(data, dict):
        raise _bad(path, label, "must be a mapping of fields", "write `field: value` lines")
    try:
        loaded: dict[str, Any] = schema.load(data)
    except ValidationError as error:
        text = "; ".join(_flat(error.messages_dict))
        raise _bad(path, label, text, "see regulations/README.md for the fields") from None
    return loaded


def _flat(messages: Mapping[Any, Any], prefix: str = "") -> Iterable[str]:
    """Flatten marshmallow's nested messages to `field: what is wrong`."""
    for key, value in messages.items():
        where = f"{prefix}.{key}" if prefix else str(key)
        if isinstance(value, Mapping):
            yield from _flat(value, where)
        else:
            yield f"{where}: {' '.join(str(item) for item in value)}"


class _StrictLoader(yaml.CSafeLoader):
    """YAML without surprises: a field written twice is an error, where plain YAML would keep the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        """Refuse a repeated key, then build the mapping."""
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.constructor.ConstructorError(None, None, f"field {name!r} is written twice", key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)

    def construct_day(self, node: yaml.ScalarNode) -> Any:  # noqa: ANN401 - a date or a datetime
        """Name the line of a day that the calendar has not, such as 2017-13-01."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError as error:
            raise yaml.constructor.ConstructorError(None, None, f"{node.value!r} is no day: {error}", node.start_mark) from None


_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _StrictLoader.construct_day)


def _read(path: Path) -> object:
    """Read one YAML file."""
    try:
        return yaml.load(path.read_bytes(), Loader=_StrictLoader)  # noqa: S506 - the loader is a safe one
    except OSError as error:
        raise _bad(
            path, "", f"cannot be read: {error.strerror}", "every profile has profile, clauses, parameters and routing files"
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _bad(path, "", f"is not YAML: {' '.join(str(error).split())}", "correct the named line") from None


def _content_hash(home: Path) -> str:
    """Return twelve hex digits that change when any file of the law changes."""
    digest = hashlib.sha256()
    files = [*(home / "regulations").rglob("*.yaml"), *(home / "workflows" / "dmn").glob("*.dmn")]
    for path in sorted(files):
        digest.update(f"{path.relative_to(home).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _bad(path: Path, entry: str, text: str, fix: str) -> HuxinError:
    """Return the one error for wrong law files: file, entry, field, what to do."""
    where = f"{path.parent.name}/{path.name}" + (f", {entry}" if entry else "")
    return HuxinError("bad_regulations", "The law as data cannot be used", f"{where}: {text}", status=500, fix=fix)
