"""The engine profile: which BPMN elements run. Everything else is refused by name, for it would be read and then ignored."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from services.engine.spiff.diagram import FLOW_NODES
from services.engine.spiff.lint.finding import Finding
from services.engine.spiff.xml import BPMN, HUXIN, local, namespace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_EVENTS: dict[str, tuple[str, ...]] = {
    "startEvent": ("message",),
    "endEvent": ("message", "error", "terminate"),
    "intermediateCatchEvent": ("message", "timer"),
    "intermediateThrowEvent": ("message",),
    "boundaryEvent": ("message", "timer", "error"),
}
_EVENT_DEFINITIONS = frozenset(
    f"{name}EventDefinition"
    for name in ("message", "timer", "error", "terminate", "compensate", "link", "signal", "escalation", "conditional", "cancel")
)
_PARTS = frozenset(  # parts of supported elements, and what is drawn only
    [
        "incoming",
        "outgoing",
        "sequenceFlow",
        "conditionExpression",
        "extensionElements",
        "documentation",
        "laneSet",
        "lane",
        "childLaneSet",
        "flowNodeRef",
        "timeDuration",
        "timeDate",
        "textAnnotation",
        "association",
        "text",
        "group",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "dataState",
        "dataInputAssociation",
        "dataOutputAssociation",
        "sourceRef",
        "targetRef",
        "assignment",
        "property",
        "auditing",
        "monitoring",
        "ioSpecification",
        "dataInput",
        "dataOutput",
        "inputSet",
        "outputSet",
        "dataInputRefs",
        "dataOutputRefs",
    ]
)
_DOCUMENT = frozenset(
    [
        "process",
        "collaboration",
        "participant",
        "messageFlow",
        "message",
        "error",
        "category",
        "categoryValue",
        "itemDefinition",
        "dataStore",
        "documentation",
        "correlationKey",
        "correlationProperty",
        "correlationPropertyRef",
        "correlationPropertyRetrievalExpression",
        "formalExpression",
        "messagePath",
        "extensionElements",
        "extension",
        "import",
        "interface",
        "operation",
        "resource",
        "textAnnotation",
        "association",
        "group",
        "text",
        "participantMultiplicity",
        "signal",
        "escalation",
        "relationship",
    ]
)
_OURS = frozenset(["clauses", "task", "lane", "service", "input", "message", "timer", "process", "label"])
_REASONS = {
    "scriptTask": ("A process never runs a script.", "Use a service task whose service does the work."),
    "businessRuleTask": ("Rules are decided by a service.", "Use a service task that asks for the decision."),
    "sendTask": ("Send tasks are not part of the profile.", "Use a message throw event."),
    "receiveTask": ("Receive tasks are not part of the profile.", "Use a message catch event."),
    "manualTask": ("Manual tasks leave no trace.", "Use a user task."),
    "task": ("A task without a type does nothing.", "Give it the type user task or service task."),
    "complexGateway": ("Complex gateways are not part of the profile.", "Use exclusive, parallel and inclusive gateways."),
    "transaction": ("Transactions would be read and then not compensated.", "Use a subprocess with boundary events."),
    "adHocSubProcess": ("Ad-hoc subprocesses would be read and then not run.", "Use a subprocess with flows."),
    "multiInstanceLoopCharacteristics": (
        "Multi-instance activities are not part of the profile.",
        "Use a service task that handles the list.",
    ),
    "standardLoopCharacteristics": ("Loop activities are not part of the profile.", "Draw the loop with an exclusive gateway."),
    "compensateEventDefinition": ("Compensation would be read and then ignored.", "Undo with a service task behind a boundary event."),
    "linkEventDefinition": ("Link events would be read and then ignored.", "Draw the sequence flow."),
    "signalEventDefinition": ("Signals reach everybody.", "Use a message with a correlation key."),
    "escalationEventDefinition": ("Escalation events are not part of the profile.", "Use an error or a message."),
    "conditionalEventDefinition": ("Conditional events are not part of the profile.", "Use a message or a gateway."),
    "cancelEventDefinition": ("Cancel events belong to transactions.", "Use an error event."),
    "timeCycle": ("Repeating timers are not part of the profile.", "Draw the loop with a timer of one duration."),
}


def check_profile(root: etree._Element) -> Iterator[Finding]:
    """Check every element of the document against the profile."""
    yield from _duplicates(root)
    for element in root:
        if namespace(element) == BPMN and local(element) == "process":
            yield from _check_children(element)
        elif namespace(element) == BPMN and local(element) not in _DOCUMENT:
            yield _unsupported(element)
    for element in root.iter(f"{{{HUXIN}}}*"):
        if local(element) not in _OURS:
            yield Finding(
                element=_owner(element),
                rule="unknown_extension",
                severity="warning",
                message=f"huxin:{local(element)} is not known and has no effect.",
                fix=f"Use one of: {', '.join(sorted(_OURS))}.",
            )


def _check_children(element: etree._Element) -> Iterator[Finding]:
    for child in element:
        name = local(child)
        if namespace(child) != BPMN or name in {"extensionElements", "documentation"}:
            continue  # foreign elements are kept and have no effect
        if name in FLOW_NODES:
            yield from _check_node(child)
        elif name in _EVENT_DEFINITIONS:
            yield from _check_definition(element, child)
        elif name not in _PARTS:
            yield _unsupported(child)
            continue
        yield from _check_children(child)


def _check_node(node: etree._Element) -> Iterator[Finding]:
    if not node.get("id"):
        yield Finding(element=None, rule="missing_id", message=f"A {local(node)} has no id.", fix="Give every element an id.")
    if node.get("triggeredByEvent") == "true":
        yield _refusal(node, "event subprocess", "Event subprocesses are not part of the profile.", "Use boundary events.")
    if node.get("isForCompensation") == "true":
        yield _refusal(node, "compensation", *_REASONS["compensateEventDefinition"])
    if node.get("instantiate") == "true" and local(node) == "eventBasedGateway":
        yield _refusal(node, "event-based start", "A gateway cannot start an instance.", "Use message start events.")
    definitions = [child for child in node if namespace(child) == BPMN and local(child).endswith("EventDefinition")]
    if len(definitions) > 1:
        yield _refusal(node, "multiple event", "An event with several definitions is not part of the profile.", "Use one event each.")
    if not definitions and local(node) in {"intermediateCatchEvent", "boundaryEvent"}:
        yield _refusal(node, "none event", "A catch event without a definition waits for nothing.", "Give it a message or a timer.")


def _check_definition(node: etree._Element, definition: etree._Element) -> Iterator[Finding]:
    kind = local(definition).removesuffix("EventDefinition")
    if kind in _EVENTS.get(local(node), ()):
        return
    default = (f"{kind} is not supported at a {local(node)}.", f"Use one of: {', '.join(_EVENTS.get(local(node), ())) or 'no event here'}.")
    yield _refusal(node, f"{kind} event", *_REASONS.get(local(definition), default))


def _unsupported(element: etree._Element) -> Finding:
    message, fix = _REASONS.get(local(element), (f"bpmn:{local(element)} is not part of the engine profile.", "Remove or replace it."))
    return _refusal(element, local(element), message, fix)


def _refusal(element: etree._Element, what: str, message: str, fix: str) -> Finding:
    return Finding(element=element.get("id") or _owner(element), rule="unsupported_element", message=f"{what}: {message}", fix=fix)


def _owner(element: etree._Element) -> str | None:
    """Return the id of the nearest element around this one that has one and can be seen on the diagram."""
    current = element.getparent()
    while current is not None:
        if current.get("id") and namespace(current) == BPMN and not local(current).endswith("EventDefinition"):
            return str(current.get("id"))
        current = current.getparent()
    return None


def _duplicates(root: etree._Element) -> Iterator[Finding]:
    counted = Counter(element.get("id") for element in root.iter(f"{{{BPMN}}}*") if element.get("id"))
    for element_id, times in counted.items():
        if times > 1:
            message = f"The id {element_id} is used {times} times."
            yield Finding(element=element_id, rule="duplicate_id", message=message, fix="Give each element its own id.")
