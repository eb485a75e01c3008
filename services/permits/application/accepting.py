"""Completion acceptance and its filing (P07): applied for, judged, held, passed, filed or refused (TL-2.2.2-5a, -5b, SX-9-1a, -1b)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.permits.application.arrears import announce_examined, claims_of
from services.permits.application.lookup import check_id, project_named, time_left
from services.permits.application.payments import TASK
from services.permits.domain.acceptances import OPEN, STEPS, Acceptance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.permits.application.ports import Handler, Work

GATE, FILING = "acceptance_gate", "acceptance.filing_duration"


def apply_acceptance(  # noqa: PLR0913 - the form's members
    work: Work,
    *,
    acceptance_id: str,
    project_id: str,
    step: str,
    facts: dict[str, Any],
    acceptance_passed_on: str | None = None,
    supervision_unit: str | None = None,
    firms: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Take an application for acceptance or filing; the same id again changes nothing.

    Raises:
        HuxinError: codes `unknown_project`, `bad_application`, `bad_facts`, `application_open` while another one runs.
    """
    project = project_named(work, project_id, firms, lock=True)  # two applications at once: one is open, the other comes too late
    passed = date.fromisoformat(acceptance_passed_on) if acceptance_passed_on else None
    if step not in STEPS or (step == "filing") != (passed is not None) or (passed and passed > work.now.date()):
        raise HuxinError(
            "bad_application",
            "The application cannot be taken",
            "step is acceptance, or filing with the day (not to come) on which the acceptance was passed",
            status=422,
        )
    unknown = sorted(set(facts) - work.law.known_facts(GATE))
    if unknown:
        raise HuxinError("bad_facts", "Unknown facts", f"{GATE} takes no {', '.join(unknown)}", status=422, extra={"facts": unknown})
    work.law.decide(GATE, project.jurisdiction, work.now.date(), {**facts, "step": step})  # checks the facts; the result is not kept
    key = check_id("acceptance_id", acceptance_id)
    if work.records.shaped.one(Acceptance, acceptance_id=key) is not None:
        return {"acceptance_id": key, "repeated": True}
    running = work.records.shaped.many(Acceptance, project_id=project.id, state=list(OPEN))
    if running:
        raise HuxinError("application_open", "An application is open", f"{running[0].acceptance_id} is not answered yet", status=409)
    acceptance = Acceptance(
        acceptance_id=key,
        project_id=project.id,
        jurisdiction=project.jurisdiction,
        step=step,
        state="applied",
        applied_on=work.now.date(),
        acceptance_passed_on=passed,
        filing_due_on=_filing_due(work, project.jurisdiction, passed) if passed else None,
        filed_on=None,
        refused_on=None,
        filing_late=False,
        facts=dict(facts),
        decision={},
    )
    work.records.shaped.put(acceptance)
    data = {
        "project_id": project.id,
        "acceptance_id": key,
        "title": project.name,
        "step": step,
        "construction_unit": project.construction_unit,
        "general_contractor": project.general_contractor,
        "supervision_unit": supervision_unit,
    }
    work.emit("permits.acceptance.applied", subject=project.id, jurisdiction=project.jurisdiction, data=data)
    return {"acceptance_id": key, "repeated": False}


def register_acceptance(work: Work, *, acceptance_id: str) -> dict[str, Any]:
    """Tell the process what is applied for and until when (CN279-49)."""
    return _progress(work, _named(work, acceptance_id))


