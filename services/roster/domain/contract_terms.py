"""What a labour contract has to state (TL-2.1.1-2b), and which of it a draft lacks."""

from __future__ import annotations

from typing import Any

#: What one unit of pay may be at most; far beyond any wage, so that a slip of the keyboard is noticed and no sum overflows.
MOST_FEN = 1_000_000_000
#: The term as the law's parameter names it, and the form's fields that state it.
FIELDS = {
    "work_hours": ("contract_work_hours",),
    "work_content": ("contract_work_content",),
    "pay": ("contract_pay_unit", "contract_pay_rate_fen"),
    "pay_method": ("contract_pay_method",),
}


def lacking(facts: dict[str, Any], required: tuple[str, ...]) -> list[str]:
    """Return the required terms that a contract does not state; pay of nothing is not stated."""
    return [term for term in required if not all(_stated(facts.get(name)) for name in FIELDS[term])]


def _stated(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
