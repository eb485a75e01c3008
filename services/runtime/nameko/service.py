"""What every hosted service stands on: its database, relay and units of work, one set a container."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nameko.extensions import DependencyProvider, SharedExtension

from services.kernel.clock import Clock, SystemClock
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.messaging.handling import Settler
from services.runtime.messaging.relay import Relay
from services.runtime.messaging.unit import Units

if TYPE_CHECKING:
    from services.runtime.messaging.broker import Broker
    from services.runtime.settings import Settings

SURROUNDINGS = "huxin"


@dataclass
class Surroundings:
    """What the host gives its containers, under one key of nameko's configuration.

    Attributes:
        preparing: whether the process still puts in what people need to begin, such as sample data; it is not ready then.
    """

    settings: Settings
    broker: Broker
    clock: Clock = field(default_factory=SystemClock)
    runtimes: list[ServiceRuntime] = field(default_factory=list)
    preparing: bool = False


class ServiceRuntime(SharedExtension):  # type: ignore[misc]  # nameko ships no types
    """Database, relay, units and settler of one service. The service class may name its `schema` (ServiceSchema)."""

    database: Database
    relay: Relay
    units: Units
    settler: Settler

    @property
    def surroundings(self) -> Surroundings:
        """What the host gave."""
        found: Surroundings = self.container.config[SURROUNDINGS]
        return found

    @property
    def service(self) -> str:
        """The service's name."""
        return str(self.container.service_name)

    def setup(self) -> None:
        """Open the database; bring it up to date when embedded, else insist that it is."""
        around = self.surroundings
        self.database = Database.for_service(self.service, around.settings)
        schema = getattr(self.container.service_cls, "schema", None)
        if schema is not None:
            if around.settings.profile == "embedded":
                migrations.upgrade(self.database, schema)
            else:
                migrations.require_current(self.database, schema)
        self.relay = Relay(self.database, around.broker, around.settings)
        self.units = Units(self.database, self.relay, around.clock, grace_seconds=around.settings.grace_seconds)
        self.settler = Settler(self.units, self.relay.submit)
        around.runtimes.append(self)


class UnitsProvider(DependencyProvider):  # type: ignore[misc]  # nameko ships no types
    """Injects `Units`: `with self.units.begin() as unit: …` and, for reads, `with self.units.database.read() as connection: …`."""

    runtime = ServiceRuntime()

    def get_dependency(self, worker_ctx: Any) -> Units:  # noqa: ANN401, ARG002 - nameko's signature
        """Return the service's units."""
        return self.runtime.units
