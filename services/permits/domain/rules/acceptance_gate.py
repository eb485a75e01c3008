"""May completion be accepted, or its acceptance be filed?

Nationally the owner pays as contracted before acceptance of building and municipal works (CN171-5). Shaoxing stops acceptance and filing
while contract money or wages are open (SX-9-1a, SX-9-1b); the Tuoli draft stops the filing alone (TL-2.2.2-5a, TL-2.2.2-5b). A refusal
never hides the owner's days to file (CN279-49). Retained money and what settlement makes due are not due before acceptance.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from services.kernel.answering import names_of
from services.kernel.cases import by_cases, words_of
from services.kernel.decision import UNDETERMINED, Derived, Inquiry, Rule
from services.kernel.gate import Gate
from services.kernel.scope import within_scope
from services.kernel.unary import Truth, Unknown
from services.permits.domain.stop_facts import ACCEPTANCE_GATE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _owner_owes(inquiry: Inquiry) -> Truth:
    due, paid = inquiry.value("owner_due_before_acceptance_fen"), inquiry.value("owner_paid_fen")
    if due == 0:
        return False
    return paid < due if isinstance(due, int) and isinstance(paid, int) else Unknown(names_of(due, paid))


def _covers_today(inquiry: Inquiry) -> Truth:
    """Tell whether the certificates cover payments up to the day of the application, that day included."""
    until = inquiry.value("certificate_covers_until")
    return until if isinstance(until, Unknown) else isinstance(until, date) and until >= inquiry.on


def _arrears(parameter: str) -> Callable[[Inquiry], Truth]:
    """Return a reader: is any amount open in one of the statuses that the parameter lists?"""

    def read(inquiry: Inquiry) -> Truth:
        claims, statuses = inquiry.value("arrears_claims"), inquiry.parameter(parameter)
        if not isinstance(claims, tuple):
            return claims if isinstance(claims, Unknown) else False
        return isinstance(statuses, tuple) and any(claim["amount_fen"] > 0 and claim["status"] in statuses for claim in claims)

    return read


def _also(inquiry: Inquiry) -> Mapping[str, object]:
    """Show the last of the owner's days to file, whatever is decided here (CN279-49)."""
    passed, length = inquiry.value("acceptance_passed_on"), inquiry.parameter_if_in_force("acceptance.filing_duration")
    if not isinstance(passed, date) or length is None:
        return {}
    return {"owner_filing_due_on": inquiry.law.calendar.due(passed, str(length), "calendar").last_day}


GATE = Gate(
    name="acceptance_gate",
    schema=ACCEPTANCE_GATE,
    passes="accept",
    stops=("refuse", "hold"),
    derived={
        "owner_owes": Derived(("owner_due_before_acceptance_fen", "owner_paid_fen"), _owner_owes),
        "certificates_cover_today": Derived(("certificate_covers_until",), _covers_today),
        "arrears_established": Derived(("arrears_claims",), _arrears("acceptance.blocking_arrears")),
        "arrears_unexamined": Derived(("arrears_claims",), _arrears("acceptance.holding_arrears")),
    },
    also=_also,
)

RULE = Rule(
    name=GATE.name,
    title_zh="竣工验收与备案",
    title_en="May completion be accepted or filed",
    schema=ACCEPTANCE_GATE,
    outcomes=("accept", "hold", "refuse", UNDETERMINED),
    apply=within_scope(by_cases(GATE.decide, ACCEPTANCE_GATE, words_of(ACCEPTANCE_GATE, "step"))),
)
