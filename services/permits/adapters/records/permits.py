"""Rows of firms, projects, applications and permits on SQLAlchemy Core, within one transaction (P01)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from services.permits.adapters.tables import permits as tables
from services.permits.domain.model import Application, Duty, Firm, Notice, Permit, Project

if TYPE_CHECKING:
    from collections.abc import Sequence


class PermitRecords:
    """Firms, projects, applications and permits on one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert

    def add_firm(self, firm: Firm) -> bool:
        """Add a firm; False when its credit code is known already."""
        statement = self._insert(tables.firm).values(**asdict(firm)).on_conflict_do_nothing(index_elements=["credit_code"])
        return self._connection.execute(statement).rowcount == 1

    def firm(self, credit_code: str) -> Firm | None:
        """Return a firm by its credit code."""
        row = self._one(sa.select(tables.firm).where(tables.firm.c.credit_code == credit_code))
        return Firm(**row) if row else None

    def firms(self) -> Sequence[Firm]:
        """Return all firms by name."""
        return [Firm(**row) for row in self._connection.execute(sa.select(tables.firm).order_by(tables.firm.c.name)).mappings()]

    def add_project(self, project: Project) -> None:
        """Add a project."""
        self._connection.execute(tables.project.insert().values(**{**asdict(project), "created_at": project.created_at.isoformat()}))

    def project(self, project_id: str, *, lock: bool = False) -> Project | None:
        """Return a project, with its row locked when what belongs to it is going to be changed."""
        statement = sa.select(tables.project).where(tables.project.c.id == project_id)
        row = self._one(statement.with_for_update(key_share=True) if lock else statement)
        return _project(row) if row else None

    def projects(self, *, firms: Sequence[str] | None, jurisdiction: str | None, after: str | None, limit: int) -> Sequence[Project]:
        """Return projects, newest first; UUIDv7 ids sort by time, so the id is the cursor."""
        statement = sa.select(tables.project).order_by(tables.project.c.id.desc()).limit(limit)
        if firms is not None:
            statement = statement.where(_own(firms))
        if jurisdiction:
            statement = statement.where(tables.project.c.jurisdiction == jurisdiction)
        if after:
            statement = statement.where(tables.project.c.id < after)
        return [_project(dict(row)) for row in self._connection.execute(statement).mappings()]

    def add_application(self, application: Application) -> None:
        """Add an application."""
        self._connection.execute(tables.application.insert().values(**_row(application)))

    def application(self, application_id: str, *, lock: bool = False) -> Application | None:
        """Return an application, with its row locked when it is going to be changed."""
        statement = sa.select(tables.application).where(tables.application.c.id == application_id)
        row = self._one(statement.with_for_update(key_share=True) if lock else statement)
        return _application(row) if row else None

    def save_application(self, application: Application) -> None:
        """Write a changed application."""
        statement = tables.application.update().where(tables.application.c.id == application.id).values(**_row(application))
        self._connection.execute(statement)

    def applications(
        self, *, firms: Sequence[str] | None, jurisdiction: str | None, state: str | None, after: str | None, limit: int
    ) -> Sequence[Application]:
        """Return applications, newest first, after an id; only those of the firms (credit codes) when given."""
        table, project = tables.application, tables.project
        statement = sa.select(table).order_by(table.c.id.desc()).limit(limit)
        if firms is not None:
            statement = statement.join(project, project.c.id == table.c.project_id).where(_own(firms))
        if jurisdiction:
            statement = statement.where(table.c.jurisdiction == jurisdiction)
        if state:
            statement = statement.where(table.c.state == state)
        if after:
            statement = statement.where(table.c.id < after)
        return [_application(dict(row)) for row in self._connection.execute(statement).mappings()]

    def application_of_request(self, request_id: str) -> str | None:
        """Return the application that an idempotency key led to."""
        statement = sa.select(tables.request.c.application_id).where(tables.request.c.request_id == request_id)
        found: str | None = self._connection.scalar(statement)
        return found

    def remember_request(self, request_id: str, application_id: str) -> None:
        """Remember which application an idempotency key led to."""
        self._connection.execute(tables.request.insert().values(request_id=request_id, application_id=application_id))

    def add_permit(self, permit: Permit) -> None:
        """Add a permit."""
        self._connection.execute(tables.permit.insert().values(**{**asdict(permit), "issued_on": permit.issued_on.isoformat()}))

    def permit_of(self, application_id: str) -> Permit | None:
        """Return the permit of an application."""
        row = self._one(sa.select(tables.permit).where(tables.permit.c.application_id == application_id))
        return Permit(**{**row, "issued_on": date.fromisoformat(row["issued_on"])}) if row else None

    def next_permit_number(self, jurisdiction: str, year: int) -> int:
        """Draw the next number of the year; the counter's row is locked until the commit, so no number is lost or given twice."""
        statement = self._insert(tables.permit_counter).values(jurisdiction=jurisdiction, year=year, last=1)
        upsert = statement.on_conflict_do_update(
            index_elements=["jurisdiction", "year"], set_={"last": tables.permit_counter.c.last + 1}
        ).returning(tables.permit_counter.c.last)
        return int(self._connection.execute(upsert).scalar_one())

    def add_notice(self, notice: Notice) -> None:
        """Add a notice."""
        values = {
            **asdict(notice),
            "duties": _json([{**asdict(duty), "due_on": duty.due_on.isoformat()} for duty in notice.duties]),
            "clauses": _json(notice.clauses),
            "created_at": notice.created_at.isoformat(),
        }
        self._connection.execute(tables.notice.insert().values(**values))

    def notices_of(self, application_id: str) -> Sequence[Notice]:
        """Return the notices of an application, oldest first."""
        statement = sa.select(tables.notice).where(tables.notice.c.application_id == application_id).order_by(tables.notice.c.id)
        return [_notice(dict(row)) for row in self._connection.execute(statement).mappings()]

    def _one(self, statement: sa.Select[Any]) -> dict[str, Any] | None:
        row = self._connection.execute(statement).mappings().first()
        return dict(row) if row else None


