"""May the wage account be closed?

After completion, or when contractor or bank changes: thirty days of notice, nothing owed, no open case or suit, and a promise (CN724-27,
CN53-CLOSE, CN53-BLOCK). Shaoxing adds the opinions of owner and construction authority (SX-11-4); the draft adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from services.escrow.domain.payment_facts import CLOSE_ALLOWED
from services.kernel.decision import UNDETERMINED, Derived, Inquiry, Rule
from services.kernel.gate import Gate
from services.kernel.scope import within_scope
from services.kernel.unary import Truth, Unknown, all_of

_DETAILS = "53号.details_from_memory"


def _notice_over(inquiry: Inquiry) -> Truth:
    """Tell whether the notice has stood for its whole time: the day after posting is day one, and the last day must have passed."""
    posted = inquiry.value("notice_posted_on")
    if isinstance(posted, Unknown):
        return posted
    if not isinstance(posted, date):
        return False
    length = str(inquiry.parameter("wage_account.closing_notice_duration"))
    return inquiry.on >= inquiry.law.calendar.due(posted, length, "calendar").exceeded_from


def _detail(key: str) -> Callable[[Inquiry], bool]:
    """Return a reader of one of the closing rule's details, which say what they are: from memory."""

    def read(inquiry: Inquiry) -> bool:
        details = inquiry.parameter_if_in_force(_DETAILS)
        return isinstance(details, Mapping) and details[key] is True

    return read


def _changed(inquiry: Inquiry) -> Truth:
    changed = inquiry.value("contractor_or_bank_changed")
    known: Truth = changed if isinstance(changed, Unknown) else changed is True
    return all_of((known, _detail("change_of_contractor_or_bank_allows")(inquiry)))


def _asked(party: str) -> Callable[[Inquiry], bool]:
    """Return a reader: does Shaoxing ask this party for its opinion?"""

    def read(inquiry: Inquiry) -> bool:
        parties = inquiry.parameter("shaoxing.closing_opinions")
        return isinstance(parties, tuple) and party in parties

    return read


GATE = Gate(
    name="close_allowed",
    schema=CLOSE_ALLOWED,
    passes="close",
    profiles=("shaoxing",),
    derived={
        "changed": Derived(("contractor_or_bank_changed",), _changed),
        "notice_over": Derived(("notice_posted_on",), _notice_over),
        "promise_needed": Derived((), _detail("promise_required")),
        "case_blocks": Derived((), _detail("open_case_blocks")),
        "suit_blocks": Derived((), _detail("open_suit_blocks")),
        "owner_asked": Derived((), _asked("construction_unit")),
        "authority_asked": Derived((), _asked("construction_authority")),
    },
)

RULE = Rule(
    name=GATE.name,
    title_zh="能否撤销专户",
    title_en="May the wage account be closed",
    schema=CLOSE_ALLOWED,
    outcomes=("close", "refuse", UNDETERMINED),
    apply=within_scope(GATE.decide),
)
