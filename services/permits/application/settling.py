"""Final settlement (P17): the clocks of SX-9-2a run from the passed acceptance; a late owner without reason meets SX-9-2b."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.permits.application.lookup import check_id, project_named, time_left
from services.permits.application.payments import TASK
from services.permits.domain.settlements import Settlement, is_late

if TYPE_CHECKING:
    from services.permits.application.ports import Handler, Work

HALF_YEAR, LIMIT = "shaoxing.settlement_duration", "shaoxing.settlement_limit_duration"
DAY = timedelta(days=1)


def start_settlement(work: Work, *, project_id: str, acceptance_passed_on: str) -> dict[str, Any]:
    """Start both clocks where the place has them; a settlement that runs already keeps its own."""
    project, passed = project_named(work, project_id), date.fromisoformat(acceptance_passed_on)
    law, today = work.law.law(project.jurisdiction), work.now.date()
    if HALF_YEAR not in law.versions:
        return {"applies": False}
    lengths = [str(law.parameter(name, today).value) for name in (HALF_YEAR, LIMIT)]
    half, limit = (work.law.due(project.jurisdiction, passed, length, "calendar").last_day for length in lengths)
    work.records.shaped.add_new(
        Settlement(
            project_id=project.id,
            jurisdiction=project.jurisdiction,
            state="running",
            acceptance_passed_on=passed,
            half_year_on=half,
            limit_on=limit,
            settled_on=None,
            delay_reason="",
            late_since=None,
            pledge_case="",
        )
    )
    settlement = _named(work, project_id)
    return {
        "applies": True,
        "half_year_on": settlement.half_year_on.isoformat(),
        "limit_on": settlement.limit_on.isoformat(),
        "half_year_over_from": (settlement.half_year_on + DAY).isoformat(),
        "half_year_left": time_left(work.now, settlement.half_year_on),
        "limit_over_from": (settlement.limit_on + DAY).isoformat(),
        "task_limit": str(law.parameter(TASK, today).value),
    }


def record_settled(work: Work, *, project_id: str, settled_on: str) -> dict[str, Any]:
    """Record the day on which the parties settled.

    Raises:
        HuxinError: code `bad_settlement` for a day before the acceptance or to come.
    """
    settlement, day = _named(work, project_id), date.fromisoformat(settled_on)
    if not settlement.acceptance_passed_on <= day <= work.now.date():
        raise HuxinError(
            "bad_settlement",
            "The day of settlement cannot be right",
            f"{day} is before the acceptance of {settlement.acceptance_passed_on} or to come",
            status=422,
        )
    if settlement.settled_on is None:
        settlement = _put(work, replace(settlement, state="settled", settled_on=day))
    return _state(work, settlement)


def record_delay_reason(work: Work, *, project_id: str, delay_reason: str, justified: bool | None = None) -> dict[str, Any]:
    """Keep why it takes longer, and what the authority makes of it: special circumstances excuse, nothing else does (SX-9-2a, SX-9-2b)."""
    settlement = _named(work, project_id)
    state = {None: "explained", True: "excused", False: settlement.state}[justified]
    if settlement.settled_on is not None:
        state = settlement.state
    return _state(work, _put(work, replace(settlement, state=state, delay_reason=delay_reason.strip()[:500])))


def mark_settlement_late(work: Work, *, project_id: str) -> dict[str, Any]:
    """Mark the settlement late.

    Raises:
        HuxinError: code `not_late` while the longest time runs or when the parties have settled.
    """
    settlement = _named(work, project_id)
    if not is_late(settlement, work.now.date()):
        raise HuxinError("not_late", "The settlement is not late", f"the last day is {settlement.limit_on}", status=409)
    if settlement.late_since is None:
        settlement = _put(work, replace(settlement, state="late", late_since=settlement.limit_on + DAY))
    return {**_state(work, settlement), "day": str(settlement.late_since)}


def open_pledge_case(work: Work, *, project_id: str, pledge_case: str) -> dict[str, Any]:
    """Keep the reference of the case in which the project is pledged; a court or the parties create the lien (SX-9-2b, reading of A27).

    Raises:
        HuxinError: code `not_late`.
    """
    settlement = _named(work, project_id)
    if settlement.late_since is None or settlement.settled_on is not None:
        raise HuxinError("not_late", "The settlement is not late", f"the last day is {settlement.limit_on}", status=409)
    return _state(work, _put(work, replace(settlement, state="pledged", pledge_case=check_id("pledge_case", pledge_case)[:60])))


def _named(work: Work, project_id: str) -> Settlement:
    settlement = work.records.shaped.one(Settlement, lock=True, project_id=project_id)
    if settlement is None:
        raise HuxinError("unknown_settlement", "No such settlement", f"no acceptance of project {project_id} was filed", status=404)
    return settlement


def _put(work: Work, settlement: Settlement) -> Settlement:
    work.records.shaped.put(settlement)
    return settlement


def _state(work: Work, settlement: Settlement) -> dict[str, Any]:
    return {"state": settlement.state, "day": work.now.date().isoformat()}


HANDLERS: dict[str, Handler] = {
    handler.__name__: handler for handler in (start_settlement, record_settled, record_delay_reason, mark_settlement_late, open_pledge_case)
}
