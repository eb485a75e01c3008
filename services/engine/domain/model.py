"""What the engine keeps: frozen records of definitions, instances, tasks, timers, subscriptions, messages and incidents."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Literal

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from datetime import date, datetime

NO_DUE = 2**62  # milliseconds; a task without a deadline sorts after every task that has one


LONGEST_KEY = 500  # characters of a business or correlation key; indexes hold them


def checked_key(key: str, what: str) -> str:
    """Return a key that an index can hold.

    Raises:
        HuxinError: code `bad_key` when it is too long or has a zero byte, which no table takes.
    """
    if len(key) > LONGEST_KEY or "\0" in key:
        raise HuxinError("bad_key", "A key cannot be used", f"{what} begins {key[:40]!r}", fix=f"use at most {LONGEST_KEY} characters")
    return key


class InstanceState(IntEnum):
    """Where an instance stands. The number is what the table stores."""

    RUNNING = 1
    COMPLETED = 2
    CANCELLED = 3


class TaskState(IntEnum):
    """Where a task stands. Open and claimed tasks wait for a person."""

    OPEN = 1
    CLAIMED = 2
    COMPLETED = 3
    CANCELLED = 4


class IncidentState(IntEnum):
    """An incident is retried by itself (`WAITING`), waits for an operator (`OPEN`) or is over (`RESOLVED`)."""

    WAITING = 1
    OPEN = 2
    RESOLVED = 3


IncidentKind = Literal["service_failed", "expression_failed", "undeliverable", "poisoned_message", "handler_failed", "nobody_waited"]
StimulusKind = Literal["start", "complete", "reply", "error", "message", "timer", "retry", "skip", "correct", "cancel", "recount"]


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts: a signed-in person with departments, roles, place and firms, or a part of the system (`user` begins with `system:`)."""

    user: str
    departments: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    jurisdiction: str | None = None
    firms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Stimulus:
    """The cause of one step. It can be kept as JSON in an incident and applied again."""

    kind: StimulusKind
    token: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    actor: str = "system:engine"
    reason: str | None = None
    message_id: str | None = None
    message: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the stimulus as a JSON object without its empty members."""
        members = {
            "kind": self.kind,
            "token": self.token,
            "data": self.data,
            "actor": self.actor,
            "reason": self.reason,
            "message_id": self.message_id,
            "message": self.message,
        }
        return {key: value for key, value in members.items() if value is not None}

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Stimulus:
        """Rebuild a stimulus from the JSON object that an incident keeps."""
        return cls(**body)


@dataclass(frozen=True, kw_only=True)
class DefinitionRecord:
    """One immutable version of a process."""

    id: int
    key: str
    version: int
    hash: str
    name: str
    effective_on: date
    jurisdictions: tuple[str, ...]
    deployed_at: datetime
    deployed_by: str
    name_en: str = ""
    signed_by: str | None = None
    called: dict[str, int] = field(default_factory=dict)  # key of a called process → id of the definition that it means

    def serves(self, jurisdiction: str) -> bool:
        """Tell whether the version is meant for a jurisdiction; no list means all."""
        return not self.jurisdictions or jurisdiction in self.jurisdictions


# What an instance waits for, by token, as the instance's own row keeps it: enough to close a wait without looking it up elsewhere.
#   ["U", task id, step] · ["S", command id, attempts, step] · ["M", message, key, step] · ["T", step]
# The step is the instance's version that opened the wait; entries of older versions of the program lack it.
WaitIndex = dict[int, list[Any]]
_WORDS = {"U": 2, "S": 3, "M": 3, "T": 1}  # of an entry, before its step


def opened_at(waits: WaitIndex, token: int) -> int | None:
    """Return the step that opened a wait, 0 when the entry does not tell, None when there is no such wait."""
    entry = waits.get(token)
    if entry is None:
        return None
    words = _WORDS[entry[0]]
    return int(entry[words]) if len(entry) > words else 0


@dataclass(frozen=True, kw_only=True)
class InstanceRecord:
    """One running or ended process instance."""

    id: str
    definition_id: int
    jurisdiction: str
    business_key: str | None
    title: str
    state: InstanceState
    version: int
    blob: bytes | None  # compact state while running
    waits: WaitIndex
    chain: bytes  # last link of the history chain
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str | None = None
    result: dict[str, Any] | None = None  # the data at the end
    parties: tuple[str, ...] = ()  # credit codes of the firms that take part or took part, sorted
    start_key: str | None = None  # set when a message started it: such a key runs once at a time
    request_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class TaskRecord:
    """A person's task."""

    id: str
    instance_id: str
    token: int
    element_id: str
    name: str
    department: str
    jurisdiction: str
    process: str
    priority: int
    created_at: datetime
    due_at: datetime | None
    state: TaskState = TaskState.OPEN
    version: int = 1
    roles: tuple[str, ...] = ()
    form: str | None = None
    deadline: str | None = None
    count: str = "working"
    assignee: str | None = None
    owner: str | None = None
    completed_at: datetime | None = None
    completed_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody can still work on the task."""
        return self.state in (TaskState.OPEN, TaskState.CLAIMED)


@dataclass(frozen=True, kw_only=True)
class TimerRecord:
    """A moment at which an instance goes on by itself."""

    instance_id: str
    token: int
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class ProvisionalDue:
    """The due time of a task or timer that rests on a year without published holidays, with what counts it again."""

    instance_id: str
    token: int
    counted_from: datetime
    duration: str
    count: str


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """An instance's wait for a message with a correlation key."""

    message: str
    key: str
    instance_id: str
    token: int


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """A case that has had a kept message: which wait took it, and the version that the case had until then."""

    message_id: str
    instance_id: str
    token: int
    version: int


