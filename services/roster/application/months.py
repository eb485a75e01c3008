"""A month's attendance is closed once and told in parts: days that count, the agreed pay, the wage card (SX-5-2b)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.kernel.money import fen
from services.roster.application.lookup import must_be_officer, project_of, project_seen
from services.roster.domain.model import MonthClose, ProjectWorker, WorkerContractRule, WorkerMaster

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.roster.application.ports import Work
    from services.roster.domain.model import ProjectMaster

PART = 200  # lines of one event; a month of a large site stays far below what a broker takes


def close_month(  # noqa: PLR0913 - the form's members
    work: Work,
    *,
    project_id: str,
    month: str,
    by: str,
    quantities: Sequence[dict[str, Any]] = (),
    firms: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Close a month that is over and announce `roster.attendance.closed`; afterwards no clocking of it is taken.

    `quantities` are amounts of piece work, `{worker_id, quantity_fen}`. A month that is closed stays as it was told.

    Raises:
        HuxinError: `month_not_over`, `unknown_worker`, `unknown_project`, `no_labour_officer`, `not_the_officer`.
    """
    project_seen(work, project_id, firms)
    project = project_of(work, project_id, lock=True)
    must_be_officer(work, project, by)
    done = work.records.one(MonthClose, project_code=project_id, month=month)
    if done is not None:
        return {"month": month, "workers": done.workers, "parts": _parts(done.workers), "repeated": True}
    first = date.fromisoformat(f"{month}-01")
    last = first.replace(day=monthrange(first.year, first.month)[1])
    if work.now.date() <= last:
        raise HuxinError(
            "month_not_over",
            "The month is not over",
            f"{month} ends on {last.isoformat()}",
            status=409,
            fix="Close it from the next day on.",
        )
    lines = _lines(work, project, first, last, _quantities(quantities))
    parts = _parts(len(lines))
    for part in range(parts):
        work.emit(
            "roster.attendance.closed",
            subject=project_id,
            jurisdiction=project.jurisdiction,
            data={
                "project_id": project_id,
                "month": month,
                "part": part + 1,
                "parts": parts,
                "lines": lines[part * PART : (part + 1) * PART],
            },
        )
    work.records.add(MonthClose(project_code=project_id, month=month, closed_at=work.now, by=by, workers=len(lines)))
    return {"month": month, "workers": len(lines), "parts": parts, "repeated": False}


def _parts(lines: int) -> int:
    """Return the number of events; a month without anybody is told too, so that those who wait for it can go on."""
    return max(1, -(-lines // PART))


def _lines(work: Work, project: ProjectMaster, first: date, last: date, quantities: dict[str, int]) -> list[dict[str, Any]]:
    days = work.records.attended_days(project.project_code, first, last)
    wanted = sorted({*days, *quantities})
    places = {place.worker_id: place for place in work.records.many(ProjectWorker, project_code=project.project_code)}
    strangers = [worker for worker in wanted if worker not in places]
    if strangers:
        raise HuxinError("unknown_worker", "No such worker on this project", f"quantities name {', '.join(strangers[:5])}", status=422)
    people = {person.id: person for person in work.records.many(WorkerMaster, id=wanted)}
    contracts = {one.worker_id: one for one in work.records.many(WorkerContractRule, project_code=project.project_code)}
    lines = []
    for worker_id in wanted:
        place, person, contract = places[worker_id], people[worker_id], contracts.get(worker_id)
        line = {
            "worker_id": worker_id,
            "id_hash": person.id_card_hash,
            "name": person.worker_name,
            "days": days.get(worker_id, 0),
            "unit": contract.unit if contract else "day",
            "rate_fen": contract.unit_price_fen if contract else 0,
            "employer": place.corp_code,
            "account": work.secrets.protect(place.pay_roll_bank_card_number).text,
            "signed": contract is not None,
        }
        if worker_id in quantities:
            line["quantity_fen"] = quantities[worker_id]
        lines.append(line)
    return lines


def _quantities(given: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Return the amounts of piece work by worker.

    Raises:
        HuxinError: code `bad_quantity` for an entry without a worker or with an amount that is none, or a worker named twice.
    """
    found: dict[str, int] = {}
    for entry in given:
        worker = entry.get("worker_id")
        if not isinstance(worker, str) or worker in found:
            raise HuxinError(
                "bad_quantity", "The quantities cannot be read", f"worker {str(worker)[:40]!r} is missing or named twice", status=422
            )
        amount = fen(entry.get("quantity_fen"), "quantity_fen")
        if amount < 0:
            raise HuxinError("bad_quantity", "The quantities cannot be read", f"the amount of {worker} is negative", status=422)
        found[worker] = amount
    return found


HANDLERS = (close_month,)
