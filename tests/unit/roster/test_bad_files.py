"""Files as people really send them are read; those that cannot be right are refused whole or line by line."""

from __future__ import annotations

import base64
import gzip
import io

import pytest
from openpyxl import Workbook

from services.kernel.errors import HuxinError
from services.roster.adapters.files import read_upload
from services.roster.application.reports import PROBLEM
from tests.unit.roster.desk import OFFICER, id_number, upload

HEAD = ["证件号码", "时间（北京时间）", "方向", "打卡方式"]
LINE = [id_number(1), "2026-11-03 07:30:00", "进", "人脸"]
TEXT = "\r\n".join(",".join(row) for row in (HEAD, LINE)) + "\r\n"


def read(raw: bytes, name: str = "a.csv"):
    return read_upload("attendance", name, base64.b64encode(raw).decode()).rows


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace("\r\n", "\r").encode(),
        TEXT.translate({ord(digit): 0xFF10 + int(digit) for digit in "0123456789"}).encode(),
    ],
)
def test_one_line_is_the_same_in_every_encoding_that_spreadsheets_write(raw):
    assert read(raw) == ((2, {"id_card_number": LINE[0], "at_beijing": LINE[1], "direction": "进", "attend_type": "人脸"}),)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"", "a.csv"),
        (bytes(range(256)), "a.csv"),
        (TEXT.encode("utf-16-be"), "a.csv"),
        (TEXT.encode("utf-16")[:-1], "a.csv"),
        (TEXT.encode("utf-32"), "a.csv"),
        (TEXT.encode() + b'"', "a.csv"),
        (b"x" * 200_000, "a.csv"),
        (gzip.compress(b"0" * 40_000_000, mtime=0), "a.csv.gz"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\3nothing", "a.csv.gz"),
        (gzip.compress(TEXT.encode(), mtime=0)[:-9], "a.csv.gz"),
        (TEXT.encode(), "a.xlsx"),
        (workbook(LINE), "a.csv"),
        (b"x", "a.xls"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole_and_says_what_to_do(raw, name):
    with pytest.raises(HuxinError) as caught:
        read(raw, name)
    assert (caught.value.code, caught.value.status) == ("bad_file", 422)
    assert caught.value.fix


@pytest.mark.parametrize(
    ("raw", "name", "code"),
    [
        (TEXT.replace("人脸\r\n", "人脸,x\r\n").encode(), "a.csv", "too_many_cells"),
        (workbook([int(id_number(1)[:17] + "0"), *LINE[1:]]), "a.xlsx", "lost_digits"),
        (workbook([float(id_number(1)[:17] + "0"), *LINE[1:]]), "a.xlsx", "lost_digits"),
        (workbook([LINE[0], "=NOW()", *LINE[2:]]), "a.xlsx", "formula"),
    ],
)
def test_a_line_with_a_cell_that_cannot_be_used_is_refused_with_its_number(desk, raw, name, code):
    assert read(raw, name)[0][1][PROBLEM].code == code
    desk.ready()
    report = desk.run("import_attendance", project_id="P-1", by=OFFICER, file_name=name, content=base64.b64encode(raw).decode())
    assert (report["accepted"], [(line["line"], line["code"]) for line in report["lines"]]) == (0, [(2, code)])


def test_a_card_in_a_number_cell_is_never_registered_for_another(desk):
    desk.ready()
    book = Workbook()
    book.active.append(["姓名", "身份证号", "工资卡号"])
    book.active.append(["示例", id_number(1), 6200000000000000018])
    packed = io.BytesIO()
    book.save(packed)
    content = base64.b64encode(packed.getvalue()).decode()
    report = desk.run("import_register", project_id="P-1", by=OFFICER, file_name="r.xlsx", content=content)
    assert [(line["line"], line["code"]) for line in report["lines"]] == [(2, "lost_digits")]
    assert desk.read("list_register", project_id="P-1")["items"] == []


def test_what_was_refused_never_repeats_the_number(desk):
    desk.ready()
    report = desk.run("import_register", project_id="P-1", by=OFFICER, **upload([["姓名", "身份证号"], ["示例", "330600190001010017"]]))
    assert report["refused"] == 1
    assert "330600190001010017" not in str(report)


def test_a_clocking_from_before_any_project_is_refused(desk):
    desk.ready()
    desk.admitted()
    report = desk.attend((1, "0001-01-01 00:00:00", "进", "人脸"), (1, "1999-12-31 23:59:59", "进", "人脸"))
    assert [line["code"] for line in report["lines"]] == ["bad_time", "bad_time"]
