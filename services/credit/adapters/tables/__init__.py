"""The tables of the credit service, one file a module on one metadata; importing this package declares them all."""

from services.credit.adapters.tables import (
    posting,
)
from services.credit.adapters.tables.base import messaging, metadata

__all__ = [
    "messaging",
    "metadata",
    "posting",
]
