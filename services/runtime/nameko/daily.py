"""`@daily`: a method that runs once for each day of the legal clock, in one replica, however often the clock is moved.

The last day done is a row of the service's own table; a replica claims the next day by updating it, in the transaction of the work.
"""

from __future__ import annotations

import functools
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
import structlog
from eventlet import Timeout
from eventlet.event import Event
from nameko.extensions import Entrypoint, register_entrypoint
from sqlalchemy.dialects import postgresql, sqlite

from services.runtime.nameko.service import ServiceRuntime

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.runtime.messaging.unit import UnitOfWork

Method = TypeVar("Method", bound="Callable[..., Any]")
TICK_SECONDS = 0.5
RETRY_SECONDS = 30.0

_log = structlog.get_logger("huxin.daily")


class Day:
    """One day for one method."""

    def __init__(self, entrypoint: DailyEntrypoint, day: date) -> None:
        self.entrypoint = entrypoint
        self.day = day

    def run(self, method: Callable[[UnitOfWork, date], object]) -> None:
        """Claim the day and do its work in one transaction; a day that another replica has done is left alone."""
        with self.entrypoint.runtime.units.begin() as unit:
            if self.entrypoint.claim(unit.connection, self.day):
                method(unit, self.day)


class DailyEntrypoint(Entrypoint):  # type: ignore[misc]  # nameko ships no types
    """Looks at the clock and spawns a worker for each day that has not been done."""

    runtime = ServiceRuntime()

    def __init__(self, name: str, **kwargs: Any) -> None:  # noqa: ANN401 - nameko's options
        super().__init__(**kwargs)
        self.name = name

    def start(self) -> None:
        """Begin to look."""
        self._ended = Event()
        self.container.spawn_managed_thread(self._look, identifier=f"daily-{self.name}")

    def stop(self) -> None:
        """Look no more."""
        if not self._ended.ready():
            self._ended.send()

    def claim(self, connection: sa.Connection, day: date) -> bool:
        """Take a day; False when it has been taken."""
        table = self._table()
        statement = sa.update(table).where(table.c.name == self.name, table.c.last_day == day - timedelta(days=1)).values(last_day=day)
        return connection.execute(statement).rowcount == 1

    def _table(self) -> sa.Table:
        return self.container.service_cls.schema.metadata.tables["daily"]  # type: ignore[no-any-return]

    def _look(self) -> None:
        while not self._ended.ready():
            try:
                day = self._next_day()
                if day is None:
                    self._pause(TICK_SECONDS)
                else:
                    self._work(day)
            except Exception as error:  # noqa: BLE001 - the day is done when its cause is gone
                _log.error("a day's work failed and will be done again", name=self.name, error=repr(error)[:300])
                self._pause(RETRY_SECONDS if self.runtime.surroundings.settings.profile == "production" else TICK_SECONDS)

    def _pause(self, seconds: float) -> None:
        with Timeout(seconds, False):
            self._ended.wait()

    def _next_day(self) -> date | None:
        today = self.runtime.units.clock.now().date()
        table = self._table()
        with self.runtime.database.read() as connection:
            last: date | None = connection.scalar(sa.select(table.c.last_day).where(table.c.name == self.name))
        if last is None:
            self._begin_with(today)
            return today
        return last + timedelta(days=1) if last < today else None

    def _begin_with(self, today: date) -> None:
        table = self._table()
        with self.runtime.database.begin() as connection:
            insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            first = insert(table).values(name=self.name, last_day=today - timedelta(days=1))
            connection.execute(first.on_conflict_do_nothing())  # another replica may begin at the same moment

    def _work(self, day: date) -> None:
        held = Event()

        def finished(_context: object, result: Any, exc_info: Any) -> tuple[Any, Any]:  # noqa: ANN401 - nameko's signature
            held.send(exc_info is None)
            return result, exc_info

        self.container.spawn_worker(self, (Day(self, day),), {}, handle_result=finished)
        if not held.wait():
            raise RuntimeError(f"{self.name} of {day}")


def daily(name: str) -> Callable[[Method], Method]:
    """Run once a day: `def sweep(self, unit: UnitOfWork, day: date) -> None`; days that were missed are made up for in order."""

    def decorate(method: Method) -> Method:
        @functools.wraps(method)
        def work(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - stands for any method
            if len(args) == 1 and isinstance(args[0], Day):
                return args[0].run(functools.partial(method, self))
            return method(self, *args, **kwargs)

        register_entrypoint(work, DailyEntrypoint(name))
        return work  # type: ignore[return-value]  # the wrapper takes the same calls

    return decorate
