"""Every decision that can be asked, by name, whichever service holds its law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.escrow.domain.rules import DECISIONS as ESCROW
from services.permits.domain.rules import DECISIONS as PERMITS
from services.roster.domain.rules import DECISIONS as ROSTER

if TYPE_CHECKING:
    from services.kernel.decision import Rule

DECISIONS: dict[str, Rule] = {**PERMITS, **ROSTER, **ESCROW}
