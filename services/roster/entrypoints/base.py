"""What the parts of the roster service share: how a call becomes a handler's run. No decisions here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from services.roster.bootstrap import Roster
    from services.runtime.messaging import Units


class Part:
    """Base of the mixins."""

    units: Units
    app: Roster

    def _read(self, handler: str, parameters: dict[str, Any]) -> dict[str, Any]:
        with self.units.database.read() as connection:
            return self.app.read(handler, connection, self.units.clock.now(), parameters)

    def _in_unit(self, handler: str, parameters: dict[str, Any]) -> dict[str, Any]:
        given = self.app.unpack(handler, parameters)
        with self.units.begin() as unit:
            return self.app.run(handler, unit, given)
