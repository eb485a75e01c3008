"""Find what a command speaks of, and say clearly what is not there or not the asker's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.errors import HuxinError
from services.roster.domain.model import (
    EntryRequest,
    LabourOfficer,
    ProjectMaster,
    ProjectSubContractor,
    ProjectWorker,
    WorkerMaster,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from services.kernel.law import Parameter
    from services.roster.application.ports import Work


def project_of(work: Work, project_id: str, *, lock: bool = False) -> ProjectMaster:
    """Return a project.

    Raises:
        HuxinError: code `unknown_project`.
    """
    project = work.records.one(ProjectMaster, lock=lock, project_code=project_id)
    if project is None:
        raise HuxinError(
            "unknown_project",
            "No such project",
            f"the roster holds no project {project_id}",
            status=404,
            fix="A project's roster opens with its construction permit.",
        )
    return project


def project_seen(work: Work, project_id: str, firms: Sequence[str] | None) -> tuple[ProjectMaster, tuple[str, ...] | None]:
    """Return a project and the employers whose workers the asker sees; None: all of them.

    Raises:
        HuxinError: code `unknown_project`, also for a project in which the asker's firms have no part: its existence is not told.
    """
    project = project_of(work, project_id)
    if firms is None or {project.build_corp_code, project.contractor_corp_code} & set(firms):
        return project, None
    employs = work.records.many(ProjectWorker, project_code=project_id, corp_code=tuple(firms), limit=1)
    subcontracts = work.records.many(ProjectSubContractor, project_code=project_id, corp_code=tuple(firms), limit=1)
    if not employs and not subcontracts:
        raise HuxinError("unknown_project", "No such project", f"the roster holds no project {project_id}", status=404)
    return project, tuple(firms)


def request_of(work: Work, request_id: str) -> EntryRequest:
    """Return a request to enter, with its row locked.

    Raises:
        HuxinError: code `unknown_request`.
    """
    request = work.records.one(EntryRequest, lock=True, id=request_id)
    if request is None:
        raise HuxinError("unknown_request", "No such request", f"there is no request to enter {request_id}", status=404)
    return request


def place_of(work: Work, project_id: str, worker_id: str) -> ProjectWorker:
    """Return a worker's place on a project, with its row locked.

    Raises:
        HuxinError: code `unknown_worker`.
    """
    place = work.records.one(ProjectWorker, lock=True, project_code=project_id, worker_id=worker_id)
    if place is None:
        raise HuxinError("unknown_worker", "No such worker on this project", f"worker {worker_id} of project {project_id}", status=404)
    return place


def worker_of(work: Work, worker_id: str) -> WorkerMaster:
    """Return a person.

    Raises:
        HuxinError: code `unknown_worker`.
    """
    worker = work.records.one(WorkerMaster, id=worker_id)
    if worker is None:
        raise HuxinError("unknown_worker", "No such worker", f"there is no worker {worker_id}", status=404)
    return worker


def must_be_officer(work: Work, project: ProjectMaster, by: str) -> None:
    """Let only the project's own labour officer keep its records (SX-5-2b, CN724-28).

    Raises:
        HuxinError: codes `no_labour_officer` while none is appointed, `not_the_officer`.
    """
    officers = work.records.many(LabourOfficer, project_code=project.project_code)
    if not officers:
        raise HuxinError(
            "no_labour_officer",
            "The project has no labour officer",
            f"nobody may keep the records of project {project.project_code} yet",
            status=409,
            fix="Appoint the labour officer in the project's registration first.",
            extra={"clauses": ["SX-5-2a", "TL-2.1.2-2b"]},
        )
    if by not in {officer.account for officer in officers}:
        raise HuxinError(
            "not_the_officer",
            "Only the project's labour officer keeps these records",
            f"{by} is not the labour officer of project {project.project_code}",
            status=403,
            fix="Let the labour officer sign in, or appoint this person.",
            extra={"clauses": ["SX-5-2b"]},
        )


def parameter_of(work: Work, jurisdiction: str, on: date, *names: str) -> Parameter:
    """Return the first of several parameters that the jurisdiction's law holds on the day, the local ones named before the national one.

    Raises:
        HuxinError: `unknown_parameter` or `parameter_not_in_force` of the last name.
    """
    law = work.law.law(jurisdiction)
    for name in names[:-1]:
        try:
            return law.parameter(name, on)
        except HuxinError as error:
            if error.code not in {"unknown_parameter", "parameter_not_in_force"}:
                raise
    return law.parameter(names[-1], on)


def time_left(now: datetime, until: datetime) -> str:
    """Return how long it is until a moment, as an ISO 8601 duration in clock minutes; one minute once it has passed."""
    return f"PT{max(1, -(-int((until - now).total_seconds()) // 60))}M"
