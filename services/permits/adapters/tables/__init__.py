"""The tables of the permits service, one file a module on one metadata; importing this package declares them all."""

from services.permits.adapters.tables import acceptance, payments, permits, settlement, stopping
from services.permits.adapters.tables.base import messaging, metadata

__all__ = ["acceptance", "messaging", "metadata", "payments", "permits", "settlement", "stopping"]
