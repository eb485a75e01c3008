"""What the entrypoints of every module stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.permits.entrypoints.provider import PermitsProvider
from services.runtime.nameko import UnitsProvider

if TYPE_CHECKING:
    from services.permits.bootstrap import Permits
    from services.runtime.messaging import Units


class Entrypoints:
    """Units of work and the built service; modules inherit it."""

    units: Units = UnitsProvider()
    app: Permits = PermitsProvider()

    def _read(self, handler: str, parameters: dict[str, Any]) -> dict[str, Any]:
        with self.units.database.read() as connection:
            return self.app.read(handler, connection, self.units.clock.now(), parameters)

    def _in_unit(self, handler: str, parameters: dict[str, Any]) -> dict[str, Any]:
        return self.units.run(lambda unit: self.app.run(handler, unit, parameters))
