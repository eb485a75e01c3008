"""Register files: people with contract and registration, line by line; CSV in both encodings and Excel."""

from __future__ import annotations

import base64
import gzip
import io

import pytest
from openpyxl import Workbook

from services.kernel.errors import HuxinError
from services.roster.adapters import files
from services.roster.adapters.files import read_upload
from tests.unit.roster.desk import CONTRACTOR, OFFICER, id_number, upload

SAMPLE = {
    "姓名": "示例工人",
    "证件号码": "",
    "手机号码": "13800000000",
    "工资卡号": "6200000000000000018",
    "班组": "示例木工班",
    "工种": "木工",
    "合同签订日期": "2026-11-01",
    "工作时间": "每日八小时",
    "工作内容": "支模",
    "计酬方式": "日",
    "单价（元）": "320.50",
    "支付方式": "转账",
}
HEADING = list(SAMPLE)


def line(serial: int, **change: str) -> list[str]:
    return list((SAMPLE | {"姓名": f"示例工人{serial}", "证件号码": id_number(serial)} | change).values())


def take(desk, *lines, **more):
    return desk.run("import_register", project_id="P-1", by=more.pop("by", OFFICER), **upload([HEADING, *lines]), **more)


def test_a_line_brings_person_contract_registration_and_team(desk):
    desk.ready()
    report = take(desk, line(1))
    assert (report["accepted"], report["refused"]) == (1, 0)
    (item,) = desk.read("list_register", project_id="P-1")["items"]
    assert (item["team_name"], item["work_type"], item["employer"]) == ("示例木工班", "木工", CONTRACTOR)
    assert (item["contract"]["unit"], item["contract"]["unit_price_fen"], item["contract"]["signed_on"]) == ("day", 32_050, "2026-11-01")
    assert item["registered_at"] == "2026-11-02T09:00:00+08:00"


def test_the_same_file_again_changes_nothing(desk):
    desk.ready()
    take(desk, line(1), line(2))
    assert (take(desk, line(1), line(2))["repeated"], len(desk.read("list_register", project_id="P-1")["items"])) == (2, 2)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"姓名": ""}, "bad_name"),
        ({"证件号码": "123"}, "bad_id_number"),
        ({"手机号码": "1"}, "bad_phone"),
        ({"工资卡号": "6200000000000000019"}, "bad_bank_card"),
        ({"单价（元）": "三百"}, "bad_pay"),
        ({"单价（元）": ""}, "contract_lacks_terms"),
        ({"工作时间": ""}, "contract_lacks_terms"),
        ({"计酬方式": "年"}, "contract_lacks_terms"),
        ({"单价（元）": "99999999999"}, "bad_contract"),
        ({"工种": "木\x00工"}, "bad_text"),
        ({"合同签订日期": "昨天"}, "bad_day"),
        ({"合同签订日期": "2026-11-03"}, "bad_day"),
    ],
)
def test_a_line_that_cannot_be_right_leaves_nothing_behind_and_stops_no_other(desk, change, code):
    desk.ready()
    report = take(desk, line(1, **change), line(2))
    assert (report["accepted"], [(each["line"], each["code"]) for each in report["lines"]]) == (1, [(2, code)])
    assert [item["worker_name"] for item in desk.read("list_register", project_id="P-1")["items"]] == ["示例工人2"]


def test_a_corrected_line_is_taken_the_second_time(desk):
    desk.ready()
    take(desk, line(1, 工作时间=""))
    assert take(desk, line(1))["accepted"] == 1


def test_without_a_day_of_signing_there_is_no_contract(desk):
    desk.ready()
    take(desk, line(1, 合同签订日期=""))
    (item,) = desk.read("list_register", project_id="P-1")["items"]
    assert item["contract"] is None


def test_only_the_labour_officer_imports_the_register(desk):
    desk.ready()
    with pytest.raises(HuxinError) as caught:
        take(desk, line(1), by="sample-foreman")
    assert caught.value.code == "not_the_officer"


def as_file(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def test_excel_csv_in_gb18030_and_packed_csv_read_alike():
    rows = [HEADING, line(1)]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    excel = io.BytesIO()
    book.save(excel)
    text = "\n".join(",".join(row) for row in rows)
    found = [
        read_upload("register", "a.xlsx", as_file(excel.getvalue())),
        read_upload("register", "a.csv", as_file(text.encode("gb18030"))),
        read_upload("register", "a.CSV", as_file(text.encode("utf-8-sig"))),
        read_upload("register", "a.csv.gz", as_file(gzip.compress(text.encode()))),
    ]
    assert all(one.rows == found[0].rows for one in found)
    assert found[0].rows[0][0] == 2


def test_numbers_that_excel_keeps_as_numbers_read_as_written():
    book = Workbook()
    book.active.append(["姓名", "证件号码", "手机号码"])
    book.active.append(["示例", 330600190001010016, 13800000000.0])
    excel = io.BytesIO()
    book.save(excel)
    ((_, row),) = read_upload("register", "a.xlsx", as_file(excel.getvalue())).rows
    assert row["cell_phone"] == "13800000000"


def test_empty_lines_and_unknown_columns_are_passed_over():
    text = "备注,姓名,证件号码\n无,示例甲,1\n,,\n无,示例乙,2"
    rows = read_upload("register", "a.csv", as_file(text.encode())).rows
    assert [(number, row["worker_name"]) for number, row in rows] == [(2, "示例甲"), (4, "示例乙")]


@pytest.mark.parametrize(
    ("limit", "value", "name", "raw"),
    [
        ("MAX_LINES", 1, "a.csv", "姓名,证件号码\n甲,1\n乙,2".encode()),
        ("MAX_BYTES", 10, "a.csv", "姓名,证件号码\n甲,1".encode()),
        ("MAX_BYTES", 60, "a.csv.gz", gzip.compress(b"0" * 10_000, mtime=0)),
    ],
)
def test_a_file_beyond_the_limits_is_refused(monkeypatch, limit, value, name, raw):
    monkeypatch.setattr(files, limit, value)
    with pytest.raises(HuxinError) as caught:
        read_upload("register", name, as_file(raw))
    assert caught.value.code == "bad_file"


@pytest.mark.parametrize("content", ["not base64!", as_file(b"\xff\xfe\x00\xd8")])
def test_what_is_no_text_is_refused(content):
    with pytest.raises(HuxinError) as caught:
        read_upload("register", "a.csv", content)
    assert caught.value.code == "bad_file"