def evaluate_acceptance(work: Work, *, acceptance_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Decide `acceptance_gate` from what was filed, what the parties certified and what is known of the project's wage claims."""
    acceptance = _named(work, acceptance_id)
    known = work.law.known_facts(GATE)
    supplied = {name: value for name, value in facts.items() if name in known and name not in ("step", "arrears_claims")}
    considered = {**acceptance.facts, **supplied}
    claims = [{"amount_fen": claim.amount_fen, "status": claim.status} for claim in claims_of(work, acceptance.project_id)]
    if facts.get("unpaid_wages_fen"):  # what the contractor itself says is still open is admitted
        claims.append({"amount_fen": facts["unpaid_wages_fen"], "status": "admitted_list"})
    asked = {**considered, "step": acceptance.step, "arrears_claims": claims}
    if acceptance.acceptance_passed_on:
        asked["acceptance_passed_on"] = acceptance.acceptance_passed_on.isoformat()
    decision = work.law.decide(GATE, acceptance.jurisdiction, work.now.date(), asked)
    work.records.shaped.put(replace(acceptance, facts=considered, decision=decision))
    reasons = [{"text": reason["text"], "clauses": reason["clauses"]} for reason in decision["reasons"]]
    return {"outcome": decision["outcome"], "reasons": reasons, "missing": decision["missing"]}


def hold_acceptance(work: Work, *, acceptance_id: str) -> dict[str, Any]:
    """Put the application on hold while a complaint is not examined: that is no ground to refuse (reading of A7).

    Raises:
        HuxinError: code `wrong_outcome` unless the last decision says so.
    """
    acceptance = replace(_judged(work, acceptance_id, "hold"), state="on_hold")
    project = project_named(work, acceptance.project_id, lock=True)
    work.records.shaped.put(acceptance)
    announce_examined(work, project.id, project.jurisdiction)  # the last complaint may have been examined since the decision
    return _progress(work, acceptance)


def pass_acceptance(work: Work, *, acceptance_id: str, acceptance_passed_on: str) -> dict[str, Any]:
    """Record the day of the passed acceptance; the application goes on as one for filing, due in the owner's own time (CN279-49).

    Raises:
        HuxinError: code `wrong_outcome` unless the gate accepted, `bad_application` for a day before the application or to come.
    """
    acceptance, day = _named(work, acceptance_id), date.fromisoformat(acceptance_passed_on)
    if acceptance.step == "acceptance":
        acceptance = _judged(work, acceptance_id, "accept")
        if not acceptance.applied_on <= day <= work.now.date():
            raise HuxinError("bad_application", "The day cannot be right", f"{day} is before the application or to come", status=422)
        due = _filing_due(work, acceptance.jurisdiction, day)
        acceptance = replace(acceptance, step="filing", state="passed", acceptance_passed_on=day, filing_due_on=due, decision={})
        work.records.shaped.put(acceptance)
    return _progress(work, acceptance)


def refuse_acceptance(work: Work, *, acceptance_id: str) -> dict[str, Any]:
    """Refuse with every reason; the day of the refusal is kept beside the owner's own day to file, which it does not move (CN279-49).

    Raises:
        HuxinError: code `wrong_outcome` unless the gate refused.
    """
    acceptance = _named(work, acceptance_id)
    if acceptance.state != "refused":
        acceptance = replace(_judged(work, acceptance_id, "refuse"), state="refused", refused_on=work.now.date())
        work.records.shaped.put(acceptance)
    return {
        "refused_on": (acceptance.refused_on or work.now.date()).isoformat(),
        "reasons": [{"text": reason["text"], "clauses": reason["clauses"]} for reason in acceptance.decision["reasons"]],
        "filing_due_on": acceptance.filing_due_on.isoformat() if acceptance.filing_due_on else None,
    }


def file_acceptance(work: Work, *, acceptance_id: str) -> dict[str, Any]:
    """File the acceptance.

    Raises:
        HuxinError: code `wrong_outcome` unless the gate accepted the filing, `not_passed` before the acceptance is.
    """
    acceptance = _named(work, acceptance_id)
    if acceptance.state != "filed":
        acceptance = _judged(work, acceptance_id, "accept")
        if acceptance.step != "filing" or acceptance.acceptance_passed_on is None:
            raise HuxinError("not_passed", "There is no passed acceptance to file", f"{acceptance_id} is at {acceptance.step}", status=409)
        acceptance = replace(acceptance, state="filed", filed_on=work.now.date())
        work.records.shaped.put(acceptance)
    return {"filed_on": str(acceptance.filed_on), "acceptance_passed_on": str(acceptance.acceptance_passed_on)}


def flag_late_filing(work: Work, *, acceptance_id: str) -> dict[str, Any]:
    """Mark that the owner's time to file is over; a flag, which decides nothing (CN279-49)."""
    acceptance = _named(work, acceptance_id)
    late = acceptance.filed_on is None and acceptance.filing_due_on is not None and work.now.date() > acceptance.filing_due_on
    if late:
        work.records.shaped.put(replace(acceptance, filing_late=True))
    return {"late": late}


def _filing_due(work: Work, jurisdiction: str, passed: date) -> date:
    limit = work.law.law(jurisdiction).parameter(FILING, passed)
    return work.law.due(jurisdiction, passed, str(limit.value), limit.unit.removeprefix("duration_")).last_day


def _named(work: Work, acceptance_id: str) -> Acceptance:
    acceptance = work.records.shaped.one(Acceptance, lock=True, acceptance_id=acceptance_id)
    if acceptance is None:
        raise HuxinError("unknown_acceptance", "No such application", f"there is no acceptance {acceptance_id}", status=404)
    return acceptance


def _judged(work: Work, acceptance_id: str, outcome: str) -> Acceptance:
    acceptance = _named(work, acceptance_id)
    if acceptance.decision.get("outcome") != outcome:
        raise HuxinError(
            "wrong_outcome",
            "The decision says something else",
            f"the last decision on {acceptance_id} is {acceptance.decision.get('outcome', 'missing')}, not {outcome}",
            status=409,
            fix="Evaluate the gate again after the facts are complete.",
        )
    return acceptance


def _progress(work: Work, acceptance: Acceptance) -> dict[str, Any]:
    due = acceptance.filing_due_on
    limit = work.law.law(acceptance.jurisdiction).parameter(TASK, work.now.date()).value
    return {
        "step": acceptance.step,
        "state": acceptance.state,
        "filing_due_on": due.isoformat() if due else None,
        "filing_late_from": (due + timedelta(days=1)).isoformat() if due else None,
        "filing_left": time_left(work.now, due) if due else str(limit),
        "task_limit": str(limit),
    }


HANDLERS: dict[str, Handler] = {
    handler.__name__: handler
    for handler in (
        apply_acceptance,
        register_acceptance,
        evaluate_acceptance,
        hold_acceptance,
        pass_acceptance,
        refuse_acceptance,
        file_acceptance,
        flag_late_filing,
    )
}
