"""The tables of the escrow service, one file a module on one metadata; importing this package declares them all."""

from services.escrow.adapters.tables import (
    accounts,
    advances,
    bank,
    closing,
    deposits,
    ledger,
    payments,
    payroll,
    projects,
    warnings,
)
from services.escrow.adapters.tables.base import daily, messaging, metadata

__all__ = [
    "accounts",
    "advances",
    "bank",
    "closing",
    "daily",
    "deposits",
    "ledger",
    "messaging",
    "metadata",
    "payments",
    "payroll",
    "projects",
    "warnings",
]
