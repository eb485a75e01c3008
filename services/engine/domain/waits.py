"""What an instance waits for, and what one advance of it brought about. Frozen records, no framework."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

DayCount = Literal["working", "calendar", "clock"]


@dataclass(frozen=True, kw_only=True)
class UserWait:
    """A person's task. `token` is unique within the instance and stable over saving and restoring."""

    token: int
    element_id: str
    name: str
    department: str | None
    roles: tuple[str, ...] = ()
    form: str | None = None
    clauses: tuple[str, ...] = ()
    deadline: str | None = None  # ISO 8601 duration, for example P5D
    count: DayCount = "working"
    priority: int = 50
    owner: str | None = None  # credit code of the firm whose task it is; None: the whole department's


@dataclass(frozen=True, kw_only=True)
class ServiceWait:
    """A service task: one command goes out, exactly one reply comes back."""

    token: int
    element_id: str
    name: str
    operation: str
    parameters: dict[str, Any]
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MessageWait:
    """A message catch event. `key` is the evaluated correlation key."""

    token: int
    element_id: str
    name: str
    message: str
    key: str
    origin: int | None = None  # the wait whose end led here


@dataclass(frozen=True, kw_only=True)
class TimerWait:
    """A timer catch or boundary event: either `duration` (ISO 8601) counted by `count`, or an ISO `date`."""

    token: int
    element_id: str
    name: str
    duration: str | None
    date: str | None
    count: DayCount = "clock"
    clauses: tuple[str, ...] = ()


Wait = UserWait | ServiceWait | MessageWait | TimerWait


@dataclass(frozen=True, kw_only=True)
class Sent:
    """An event thrown by a message throw or message end event; goes to `huxin.events`."""

    element_id: str
    message: str
    key: str
    data: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Passed:
    """One line of history: an element was reached, done or cancelled."""

    element_id: str
    what: Literal["entered", "completed", "cancelled"]


@dataclass(frozen=True, kw_only=True)
class Advance:
    """What one stimulus brought about, up to the next waits."""

    state: bytes | None  # compact instance state; None when the instance has ended
    opened: tuple[Wait, ...] = ()
    closed: tuple[int, ...] = ()  # tokens of waits that are over (done or cancelled by the diagram)
    sent: tuple[Sent, ...] = ()
    passed: tuple[Passed, ...] = ()
    ended: bool = False
    outcome: str | None = None  # id of the end event that was reached last
    data: dict[str, Any] = field(default_factory=dict)  # the instance's data after the advance
    parties: frozenset[str] = frozenset()  # credit codes of the firms that the data names as taking part
    parted: frozenset[str] = frozenset()  # those that a correction of the data took out
