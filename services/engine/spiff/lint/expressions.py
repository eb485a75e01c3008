"""Every expression of a process: whether it can be read, and whether its names come from somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.engine.spiff.lint.finding import Finding
from services.engine.spiff.values import WHOLE
from services.kernel.errors import HuxinError
from services.kernel.expressions import compile_expression

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.engine.spiff.diagram import Node, Process
    from services.engine.spiff.lint.library import Library

_PLACEHOLDER = re.compile(r"\$\{([^{}]*)\}")


def is_template(text: str) -> bool:
    """Whether a text holds `${expression}`, so that it is known only when it is used."""
    return _PLACEHOLDER.search(text) is not None


def check_expressions(process: Process, library: Library) -> Iterator[Finding]:
    """Check every expression of a process and its subprocesses."""
    names = known_names(process, library)
    for element, text in all_expressions(process):
        try:
            expression = compile_expression(text)
        except HuxinError as error:
            reason = error.extra.get("reason", error.detail)
            fix = "Write a safe expression over the instance's data."
            yield Finding(element=element, rule="bad_expression", message=f"`{text}`: {reason}.", fix=fix)
            continue
        for name in sorted(expression.names() - names) if names is not None else ():
            message = f"`{text}` reads {name}, which no form, result or message of the process gives."
            fix = "Correct the name, or use defined() if it may be absent."
            yield Finding(element=element, rule="unknown_name", severity="warning", message=message, fix=fix)


def known_names(process: Process, library: Library) -> frozenset[str] | None:
    """Return the data names that a process can have, or None when its start data cannot be known."""
    if library.catalogue is None or library.forms is None:
        return None
    names = {WHOLE}
    for part in process.walk():
        for node in part.nodes.values():
            found = _given(node, library)
            if found is None or (part is process and node.kind == "startEvent" and node.event == "none"):
                return None
            names |= found
    return frozenset(names)


def _given(node: Node, library: Library) -> frozenset[str] | None:
    """Return the names that an element adds; None when that cannot be known."""
    if node.kind == "userTask":
        return (library.forms or {}).get(node.task.get("form", ""), frozenset())
    if node.kind == "serviceTask":
        return frozenset({node.result} if node.result else ())
    if node.kind == "callActivity":
        return None
    if node.event == "message" and node.kind not in {"intermediateThrowEvent", "endEvent"}:
        shape = library.catalogue.event(node.message or "") if library.catalogue else None
        return shape.members if shape else frozenset()
    return frozenset()


def all_expressions(process: Process) -> Iterator[tuple[str, str]]:
    """Yield (element id, text) of every expression of a process and its subprocesses."""
    for name in ("title", "business_key"):
        text = process.extension.get(name)
        if text and not is_template(text):
            yield process.id, text
    for part in process.walk():
        for flow in part.flows:
            if flow.condition:
                yield flow.id, flow.condition
        for node in part.nodes.values():
            yield from ((node.id, text) for text in _of(node))


def _of(node: Node) -> Iterator[str]:
    yield from (item.value for item in node.inputs)
    if node.key:
        yield node.key
    if node.task.get("owner"):
        yield node.task["owner"]
    timer = node.timer or {}
    if timer.get("date"):
        yield timer["date"]
    for text in (node.task.get("deadline"), timer.get("duration")):
        yield from _PLACEHOLDER.findall(text or "")