@dataclass(frozen=True, kw_only=True)
class EarlyMessage:
    """A message that is kept: nobody waited for it yet, or others than those who did may still come to wait for it."""

    id: str
    message: str
    key: str
    jurisdiction: str
    data: dict[str, Any]
    received_at: datetime
    expires_at: datetime
    receivers: tuple[Receiver, ...] = ()

    def is_for(self, instance: InstanceRecord, origin: int | None) -> bool:
        """Tell whether a wait that a case opens now takes this message.

        A message that nobody has had is for whoever comes first. One that others have had is for the cases that ran when it came. Within
        a case that has had it, it is for the branches that stood elsewhere then, and not for what followed from it.

        Args:
            instance: the case as it was before this step.
            origin: the wait whose end led to the new one, if it is known.
        """
        if not self.receivers:
            return True
        own = [receiver for receiver in self.receivers if receiver.instance_id == instance.id]
        if not own:
            return instance.started_at <= self.received_at
        since = opened_at(instance.waits, origin) if origin is not None else None
        return since is not None and all(since <= each.version and origin != each.token for each in own)


@dataclass(frozen=True, kw_only=True)
class IncidentRecord:
    """Something that failed, with all that is needed to try it again."""

    id: str
    kind: IncidentKind
    code: str
    title: str
    detail: str
    created_at: datetime
    state: IncidentState = IncidentState.OPEN
    attempts: int = 1
    instance_id: str | None = None
    token: int | None = None
    element_id: str | None = None
    jurisdiction: str | None = None
    stimulus: Stimulus | None = None
    next_retry_at: datetime | None = None
    raw: bytes | None = None
    headers: dict[str, Any] = field(default_factory=dict)
    resolution: str | None = None
    reason: str | None = None
    resolved_at: datetime | None = None
    resolved_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Command:
    """An order to a service. Its id is named by the reply."""

    id: str
    operation: str
    instance_id: str
    jurisdiction: str
    parameters: dict[str, Any]
    cause: str | None = None


@dataclass(frozen=True, kw_only=True)
class Thrown:
    """An event that an instance tells to everybody."""

    message: str
    key: str
    jurisdiction: str
    data: dict[str, Any]
    cause: str | None = None


@dataclass(frozen=True, kw_only=True)
class HistoryRow:
    """One step of an instance as the history keeps it: packed entries and a link of the chain."""

    instance_id: str
    seq: int
    body: bytes
    chain: bytes


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A service's answer to a command."""

    id: str
    command_id: str
    instance_id: str
    ok: bool
    result: dict[str, Any] = field(default_factory=dict)
    error: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A message from outside: an event on the broker, or one handed in through the API."""

    id: str
    message: str
    subject: str | None
    jurisdiction: str
    data: dict[str, Any]
    actor: str = "system:events"
    key: str | None = None  # given outright by the API; otherwise the subject is the key


@dataclass(kw_only=True)
class Changes:
    """All that one step writes in its transaction. Built up by the step, written at once by the store."""

    instance: InstanceRecord
    expected_version: int | None  # None: the instance is new
    history: HistoryRow
    new_tasks: list[TaskRecord] = field(default_factory=list)
    closed_tasks: list[tuple[str, TaskState, datetime, str | None]] = field(default_factory=list)  # id, state, at, by
    new_timers: list[TimerRecord] = field(default_factory=list)
    closed_timers: list[int] = field(default_factory=list)  # tokens
    provisional: list[ProvisionalDue] = field(default_factory=list)
    new_subscriptions: list[Subscription] = field(default_factory=list)
    closed_subscriptions: list[Subscription] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)
    thrown: list[Thrown] = field(default_factory=list)
    new_parties: list[str] = field(default_factory=list)
    gone_parties: list[str] = field(default_factory=list)
