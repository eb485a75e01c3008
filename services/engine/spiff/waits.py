"""Describes what an element waits for, with its expressions evaluated over the instance's data at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from services.engine.domain.waits import DayCount, MessageWait, ServiceWait, TimerWait, UserWait, Wait
from services.engine.spiff.values import key_text, object_of, text_of, value_of
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.engine.spiff.diagram import Node

KINDS = {"userTask": "user", "serviceTask": "service"}
_COUNTS = ("working", "calendar", "clock")


def kind_of(node: Node) -> str | None:
    """Return `user`, `service`, `message` or `timer`; None for an element that nothing outside can continue."""
    if node.kind in KINDS:
        return KINDS[node.kind]
    return node.event if node.event in {"message", "timer"} else None


def describe(node: Node, token: int, data: dict[str, Any], *, origin: int | None = None) -> Wait:
    """Return the wait of an element that a token has reached.

    Raises:
        HuxinError: `expression_failed` with `extra.element_id`.
    """
    name = node.name or node.id
    match kind_of(node):
        case "user":
            return _user(node, token, name, data)
        case "service":
            parameters = object_of(node, data)
            return ServiceWait(
                token=token, element_id=node.id, name=name, operation=node.operation or "", parameters=parameters, clauses=node.clauses
            )
        case "message":
            return MessageWait(
                token=token, element_id=node.id, name=name, message=node.message or "", key=key_text(node, data), origin=origin
            )
        case _:
            return _timer(node, token, name, data)


def _user(node: Node, token: int, name: str, data: dict[str, Any]) -> UserWait:
    task = node.task
    return UserWait(
        token=token,
        element_id=node.id,
        name=name,
        department=node.department,
        roles=tuple(task.get("roles", "").split()),
        form=task.get("form"),
        clauses=node.clauses,
        deadline=text_of(task.get("deadline"), data, node.id),
        count=_count(task.get("count"), "working"),
        priority=int(task.get("priority", "50")),
        owner=_owner(node, data),
    )


def _owner(node: Node, data: dict[str, Any]) -> str | None:
    """Return the firm whose task it is.

    Raises:
        HuxinError: `expression_failed` when the owner is anything but a text or null.
    """
    text = node.task.get("owner")
    owner = value_of(text, data, node.id) if text else None
    if owner is not None and not isinstance(owner, str):
        raise HuxinError(
            "expression_failed",
            "The task's owner is no text",
            f"The owner `{text}` at {node.id} gives {owner!r}.",
            status=422,
            fix="Name a text of the data, for example a credit code.",
            extra={"element_id": node.id},
        )
    return owner


def _timer(node: Node, token: int, name: str, data: dict[str, Any]) -> TimerWait:
    timer = node.timer or {}
    duration = text_of(timer.get("duration"), data, node.id)
    date = value_of(timer["date"], data, node.id) if timer.get("date") and duration is None else None
    if duration is None and not isinstance(date, str):
        raise HuxinError(
            "expression_failed",
            "The timer has no time",
            f"The date at {node.id} gives {date!r}.",
            status=422,
            fix="Give the timer an ISO 8601 duration, or a date that is text.",
            extra={"element_id": node.id},
        )
    return TimerWait(
        token=token,
        element_id=node.id,
        name=name,
        duration=duration,
        date=date,
        count=_count(timer.get("count"), "clock"),
        clauses=node.clauses,
    )


def _count(text: str | None, default: DayCount) -> DayCount:
    return cast("DayCount", text) if text in _COUNTS else default
