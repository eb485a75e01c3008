"""Reads CSV and Excel files line by line: limited in size, the heading found by its words, formulas never run."""

from __future__ import annotations

import base64
import binascii
import csv
import gzip
import hashlib
import io
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from services.kernel.errors import HuxinError
from services.roster.adapters.columns import missing_of, names_of
from services.roster.application.reports import Upload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_BYTES = 32 * 1024 * 1024
MAX_UNPACKED = 256 * 1024 * 1024  # of the parts of an Excel file, which is a packed folder
MAX_LINES = 200_000
MAX_CELL = 500
ENCODINGS = ("utf-8-sig", "gb18030")


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
        lines: Iterable[list[Any]] = csv.reader(io.StringIO(_text(raw), newline=""), strict=True)
    elif name.endswith(".xlsx"):
        lines = _sheet(raw)
    else:
        raise _bad(f"{file_name[:80]!r} is neither .csv nor .xlsx", "Save it as CSV or as an Excel workbook (.xlsx).")
    try:
        rows = tuple(_rows(kind, iter(lines)))
    except csv.Error as error:
        raise _bad(f"the CSV cannot be read: {error}", "Check the quotes.") from error
    return Upload(file_name=file_name.strip()[:200], sha256=hashlib.sha256(raw).hexdigest(), rows=rows)


def _rows(kind: str, lines: Iterator[list[Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    heading = next(lines, None)
    names = names_of(kind, ["" if cell is None else str(cell) for cell in heading or []])
    missing = missing_of(kind, names)
    if missing:
        raise _bad(f"the first line lacks the columns {'、'.join(missing)}", "Name the columns in the first line.")
    for number, cells in enumerate(lines, start=2):
        if number > MAX_LINES + 1:
            raise _bad(f"it has more than {MAX_LINES} lines", "Send it in parts.")
        row = {name: _cell(cell) for name, cell in zip(names, cells, strict=False) if name is not None}
        if any(value not in (None, "") for value in row.values()):
            yield number, row


def _cell(value: Any) -> Any:  # noqa: ANN401 - what CSV and Excel hold
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # Excel keeps whole numbers as floats
    if isinstance(value, int | float):
        return str(value)
    return value[:MAX_CELL] if isinstance(value, str) else value


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
    except (OSError, EOFError) as error:
        raise _bad(f"it cannot be unpacked: {error}", "Pack it with gzip.") from error
    if len(unpacked) > MAX_BYTES:
        raise _bad(f"unpacked it is larger than {MAX_BYTES // 1024 // 1024} MB", "Send it in parts.")
    return unpacked


def _text(raw: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _bad("its characters are neither UTF-8 nor GB 18030", "Save it as CSV in UTF-8.")


def _sheet(raw: bytes) -> Iterator[list[Any]]:
    """Yield the lines of the first sheet, with the values that Excel kept for formulas."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise _bad("unpacked it is too large", "Send it in parts.")
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise _bad(f"the workbook cannot be read: {error}", "Save it as an Excel workbook (.xlsx).") from error
    try:
        for cells in book.worksheets[0].iter_rows(values_only=True):
            yield list(cells)
    finally:
        book.close()


def _bad(detail: str, fix: str) -> HuxinError:
    return HuxinError("bad_file", "The file cannot be read", detail, status=422, fix=fix)
