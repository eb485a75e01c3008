"""The legal rules of the site roster, one a file; `DECISIONS` lists them by the name under which they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.roster.domain.rules import site_entry, subcontract_allowed

if TYPE_CHECKING:
    from services.kernel.decision import Rule

DECISIONS: dict[str, Rule] = {rule.name: rule for rule in (subcontract_allowed.RULE, site_entry.RULE)}
