"""Makes a serving process green. Called first by `huxin serve`, before anything that opens sockets or starts threads."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    # Known and decided (nameko needs it); nobody who runs a service can act on it.
    warnings.simplefilter("ignore")
    import eventlet
    import eventlet.patcher

_state = {"patched": False}


def patch() -> None:
    """Replace blocking sockets, threads and psycopg2's waits by green ones, once."""
    if not _state["patched"]:
        eventlet.monkey_patch()
        _state["patched"] = True


def is_patched() -> bool:
    """Tell whether this process is green."""
    return bool(eventlet.patcher.is_monkey_patched("socket"))
