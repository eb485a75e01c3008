"""Two transactions of one PostgreSQL database that meet at a chosen moment, so that a race is no matter of luck."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from services.kernel.clock import MovableClock
from services.runtime.db import Database
from services.runtime.messaging.unit import Units
from services.runtime.settings import Settings
from services.runtime.testing import FakeRelay, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import pytest

SECONDS = 30


class Office:
    """A service on a real database; every call is a transaction of its own, on a connection of its own.

    Attributes:
        app: what its `bootstrap` builds.
    """

    def __init__(self, url: str, service: str, app: Any, now: datetime) -> None:
        self.database = Database.for_service(service, Settings(database_url=url))
        self.relay = FakeRelay()
        self.clock = MovableClock(now)
        self.units = Units(self.database, self.relay, self.clock)
        self.app = app

    def run(self, handler: str, **parameters: Any) -> dict[str, Any]:
        """Run a handler and commit; nothing is tried again, so a deadlock shows."""
        with self.units.begin() as unit:
            answer: dict[str, Any] = self.app.run(handler, unit, parameters)
        return answer

    def events(self, name: str, subject: str) -> int:
        """Tell how many events of a name were committed about a subject."""
        return sum(message.type == name and message.subject == subject for message in self.relay.messages())

    def meet(
        self, monkeypatch: pytest.MonkeyPatch, place: tuple[object, str], first: Callable[[], Any], second: Callable[[], Any]
    ) -> tuple[Any, Any]:
        """Let `first` pause at the end of its first call of `place`, until `second` is over or waits for a lock; return both answers."""
        owner, name = place
        real, caller = getattr(owner, name), threading.current_thread()
        with ThreadPoolExecutor(1) as pool:
            under_way: list[Any] = []

            def pausing(*args: Any, **kwargs: Any) -> Any:
                result = real(*args, **kwargs)
                if threading.current_thread() is caller and not under_way:
                    under_way.append(pool.submit(second))
                    wait_until(lambda: under_way[0].done() or self._waiting())
                return result

            monkeypatch.setattr(owner, name, pausing)
            answer = first()
            assert under_way, f"{name} was never called: nothing has met"
            return answer, under_way[0].result(timeout=SECONDS)

    def _waiting(self) -> bool:
        with self.database.read() as connection:
            count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            return bool(connection.scalar(sa.text(count)))
