"""Reads DMN 1.3 files into the pure decision tables of the kernel.

Annotation columns are read by name: `clauses`, `reason_zh`, `reason_en`, … Files are parsed with DTDs, entities and
network access forbidden and with a size limit, because a process administrator may upload them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from lxml import etree

from services.kernel.errors import HuxinError
from services.kernel.tables import HitPolicy, Input, Row, Table
from services.kernel.unary import Scope, UnaryTest, compile_operand, parse_test
from services.runtime.calendars import load_calendar
from services.runtime.law import load_law

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from services.kernel.calendar import LegalCalendar
    from services.kernel.law import Law, Parameter

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"
MAX_BYTES = 2_000_000
_HIT_POLICIES = ("UNIQUE", "FIRST", "COLLECT")
_TYPES = ("string", "number", "boolean", "date")


@dataclass(frozen=True, eq=False)
class Rulebook:
    """The law of one jurisdiction together with its parsed tables: what a rule is given."""

    law: Law
    home: Path

    @property
    def jurisdiction(self) -> str:
        """Profile that this book holds."""
        return self.law.jurisdiction

    @property
    def version(self) -> str:
        """Fingerprint of the files that the law was read from."""
        return self.law.version

    @cached_property
    def calendar(self) -> LegalCalendar:
        """The legal calendar of the jurisdiction, read at first use."""
        return load_calendar(self.home, self.jurisdiction)

    def parameter(self, name: str, on: date) -> Parameter:
        """Return a parameter as valid on a day; errors as in `Law.parameter`."""
        return self.law.parameter(name, on)

    def table(self, name: str) -> Table:
        """Return a decision table by name.

        Raises:
            HuxinError: `unknown_table` when no file under `workflows/dmn` has it.
        """
        found = self.tables.get(name)
        if found is None:
            raise HuxinError(
                "unknown_table", "No such decision table", f"{name!r} is in no DMN file", status=404, fix="add it under workflows/dmn"
            )
        return found

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Every table of every DMN file, by name; parsed at first use."""
        found: dict[str, Table] = {}
        for stem, text in self.law.tables.items():
            for table in parse_dmn(text.encode(), f"{stem}.dmn"):
                if table.name in found:
                    raise _bad(f"{stem}.dmn", f"table {table.name!r} is defined twice")
                found[table.name] = table
        return MappingProxyType(found)


_BOOKS: dict[tuple[Path, str], Rulebook] = {}


def load_rulebook(home: Path, jurisdiction: str) -> Rulebook:
    """Return the law and tables of a jurisdiction, kept for the life of the process; errors as in `load_law`."""
    key = (Path(home).resolve(), jurisdiction)
    if key not in _BOOKS:
        _BOOKS[key] = Rulebook(load_law(*key), key[0])
    return _BOOKS[key]


def parse_dmn(raw: bytes, source: str) -> tuple[Table, ...]:
    """Read every decision table of a DMN document.

    Args:
        raw: the file's content.
        source: its name, for error texts.

    Raises:
        HuxinError: `bad_dmn` when it is no DMN that we run, naming file, table and cell.
    """
    if len(raw) > MAX_BYTES:
        raise _bad(source, f"is larger than {MAX_BYTES} bytes")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise _bad(source, f"is not well-formed XML: {error.msg}") from error
    if root.getroottree().docinfo.doctype:
        raise _bad(source, "has a document type declaration, which is forbidden")
    if root.tag != f"{{{DMN}}}definitions":
        raise _bad(source, f"its root is {root.tag}, expected DMN 1.3 definitions")
    return tuple(_table(decision, source) for decision in root.iterfind(f"{{{DMN}}}decision"))


