"""How a record becomes a row and back: which table, which fields are sealed, how moments and JSON are written."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import orjson

from services.roster.adapters.tables import attendance, filing, imports, register, subcontracts
from services.roster.domain import model

if TYPE_CHECKING:
    import sqlalchemy as sa

    from services.runtime.vault import Vault


@dataclass(frozen=True)
class Shape:
    """The table of one kind of record; `sealed` names the fields that are stored sealed."""

    kind: type[Any]
    table: sa.Table
    sealed: frozenset[str] = frozenset()

    @cached_property
    def _types(self) -> dict[str, str]:
        return {field.name: str(field.type) for field in fields(self.kind)}

    def row(self, record: object, vault: Vault) -> dict[str, Any]:
        """Return the row of a record."""
        row = {name: _stored(getattr(record, name)) for name in self._types}
        for name in self.sealed:
            row[name] = vault.seal(row[name]) if row[name] else ""
        return row

    def record(self, row: dict[str, Any], vault: Vault) -> Any:  # noqa: ANN401 - an instance of `kind`
        """Return the record of a row."""
        values = {name: _loaded(row[name], kind) for name, kind in self._types.items()}
        for name in self.sealed:
            values[name] = vault.open(values[name]) if values[name] else ""
        return self.kind(**values)


def _stored(value: Any) -> Any:  # noqa: ANN401 - a field's value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict | list | tuple):
        return orjson.dumps(value).decode()
    return value


def _loaded(value: Any, kind: str) -> Any:  # noqa: ANN401 - a column's value
    if value is None:
        return None
    if kind.startswith("datetime"):
        return datetime.fromisoformat(value)
    if kind.startswith("date"):
        return value if isinstance(value, date) else date.fromisoformat(value)
    if kind.startswith("tuple"):
        return tuple(orjson.loads(value))
    if kind.startswith("dict"):
        return orjson.loads(value)
    return value


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
