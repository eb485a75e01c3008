"""Operations of the roster service for a project as a whole (P02): officer, equipment, employment filing."""

from __future__ import annotations

from functools import partial

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Day, Flag, Object, Objects, Text, Words


class ProjectRef(Contract):
    """Which project."""

    project_id = Text(required=True)


class OpenParameters(ProjectRef):
    """The project as its permit tells it."""

    project_name = Text(required=True)
    jurisdiction = Text(required=True)
    construction_unit = Text(required=True)
    general_contractor = Text(required=True)
    issued_on = Day(required=True)
    construction_contract_signed_on = Day(allow_none=True)
    project_sector = Text(allow_none=True)


class Duties(Contract):
    """What the project owes and by when: durations for tasks, moments for the filing."""

    project_id = Text(required=True)
    officer_limit = Text(required=True)
    equipment_limit = Text(required=True)
    confirm_limit = Text(required=True)
    urge_limit = Text(required=True)
    filing_required = Flag(required=True)
    filing_due_on = Day(required=True)
    filing_limit = Text(required=True)
    remind_at = Text(required=True)
    due_at = Text(required=True)


class ProjectFacts(ProjectRef):
    """Which project, and the process's data with what people filled in."""

    facts = Object(required=True)


class Officers(Contract):
    """Whether the project has as many labour officers as it needs."""

    appointed = Flag(required=True)
    missing = Words()


class Equipment(Contract):
    """Whether the reported equipment fits the site, and why not."""

    fits = Flag(required=True)
    reasons = Objects(required=True)


class Told(Contract):
    """Who was told."""

    told = Words(required=True)


class Overdue(Contract):
    """Whether the filing is overdue."""

    overdue = Flag(required=True)


class Filed(Contract):
    """The filing: whether it is confirmed, when it was made and whether that was in time."""

    confirmed = Flag(required=True)
    filed_on = Day(allow_none=True)
    in_time = Flag(allow_none=True)


class ReadProject(ProjectRef):
    """Which project, for which firms (credit codes; None: an authority, which sees all)."""

    firms = Words(allow_none=True)


class ProjectResult(Contract):
    """The project with its officers, filing, breaches, notices and counts."""

    project_id = Text(required=True)
    jurisdiction = Text(required=True)


_command = partial(Operation, kind="command")

OPEN_PROJECT = _command(
    name="roster.open_project",
    parameters=OpenParameters,
    result=Duties,
    title_zh="建立项目实名台账",
    title_en="Open the project's roster",
    clauses=("TL-2.1.2-1", "CN724-28"),
)
RECORD_OFFICER = _command(
    name="roster.record_officer",
    parameters=ProjectFacts,
    result=Officers,
    title_zh="登记劳资专管员",
    title_en="Record the labour officer",
    clauses=("TL-2.1.2-2b", "SX-5-2a", "SX-5-2b"),
)
CHECK_EQUIPMENT = _command(
    name="roster.check_equipment",
    parameters=ProjectFacts,
    result=Equipment,
    title_zh="核对实名制设施",
    title_en="Check the real-name equipment",
    clauses=("TL-2.1.2-3a", "TL-2.1.2-3b", "TL-2.1.2-3c"),
)
REMIND_FILING = _command(
    name="roster.remind_filing",
    parameters=ProjectRef,
    result=Told,
    title_zh="提醒用工备案",
    title_en="Remind of the employment filing",
    clauses=("TL-2.1.2-4",),
)
FLAG_LATE_FILING = _command(
    name="roster.flag_late_filing",
    parameters=ProjectRef,
    result=Overdue,
    title_zh="记录备案逾期",
    title_en="Flag the overdue filing",
    clauses=("TL-2.1.2-4", "TL-2.1.1-2c"),
)
RECORD_FILING = _command(
    name="roster.record_filing",
    parameters=ProjectFacts,
    result=Filed,
    title_zh="登记用工备案",
    title_en="Record the employment filing",
    clauses=("TL-2.1.2-4", "TL-2.1.1-2c", "TL-2.1.1-1b"),
)
GET_PROJECT = Operation(
    name="roster.get_project",
    kind="query",
    parameters=ReadProject,
    result=ProjectResult,
    title_zh="查看项目实名台账",
    title_en="Get a project's roster",
)