def _own(firms: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.or_(tables.project.c.construction_unit.in_(list(firms)), tables.project.c.general_contractor.in_(list(firms)))


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _row(application: Application) -> dict[str, Any]:
    return {
        **{name: value for name, value in vars(application).items() if name in tables.application.c},
        "submitted_at": application.submitted_at.isoformat(),
        "closed_at": application.closed_at.isoformat() if application.closed_at else None,
        "facts": _json(application.facts),
        "scope": _json(application.scope) if application.scope is not None else None,
        "gate": _json(application.gate) if application.gate is not None else None,
        "closing": _json(application.closing),
    }


def _application(row: dict[str, Any]) -> Application:
    return Application(
        **{
            **row,
            "submitted_at": datetime.fromisoformat(row["submitted_at"]),
            "closed_at": datetime.fromisoformat(row["closed_at"]) if row["closed_at"] else None,
            "facts": orjson.loads(row["facts"]),
            "scope": orjson.loads(row["scope"]) if row["scope"] else None,
            "gate": orjson.loads(row["gate"]) if row["gate"] else None,
            "closing": orjson.loads(row["closing"]),
        }
    )


def _project(row: dict[str, Any]) -> Project:
    return Project(**{**row, "created_at": datetime.fromisoformat(row["created_at"])})


def _notice(row: dict[str, Any]) -> Notice:
    duties = tuple(
        Duty(**{**duty, "due_on": date.fromisoformat(duty["due_on"]), "clauses": tuple(duty["clauses"])})
        for duty in orjson.loads(row["duties"])
    )
    return Notice(
        **{
            **row,
            "duties": duties,
            "clauses": tuple(orjson.loads(row["clauses"])),
            "created_at": datetime.fromisoformat(row["created_at"]),
        }
    )
