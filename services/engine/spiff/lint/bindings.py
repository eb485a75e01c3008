"""What the elements refer to: departments, forms, operations, messages, timers, clauses, labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.engine.spiff.lint.expressions import is_template
from services.engine.spiff.lint.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.engine.spiff.diagram import Node, Process
    from services.engine.spiff.lint.library import Library, Shape

COUNTS = ("working", "calendar", "clock")
DURATION = re.compile(r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NAMED = {"userTask", "serviceTask", "subProcess", "callActivity", "startEvent", "endEvent"}


def check_bindings(process: Process, library: Library, known_here: frozenset[str], *, foreign: bool) -> Iterator[Finding]:
    """Check every element's references.

    Args:
        process: the process.
        library: the names that exist.
        known_here: ids of the processes of the same file.
        foreign: the diagram uses none of our extensions, so what only they can say is advice and not an error.
    """
    has_lanes = any(node.lane for part in process.walk() for node in part.nodes.values())
    for part in process.walk():
        for node in part.nodes.values():
            yield from _label(node, _severity(foreign))
            yield from _clauses(node, library)
            if has_lanes and node.lane is None:
                message = "The element stands in no lane, although the process has lanes."
                yield Finding(element=node.id, rule="missing_lane", severity="warning", message=message, fix="Move it into a lane.")
            if node.kind == "userTask":
                yield from _user_task(node, library, _severity(foreign))
            elif node.kind == "serviceTask":
                yield from _service_task(node, library)
            elif node.kind == "callActivity":
                yield from _call(node, library, known_here)
            if node.event == "message":
                yield from _message(node, library, _severity(foreign))
            elif node.event == "timer":
                yield from _timer(node)


def _severity(foreign: bool) -> Severity:  # noqa: FBT001 - the one thing it decides on
    return "warning" if foreign else "error"


def _label(node: Node, severity: Severity) -> Iterator[Finding]:
    splits = node.kind in {"exclusiveGateway", "inclusiveGateway", "eventBasedGateway"} and bool(node.name)
    if (node.kind in _NAMED or node.is_wait or splits) and not _CHINESE.search(node.name):
        message = f"The label {node.name!r} is not Chinese." if node.name else "The element has no label."
        yield Finding(element=node.id, rule="missing_label", severity=severity, message=message, fix="Give it a short Chinese name.")


def _clauses(node: Node, library: Library) -> Iterator[Finding]:
    for clause in node.clauses:
        if library.clauses is not None and clause not in library.clauses:
            message = f"There is no clause {clause}."
            yield Finding(element=node.id, rule="unknown_clause", message=message, fix="Use an id of regulations/*/clauses.yaml.")


def _user_task(node: Node, library: Library, severity: Severity) -> Iterator[Finding]:
    if not node.department:
        message = "No department is responsible: neither the task nor its lane names one."
        fix = "Put the task into a lane with huxin:lane department, or give it huxin:task department."
        yield Finding(element=node.id, rule="missing_department", severity=severity, message=message, fix=fix)
    elif library.departments is not None and node.department not in library.departments:
        message = f"There is no department {node.department}."
        yield Finding(element=node.id, rule="unknown_department", message=message, fix="Use an id of regulations/departments.yaml.")
    form = node.task.get("form")
    if form and library.forms is not None and form not in library.forms:
        message = f"There is no form workflows/forms/{form}.json."
        yield Finding(element=node.id, rule="missing_form", message=message, fix="Create the form or correct its name.")
    elif not form:
        message = "The task has no form; whoever does it can only say that it is done."
        yield Finding(element=node.id, rule="missing_form", severity="warning", message=message, fix="Name a form with huxin:task form.")
    deadline = node.task.get("deadline")
    if deadline and not is_template(deadline) and not DURATION.fullmatch(deadline):
        message = f"The deadline {deadline!r} is no ISO 8601 duration."
        yield Finding(element=node.id, rule="bad_duration", message=message, fix="Write for example P5D, P1M or PT24H.")
    yield from _count(node, node.task.get("count"))
    if not node.task.get("priority", "50").isdecimal():
        yield Finding(element=node.id, rule="bad_priority", message="The priority is no whole number.", fix="Write 0 to 100.")


def _service_task(node: Node, library: Library) -> Iterator[Finding]:
    if not node.operation:
        message = "The service task names no operation."
        yield Finding(element=node.id, rule="missing_operation", message=message, fix="Name one with huxin:service operation.")
        return
    if library.catalogue is None:
        return
    shape = library.catalogue.operation(node.operation)
    if shape is None:
        similar = ", ".join(library.catalogue.similar(node.operation)) or "none of that service"
        message = f"There is no operation {node.operation}."
        yield Finding(element=node.id, rule="unknown_operation", message=message, fix=f"Known are: {similar}.")
        return
    if not shape.command:
        message = f"{node.operation} is a query or a person's action; a process sends commands."
        yield Finding(element=node.id, rule="not_a_command", message=message, fix="Use a command of the service.")
    yield from _members(node, shape, "parameter", f"operation {node.operation}")


def _members(node: Node, shape: Shape, word: str, owner: str) -> Iterator[Finding]:
    given = [item.name for item in node.inputs]
    for name in sorted(shape.required - set(given)):
        message = f"The {word} {name} of {owner} is missing."
        yield Finding(element=node.id, rule=f"missing_{word}", message=message, fix=f"Add huxin:input name={name!r}.")
    for name in given:
        if name not in shape.members:
            message = f"{owner} has no {word} {name or 'without a name'}."
            fix = f"Use one of: {', '.join(sorted(shape.members))}."
            yield Finding(element=node.id, rule=f"unknown_{word}", message=message, fix=fix)
    for name in sorted({name for name in given if given.count(name) > 1}):
        message = f"The {word} {name} is given more than once."
        yield Finding(element=node.id, rule=f"duplicate_{word}", message=message, fix="Keep one.")


def _call(node: Node, library: Library, known_here: frozenset[str]) -> Iterator[Finding]:
    known = known_here | (library.processes or frozenset())
    if not node.called:
        yield Finding(element=node.id, rule="missing_process", message="The activity calls no process.", fix="Name the called element.")
    elif library.processes is not None and node.called not in known:
        message = f"There is no process {node.called}."
        yield Finding(element=node.id, rule="unknown_process", message=message, fix="Use the id of a process under workflows/bpmn.")


def _message(node: Node, library: Library, severity: Severity) -> Iterator[Finding]:
    if not node.message:
        message = "The event refers to no message, or the message has no name."
        yield Finding(element=node.id, rule="missing_message", message=message, fix="Choose a bpmn:message named after the event.")
    elif library.catalogue is not None:
        shape = library.catalogue.event(node.message)
        if shape is None:
            similar = ", ".join(library.catalogue.similar(node.message)) or "none of that service"
            message = f"There is no event {node.message}."
            yield Finding(element=node.id, rule="unknown_message", severity=severity, message=message, fix=f"Known are: {similar}.")
        elif node.kind in {"intermediateThrowEvent", "endEvent"}:
            yield from _members(node, shape, "data_member", f"event {node.message}")
    if not node.key:
        message = "Nothing says which instance the message belongs to."
        yield Finding(element=node.id, rule="missing_key", message=message, fix="Give it a correlation key with huxin:message key.")


def _timer(node: Node) -> Iterator[Finding]:
    timer = node.timer or {}
    duration = timer.get("duration")
    if not duration and not timer.get("date"):
        message = "The timer has neither a duration nor a date."
        yield Finding(element=node.id, rule="missing_duration", message=message, fix="Write for example huxin:timer duration='P5D'.")
    elif duration and not is_template(duration) and not DURATION.fullmatch(duration):
        message = f"The duration {duration!r} is not ISO 8601."
        yield Finding(element=node.id, rule="bad_duration", message=message, fix="Write for example P5D, P1M or PT24H.")
    yield from _count(node, timer.get("count"))


def _count(node: Node, count: str | None) -> Iterator[Finding]:
    if count is not None and count not in COUNTS:
        message = f"The count {count!r} is not known."
        yield Finding(element=node.id, rule="bad_count", message=message, fix=f"Use one of: {', '.join(COUNTS)}.")
