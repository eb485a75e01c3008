"""A system to tell a story on: all services in this process, on a fresh embedded store or on the servers that the settings name."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import eventlet

from services.cli.deploying import deploy_all
from services.cli.serve import service_class
from services.kernel.clock import MovableClock, parse_moment
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.nameko import Host, RpcClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from services.kernel.clock import Clock
    from services.runtime.settings import Settings

PATIENCE_SECONDS = 30.0
SERVICES = ("permits", "escrow", "roster", "credit", "engine")


class System:
    """A running system: `call` operations, move its clock."""

    def __init__(self, settings: Settings, host: Host, clock: Clock) -> None:
        self.clock = clock
        self._host = host
        self._rpc = RpcClient(settings)

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
        """Call an operation."""
        return self._rpc.call(operation, parameters, timeout=PATIENCE_SECONDS)

    def publish(self, event: str, *, key: str, jurisdiction: str, data: dict[str, Any]) -> None:
        """Announce an event as its service would; it reaches every service and the engine."""
        with self._host.around.runtimes[0].units.begin() as unit:
            unit.emit(event, subject=key, jurisdiction=jurisdiction, data=data)

    def until(self, what: str, ask: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is asked for
        """Ask again until the answer is not empty.

        Raises:
            TimeoutError: when it stays empty too long.
        """
        with eventlet.Timeout(PATIENCE_SECONDS, False):
            while True:
                answer = ask()
                if answer:
                    return answer
                eventlet.sleep(0.005)
        raise TimeoutError(f"waited {PATIENCE_SECONDS:.0f} s for {what}")


@contextmanager
def system(settings: Settings, at: str) -> Iterator[System]:
    """Run the services from a given moment on; embedded data lives in a folder that goes with the story."""
    clock = MovableClock(parse_moment(at))
    with tempfile.TemporaryDirectory(prefix="huxin-story-") as folder:
        if settings.embedded_broker:
            settings = replace(settings, database_url=f"sqlite:///{Path(folder)}/{{service}}.db")
        else:
            for name, schema in migrations.declared_schemas().items():
                migrations.upgrade(Database.for_service(name, settings), schema)
        host = Host(settings, clock=clock)
        for name in SERVICES:
            host.add(service_class(name))
        host.start()
        try:
            deploy_all(settings.home, RpcClient(settings))
            yield System(settings, host, clock)
        finally:
            host.stop()
