"""Finds where clauses live: elements of diagrams, rows of decision tables, operations and events, and constants of rule code."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from services.contracts.catalogue import events, operations
from services.kernel.errors import HuxinError
from services.runtime.dmn import parse_dmn
from services.runtime.law_schemas import CLAUSE_ID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
HUXIN = "urn:huxin:bpmn:1"
RULE_FOLDERS = ("services/kernel", "services/*/domain")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One spot that carries out a clause.

    Attributes:
        kind: `element`, `row`, `operation`, `event` or `rule`.
        file: path from the checkout.
        at: element id, row id, name of the operation or event, or line number.
        name: the element's name for people, where it has one.
    """

    clause: str
    kind: str
    file: str
    at: str
    name: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the place as JSON members, without its clause."""
        body = {"kind": self.kind, "file": self.file, "at": self.at}
        return body | {"name": self.name} if self.name else body

    def __str__(self) -> str:
        """Return a short text such as `permit_gating.bpmn#check_annexes`."""
        return f"{self.file.rpartition('/')[2]}#{self.at}"


def find_places(home: Path) -> list[Place]:
    """Return every place under `home`, each once, in a fixed order.

    Raises:
        HuxinError: `bad_diagram` or `bad_dmn` when a file cannot be read.
    """
    found = [*_elements(home), *_rows(home), *_contracts(), *_rules(home)]
    return list(dict.fromkeys(found))


def drawn_processes(home: Path) -> set[str]:
    """Return the ids of the processes that have a diagram."""
    return {
        str(process.get("id"))
        for path in sorted((home / "workflows" / "bpmn").glob("*.bpmn"))
        for process in _diagram(path).iterfind(f"{{{BPMN}}}process")
    }


def _diagram(path: Path) -> etree._Element:
    """Parse one diagram with document types, entities and network access switched off."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        raise HuxinError("bad_diagram", "A diagram cannot be read", f"{path.name}: {error.msg}", fix="correct the XML") from None


def _elements(home: Path) -> Iterator[Place]:
    """Yield the elements of diagrams that name clauses."""
    for path in sorted((home / "workflows" / "bpmn").glob("*.bpmn")):
        for node in _diagram(path).iter(f"{{{HUXIN}}}*"):
            text = node.get("ids", "") if etree.QName(node).localname == "clauses" else node.get("clauses", "")
            owner = next((parent for parent in node.iterancestors() if parent.get("id") and parent.tag != f"{{{BPMN}}}definitions"), None)
            if owner is None:
                continue
            for clause in text.split():
                yield Place(
                    clause=clause, kind="element", file=f"workflows/bpmn/{path.name}", at=str(owner.get("id")), name=owner.get("name") or ""
                )


def _rows(home: Path) -> Iterator[Place]:
    """Yield the rows of decision tables that name clauses."""
    for path in sorted((home / "workflows" / "dmn").glob("*.dmn")):
        for table in parse_dmn(path.read_bytes(), path.name):
            for row in table.rows:
                for clause in row.clauses:
                    yield Place(clause=clause, kind="row", file=f"workflows/dmn/{path.name}", at=row.id)


def _contracts() -> Iterator[Place]:
    """Yield the operations and events that name clauses."""
    for kind, declared in (("operation", operations()), ("event", events())):
        for name, item in declared.items():
            file = f"services/contracts/{kind}s/{name.partition('.')[0]}.py"
            for clause in item.clauses:
                yield Place(clause=clause, kind=kind, file=file, at=name, name=item.title_zh)


def _rules(home: Path) -> Iterator[Place]:
    """Yield text constants of rule code that are a clause id and nothing else; a mention in a docstring is no place."""
    for folder in RULE_FOLDERS:
        for path in sorted(home.glob(f"{folder}/**/*.py")):
            source = path.read_text("utf-8")
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and CLAUSE_ID.fullmatch(node.value):
                    yield Place(clause=node.value, kind="rule", file=path.relative_to(home).as_posix(), at=str(node.lineno))
