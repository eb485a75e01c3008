"""A file of clockings goes in: each line is taken, known already, or refused with its reason (SX-5-2b, TL-2.1.2-2f)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.roster.application.findings import found
from services.roster.application.lookup import must_be_officer, parameter_of, project_of, project_seen, time_left
from services.roster.application.reports import Lines, keep_run, usable
from services.roster.domain.clocking import read_clocking
from services.roster.domain.identity import masked_name
from services.roster.domain.model import (
    EntryExitHistory,
    MonthClose,
    ProjectWorker,
    WorkerAttendance,
    WorkerContractRule,
    WorkerMaster,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from services.roster.application.ports import Work
    from services.roster.application.reports import Upload
    from services.roster.domain.clocking import Clocking
    from services.roster.domain.model import ProjectMaster

MAKE_UP = ("shaoxing.labour_contract_duration", "roster.contract_makeup_duration")


def import_attendance(work: Work, *, project_id: str, upload: Upload, by: str, firms: Sequence[str] | None = None) -> dict[str, Any]:
    """Take a file of clockings; sent again, its lines are known and nothing is doubled.

    Raises:
        HuxinError: `unknown_project`, `no_labour_officer`, `not_the_officer`; `site_unknown` before the kind of site is reported.
    """
    project_seen(work, project_id, firms)
    project = project_of(work, project_id, lock=True)  # one file at a time, so that what is known stays known
    must_be_officer(work, project, by)
    lines = Lines()
    clockings = _read(work, upload, lines)
    rows = _Sorting(work, project, lines).rows(clockings)
    work.records.add_all(rows)
    _note_first_entries(work, project, rows)
    return keep_run(work, project, "attendance", upload, by=by, accepted=len(rows), lines=lines)


def _read(work: Work, upload: Upload, lines: Lines) -> list[tuple[int, Clocking]]:
    read: list[tuple[int, Clocking]] = []
    checked: dict[str, str] = {}
    now = work.now
    for number, line in upload.rows:
        try:
            read.append((number, read_clocking(usable(line), now, checked)))
        except HuxinError as error:
            lines.refuse(number, error)
    return read


class _Sorting:
    """Sorts readable lines into new clockings, known ones and lines of people who are not on the project."""

    def __init__(self, work: Work, project: ProjectMaster, lines: Lines) -> None:
        self._work, self._project, self._lines = work, project, lines
        name = "attendance.closed_site_means" if project.site_closed else "attendance.open_site_means"
        if project.site_closed is None:
            raise HuxinError(
                "site_unknown",
                "It is not known whether the site is closed",
                f"project {project.project_code} has not reported its equipment",
                status=409,
                fix="Report the real-name equipment first.",
            )
        self._accepted = parameter_of(work, project.jurisdiction, work.now.date(), name)
        self._means = frozenset(self._accepted.value)
        closed = work.records.many(MonthClose, project_code=project.project_code)
        self._closed_months = {month.month for month in closed}

    def rows(self, clockings: list[tuple[int, Clocking]]) -> list[WorkerAttendance]:
        """Return the clockings that are new; the others are written into the report."""
        if not clockings:
            return []
        workers = self._workers({clocking.id_number for _, clocking in clockings})
        days = [clocking.at.date() for _, clocking in clockings]
        known = self._work.records.known_clockings(self._project.project_code, min(days), max(days))
        rows = []
        for number, clocking in clockings:
            worker = workers.get(clocking.id_number)
            if worker is None:
                self._refuse_unknown(number, clocking)
                continue
            moment = clocking.at.isoformat()
            key = (worker, moment)
            if key in known:
                self._lines.repeated += 1
            elif moment[: len("2026-01")] in self._closed_months:
                self._lines.note(number, "refused", "month_closed", "该月考勤已结算 (the month has been closed)")
            else:
                known.add(key)
                rows.append(self._row(number, worker, clocking))
        return rows

    def _row(self, number: int, worker: str, clocking: Clocking) -> WorkerAttendance:
        counts = clocking.means in self._means
        if not counts:
            clauses = "、".join(self._accepted.clauses)
            self._lines.note(number, "not_counted", "means_not_accepted", f"该打卡方式不计考勤 (this means does not count; {clauses})")
        return WorkerAttendance(
            project_code=self._project.project_code,
            worker_id=worker,
            at=clocking.at,
            day=clocking.at.date(),
            direction=clocking.direction,
            attend_type=clocking.means,
            counts=counts,
            reason="" if counts else "means_not_accepted",
        )

    def _workers(self, numbers: set[str]) -> dict[str, str]:
        """Return the worker ids of identity numbers that have a place on the project."""
        hashed = {self._work.secrets.look_up(number): number for number in numbers}
        people = self._work.records.many(WorkerMaster, id_card_hash=list(hashed))
        places = {place.worker_id for place in self._work.records.many(ProjectWorker, project_code=self._project.project_code)}
        return {hashed[person.id_card_hash]: person.id for person in people if person.id in places}

    def _refuse_unknown(self, number: int, clocking: Clocking) -> None:
        self._lines.note(number, "refused", "unknown_worker", "该人员未在本项目登记 (nobody with this number is on the project)")
        hashed = self._work.secrets.look_up(clocking.id_number)
        clauses = {"toli-draft": ("TL-2.1.2-1", "TL-2.1.2-2a")}.get(self._project.jurisdiction, ("CN724-28",))
        detail = {"id_hash": hashed, "on": clocking.at.date().isoformat()}
        found(self._work, self._project, "unregistered_worker", clauses, about=hashed, detail=detail)


def _note_first_entries(work: Work, project: ProjectMaster, rows: list[WorkerAttendance]) -> None:
    """Keep the first entry of each worker, and say so when it came before contract or registration."""
    first: dict[str, WorkerAttendance] = {}
    for row in rows:
        if row.worker_id not in first or row.at < first[row.worker_id].at:
            first[row.worker_id] = row
    if not first:
        return
    places = {place.worker_id: place for place in work.records.many(ProjectWorker, project_code=project.project_code)}
    contracts = {one.worker_id: one for one in work.records.many(WorkerContractRule, project_code=project.project_code)}
    for worker_id, row in first.items():
        place = places[worker_id]
        if place.first_entry_on is not None:
            continue
        work.records.put(replace(place, first_entry_on=row.day))
        contract = contracts.get(worker_id)
        signed = contract is not None and contract.signed_at <= row.at
        registered = place.registered_at is not None and place.registered_at <= row.at
        work.records.add(
            EntryExitHistory(
                id=uuid7(),
                project_code=project.project_code,
                worker_id=worker_id,
                at=row.at,
                kind="entry",
                attend_type=row.attend_type,
                allowed=signed and registered,
            )
        )
        local = project.jurisdiction == "toli-draft"
        if not registered:
            clauses = ("TL-2.1.2-1", "TL-2.1.2-2a") if local else ("CN724-28",)
            found(work, project, "unregistered_worker", clauses, worker_id=worker_id, detail={"on": row.day.isoformat()})
        if not signed:
            clauses = ("TL-2.1.1-2a",) if local else ("CN724-28",)
            found(work, project, "entry_without_contract", clauses, worker_id=worker_id, detail={"on": row.day.isoformat()})
        if contract is None:
            _ask_for_contract(work, project, place, row.day)


def _ask_for_contract(work: Work, project: ProjectMaster, place: ProjectWorker, first_entry_on: date) -> None:
    """Start the process that makes the contract up; in Shaoxing within the days of SX-5-1, counted from the day after the first entry."""
    limit = str(parameter_of(work, project.jurisdiction, first_entry_on, *MAKE_UP).value)
    due = work.law.due(project.jurisdiction, first_entry_on, limit, "calendar")
    person = work.records.one(WorkerMaster, id=place.worker_id)
    key = f"{project.project_code}:{place.worker_id}"
    work.emit(
        "roster.entry.recorded",
        subject=key,
        jurisdiction=project.jurisdiction,
        data={
            "entry_key": key,
            "project_id": project.project_code,
            "project_name": project.project_name,
            "jurisdiction": project.jurisdiction,
            "worker_id": place.worker_id,
            "worker_name": masked_name(person.worker_name if person else ""),
            "employer": place.corp_code,
            "general_contractor": project.contractor_corp_code,
            "first_entry_on": first_entry_on.isoformat(),
            "contract_due_on": due.last_day.isoformat(),
            "contract_due_at": due.at.isoformat(),
            "contract_limit": time_left(work.now, due.at),
        },
    )


HANDLERS = (import_attendance,)
