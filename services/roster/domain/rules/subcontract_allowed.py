"""May this work be subcontracted in this way?

National rules forbid to pass works on to persons, to firms without qualification, to a sub's own subs, or without agreement
(CN279-78, CN724-36), and say what a subcontract states (CN724-25). The Tuoli draft adds wages to labour subcontracts (TL-2.2.1-2a).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from services.kernel.decision import UNDETERMINED, Derived, Inquiry, Rule
from services.kernel.gate import Gate
from services.kernel.scope import within_scope
from services.kernel.unary import Unknown, all_of, any_of, negate
from services.roster.domain.facts import SUBCONTRACT_ALLOWED

if TYPE_CHECKING:
    from services.kernel.unary import Truth


def _lacking(inquiry: Inquiry) -> Truth:
    """Tell whether the register shows no qualification that holds on the day and covers the work; an expired one is none."""
    until, covers = inquiry.value("qualification_valid_until"), inquiry.value("qualification_covers_work")
    expired: Truth = until if isinstance(until, Unknown) else not (isinstance(until, date) and until >= inquiry.on)
    uncovered: Truth = negate(covers) if isinstance(covers, bool | Unknown) else True
    return any_of((expired, uncovered))


def _override_stated(inquiry: Inquiry) -> Truth:
    """Tell whether a person overrode the register and gave a reason; blanks are none."""
    reason = inquiry.value("qualification_override_reason")
    return reason if isinstance(reason, Unknown) else isinstance(reason, str) and bool(reason.strip())


def _limits_bind(inquiry: Inquiry) -> Truth:
    """Tell whether main structure and agreement limit this subcontract: works always, labour by the operator's switch (CN279-78)."""
    kind = inquiry.value("subcontract_kind")
    labour: Truth = kind if isinstance(kind, Unknown) else kind == "labour"
    return negate(all_of((labour, not inquiry.parameter("subcontract.limits_bind_labour"))))


GATE = Gate(
    name="subcontract_allowed",
    schema=SUBCONTRACT_ALLOWED,
    passes="allowed",
    stops=("refused",),
    profiles=("toli-draft",),
    derived={
        "qualification_lacking": Derived(("qualification_valid_until", "qualification_covers_work"), _lacking),
        "override_stated": Derived(("qualification_override_reason",), _override_stated),
        "limits_bind": Derived(("subcontract_kind",), _limits_bind),
    },
)

RULE = Rule(
    name="subcontract_allowed",
    title_zh="能否分包",
    title_en="May this work be subcontracted",
    schema=SUBCONTRACT_ALLOWED,
    outcomes=("allowed", "refused", UNDETERMINED),
    apply=within_scope(GATE.decide),
)
