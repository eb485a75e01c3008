"""Which table keeps which kind of record of the supervision processes (P06, P07, P17)."""

from __future__ import annotations

from typing import Any

from services.permits.adapters.tables import acceptance, payments, settlement, stopping
from services.permits.domain.acceptances import Acceptance
from services.permits.domain.payments import Claim, Payment, Receipt
from services.permits.domain.settlements import Settlement
from services.permits.domain.stops import CorrectionOrder, Stop, StopApplication
from services.runtime.records import Shape

SHAPES: dict[type[Any], Shape] = {
    kind: Shape(kind, table)
    for kind, table in (
        (Payment, payments.payment),
        (Receipt, payments.receipt),
        (Claim, payments.wage_claim),
        (CorrectionOrder, stopping.correction_order),
        (Stop, stopping.stop),
        (StopApplication, stopping.stop_application),
        (Acceptance, acceptance.acceptance),
        (Settlement, settlement.settlement),
    )
}
