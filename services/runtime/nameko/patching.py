"""Makes a serving process green. Called first by `huxin serve`, before anything that opens sockets or starts threads."""

from __future__ import annotations

import warnings
import weakref
from typing import Any

import psycopg2
from psycopg2 import extensions

with warnings.catch_warnings():
    # Known and decided (nameko needs it); nobody who runs a service can act on it.
    warnings.simplefilter("ignore")
    import eventlet
    import eventlet.patcher
    from eventlet import hubs

_state = {"patched": False}
_known: weakref.WeakSet[Any] = weakref.WeakSet()


def patch() -> None:
    """Replace blocking sockets, threads and psycopg2's waits by green ones, once."""
    if not _state["patched"]:
        eventlet.monkey_patch()
        extensions.set_wait_callback(wait)
        _state["patched"] = True


def is_patched() -> bool:
    """Tell whether this process is green."""
    return bool(eventlet.patcher.is_monkey_patched("socket"))


def wait(connection: Any, timeout: int = -1) -> None:  # noqa: ANN401 - psycopg2's connection; its C code calls this
    """Let other greenlets run until the connection can go on.

    libpq opens its socket without the hub's knowledge, and often gets the number of one that was just closed with a reader
    still registered; so the hub is told of each new connection, lest it take its first read for a second one.
    """
    if connection not in _known:
        _known.add(connection)
        hubs.notify_opened(connection.fileno())
    while True:
        state = connection.poll()
        if state == extensions.POLL_OK:
            return
        if state == extensions.POLL_READ:
            hubs.trampoline(connection.fileno(), read=True)
        elif state == extensions.POLL_WRITE:
            hubs.trampoline(connection.fileno(), write=True)
        else:
            raise psycopg2.OperationalError(f"bad result from poll: {state!r} after {timeout}")
