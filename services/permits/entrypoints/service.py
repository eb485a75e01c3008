"""The permits service on the wire: one class of the modules' entrypoints. No decisions here."""

from __future__ import annotations

from services.permits.adapters.schema import SCHEMA
from services.permits.entrypoints.acceptance import Acceptances
from services.permits.entrypoints.payments import Payments
from services.permits.entrypoints.permits import Permits
from services.permits.entrypoints.settlement import Settlements
from services.permits.entrypoints.stopping import Stopping


class PermitsService(
    Permits,
    Payments,
    Stopping,
    Acceptances,
    Settlements,
):
    """Permits, payments under supervision, acceptance and settlement."""

    name = "permits"
    schema = SCHEMA
