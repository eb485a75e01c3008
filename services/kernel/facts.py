"""What a decision may be told: named, typed facts. A key left out is unknown, null is known and means none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_SHOWN = 60
JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One fact of the contract.

    Attributes:
        name: the key under which it is given.
        kind: `int`, `bool`, `text`, `date`, `datetime`, `enum`, `ints` (a list of `int`) or `records` (a list of objects).
        meaning_zh: what it says, in Chinese.
        meaning_en: the same in English.
        unit: unit of an `int` or of each of `ints`, for example `fen`.
        values: allowed words of an `enum`.
        nullable: whether null (known to be none) may be given.
        minimum: least value of an `int` or of each of `ints`.
        default: how an absent fact is read, in words; empty when absent means unknown.
        members: what each object of `records` holds, all of it required.
    """

    name: str
    kind: str
    meaning_zh: str
    meaning_en: str
    unit: str = ""
    values: tuple[str, ...] = ()
    nullable: bool = False
    minimum: int | None = None
    default: str = ""
    members: tuple[Fact, ...] = ()

    def read(self, given: object) -> object:
        """Return the typed value of what was given: dates become `date`, datetimes aware `datetime`.

        Raises:
            HuxinError: `bad_facts`, naming the fact, what was given and what is expected.
        """
        if given is None and self.nullable:
            return None
        value = _READERS[self.kind](self, given)
        if value is None:
            raise HuxinError(
                "bad_facts",
                "A fact cannot be read",
                f"{self.name}: given {_show(given)}, expected {self.expected()}",
                fix=f"give {self.name} as {self.expected()}, or leave it out when it is unknown",
                extra={"fact": self.name, "given": _show(given), "expected": self.expected()},
            )
        return value

    def expected(self) -> str:
        """Say in words what may be given."""
        words = {
            "int": f"a whole number{f' of {self.unit}' if self.unit else ''}"
            + ("" if self.minimum is None else f", at least {self.minimum}"),
            "bool": "true or false",
            "text": "a text",
            "date": "a day written as YYYY-MM-DD",
            "datetime": "a time in ISO 8601 with its offset",
            "enum": f"one of {', '.join(self.values)}",
            "ints": f"a list of whole numbers{f' of {self.unit}' if self.unit else ''}"
            + ("" if self.minimum is None else f", each at least {self.minimum}"),
            "records": f"a list of objects with {' and '.join(f'{one.name} ({one.expected()})' for one in self.members)}",
        }[self.kind]
        return f"{words}, or null for none" if self.nullable else words

    def json_schema(self) -> dict[str, object]:
        """Return this fact as a JSON Schema."""
        schema: dict[str, object] = {
            "int": {"type": "integer"},
            "bool": {"type": "boolean"},
            "text": {"type": "string"},
            "date": {"type": "string", "format": "date"},
            "datetime": {"type": "string", "format": "date-time"},
            "enum": {"type": "string", "enum": list(self.values)},
            "ints": {"type": "array", "items": {"type": "integer"} | ({} if self.minimum is None else {"minimum": self.minimum})},
            "records": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {one.name: one.json_schema() for one in self.members},
                    "required": [one.name for one in self.members],
                },
            },
        }[self.kind].copy()  # type: ignore[attr-defined]  # every branch is a dict
        if self.minimum is not None and self.kind == "int":
            schema["minimum"] = self.minimum
        if self.nullable:
            schema = {"anyOf": [schema, {"type": "null"}]}
        note = f" [{self.unit}]" if self.unit else ""
        absent = f" Absent: {self.default}." if self.default else ""
        return schema | {"title": self.meaning_zh, "description": f"{self.meaning_en}{note}.{absent}"}


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts that passed their schema; `ignored` are given names which this decision does not know."""

    values: Mapping[str, object]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class FactSchema:
    """All the facts of one decision, in the order in which `missing` names them."""

    facts: tuple[Fact, ...]

    @cached_property
    def by_name(self) -> Mapping[str, Fact]:
        """The facts by name."""
        return MappingProxyType({fact.name: fact for fact in self.facts})

    def read(self, given: Mapping[str, object]) -> Facts:
        """Type-check what was given; names that are not of this decision are kept aside, not refused.

        Raises:
            HuxinError: `bad_facts` for the first fact that cannot be read.
        """
        known = self.by_name
        values = {name: known[name].read(value) for name, value in given.items() if name in known}
        ignored = tuple(sorted(str(name) for name in given if name not in known))
        return Facts(MappingProxyType(values), ignored)

    def ordered(self, names: frozenset[str] | set[str]) -> tuple[str, ...]:
        """Sort names as this schema lists them."""
        return tuple(fact.name for fact in self.facts if fact.name in names)

    def json_schema(self, title: str) -> dict[str, object]:
        """Return the facts as one JSON Schema (draft 2020-12)."""
        return {
            "$schema": JSON_SCHEMA,
            "title": title,
            "description": "A key left out is unknown; null is known and means none. Other keys are accepted and ignored.",
            "type": "object",
            "properties": {fact.name: fact.json_schema() for fact in self.facts},
            "additionalProperties": True,
        }


def _show(given: object) -> str:
    text = "null" if given is None else str(given).lower() if isinstance(given, bool) else repr(given)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _int(fact: Fact, given: object) -> object:
    fits = isinstance(given, int) and not isinstance(given, bool) and (fact.minimum is None or given >= fact.minimum)
    return given if fits else None


def _bool(_: Fact, given: object) -> object:
    return given if isinstance(given, bool) else None


def _text(_: Fact, given: object) -> object:
    return given if isinstance(given, str) else None


def _date(_: Fact, given: object) -> object:
    if isinstance(given, datetime):
        return None
    if isinstance(given, date):
        return given
    if not isinstance(given, str) or not _DAY.match(given):
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _datetime(_: Fact, given: object) -> object:
    if isinstance(given, str):
        try:
            given = datetime.fromisoformat(given)
        except ValueError:
            return None
    return given if isinstance(given, datetime) and given.tzinfo is not None else None


def _enum(fact: Fact, given: object) -> object:
    return given if isinstance(given, str) and given in fact.values else None


def _ints(fact: Fact, given: object) -> object:
    if not isinstance(given, list | tuple) or any(_int(fact, one) is None for one in given):
        return None
    return tuple(given)


def _records(fact: Fact, given: object) -> object:
    """Return the objects as frozen mappings; one that lacks a member, or holds one that cannot be read, spoils the whole."""
    if not isinstance(given, list | tuple):
        return None
    read: list[Mapping[str, object]] = []
    for one in given:
        if not isinstance(one, dict) or any(member.name not in one for member in fact.members):
            return None
        read.append(MappingProxyType({member.name: member.read(one[member.name]) for member in fact.members}))
    return tuple(read)


_READERS = {
    "int": _int,
    "bool": _bool,
    "text": _text,
    "date": _date,
    "datetime": _datetime,
    "enum": _enum,
    "ints": _ints,
    "records": _records,
}
