"""The month's payroll form as an Excel file: written for those who fill it in, and read back line by line."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from services.kernel.errors import HuxinError
from services.kernel.money import parse_yuan, yuan_text

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
MAX_UNPACKED = 200_000_000  # a small archive may not unfold into a machine's whole memory
MAX_LINES = 20_000
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
        `{row, worker_id, problem: {code, detail}}` where a cell cannot be used. `total_fen` is None without a total row.

    Raises:
        HuxinError: `bad_sheet` when the file is no such form at all.
    """
    _check_size(raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        raise _bad(f"it is no Excel file: {type(error).__name__}") from None
    page = book.worksheets[0]
    lines: list[dict[str, Any]] = []
    total: int | None = None
    headed = False
    for number, cells in enumerate(page.iter_rows(max_col=len(COLUMNS), values_only=True), start=1):
        row = [*cells, *[None] * (len(COLUMNS) - len(cells))]
        if not headed:
            headed = _word(row[0]) == COLUMNS[0] and [_word(cell) for cell in row] == list(COLUMNS)
        elif _word(row[0]) == TOTAL:
            total = _amount(row[MONEY["due_fen"]], "合计")
        elif any(cell is not None and cell != "" for cell in row):
            lines.append(_line(number, row))
        if len(lines) > MAX_LINES:
            raise _bad(f"it has more than {MAX_LINES} lines")
    if not headed:
        raise _bad(f"the column heads {'、'.join(COLUMNS)} are not there")
    return {"lines": lines, "total_fen": total}


def _check_size(raw: bytes) -> None:
    if len(raw) > MAX_BYTES:
        raise _bad(f"it is larger than {MAX_BYTES} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED:
                raise _bad("it unfolds into too many bytes")
    except zipfile.BadZipFile:
        raise _bad("it is no Excel file") from None


def _line(number: int, row: list[Any]) -> dict[str, Any]:
    line: dict[str, Any] = {"row": number, "worker_id": _word(row[1])}
    try:
        for name, place in MONEY.items():
            line[name] = _amount(row[place], COLUMNS[place])
        line["days"] = _days(row[4])
    except HuxinError as error:
        return {**line, "problem": {"code": error.code, "detail": error.detail}}
    return {**line, "account": _word(row[10]).replace(" ", ""), "account_holder": _word(row[11])}


def _word(cell: object) -> str:
    """Return a cell's text; a number as people typed it, a quoted text without its quote."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str("" if cell is None else cell).strip().removeprefix("'")


def _amount(cell: object, column: str) -> int:
    """Return yuan as fen; text or number, at most two decimals, never below zero."""
    text = format(Decimal(repr(cell)), "f") if isinstance(cell, float) else _word(cell).replace(",", "")
    if not text:
        return 0
    try:
        amount = parse_yuan(text)
    except HuxinError as error:
        raise HuxinError("bad_amount", error.title, f"{column}: {text!r}", status=422) from None
    if amount < 0:
        raise HuxinError("negative_amount", "An amount is below zero", f"{column}: {text}", status=422)
    return amount


def _days(cell: object) -> int:
    text = _word(cell)
    if not text.isdecimal():
        raise HuxinError("bad_days", "The days are no whole number", f"出勤天数: {text!r}", status=422)
    return int(text)


def _bad(why: str) -> HuxinError:
    return HuxinError("bad_sheet", "The payroll form cannot be read", why, status=422, fix="Download the form and fill it in.")
