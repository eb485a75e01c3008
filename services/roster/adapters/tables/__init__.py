"""The tables of the roster service, one file a module on one metadata; importing this package declares them all."""

from services.roster.adapters.tables import attendance, filing, imports, register, subcontracts
from services.roster.adapters.tables.base import daily, messaging, metadata

__all__ = ["attendance", "daily", "filing", "imports", "messaging", "metadata", "register", "subcontracts"]
