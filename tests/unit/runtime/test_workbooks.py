"""Workbooks that are made to be wrong end in one error, quickly, and never in half a reading that passes for whole."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from services.runtime.workbooks import Limits, Unworked, WorkbookError, lost_digits, read_rows

LIMITS = Limits(unpacked=2_000_000, cells=1_000, rows=50)
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"


def book(*rows: list[object], change=None) -> bytes:
    made = Workbook()
    page = made.active
    for row in rows or (["a", 1], ["b", 2]):
        page.append(row)
    if change:
        change(made)
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


def with_part(name: str, change) -> bytes:
    """The usual workbook with one part rewritten."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            new.writestr(part.filename, change(text) if part.filename == name else text)
    return packed.getvalue()


def with_entity(text: bytes) -> bytes:
    return b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + text.replace(b"<sheetData>", b"<sheetData>&e;")


def encrypted() -> bytes:
    raw = bytearray(book())
    place = raw.find(b"PK\x01\x02")
    while place >= 0:
        raw[place + 8] |= 1
        place = raw.find(b"PK\x01\x02", place + 4)
    return bytes(raw)


def lying_about_its_size() -> bytes:
    raw = bytearray(with_part(SHEET, lambda text: text.replace(b"<sheetData>", b"<sheetData>" + b" " * 5_000_000)))
    struct.pack_into("<I", raw, raw.rfind(SHEET.encode()) - 46 + 24, 100)
    return bytes(raw)


def read(raw: bytes) -> list[list[object]]:
    return list(read_rows(raw, LIMITS))


def test_the_first_sheet_that_people_see_is_read():
    def hide(made: Workbook) -> None:
        hidden = made.create_sheet("hidden", 0)
        hidden.sheet_state = "veryHidden"
        hidden.append(["wrong"])

    assert read(book(["right", 1], change=hide)) == [["right", 1]]


def test_a_formula_without_a_value_is_told_from_an_empty_cell():
    (cells,) = read(book(["x", "=1+1", None, ArrayFormula("D1", "=A1")]))
    assert cells == ["x", Unworked("=1+1"), None, Unworked("=A1")]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"not a workbook",
        b"PK\x03\x04 neither",
        book()[:-40],
        encrypted(),
        lying_about_its_size(),
        with_part(SHEET, with_entity),
        with_part(SHEET, lambda _: b"<worksheet><sheetData><row>"),
        with_part(SHEET, lambda text: text.replace(b'<row r="2"', b'<row r="x"')),
        with_part(SHEET, lambda text: text.replace(b'r="A2"', b'r="ZZZZZZ2"')),
        with_part(BOOK, lambda _: b""),
        with_part(BOOK, lambda text: text.replace(b'state="visible"', b'state="hidden"')),
        with_part("xl/styles.xml", lambda _: b"<a"),
        with_part("[Content_Types].xml", lambda _: b"<a/>"),
        with_part(SHEET, lambda text: text.replace(b"<sheetData>", b"<sheetData>" + b" " * 3_000_000)),
        with_part(SHEET, lambda text: text.replace(b"</row>", b"<c/>" * 2_000 + b"</row>", 1)),
    ],
)
def test_what_is_no_workbook_or_too_large_is_one_error(raw):
    with pytest.raises(WorkbookError):
        read(raw)


@pytest.mark.parametrize("row", [b"1048576", b"99999999999"])
def test_rows_far_away_end_the_reading_at_its_limit(row):
    rows = read(with_part(SHEET, lambda text: text.replace(b'<row r="2"', b'<row r="' + row + b'"')))
    assert len(rows) == LIMITS.rows + 1


def test_a_wrong_statement_of_size_hides_nothing():
    assert len(read(with_part(SHEET, lambda text: text.replace(b'ref="A1:B2"', b'ref="A1:A1"')))) == 2


@pytest.mark.parametrize(
    ("value", "lost"), [(6222020200112233445, True), (6.2e18, True), (10**15 - 1, False), ("6" * 19, False), (True, False)]
)
def test_numbers_beyond_fifteen_digits_have_lost_their_end(value, lost):
    assert lost_digits(value) is lost
