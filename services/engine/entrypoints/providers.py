"""Builds the engine's context inside a hosted service, and tells open pages what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eventlet import spawn_after
from nameko.extensions import DependencyProvider

from services.contracts.envelope import Message
from services.engine.bootstrap import build
from services.runtime.messaging.broker import Parcel
from services.runtime.messaging.topology import LIVE
from services.runtime.nameko.service import ServiceRuntime

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.engine.application.context import Context

_GATHER_SECONDS = 0.15
_MOST = 50  # notes of one kind at once; beyond, one note says that many changed


class LiveNotes:
    """Gathers changes for a moment and sends each once: a page looks again, however often a case moved meanwhile.

    Args:
        submit: sends a parcel that no outbox row stands behind.
    """

    def __init__(self, submit: Callable[[Parcel], object]) -> None:
        self._submit = submit
        self._gathered: dict[tuple[str, str], str | None] = {}

    def changed(self, kind: str, identifier: str, department: str | None = None) -> None:
        """Note that a task, an instance or an incident changed."""
        if not self._gathered:
            spawn_after(_GATHER_SECONDS, self.flush)
        known = self._gathered.get((kind, identifier))
        self._gathered[kind, identifier] = department or known

    def flush(self) -> None:
        """Send what was gathered in one message: a message for each note would cost the broker as much as a command does."""
        gathered, self._gathered = self._gathered, {}
        counts: dict[str, int] = {}
        for kind, _identifier in gathered:
            counts[kind] = counts.get(kind, 0) + 1
        notes: list[dict[str, Any]] = [{"kind": kind, "id": None, "department": None} for kind, count in counts.items() if count > _MOST]
        for (kind, identifier), department in gathered.items():
            if counts[kind] <= _MOST:
                notes.append({"kind": kind, "id": identifier, "department": department})
        message = Message.new("live", {"notes": notes}, service="engine")
        self._submit(Parcel(message.key, LIVE, "", message.to_bytes(), stored=False))


class EngineProvider(DependencyProvider):  # type: ignore[misc]  # nameko ships no types
    """Injects the engine's context, one a container."""

    runtime = ServiceRuntime()
    _context: Context | None = None

    def get_dependency(self, worker_ctx: Any) -> Context:  # noqa: ANN401, ARG002 - nameko's signature
        """Return the context; it is built at the first worker, when database and relay are there."""
        return self.context

    @property
    def context(self) -> Context:
        """The engine's context."""
        if self._context is None:
            runtime, around = self.runtime, self.runtime.surroundings
            notes = LiveNotes(runtime.relay.submit)
            self._context = build(around.settings, runtime.database, runtime.relay, around.clock, notes=notes)
        return self._context
