"""Live updates for open pages as server-sent events. A note says that something changed, never what: the page asks again."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Any

import orjson
from flask import Response, current_app
from flask_smorest import Blueprint

from services.gateway.guard import current_user, signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.gateway.accounts import User

blueprint = Blueprint("live", __name__, description="Live updates")
KEEP_ALIVE_SECONDS = 15
WAITING_NOTES = 200


class LiveNotes:
    """Hands each note to every open page that may know of it."""

    def __init__(self) -> None:
        self._pages: dict[queue.Queue[dict[str, Any]], User] = {}
        self._lock = threading.Lock()

    def publish(self, note: dict[str, Any]) -> None:
        """Hand out a note; a page that does not keep up misses notes and polls."""
        with self._lock:
            pages = list(self._pages.items())
        for waiting, user in pages:
            department = note.get("department")
            if department and department not in user.departments and user.is_firm:
                continue
            if not waiting.full():
                waiting.put_nowait(note)

    def stream(self, user: User) -> Iterator[bytes]:
        """Yield server-sent events for one page until it goes away."""
        waiting: queue.Queue[dict[str, Any]] = queue.Queue(WAITING_NOTES)
        with self._lock:
            self._pages[waiting] = user
        try:
            yield b": open\n\n"
            while True:
                try:
                    note = waiting.get(timeout=KEEP_ALIVE_SECONDS)
                except queue.Empty:
                    yield b": still here\n\n"
                else:
                    yield b"data: " + orjson.dumps(note) + b"\n\n"
        finally:
            with self._lock:
                self._pages.pop(waiting, None)


@blueprint.get("/events")
@signed_in
def events() -> Response:
    """Stream notes `{kind, id, department}` about changes."""
    notes: LiveNotes = current_app.extensions["huxin.live"]
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Response(notes.stream(current_user()), content_type="text/event-stream", headers=headers)
