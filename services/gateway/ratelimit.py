"""A sliding window of calls per caller."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from typing import TYPE_CHECKING

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable

CALLERS = 50_000


class RateLimit:
    """At most so many calls in a sliding window, per caller, in this process."""

    def __init__(self, calls: int, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._calls, self._seconds, self._now = calls, seconds, now
        self._seen: dict[str, deque[float]] = defaultdict(deque)

    def check(self, caller: str) -> None:
        """Count a call.

        Raises:
            HuxinError: `too_many_requests` (429).
        """
        now = self._now()
        seen = self._seen[caller]
        while seen and seen[0] <= now - self._seconds:
            seen.popleft()
        if len(seen) >= self._calls:
            wait = int(seen[0] + self._seconds - now) + 1
            raise HuxinError(
                "too_many_requests", "Too many requests", f"wait {wait} s", status=429, retryable=True, extra={"retry_after": wait}
            )
        seen.append(now)
        if len(self._seen) > CALLERS:  # bounded memory: callers whose window is empty go first, all if that does not help
            self._seen = defaultdict(deque, {who: calls for who, calls in self._seen.items() if calls and calls[-1] > now - self._seconds})
            if len(self._seen) > CALLERS:
                self._seen.clear()
