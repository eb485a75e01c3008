"""The legal rules of the money, one a file; `DECISIONS` lists them by the name under which they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.kernel.decision import Rule

DECISIONS: dict[str, Rule] = {}
