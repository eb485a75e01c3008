"""The legal rules of permits, one a file; `DECISIONS` lists them by the name under which they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.permits.domain.rules import in_scope, permit_gate

if TYPE_CHECKING:
    from services.kernel.decision import Rule

DECISIONS: dict[str, Rule] = {rule.name: rule for rule in (in_scope.RULE, permit_gate.RULE)}
