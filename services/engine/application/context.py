"""What every step needs, handed over by the composition root."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from services.engine.application.cache import LiveCache
    from services.engine.application.definitions import Definitions
    from services.engine.application.ports import Interpreter
    from services.engine.application.storage import Store
    from services.kernel.clock import Clock


class DueTime(Protocol):
    """How a legal due time was counted. The kernel's calendar gives it."""

    @property
    def at(self) -> datetime:
        """The moment at which the time is over."""

    @property
    def provisional(self) -> bool:
        """Whether a year without published holidays took part."""

    def to_dict(self) -> dict[str, Any]:
        """Return how it was counted: start, duration, count, last day, rest days passed over, clauses."""


class CountDue(Protocol):
    """Counts a duration by the legal calendar of a jurisdiction."""

    def __call__(self, start: datetime, duration: str, count: str, jurisdiction: str) -> DueTime:
        """Return when the duration is over.

        Raises:
            HuxinError: the duration cannot be read or cannot be counted so.
        """


class Notes(Protocol):
    """Tells open pages that something changed. Best effort."""

    def changed(self, kind: str, identifier: str, department: str | None = None) -> None:
        """Note that a task, an instance or an incident changed."""


@dataclass
class StartUp:
    """What is done once after each start of the program."""

    recounted: bool = False


@dataclass(frozen=True, kw_only=True)
class Context:
    """The engine's dependencies and the few numbers that an operator may set."""

    store: Store
    interpreter: Interpreter
    definitions: Definitions
    cache: LiveCache
    clock: Clock
    new_id: Callable[[], str]
    count_due: CountDue
    form: Callable[[str], dict[str, Any]]  # form key → form-js schema; HuxinError `unknown_form`
    evaluate: Callable[[str, dict[str, Any]], Any]  # safe expression over data
    holds: Callable[[str, dict[str, Any]], bool]  # a form's condition over the entered values
    lint: Callable[[bytes], list[dict[str, Any]]]
    called_processes: Callable[[bytes], list[str]]  # keys of the processes that a diagram calls
    notes: Notes
    start_up: StartUp = field(default_factory=StartUp)
    early_retention: timedelta = field(default=timedelta(days=30))  # how long a message waits for a subscriber
