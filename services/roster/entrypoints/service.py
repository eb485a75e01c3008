"""The roster service on the wire: the one class that nameko hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.roster.adapters.schema import SCHEMA
from services.roster.entrypoints.attendance import AttendancePart
from services.roster.entrypoints.filing import FilingPart
from services.roster.entrypoints.provider import RosterProvider
from services.roster.entrypoints.register import RegisterPart
from services.roster.entrypoints.subcontracts import SubcontractsPart
from services.runtime.nameko import UnitsProvider

if TYPE_CHECKING:
    from services.roster.bootstrap import Roster
    from services.runtime.messaging import Units


class RosterService(FilingPart, SubcontractsPart, RegisterPart, AttendancePart):
    """Commands of the processes of P02, and what people do and ask about the roster."""

    name = "roster"
    schema = SCHEMA
    units: Units = UnitsProvider()
    app: Roster = RosterProvider()
