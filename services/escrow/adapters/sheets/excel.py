"""The month's payroll form as an Excel file: written for those who fill it in, and read back line by line."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from services.kernel.errors import HuxinError
from services.kernel.money import parse_yuan, yuan_text
from services.kernel.plain import plain
from services.runtime.workbooks import Limits, Unworked, WorkbookError, lost_digits, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = (
    *("序号", "工人编号", "姓名", "所属单位", "出勤天数"),
    *("工程量金额", "工价", "应发金额", "扣款", "实发金额"),
    *("银行卡号", "户名", "签字"),
)
WIDTHS = (6, 38, 12, 22, 10, 12, 12, 12, 12, 12, 26, 12, 12)
TOTAL = "合计"
MAX_BYTES = 20_000_000
MAX_LINES = 20_000
#: A small archive may not unfold into a machine's whole memory or hours of work.
LIMITS = Limits(unpacked=64_000_000, cells=20 * MAX_LINES, rows=2 * MAX_LINES)
MAX_SHOWN = 60  # characters of a cell that an answer repeats
GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
DAYS = re.compile(r"[0-9]{1,3}")
TITLE_ROWS = 2
MONEY = {"quantity_fen": 5, "rate_fen": 6, "gross_fen": 7, "deduct_fen": 8, "due_fen": 9}


def write_sheet(sheet: dict[str, Any]) -> bytes:
    """Return the form: a title, the column heads, a row for every worker, the total.

    Args:
        sheet: `{title, lines, due_fen}`; money in fen, written as yuan.
    """
    book = Workbook()
    page = book.active or book.create_sheet()
    page.title = "月工资发放表"
    page.append([sheet["title"]])
    page.append(list(COLUMNS))
    page["A1"].font = Font(bold=True, size=14)
    for line in sheet["lines"]:
        page.append(list(_cells(line)))
    page.append([TOTAL, *[""] * 8, yuan_text(sheet["due_fen"]), "", "", ""])
    for number, width in enumerate(WIDTHS, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
        page.cell(TITLE_ROWS, number).font = Font(bold=True)
        page.cell(TITLE_ROWS, number).alignment = Alignment(horizontal="center")
    page.freeze_panes = "A3"
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _cells(line: dict[str, Any]) -> Iterable[object]:
    yield from (line["line_no"], line["worker_id"], _text(line["name"]), line["employer"], line["days"])
    yield from (yuan_text(line[name]) for name in MONEY)
    yield from (_text(line["account"]), _text(line["account_holder"] or line["name"]), "已签" if line["signed"] else "")


def _text(value: str) -> str:
    """Return a text that a spreadsheet does not run as a formula."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@"} else value


def read_sheet(raw: bytes) -> dict[str, Any]:
    """Read a filled form.

    Returns:
        `{lines, total_fen}`; each line is `{row, worker_id, days, quantity_fen, …, account, account_holder}`, or
        `{row, worker_id, problem: {code, detail}}` where a cell cannot be used. `total_fen` is None without a total that can be read.

    Raises:
        HuxinError: `bad_sheet` when the file is no such form at all.
    """
    if len(raw) > MAX_BYTES:
        raise _bad(f"it is larger than {MAX_BYTES} bytes")
    try:
        return _form(read_rows(raw, LIMITS))
    except WorkbookError as error:
        raise _bad(str(error)) from error


def _form(rows: Iterable[list[Any]]) -> dict[str, Any]:
    lines: list[dict[str, Any]] = []
    total: int | None = None
    headed = False
    for number, cells in enumerate(rows, start=1):
        row = [*cells, *[None] * len(COLUMNS)][: len(COLUMNS)]
        if not headed:
            headed = [_word(cell) for cell in row] == list(COLUMNS)
        elif _word(row[0]) == TOTAL:
            total = _total(row[MONEY["due_fen"]])
        elif any(cell is not None and cell != "" for cell in row):
            lines.append(_line(number, row))
        if len(lines) > MAX_LINES:
            raise _bad(f"it has more than {MAX_LINES} lines")
        if number > LIMITS.rows:
            raise _bad(f"it goes on to row {number}; delete the empty rows")
    if not headed:
        raise _bad(f"the column heads {'、'.join(COLUMNS)} are not there")
    return {"lines": lines, "total_fen": total}


def _line(number: int, row: list[Any]) -> dict[str, Any]:
    line: dict[str, Any] = {"row": number, "worker_id": _word(row[1])[:MAX_SHOWN]}
    try:
        if not line["worker_id"]:
            raise _cell("no_worker", 1, "", "the worker's number is missing; leave it as it was, and no cells merged")
        for name, place in MONEY.items():
            line[name] = _amount(row[place], place)
        line["days"] = _days(row[4])
        if lost_digits(row[10]):
            raise _cell("lost_digits", 10, "", "the number is too long for a number cell and has lost its end; write it as text")
    except HuxinError as error:
        return {**line, "problem": {"code": error.code, "detail": error.detail}}
    return {**line, "account": plain(_word(row[10])).replace(" ", ""), "account_holder": _word(row[11])}


def _word(cell: object) -> str:
    """Return a cell's text; a number as people typed it, a quoted text without its quote."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str("" if cell is None else cell).strip().removeprefix("'")


def _total(cell: object) -> int | None:
    try:
        return _amount(cell, MONEY["due_fen"]) if cell not in (None, "") else None
    except HuxinError:
        return None


def _amount(cell: object, place: int) -> int:
    """Return yuan as fen; text or number, at most two decimals, never below zero."""
    if isinstance(cell, Unworked):
        raise _cell("formula", place, cell, "the formula has no value; open the form, let it be worked out, save it")
    text = format(Decimal(repr(cell)), "f") if isinstance(cell, float) else plain(_word(cell))
    if not text:
        return 0
    if GROUPED.fullmatch(text):
        text = text.replace(",", "")
    try:
        amount = parse_yuan(text)
    except HuxinError as error:
        raise _cell("bad_amount", place, text, "write yuan with at most two decimals") from error
    if amount < 0:
        raise _cell("negative_amount", place, text, "it is below zero")
    return amount


def _days(cell: object) -> int:
    text = plain(_word(cell))
    if DAYS.fullmatch(text) is None:
        raise _cell("bad_days", 4, text, "write a whole number of days")
    return int(text)


def _cell(code: str, place: int, value: object, fix: str) -> HuxinError:
    """Return what is wrong with a cell: its column by letter and head, what stands there, what to do."""
    shown = str(value)[:MAX_SHOWN]
    return HuxinError(code, "A cell cannot be used", f"{get_column_letter(place + 1)} {COLUMNS[place]} {shown!r}: {fix}", status=422)


def _bad(why: str) -> HuxinError:
    return HuxinError("bad_sheet", "The payroll form cannot be read", why, status=422, fix="Download the form and fill it in.")
