"""The process's two decisions: do the rules bind, and may the permit be issued (SX-2-1, SX-15-1, SX-10-2b, TL-2.2.1-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.permits.application.lookup import application_for_change
from services.permits.domain.findings import gate_facts
from services.permits.domain.notices import deposit_is_condition

if TYPE_CHECKING:
    from services.permits.application.ports import Work

LIMITS = {
    "check_limit": "permit.check_duration",
    "decision_limit": "permit.decision_alarm_duration",
    "supplement_limit": "permit.supplement_duration",
    "acknowledge_limit": "permit.acknowledge_duration",
}


def check_scope(work: Work, *, application_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Decide `in_scope` and tell the process which reviews and limits follow from the law.

    `facts` is the process's data; facts that a person supplied there are added to the application.
    """
    application = application_for_change(work, application_id)
    jurisdiction, on = application.jurisdiction, work.now.date()
    names = work.law.known_facts("in_scope")
    supplied = {name: value for name, value in facts.items() if name in names}
    decision = work.law.decide("in_scope", jurisdiction, on, {**_only(application.facts, names), **supplied})
    work.records.save_application(application.reviewed(facts=supplied, scope=decision))
    law = work.law.law(jurisdiction)
    mode = facts.get("permit_deposit_mode", application.facts.get("permit_deposit_mode"))
    return {
        "outcome": decision["outcome"],
        "missing": decision["missing"],
        "deposit_is_condition": deposit_is_condition(law, on, mode),
        "labour_check": bool(law.parameter("permit.labour_check", on).value),
        **{member: str(law.parameter(name, on).value) for member, name in LIMITS.items()},
    }


def evaluate_gate(work: Work, *, application_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Decide `permit_gate` from the filed facts and what the reviewers found; the decision is kept with its reasons."""
    application = application_for_change(work, application_id)
    known = work.law.known_facts("permit_gate")
    considered = gate_facts(known, application.facts, facts)
    decision = work.law.decide("permit_gate", application.jurisdiction, work.now.date(), considered)
    work.records.save_application(application.reviewed(facts=considered, gate=decision))
    return {
        "outcome": decision["outcome"],
        "missing": decision["missing"],
        "reasons": [{"text": reason["text"], "clauses": reason["clauses"]} for reason in decision["reasons"]],
    }


def _only(facts: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name in names}
