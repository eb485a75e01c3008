"""Operations on the payroll form as a file (P04)."""

from __future__ import annotations

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Flag, Objects, Text, Whole, Words


class SheetRef(Contract):
    """Which payroll, for which firms (credit codes; None: an authority)."""

    payroll_id = Text(required=True)
    firms = Words(allow_none=True)


class SlipRef(SheetRef):
    """Which payroll, and which worker's slip; all of them when none is named."""

    worker_id = Text(allow_none=True)


class File(Contract):
    """A file in base64."""

    name = Text(required=True)
    content = Text(required=True)


class ImportParameters(SheetRef):
    """A filled form, Excel in base64."""

    content = Text(required=True)
    by = Text(required=True)


class ImportResult(Contract):
    """How the lines were answered; with one refused line nothing is `booked`."""

    accepted = Whole(required=True)
    unchanged = Whole(required=True)
    refused = Whole(required=True)
    booked = Flag(required=True)
    answers = Objects(required=True)


class CheckParameters(Contract):
    """A payroll and the signature of its posted sheet."""

    payroll_id = Text(required=True)
    tag = Text(required=True)


class Checked(Contract):
    """The posted figures with masked names."""

    payroll_id = Text(required=True)
    month = Text(required=True)
    lines = Objects(required=True)


EXPORT_SHEET = Operation(
    name="escrow.export_sheet",
    kind="query",
    parameters=SheetRef,
    result=File,
    title_zh="下载工资发放表",
    title_en="Download the payroll form",
)
IMPORT_SHEET = Operation(
    name="escrow.import_sheet",
    kind="action",
    parameters=ImportParameters,
    result=ImportResult,
    title_zh="提交工资发放表",
    title_en="Hand in the payroll form",
    clauses=("SX-7-2a", "TL-2.1.2-2c"),
)
POSTED_SHEET = Operation(
    name="escrow.posted_sheet",
    kind="query",
    parameters=SheetRef,
    result=File,
    title_zh="打印工资公示表",
    title_en="Print the posted sheet",
    clauses=("SX-7-1", "TL-2.1.2-2d"),
)
WAGE_SLIPS = Operation(
    name="escrow.wage_slips",
    kind="query",
    parameters=SlipRef,
    result=File,
    title_zh="打印工资清单",
    title_en="Print the wage slips",
    clauses=("CN724-15",),
)
CHECK_POSTED = Operation(
    name="escrow.check_posted",
    kind="query",
    parameters=CheckParameters,
    result=Checked,
    title_zh="核对公示表",
    title_en="Check a posted sheet",
    clauses=("SX-7-1",),
)
