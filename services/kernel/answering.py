"""How a rule that calculates gives its answer: decided with reasons, or undetermined with what is wanting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from services.kernel.decision import UNDETERMINED, Decision, Reason
from services.kernel.money import fen
from services.kernel.unary import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.kernel.decision import Inquiry
    from services.kernel.facts import FactSchema


def names_of(*values: object) -> frozenset[str]:
    """Return the facts that the unknown ones among some values lack."""
    return frozenset().union(*(value.names for value in values if isinstance(value, Unknown)))


def decided(  # noqa: PLR0913 - one argument a member of the decision
    name: str,
    inquiry: Inquiry,
    outcome: str | int,
    reasons: Iterable[Reason],
    also: Mapping[str, object] | None = None,
    *,
    missing: tuple[str, ...] = (),
) -> Decision:
    """Return the decision of an inquiry with everything that was read on the way.

    Raises:
        HuxinError: `bad_amount` when a sum that was worked out is beyond all bounds.
    """
    _check_bounds((outcome, also))
    return Decision(
        decision=name,
        jurisdiction=inquiry.law.jurisdiction,
        on=inquiry.on,
        outcome=outcome,
        also=also or {},
        reasons=tuple(reasons),
        missing=missing,
        parameters=inquiry.parameters,
        version=inquiry.version(),
        ignored=inquiry.facts.ignored,
    )


def _check_bounds(value: object) -> None:
    """Refuse sums that no message could carry, wherever they stand among the results."""
    if isinstance(value, Mapping):
        _check_bounds(tuple(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            _check_bounds(item)
    elif isinstance(value, int) and not isinstance(value, bool):
        fen(value, "a result")


def undetermined(  # noqa: PLR0913 - one argument a member of the decision
    name: str,
    inquiry: Inquiry,
    schema: FactSchema,
    names: frozenset[str],
    clauses: tuple[str, ...],
    *,
    also: Mapping[str, object] | None = None,
) -> Decision:
    """Return that the facts do not suffice, which ones are wanting and which clauses ask for them."""
    missing = schema.ordered(names)
    reason = inquiry.lacking(missing, (), clauses)
    return decided(name, inquiry, UNDETERMINED, (reason,), also, missing=missing)


def because(inquiry: Inquiry, code: str, texts: tuple[str, str], clauses: tuple[str, ...], facts: Iterable[str] = ()) -> Reason:
    """Return a reason: its text in Chinese and in English, its clauses, and those of the named facts that are known."""
    return Reason(text=texts[0], text_en=texts[1], code=code, clauses=clauses, facts=inquiry.stated(facts))
