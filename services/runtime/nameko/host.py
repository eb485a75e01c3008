"""Hosts any set of services in one process through nameko's runner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from nameko.runners import ServiceRunner

from services.kernel.clock import Clock, SystemClock
from services.runtime.messaging.embedded import EmbeddedBroker
from services.runtime.nameko.patching import is_patched
from services.runtime.nameko.service import SURROUNDINGS, Surroundings

if TYPE_CHECKING:
    from services.runtime.messaging.broker import Broker
    from services.runtime.settings import Settings

_log = structlog.get_logger("huxin.host")


class Host:
    """One process's services: `Host(settings).add(Engine).add(Permits).start()`, then `wait()` or `stop()`.

    Args:
        settings: how to run.
        clock: the clock of the law, shared by all services.
        broker: another broker than the settings name, for tests.
    """

    def __init__(self, settings: Settings, *, clock: Clock | None = None, broker: Broker | None = None) -> None:
        if not is_patched():
            raise RuntimeError("call services.runtime.nameko.patching.patch() first, before other imports")
        self.settings = settings
        self.broker: Broker = broker or make_broker(settings)
        self.around = Surroundings(settings, self.broker, clock or SystemClock())
        self._runner = ServiceRunner({SURROUNDINGS: self.around, "max_workers": settings.max_workers})
        self._ready = False

    def add(self, service_class: type[Any]) -> Host:
        """Add a service before the start."""
        self._runner.add_service(service_class)
        return self

    def start(self) -> Host:
        """Start every service, then the relays: by then each queue of this process is declared, so no event misses one."""
        self._runner.start()
        for runtime in self.around.runtimes:
            runtime.relay.start()
        self._ready = True
        _log.info("ready", services=sorted(self._runner.service_names))
        return self

    def stop(self) -> None:
        """Stop gracefully: no new messages, workers finish, confirmed rows go, connections close."""
        self._ready = False
        self._runner.stop()
        for runtime in self.around.runtimes:
            runtime.relay.stop()
        self.broker.close()
        for runtime in self.around.runtimes:
            runtime.database.close()
        _log.info("stopped")

    def wait(self) -> None:
        """Wait until every service has stopped; raises what killed one."""
        self._runner.wait()

    def containers(self) -> dict[str, Any]:
        """Return nameko's containers by service name."""
        return dict(self._runner.service_map)

    def ready(self) -> dict[str, str]:
        """Return what is not ready by name, with the reason; empty when everything is."""
        problems: dict[str, str] = {} if self._ready else {"host": "not started"}
        if self.around.preparing:
            problems["preparation"] = "not finished"
        if not self.broker.connected():
            problems["broker"] = "not connected"
        for runtime in self.around.runtimes:
            try:
                runtime.database.ping()
            except Exception as error:  # noqa: BLE001 - any error means not ready
                problems[f"{runtime.service} database"] = str(error).splitlines()[0]
        return problems


def make_broker(settings: Settings) -> Broker:
    """Return the broker that the settings name."""
    if settings.embedded_broker:
        return EmbeddedBroker()
    from services.runtime.messaging.amqp import AmqpBroker  # noqa: PLC0415 - only where AMQP is used

    return AmqpBroker(settings.broker_url)