def _table(decision: etree._Element, source: str) -> Table:
    name = decision.get("id", "")
    where = f"{source}, {name}"
    body = decision.find(f"{{{DMN}}}decisionTable")
    if body is None:
        raise _bad(where, "holds no decision table")
    policy = body.get("hitPolicy", "UNIQUE")
    if policy not in _HIT_POLICIES or body.get("aggregation"):
        raise _bad(where, f"hit policy {policy} {body.get('aggregation', '')} is not run; use one of {', '.join(_HIT_POLICIES)}")
    inputs = tuple(_input(node, where) for node in _children(body, "input"))
    outputs = tuple(node.get("name") or node.get("label", "") for node in _children(body, "output"))
    notes = tuple(node.get("name", "") for node in _children(body, "annotation"))
    rows = tuple(_row(node, inputs, outputs, notes, f"{where}, row {number}") for number, node in enumerate(_children(body, "rule"), 1))
    # Canonical XML, so that only a change of content changes the fingerprint, not a change of spacing between attributes.
    digest = hashlib.sha256(etree.canonicalize(etree.tostring(decision, encoding="unicode"), strip_text=True).encode()).hexdigest()
    return Table(name=name, hit_policy=cast("HitPolicy", policy), inputs=inputs, outputs=outputs, rows=rows, digest=digest)


def _input(node: etree._Element, where: str) -> Input:
    expression = node.find(f"{{{DMN}}}inputExpression")
    if expression is None:
        raise _bad(where, f"input {node.get('label', '')!r} has no expression")
    type_ref = expression.get("typeRef", "string")
    if type_ref not in _TYPES:
        raise _bad(where, f"type {type_ref!r} of an input is not known; use one of {', '.join(_TYPES)}")
    values = node.find(f"{{{DMN}}}inputValues")
    allowed: tuple[object, ...] = ()
    if values is not None and (test := parse_test(_text(values))) is not None:
        allowed = tuple(operand.read(_NoNames()) for operand in test.operands)
    return Input(label=node.get("label", ""), operand=compile_operand(_text(expression)), type_ref=type_ref, allowed=allowed)


def _row(node: etree._Element, inputs: tuple[Input, ...], outputs: tuple[str, ...], notes: tuple[str, ...], where: str) -> Row:
    cells = [_text(entry) for entry in _children(node, "inputEntry")]
    results = [compile_operand(_text(entry)).read(_NoNames()) for entry in _children(node, "outputEntry")]
    remarks = [_text(entry) for entry in _children(node, "annotationEntry")]
    if (len(cells), len(results)) != (len(inputs), len(outputs)) or len(remarks) > len(notes):
        raise _bad(where, "its number of cells does not fit the columns")
    tests: list[tuple[int, UnaryTest]] = []
    for index, cell in enumerate(cells):
        test = parse_test(cell)
        if test is not None:
            tests.append((index, test))
    names = frozenset().union(*(inputs[index].operand.names | test.names for index, test in tests))
    return Row(
        id=node.get("id", ""),
        tests=tuple(tests),
        outputs=MappingProxyType(dict(zip(outputs, results, strict=True))),
        annotations=MappingProxyType(dict(zip(notes, remarks, strict=False))),
        names=names,
    )


class _NoNames(Scope):
    """Outputs and allowed values are constants: they may name nothing."""

    def value(self, name: str) -> object:
        raise _bad("an output or a list of allowed values", f"names {name!r}, expected a constant")

    def parameter(self, name: str) -> object:
        raise _bad("an output or a list of allowed values", f"reads parameter {name!r}, expected a constant")


def _children(node: etree._Element, tag: str) -> Iterator[etree._Element]:
    yield from node.iterfind(f"{{{DMN}}}{tag}")


def _text(node: etree._Element) -> str:
    return (node.findtext(f"{{{DMN}}}text") or "").strip()


def _bad(where: str, why: str) -> HuxinError:
    return HuxinError(
        "bad_dmn",
        "A DMN file cannot be used",
        f"{where}: {why}",
        fix="correct the file in the table editor; it runs DMN 1.3 decision tables",
    )
