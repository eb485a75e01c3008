"""The legal rules of the money, one a file; `DECISIONS` lists them by the name under which they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.escrow.domain.rules import balance_forecast, deposit_rate, labour_cost_due

if TYPE_CHECKING:
    from services.kernel.decision import Rule

DECISIONS: dict[str, Rule] = {rule.name: rule for rule in (labour_cost_due.RULE, balance_forecast.RULE, deposit_rate.RULE)}
