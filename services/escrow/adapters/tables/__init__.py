"""The tables of the escrow service, one file a module on one metadata; importing this package declares them all."""

from services.escrow.adapters.tables import (
    ledger,
    payments,
    projects,
)
from services.escrow.adapters.tables.base import daily, messaging, metadata

__all__ = [
    "daily",
    "ledger",
    "messaging",
    "metadata",
    "payments",
    "projects",
]
