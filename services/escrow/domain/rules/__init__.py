"""The legal rules of the money, one a file; `DECISIONS` lists them by the name under which they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.escrow.domain.rules import (
    balance_forecast,
    close_allowed,
    deposit_rate,
    labour_cost_due,
    pay_line_allowed,
    who_pays_first,
)

if TYPE_CHECKING:
    from services.kernel.decision import Rule

RULES = (labour_cost_due.RULE, balance_forecast.RULE, deposit_rate.RULE, pay_line_allowed.RULE, who_pays_first.RULE, close_allowed.RULE)
DECISIONS: dict[str, Rule] = {rule.name: rule for rule in RULES}
