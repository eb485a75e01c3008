"""The tables of the escrow service, one file a module on one metadata; importing this package declares them all."""

from services.escrow.adapters.tables import (
    accounts,
    closing,
    ledger,
    payments,
    payroll,
    projects,
)
from services.escrow.adapters.tables.base import daily, messaging, metadata

__all__ = [
    "accounts",
    "closing",
    "daily",
    "ledger",
    "messaging",
    "metadata",
    "payments",
    "payroll",
    "projects",
]
