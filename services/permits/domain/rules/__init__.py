"""The legal rules of permits, stops and acceptance, one a file; `DECISIONS` lists them by the name under which they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.permits.domain.rules import acceptance_gate, in_scope, permit_gate, stop_basis, stop_work_due

if TYPE_CHECKING:
    from services.kernel.decision import Rule

RULES = (in_scope.RULE, permit_gate.RULE, stop_basis.RULE, stop_work_due.RULE, acceptance_gate.RULE)
DECISIONS: dict[str, Rule] = {rule.name: rule for rule in RULES}
