"""Operations of the roster service for attendance and for files (P02)."""

from __future__ import annotations

from marshmallow import validate

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Day, Flag, Objects, Text, Whole, Words

MONTH = validate.Regexp(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])\Z")


class ImportParameters(Contract):
    """A CSV or Excel file for a project; `content` is the file in base64, `.gz` at the end of its name says that it is compressed."""

    project_id = Text(required=True)
    file_name = Text(required=True, validate=validate.Length(min=1, max=200))
    content = Text(required=True)
    by = Text(required=True)
    firms = Words(allow_none=True)


class ImportReport(Contract):
    """What became of the lines; `lines` names those that were refused or do not count, each with its reason."""

    import_id = Text(required=True)
    accepted = Whole(required=True)
    repeated = Whole(required=True)
    refused = Whole(required=True)
    not_counted = Whole(required=True)
    lines = Objects(required=True)
    more_lines = Flag(required=True)


class ReadImport(Contract):
    """Which file, from which line on, for which firms."""

    import_id = Text(required=True)
    after_line = Whole()
    firms = Words(allow_none=True)


class AttendancePage(Contract):
    """Which part of a project's attendance, from day to day, for which firms."""

    project_id = Text(required=True)
    since = Day(required=True)
    until = Day(required=True)
    firms = Words(allow_none=True)
    cursor = Text(allow_none=True)
    limit = Whole()


class PageResult(Contract):
    """A page of a list."""

    items = Objects(required=True)
    next_cursor = Text(allow_none=True)


class OnSite(Contract):
    """Which project and day, for which firms."""

    project_id = Text(required=True)
    on = Day(required=True)
    firms = Words(allow_none=True)


class OnSiteResult(Contract):
    """How many workers are registered, admitted and on site, by employer."""

    on = Day(required=True)
    registered = Whole(required=True)
    admitted = Whole(required=True)
    on_site = Whole(required=True)
    employers = Objects(required=True)


class CloseMonth(Contract):
    """Which month; `quantities` are amounts of piece work `{worker_id, quantity_fen}`."""

    project_id = Text(required=True)
    month = Text(required=True, validate=MONTH)
    by = Text(required=True)
    quantities = Objects()
    firms = Words(allow_none=True)


class MonthClosed(Contract):
    """How many workers the month has; `repeated` when it had been closed before."""

    month = Text(required=True)
    workers = Whole(required=True)
    parts = Whole(required=True)
    repeated = Flag(required=True)


IMPORT_ATTENDANCE = Operation(
    name="roster.import_attendance",
    kind="action",
    parameters=ImportParameters,
    result=ImportReport,
    title_zh="导入考勤",
    title_en="Import attendance",
    clauses=("TL-2.1.2-2f", "TL-2.1.2-3b", "TL-2.1.2-3c", "SX-5-2b"),
)
IMPORT_REGISTER = Operation(
    name="roster.import_register",
    kind="action",
    parameters=ImportParameters,
    result=ImportReport,
    title_zh="导入职工名册",
    title_en="Import the register",
    clauses=("TL-2.1.2-2a", "SX-5-2b"),
)
GET_IMPORT = Operation(
    name="roster.get_import",
    kind="query",
    parameters=ReadImport,
    result=ImportReport,
    title_zh="查看导入结果",
    title_en="Get an import's report",
)
LIST_ATTENDANCE = Operation(
    name="roster.list_attendance",
    kind="query",
    parameters=AttendancePage,
    result=PageResult,
    title_zh="查看考勤",
    title_en="List attendance",
    clauses=("TL-2.1.2-2f",),
)
ON_SITE = Operation(
    name="roster.on_site",
    kind="query",
    parameters=OnSite,
    result=OnSiteResult,
    title_zh="查看现场用工",
    title_en="See who is on site",
    clauses=("TL-2.1.2-2f",),
)
CLOSE_MONTH = Operation(
    name="roster.close_month",
    kind="action",
    parameters=CloseMonth,
    result=MonthClosed,
    title_zh="结算当月考勤",
    title_en="Close a month's attendance",
    clauses=("SX-5-2b",),
)
