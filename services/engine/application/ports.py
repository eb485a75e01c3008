"""The engine's port to the BPMN interpreter. `services.engine.spiff` fulfils it; tests may hand in a fake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from services.engine.domain.waits import Advance, Wait


class Definition(Protocol):
    """A parsed diagram, immutable and shared by all its instances."""

    key: str  # the process id
    hash: str  # sha256 of the canonical XML, hex
    name: str
    name_en: str  # empty when the diagram has no English label
    jurisdictions: tuple[str, ...]  # empty: all
    start_messages: dict[str, str]  # event name → safe expression of the correlation key over the event's data
    messages: frozenset[str]  # names of all events that the diagram starts with or catches
    places: dict[str, int]  # event name → how many elements, in called diagrams too, start with or catch it

    def elements(self) -> dict[str, dict[str, Any]]:
        """Return element id → {type, name, name_en, lane, department, clauses, form, operation}."""

    def element(self, element_id: str) -> dict[str, Any]:
        """Return an element of this process or of one that it calls; an empty record when there is none."""

    def title(self, data: dict[str, Any]) -> str:
        """Evaluate the process's title expression over the data; the process name when it has none."""

    def business_key(self, data: dict[str, Any]) -> str | None:
        """Evaluate the business key expression, or None when the process has none."""


class Live(Protocol):
    """A running instance in memory. Not shared between threads or greenlets; may be kept in a cache by version."""

    def data(self) -> dict[str, Any]:
        """Return the instance's current data (JSON values only)."""

    def tokens(self) -> list[dict[str, Any]]:
        """Return [{element_id, token, state: waiting|done|failed, kind}] for the diagram."""

    def waits(self) -> tuple[Wait, ...]:
        """Return what the instance waits for now, with expressions evaluated over its present data; for sending a command again."""


class Interpreter(Protocol):
    """Advances instances. Every method that advances runs to the next waits and returns what came of it.

    Raises:
        HuxinError: code `expression_failed` (with `extra.element_id`) for a bad expression or a gateway without a way out,
            `unknown_token` when the token does not wait any more, `bad_diagram` from `compile`.
    """

    def compile(self, xml: bytes, *, called: dict[str, bytes] | None = None) -> Definition:
        """Parse a diagram that passed the linter; `called` has the XML of called processes by id."""

    def start(self, definition: Definition, data: dict[str, Any], *, message: str | None = None) -> tuple[Live, Advance]:
        """Start an instance, at the message start event for `message` or at the none start event."""

    def restore(self, definition: Definition, state: bytes) -> Live:
        """Rebuild an instance from its compact state."""

    def complete(self, live: Live, token: int, data: dict[str, Any]) -> Advance:
        """Complete a user task with its form data (merged into the instance's data)."""

    def reply(self, live: Live, token: int, result: dict[str, Any]) -> Advance:
        """Complete a service task with its result (stored under the task's result variable)."""

    def reply_many(self, live: Live, replies: list[tuple[int, dict[str, Any]]]) -> Advance:
        """Complete several service tasks in one step."""

    def error(self, live: Live, token: int, code: str) -> Advance | None:
        """Throw a BPMN error at a service task; None when no boundary event catches it."""

    def deliver(self, live: Live, token: int, data: dict[str, Any]) -> Advance:
        """Deliver a message to a waiting catch or boundary event."""

    def fire(self, live: Live, token: int) -> Advance:
        """Fire a timer."""

    def skip(self, live: Live, token: int, data: dict[str, Any]) -> Advance:
        """An operator skips a wait, with data to merge."""

    def correct(self, live: Live, data: dict[str, Any]) -> Advance:
        """An operator corrects the instance's data without moving a token."""
