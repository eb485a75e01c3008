"""Which table keeps which kind of record, and which of its fields are sealed."""

from __future__ import annotations

from typing import Any

from services.roster.adapters.tables import attendance, filing, imports, register, subcontracts
from services.roster.domain import model
from services.runtime.records import Shape

SHAPES: dict[type[Any], Shape] = {
    shape.kind: shape
    for shape in (
        Shape(model.ProjectMaster, filing.project_master),
        Shape(model.LabourOfficer, filing.labour_officer),
        Shape(model.EmploymentFiling, filing.employment_filing),
        Shape(model.Violation, filing.violation),
        Shape(model.Notice, filing.notice),
        Shape(model.SubContractor, subcontracts.sub_contractor),
        Shape(model.ProjectSubContractor, subcontracts.project_sub_contractor),
        Shape(model.WorkerMaster, register.worker_master, frozenset({"id_card_number", "cell_phone"})),
        Shape(model.ProjectWorker, register.project_worker, frozenset({"pay_roll_bank_card_number"})),
        Shape(model.TeamMaster, register.team_master),
        Shape(model.TeamMember, register.team_member),
        Shape(model.WorkerContractRule, register.worker_contract_rule),
        Shape(model.ContractFile, register.contract_file),
        Shape(model.EntryRequest, register.entry_request),
        Shape(model.EntryExitHistory, attendance.entry_exit_history),
        Shape(model.WorkerAttendance, attendance.worker_attendance),
        Shape(model.MonthClose, attendance.month_close),
        Shape(model.ImportRun, imports.import_run),
        Shape(model.ImportLine, imports.import_line),
    )
}
