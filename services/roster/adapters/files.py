"""Reads CSV and Excel files line by line: limited in size, the heading found by its words, formulas never run."""

from __future__ import annotations

import base64
import binascii
import csv
import gzip
import hashlib
import io
import zlib
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.kernel.plain import plain
from services.roster.adapters.columns import NUMBERS, missing_of, names_of
from services.roster.application.reports import PROBLEM, Upload
from services.runtime.workbooks import Limits, Unworked, WorkbookError, lost_digits, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_BYTES = 32 * 1024 * 1024
MAX_LINES = 200_000
MAX_CELL = 500
LIMITS = Limits(unpacked=256 * 1024 * 1024, cells=20 * MAX_LINES, rows=2 * MAX_LINES)  # an Excel file is a packed folder
ENCODINGS = ("utf-8-sig", "gb18030")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # the marks with which spreadsheets begin their "Unicode text", whose cells tabs separate


def read_upload(kind: str, file_name: str, content: str) -> Upload:
    """Read a file.

    Args:
        kind: `attendance` or `register`, which names the columns.
        file_name: ends with `.csv`, `.xlsx` or `.csv.gz`.
        content: the file in base64.

    Raises:
        HuxinError: code `bad_file` when it cannot be read as a whole: nothing of it is taken then.
    """
    raw = _decoded(content)
    name = file_name.strip().lower()
    if name.endswith(".gz"):
        raw, name = _unpacked(raw), name.removesuffix(".gz")
    if name.endswith(".csv"):
        lines: Iterable[list[Any]] = _table(_text(raw))
    elif name.endswith(".xlsx"):
        lines = read_rows(raw, LIMITS)
    else:
        raise _bad(f"{file_name[:80]!r} is neither .csv nor .xlsx", "Save it as CSV or as an Excel workbook (.xlsx).")
    try:
        rows = tuple(_rows(kind, iter(lines)))
    except csv.Error as error:
        raise _bad(f"the CSV cannot be read: {error}", "Check the quotes.") from error
    except WorkbookError as error:
        raise _bad(str(error), "Save it as an Excel workbook (.xlsx).") from error
    return Upload(file_name=file_name.strip()[:200], sha256=hashlib.sha256(raw).hexdigest(), rows=rows)


def _rows(kind: str, lines: Iterator[list[Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    heading = next(lines, None)
    names = names_of(kind, ["" if cell is None else str(cell) for cell in heading or []])
    missing = missing_of(kind, names)
    if missing:
        raise _bad(f"the first line lacks the columns {'、'.join(missing)}", "Name the columns in the first line.")
    for number, cells in enumerate(lines, start=2):
        if number > MAX_LINES + 1:
            raise _bad(f"it has more than {MAX_LINES} lines", "Send it in parts, without empty lines at the end.")
        row = {name: _cell(name, cell) for name, cell in zip(names, cells, strict=False) if name is not None}
        if not any(value not in (None, "") for value in row.values()):
            continue
        if any(cell not in (None, "") for cell in cells[len(names) :]):
            row[PROBLEM] = _unusable("too_many_cells", f"the line has more cells than the heading's {len(names)}", "单元格多于表头")
        elif unusable := next((value for value in row.values() if isinstance(value, HuxinError)), None):
            row[PROBLEM] = unusable
        yield number, row


def _cell(name: str, value: Any) -> Any:  # noqa: ANN401 - what CSV and Excel hold
    """Return a cell's value; one that cannot be used is the error with which its line is refused."""
    if isinstance(value, str):
        return (plain(value) if name in NUMBERS else value)[:MAX_CELL]
    if isinstance(value, Unworked):
        return _unusable("formula", f"{name} is a formula without a value; save the file with values", "公式没有计算结果，请以数值保存")
    if lost_digits(value) and name in NUMBERS:
        return _unusable("lost_digits", f"{name} stands in a number cell and has lost its end; write it as text", "长号码须以文本格式填写")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # Excel keeps whole numbers as floats
    return str(value) if isinstance(value, int | float) else value


def _unusable(code: str, detail: str, detail_zh: str) -> HuxinError:
    return HuxinError(code, "The line cannot be taken", detail, status=422, extra={"detail_zh": detail_zh})


def _decoded(content: str) -> bytes:
    try:
        raw = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _bad("the content is not base64", "Send the file's bytes in base64.") from error
    if not raw or len(raw) > MAX_BYTES:
        raise _bad(f"it is empty or larger than {MAX_BYTES // 1024 // 1024} MB", "Send it in parts.")
    return raw


def _unpacked(raw: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
            unpacked = packed.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise _bad(f"it cannot be unpacked: {error}", "Pack it with gzip.") from error
    if len(unpacked) > MAX_BYTES:
        raise _bad(f"unpacked it is larger than {MAX_BYTES // 1024 // 1024} MB", "Send it in parts.")
    return unpacked


def _text(raw: bytes) -> str:
    for encoding in ("utf-16",) if raw.startswith(UTF_16) else ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _bad("its characters are neither UTF-8 nor GB 18030", "Save it as CSV in UTF-8.")


def _table(text: str) -> Iterable[list[Any]]:
    head = text[:1000].partition("\n")[0]
    return csv.reader(io.StringIO(text, newline=""), strict=True, delimiter="\t" if "\t" in head and "," not in head else ",")


def _bad(detail: str, fix: str) -> HuxinError:
    return HuxinError("bad_file", "The file cannot be read", detail, status=422, fix=fix)
