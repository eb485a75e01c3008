"""May this worker enter the site now?

Everywhere a written contract and the real-name registration come first (CN724-28); the Tuoli draft adds how the entry is clocked
(TL-2.1.2-3b, TL-2.1.2-3c). The three days of Shaoxing (SX-5-1) open no gate: they are a second alarm for entries recorded anyway.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from services.kernel.cases import by_cases, words_of
from services.kernel.clock import aware
from services.kernel.decision import UNDETERMINED, Derived, Inquiry, Reason, Rule
from services.kernel.gate import Gate
from services.kernel.scope import within_scope
from services.kernel.unary import Unknown
from services.roster.domain.facts import SITE_ENTRY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from services.kernel.decision import Decision, Lawbook
    from services.kernel.facts import Facts
    from services.kernel.unary import Truth

_CONTRACT_DAYS = "shaoxing.labour_contract_duration"


def _before_entry(name: str) -> Callable[[Inquiry], Truth]:
    """Return a reader: was this done at the moment of entry, or earlier? The moment itself counts as done."""

    def read(inquiry: Inquiry) -> Truth:
        done, entry = inquiry.value(name), inquiry.value("entry_at")
        if done is None:
            return False
        if isinstance(done, datetime) and isinstance(entry, datetime):
            return done <= entry
        return Unknown(frozenset().union(*(one.names for one in (done, entry) if isinstance(one, Unknown))))

    return read


def _also(inquiry: Inquiry) -> Mapping[str, object]:
    """Show whether the contract came later than the days of SX-5-1 allow, or has not come although they are over."""
    first, signed = inquiry.value("first_entry_on"), inquiry.value("labour_contract_signed_at")
    if inquiry.law.jurisdiction != "shaoxing" or isinstance(first, Unknown) or isinstance(signed, Unknown):
        return {}
    days = inquiry.parameter_if_in_force(_CONTRACT_DAYS)
    if days is None:
        return {}
    if not isinstance(first, date):
        return {"sx_contract_overdue": False}
    # The day after the first entry is day one; the last day runs to 24:00 and moves off a rest day.
    last = inquiry.law.calendar.due(first, str(days), "calendar").last_day
    by = min(aware(signed).date(), inquiry.on) if isinstance(signed, datetime) else inquiry.on
    return {"sx_contract_overdue": by > last}


GATE = Gate(
    name="site_entry",
    schema=SITE_ENTRY,
    passes="admit",
    profiles=("toli-draft",),
    derived={
        "contract_before_entry": Derived(("labour_contract_signed_at", "entry_at"), _before_entry("labour_contract_signed_at")),
        "registered_before_entry": Derived(("real_name_registered_at", "entry_at"), _before_entry("real_name_registered_at")),
    },
    also=_also,
)


def decide(facts: Facts, law: Lawbook, on: date) -> Decision:
    """Decide at the gate, and in Shaoxing tell whether the second alarm rings."""
    decision = GATE.decide(facts, law, on)
    overdue = decision.also.get("sx_contract_overdue")
    if overdue is None:
        return decision
    known = {name: facts.values[name] for name in ("labour_contract_signed_at", "first_entry_on")}
    alarm = Reason(
        text="进场后规定天数内没有签订书面劳动合同。" if overdue else "书面劳动合同没有超过进场后规定的天数。",
        text_en="No written contract followed within the days after the first entry." if overdue else "The written contract is not late.",
        code="contract_overdue" if overdue else "contract_not_overdue",
        clauses=("SX-5-1",),
        facts=known,
    )
    return replace(decision, reasons=(*decision.reasons, alarm))


RULE = Rule(
    name="site_entry",
    title_zh="能否进场",
    title_en="May this worker enter the site",
    schema=SITE_ENTRY,
    outcomes=("admit", "refuse", UNDETERMINED),
    apply=within_scope(by_cases(decide, SITE_ENTRY, words_of(SITE_ENTRY, "site_can_be_closed"))),
)
