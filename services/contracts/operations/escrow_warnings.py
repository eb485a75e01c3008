"""Operations of early warnings."""

from __future__ import annotations

from marshmallow import validate

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Day, Flag, Objects, Text, Whole, Words

COLOURS = validate.OneOf(["yellow", "red"])
STATES = validate.OneOf(["open", "all"])


class WarningKey(Contract):
    """Which warning."""

    warning_id = Text(required=True)


class Looked(Contract):
    """`desk`: whose queue it goes to, or `none` when it is cleared; limits are durations of the legal calendar."""

    desk = Text(required=True)
    colour = Text(required=True)
    handle_by = Day(required=True)
    handle_limit = Text(required=True)
    recheck_limit = Text(required=True)


class MeasureParameters(WarningKey):
    """What the department did, and its own words."""

    measure = Text(required=True)
    remark = Text(allow_none=True)


class MeasureTaken(Contract):
    """Whether it came in time."""

    in_time = Flag(required=True)


class WarningQuery(Contract):
    """Filters; `firms` shows only the projects of these firms, None all."""

    project_id = Text(allow_none=True)
    jurisdiction = Text(allow_none=True)
    kind = Text(allow_none=True)
    colour = Text(allow_none=True, validate=COLOURS)
    state = Text(validate=STATES)
    firms = Words(allow_none=True)
    after = Text(allow_none=True)
    limit = Whole(validate=validate.Range(min=1, max=200))


class WarningPage(Contract):
    """A page of warnings, newest first."""

    items = Objects(required=True)
    next_cursor = Text(allow_none=True)


class Reviewed(Contract):
    """How many warnings were raised and cleared, and of how many the leading group was told."""

    raised = Whole(required=True)
    cleared = Whole(required=True)
    told = Whole(required=True)


REVIEW_WARNINGS = Operation(
    name="escrow.review_warnings",
    kind="action",
    parameters=Contract,
    result=Reviewed,
    title_zh="立即核查预警",
    title_en="Sweep for warnings now",
    clauses=("CN724-38",),
)
LOOK_AT_WARNING = Operation(
    name="escrow.look_at_warning",
    kind="command",
    parameters=WarningKey,
    result=Looked,
    title_zh="查看预警现状",
    title_en="Look at a warning as it stands",
    clauses=("CN724-38",),
)
RECORD_MEASURE = Operation(
    name="escrow.record_warning_measure",
    kind="command",
    parameters=MeasureParameters,
    result=MeasureTaken,
    title_zh="登记预警处置",
    title_en="Record what was done about a warning",
    clauses=("TL-2.1.3-1a", "CN724-38"),
)
LIST_WARNINGS = Operation(
    name="escrow.list_warnings",
    kind="query",
    parameters=WarningQuery,
    result=WarningPage,
    title_zh="预警清单",
    title_en="List early warnings",
    clauses=("CN724-38",),
)
