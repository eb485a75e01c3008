"""A compiled diagram: immutable, shared by all its instances."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any

from services.engine.spiff.builder import Specifications
from services.engine.spiff.lint.graph import check_graph
from services.engine.spiff.lint.profile import check_profile
from services.engine.spiff.reader import read_diagram
from services.engine.spiff.values import text_of, value_of
from services.engine.spiff.xml import bad_diagram, canonical_hash, parse_xml
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.engine.spiff.diagram import Diagram, Node, Process
    from services.engine.spiff.lint.finding import Finding

_CREDIT_CODE = re.compile(r"[0-9A-Z]{18}")
_RECEIVERS = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent"})

_UNUSABLE = frozenset(
    {
        "missing_start",
        "bad_start",
        "dangling_flow",
        "bad_boundary",
        "bad_flow",
        "unsupported_element",
        "duplicate_id",
        "missing_id",
        "too_big",
    }
)
_DICTIONARY_LIMIT = 8_000  # bytes; every packing reads it once


class SpiffDefinition:
    """Fulfils `services.engine.application.ports.Definition`.

    Attributes:
        key: id of the process.
        hash: sha256 of the canonical XML, hex.
        messages: names of all events that the diagram, or one that it calls, starts with or catches.
        places: how many elements do so, by event.
        specifications: what SpiffWorkflow runs.
        spec_names: every specification's task names, sorted; saved states name a task by its place in it.
        dictionary: the words that instance data is likely to hold, for packing it.
        signature: 32-bit number of the tables above; a state saved under others is refused.
    """

    def __init__(self, process: Process, called: dict[str, Process], digest: str) -> None:
        self.key = process.id
        self.hash = digest
        self.name, self.name_en = process.name, process.name_en
        extension = process.extension
        self.jurisdictions = tuple(extension.get("jurisdictions", "").split())
        self._title, self._business_key = extension.get("title"), extension.get("business_key")
        self._nodes = {node.id: node for part in process.walk() for node in part.nodes.values()}
        self._elements = {node.id: _record(node) for node in self._nodes.values()}
        self._called_elements = {node.id: _record(node) for top in called.values() for part in top.walk() for node in part.nodes.values()}
        self._owners = [path.split(".") for top in (process, *called.values()) for path in top.extension.get("owners", "").split()]
        starts = [node for node in process.nodes.values() if node.kind == "startEvent"]
        self.starts: dict[str | None, Node] = {node.message if node.event == "message" else None: node for node in starts}
        self.start_messages = {node.message: node.key or "" for node in starts if node.event == "message" and node.message}
        everything = (node for part in (process, *called.values()) for each in part.walk() for node in each.nodes.values())
        self.places = dict(Counter(node.message for node in everything if node.message and node.kind in _RECEIVERS))
        self.messages = frozenset(self.places)
        self.specifications = Specifications(process, called)
        self.workflow_names = [self.specifications.main.name, *sorted(self.specifications.inner)]
        specs = [self.specifications.main, *(self.specifications.inner[name] for name in self.workflow_names[1:])]
        self.spec_names = [sorted(spec.task_specs) for spec in specs]
        self.spec_numbers = [{name: number for number, name in enumerate(names)} for names in self.spec_names]
        self.workflow_numbers = {name: number for number, name in enumerate(self.workflow_names)}
        self.dictionary = _words(process, called)
        self.signature = zlib.crc32(repr((self.workflow_names, self.spec_names)).encode() + self.dictionary)

    def node(self, element_id: str) -> Node | None:
        """Return the record of an element of this process (not of a called one)."""
        return self._nodes.get(element_id)

    def elements(self) -> dict[str, dict[str, Any]]:
        """Return element id → {type, name, name_en, lane, department, clauses, form, operation}."""
        return self._elements

    def element(self, element_id: str) -> dict[str, Any]:
        """Return an element of this process or of one that it calls; an empty record when there is none."""
        return self._elements.get(element_id) or self._called_elements.get(element_id, {})

    def parties(self, data: dict[str, Any]) -> frozenset[str]:
        """Return the credit codes of the firms that the data names as taking part, here or in a called process."""
        return frozenset(code for path in self._owners for code in _codes(_at(data, path)))

    def title(self, data: dict[str, Any]) -> str:
        """Evaluate the title expression; the process name when there is none or the data does not have its names yet."""
        if not self._title:
            return self.name
        try:
            value = text_of(self._title, data, self.key) if "${" in self._title else value_of(self._title, data, self.key)
        except HuxinError:
            return self.name  # a title is for reading: an instance whose data is still incomplete has to be shown, too
        return str(value)

    def business_key(self, data: dict[str, Any]) -> str | None:
        """Evaluate the business key expression, or None when the process has none.

        Raises:
            HuxinError: `expression_failed`.
        """
        if not self._business_key:
            return None
        value = value_of(self._business_key, data, self.key)
        return None if value is None else str(value)


def _record(node: Node) -> dict[str, Any]:
    return {
        "type": node.kind,
        "name": node.name,
        "name_en": node.name_en,
        "lane": node.lane,
        "department": node.department,
        "clauses": list(node.clauses),
        "form": node.task.get("form"),
        "operation": node.operation,
    }


def _at(data: Any, path: list[str]) -> Any:
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _codes(value: Any) -> Iterator[str]:
    """Yield the credit codes in a value: one, a list of them, or an object with them."""
    if isinstance(value, str):
        if _CREDIT_CODE.fullmatch(value):
            yield value
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _codes(each)


def compile_definition(xml: bytes, called: dict[str, bytes] | None = None) -> SpiffDefinition:
    """Parse a diagram and everything it calls.

    Raises:
        HuxinError: `bad_diagram`, or `expression_failed` for a condition that is no safe expression.
    """
    root = parse_xml(xml)
    _sound(check_profile(root))
    diagram = read_diagram(root)
    process = diagram.main()
    if process is None or not process.nodes:
        raise bad_diagram("no_process", "The file has no executable process.", fix="Mark one process as executable.")
    library = {key: item for key, item in diagram.processes.items() if item is not process}
    for key, raw in (called or {}).items():
        library[key] = _called(read_diagram(parse_xml(raw)), key)
    for part in (process, *library.values()):
        _sound(check_graph(part))
    return SpiffDefinition(process, library, canonical_hash(root, called))


def _sound(findings: Iterator[Finding]) -> None:
    """Refuse what SpiffWorkflow would stumble over; the linter says more."""
    for finding in findings:
        if finding.rule in _UNUSABLE:
            raise bad_diagram(finding.rule, finding.message, element=finding.element, fix=finding.fix)


def _called(diagram: Diagram, key: str) -> Process:
    found = diagram.processes.get(key)
    if found is None:
        raise bad_diagram("unknown_process", f"The file given for the called process {key} does not hold it.", element=key)
    return found


def _words(process: Process, called: dict[str, Process]) -> bytes:
    """Return names, ids, operations and result variables as they would stand in the data's JSON; the likeliest come last."""
    names, keys = [], []
    for top in (process, *(called[key] for key in sorted(called))):
        for part in top.walk():
            for node in part.nodes.values():
                names += [node.name, node.id, node.operation or ""]
                keys += [node.result or "", *(item.value for item in node.inputs), node.key or ""]
    members = "".join(f',"{key}":{{"' for key in dict.fromkeys(keys) if key.isidentifier())
    return ("".join(dict.fromkeys(names)) + members).encode()[-_DICTIONARY_LIMIT:]
