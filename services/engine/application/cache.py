"""Live instances kept in memory between steps, by id and version, so that a hot instance need not be restored."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.engine.application.ports import Live


class LiveCache:
    """Least recently used instances. An entry is taken out for a step and only put back after its commit.

    So a step that fails leaves no half-advanced instance behind, and no two greenlets ever hold the same one.

    Args:
        size: how many instances to keep; 0 switches the cache off.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: OrderedDict[str, tuple[int, Live]] = OrderedDict()
        self.hits = 0
        self.misses = 0

    def take(self, instance_id: str, version: int) -> Live | None:
        """Take out the live instance if it stands at the version; an entry of another version is dropped."""
        entry = self._entries.pop(instance_id, None)
        if entry is None or entry[0] != version:
            self.misses += 1
            return None
        self.hits += 1
        return entry[1]

    def peek(self, instance_id: str, version: int) -> Live | None:
        """Return the live instance at the version for reading only, and leave it where it is."""
        entry = self._entries.get(instance_id)
        return entry[1] if entry is not None and entry[0] == version else None

    def put(self, instance_id: str, version: int, live: Live) -> None:
        """Keep a live instance whose state at this version has been committed."""
        if not self._size:
            return
        self._entries[instance_id] = (version, live)
        if len(self._entries) > self._size:
            self._entries.popitem(last=False)

    def __len__(self) -> int:
        return len(self._entries)
