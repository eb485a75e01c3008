"""What the parts of the roster service share: how a call becomes a handler's run. No decisions here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eventlet import tpool

from services.roster.bootstrap import UPLOADS

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
        # Reading a large file takes seconds of computing: a thread of its own lets the other greenlets go on.
        given = tpool.execute(self.app.unpack, handler, parameters) if handler in UPLOADS else parameters
        return self.units.run(lambda unit: self.app.run(handler, unit, given))
