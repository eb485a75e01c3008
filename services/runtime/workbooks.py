"""Reads the rows of Excel files that strangers send: bounded in size, without document types, formulas never run, every fault one error."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.workbook import Workbook

EXACT = 10**15  # Excel keeps fifteen digits of a number; longer ones have lost their end
_MARKUP = (b"<!DOCTYPE", b"<!ENTITY")


class WorkbookError(Exception):
    """The file is no workbook that can be read; its text says why."""


@dataclass(frozen=True)
class Unworked:
    """A formula without a value: the program that wrote the file never worked it out."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How large a workbook may be: bytes when unpacked, cells, and rows with the empty ones between them."""

    unpacked: int
    cells: int
    rows: int


def read_rows(raw: bytes, limits: Limits) -> Iterator[list[Any]]:
    """Yield the rows of the first sheet that people see, with the values that the file keeps for formulas.

    At most one row more than the limit comes, so that the caller can tell a file that is too long.

    Raises:
        WorkbookError: for anything that is no such workbook, also in the middle of it.
    """
    try:
        has_formulas = _check(raw, limits)
        values = _open(raw, data_only=True)
        page = _seen(values)
        formulas = _rows(_open(raw, data_only=False), page) if has_formulas else iter(())
        for cells, written in islice(zip_longest(_rows(values, page), formulas), limits.rows + 1):
            yield [_worked(*pair) for pair in zip_longest(cells or (), written or ())] if written else list(cells or ())
    except WorkbookError:
        raise
    except Exception as error:  # the libraries fail in ways of their own at files that are made to be wrong
        raise WorkbookError(f"it is no Excel workbook: {type(error).__name__}") from error


def lost_digits(value: object) -> bool:
    """Tell whether a number is so long that Excel has lost its end; such numbers, of cards above all, must be written as text."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= EXACT


def _check(raw: bytes, limits: Limits) -> bool:
    """Look at the packed parts before anything is read from them; return whether there are formulas."""
    formulas, cells = False, 0
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        if sum(part.file_size for part in packed.infolist()) > limits.unpacked:
            raise WorkbookError("unpacked it is too large")
        for part in packed.infolist():
            text = packed.read(part)
            if any(mark in text for mark in _MARKUP):
                raise WorkbookError("it declares a document type, which no workbook needs")
            if part.filename.startswith("xl/worksheets/"):
                formulas = formulas or b"<f" in text
                cells += text.count(b"<c")
    if cells > limits.cells:
        raise WorkbookError(f"it has more than {limits.cells} cells")
    return formulas


def _seen(book: Workbook) -> int:
    for number, sheet in enumerate(book.worksheets):
        if sheet.sheet_state == "visible":
            return number
    raise WorkbookError("it has no sheet that can be seen")


def _open(raw: bytes, *, data_only: bool) -> Workbook:
    return load_workbook(io.BytesIO(raw), read_only=True, data_only=data_only, keep_links=False)


def _rows(book: Workbook, page: int) -> Iterator[tuple[Any, ...]]:
    sheet = book.worksheets[page]
    sheet.reset_dimensions()  # programs often state them wrongly
    yield from sheet.iter_rows(values_only=True)


def _worked(value: object, written: object) -> object:
    formula = getattr(written, "text", written)  # an array formula is an object with its text
    return Unworked(str(formula)[:80]) if value is None and written is not None else value
