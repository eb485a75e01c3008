"""The credit service on the wire: one class of the modules' entrypoints. No decisions here."""

from __future__ import annotations

from services.credit.adapters.schema import SCHEMA
from services.credit.entrypoints.posting import Postings


class CreditService(
    Postings,
):
    """Publicity and posting."""

    name = "credit"
    schema = SCHEMA
