"""The composition root of the roster service: handlers, records, law and vault put together, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.roster.adapters.files import read_upload
from services.roster.adapters.lawbook import FileLawBook
from services.roster.adapters.work import SqlWork
from services.roster.application import attendance, filing, gaps, imports, months, reading, register, reports, subcontracts
from services.runtime.vault import load_vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import sqlalchemy as sa

    from services.roster.adapters.work import Unit
    from services.runtime.settings import Settings

MODULES = (filing, subcontracts, register, attendance, imports, months, gaps, reports, reading)
HANDLERS: dict[str, Callable[..., dict[str, Any]]] = {handler.__name__: handler for module in MODULES for handler in module.HANDLERS}
UPLOADS = {"import_attendance": "attendance", "import_register": "register"}


class Roster:
    """The service's handlers over its records, the law and the vault."""

    def __init__(self, settings: Settings) -> None:
        self.law = FileLawBook(settings.home)
        self.vault = load_vault(settings)

    def run(self, handler: str, unit: Unit, parameters: dict[str, Any]) -> dict[str, Any]:
        """Run a handler within a unit of work."""
        return HANDLERS[handler](SqlWork(unit, self.law, self.vault), **parameters)

    def read(self, handler: str, connection: sa.Connection, now: datetime, parameters: dict[str, Any]) -> dict[str, Any]:
        """Run a handler that only reads."""
        return HANDLERS[handler](SqlWork(_Reading(connection, now), self.law, self.vault), **parameters)

    @staticmethod
    def unpack(handler: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Read the file of an upload, before any transaction; other parameters stay as they are.

        Raises:
            HuxinError: code `bad_file`.
        """
        kind = UPLOADS.get(handler)
        if kind is None:
            return parameters
        rest = {name: value for name, value in parameters.items() if name not in {"file_name", "content"}}
        return {**rest, "upload": read_upload(kind, parameters["file_name"], parameters["content"])}


class _Reading:
    """A unit of work that cannot announce anything."""

    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self.connection = connection
        self.now = now

    def emit(self, name: str, **_: Any) -> None:  # noqa: ANN401 - the unit's signature
        """Refuse: a read has no effects."""
        raise RuntimeError(f"a read announces nothing, not {name}")
