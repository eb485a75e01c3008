"""Live updates for open pages as server-sent events. A note says that something changed, never what: the page asks again."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Any

import orjson
from flask import Response, current_app, request

from services.gateway.blueprint import ApiBlueprint
from services.gateway.guard import current_token, current_user, signed_in
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from services.gateway.accounts import Accounts
    from services.gateway.people import User

blueprint = ApiBlueprint("live", __name__, description="Live updates")
KEEP_ALIVE_SECONDS = 15.0
WAITING_NOTES = 200
PAGES_PER_USER = 20
PAGES = 800  # below the server's connections, so that open pages never use up all of them


class LiveNotes:
    """Hands each note to every open page that may know of it.

    Args:
        keep_alive_seconds: pause after which a silent stream shows that it lives and asks whether its session still does.
    """

    def __init__(self, keep_alive_seconds: float = KEEP_ALIVE_SECONDS) -> None:
        self._pages: dict[queue.Queue[dict[str, Any]], User] = {}
        self._lock = threading.Lock()
        self._keep_alive = keep_alive_seconds

    @property
    def open_pages(self) -> int:
        """How many pages listen."""
        return len(self._pages)

    def publish(self, note: dict[str, Any]) -> None:
        """Hand out a note; a page that does not keep up misses notes and polls."""
        with self._lock:
            pages = list(self._pages.items())
        for waiting, user in pages:
            if may_know(user, note) and not waiting.full():
                waiting.put_nowait(note)

    def open(self, user: User) -> queue.Queue[dict[str, Any]]:
        """Take a place for a page.

        Raises:
            HuxinError: `too_many_pages` (429).
        """
        waiting: queue.Queue[dict[str, Any]] = queue.Queue(WAITING_NOTES)
        with self._lock:
            own = sum(other.username == user.username for other in self._pages.values())
            if own >= PAGES_PER_USER or len(self._pages) >= PAGES:
                raise HuxinError("too_many_pages", "Too many pages are open", "close some of them", status=429, retryable=True)
            self._pages[waiting] = user
        return waiting

    def close(self, waiting: queue.Queue[dict[str, Any]]) -> None:
        """Forget a page."""
        with self._lock:
            self._pages.pop(waiting, None)

    def stream(self, waiting: queue.Queue[dict[str, Any]], alive: Callable[[], bool]) -> Iterator[bytes]:
        """Yield server-sent events for one page until it goes away or its session ends."""
        try:
            yield b": open\n\n"
            while alive():
                try:
                    note = waiting.get(timeout=self._keep_alive)
                except queue.Empty:
                    yield b": still here\n\n"
                else:
                    yield b"data: " + orjson.dumps(note) + b"\n\n"
        finally:
            self.close(waiting)


def may_know(user: User, note: dict[str, Any]) -> bool:
    """Tell whether a page is told: a firm hears of its own functions' tasks and, by opaque id, that some case moved; never of incidents."""
    if not user.is_firm:
        return True
    department = note.get("department")
    return note.get("kind") != "incident" and (not department or department in user.departments)


class Stream(Response):
    """The answer of one page; its place is given back also when nobody ever read from it."""

    def __init__(self, notes: LiveNotes, waiting: queue.Queue[dict[str, Any]], alive: Callable[[], bool]) -> None:
        super().__init__(notes.stream(waiting, alive), content_type="text/event-stream")
        self.call_on_close(lambda: notes.close(waiting))
        self.headers["Cache-Control"] = "no-store"
        self.headers["X-Accel-Buffering"] = "no"


@blueprint.get("/events")
@signed_in
@blueprint.response(200, {"type": "string"}, content_type="text/event-stream", description="Notes, until the page goes away")
def events() -> Response:
    """Stream notes `{kind, id, department}` about changes."""
    notes: LiveNotes = current_app.extensions["huxin.live"]
    accounts: Accounts = current_app.extensions["huxin.accounts"]
    token = current_token()
    request.environ["eventlet.minimum_write_chunk_size"] = 1  # the server gathers 4 kB otherwise, and a note would come hours late
    return Stream(notes, notes.open(current_user()), lambda: accounts.session(token) is not None)
