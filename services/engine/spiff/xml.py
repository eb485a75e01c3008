"""Reads diagram XML safely: no document type, no entities, no network, a size limit, and errors a modeller can act on."""

from __future__ import annotations

import hashlib

from lxml import etree

from services.kernel.errors import HuxinError

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
HUXIN = "urn:huxin:bpmn:1"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
SIZE_LIMIT = 2_000_000  # bytes; the largest diagram a person can still read is far below
DEPTH_LIMIT = 60  # nested elements; the XML of a modeller stays below 15


def bad_diagram(rule: str, detail: str, *, element: str | None = None, fix: str | None = None) -> HuxinError:
    """Return the error for a diagram that cannot be used, naming the linter's rule and the element."""
    return HuxinError("bad_diagram", "The diagram cannot be used", detail, fix=fix, extra={"rule": rule, "element_id": element})


def parse_xml(raw: bytes) -> etree._Element:
    """Parse a BPMN document and return its root.

    Raises:
        HuxinError: `bad_diagram` with `extra.rule` one of `too_big`, `broken_xml`, `document_type`, `not_bpmn`.
    """
    if len(raw) > SIZE_LIMIT:
        raise bad_diagram(
            "too_big", f"The file has {len(raw)} bytes, the limit is {SIZE_LIMIT}.", fix="Split the process with call activities."
        )
    if not raw.strip():
        raise bad_diagram("broken_xml", "The file is empty.", fix="Save the diagram again from the modeler.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise bad_diagram("broken_xml", f"The XML cannot be read: {error}.", fix="Save the diagram again from the modeler.") from error
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise bad_diagram(
            "document_type", "The file declares a document type or entities.", fix="Remove the DOCTYPE line; BPMN needs none."
        )
    if root.tag != f"{{{BPMN}}}definitions":
        raise bad_diagram("not_bpmn", f"The root element is {root.tag}, not bpmn:definitions.", fix="Lint a BPMN 2.0 file.")
    if _depth(root) > DEPTH_LIMIT:
        raise bad_diagram("too_big", f"The elements are nested more than {DEPTH_LIMIT} deep.", fix="Flatten the subprocesses.")
    return root


def canonical_hash(root: etree._Element, called: dict[str, bytes] | None = None) -> str:
    """Return the sha256 (hex) of the canonical XML, so that formatting of attributes and prefixes does not make a new version.

    `called` maps ids of called processes to their XML; they are part of the definition and change its hash.
    """
    digest = hashlib.sha256(etree.tostring(root, method="c14n2"))
    for key in sorted(called or {}):
        digest.update(key.encode() + b"\0" + etree.tostring(parse_xml((called or {})[key]), method="c14n2"))
    return digest.hexdigest()


def local(element: etree._Element) -> str:
    """Return the tag without its namespace."""
    return str(etree.QName(element).localname)


def namespace(element: etree._Element) -> str:
    """Return the namespace of the tag."""
    return str(etree.QName(element).namespace or "")


def children(element: etree._Element, tag: str, space: str = BPMN) -> list[etree._Element]:
    """Return the direct children with this tag."""
    return list(element.findall(f"{{{space}}}{tag}"))


def _depth(root: etree._Element) -> int:
    deepest, stack = 0, [(root, 1)]
    while stack:
        element, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in element)
    return deepest
