"""Files of clockings: each line is answered, nothing is doubled, and entries that should not have been are found."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.kernel.errors import HuxinError
from services.roster.adapters.tables.attendance import worker_attendance
from tests.unit.roster.desk import OFFICER, TERMS, id_number, upload

IN, OUT = ("进", "人脸"), ("出", "人脸")


def codes(report):
    return [(line["line"], line["code"]) for line in report["lines"]]


def test_a_day_in_and_out_is_taken_and_the_same_file_again_changes_nothing(desk):
    desk.ready()
    desk.admitted()
    desk.at("2026-11-03T18:00:00+08:00")
    lines = ((1, "2026-11-03 07:30:00", *IN), (1, "2026-11-03 17:30:00", *OUT))
    assert (desk.attend(*lines)["accepted"], desk.attend(*lines)["repeated"]) == (2, 2)
    page = desk.read("list_attendance", project_id="P-1", since="2026-11-03", until="2026-11-03")
    assert [(item["at"], item["direction"], item["counts"]) for item in page["items"]] == [
        ("2026-11-03T07:30:00+08:00", "in", True),
        ("2026-11-03T17:30:00+08:00", "out", True),
    ]


def test_every_bad_line_is_answered_by_its_number_and_the_good_ones_are_taken(desk):
    desk.ready()
    desk.admitted()
    desk.at("2026-11-03T18:00:00+08:00")
    report = desk.attend(
        ("33060019000101001X", "2026-11-03 07:30:00", *IN),
        (1, "yesterday", *IN),
        (1, "2026-11-04 07:30:00", *IN),
        (1, "2026-11-03 07:30:00", "sideways", "人脸"),
        (1, "2026-11-03 07:30:00", "进", "指纹"),
        (2, "2026-11-03 07:30:00", *IN),
        (1, "2026-11-03 07:30:00", *IN),
        (1, "2026-11-03 07:30:00", *IN),
    )
    assert (report["accepted"], report["repeated"], report["refused"]) == (1, 1, 6)
    assert codes(report) == [
        (2, "bad_id_number"),
        (3, "bad_time"),
        (4, "future_time"),
        (5, "bad_direction"),
        (6, "bad_means"),
        (7, "unknown_worker"),
    ]
    assert id_number(2) not in str(report)


def test_a_time_without_its_offset_is_refused_unless_the_heading_says_beijing(desk):
    desk.ready()
    desk.admitted()
    desk.at("2026-11-03T18:00:00+08:00")
    heading = ("证件号码", "时间", "方向", "打卡方式")
    report = desk.attend((1, "2026-11-03 07:30:00", *IN), (1, "2026-11-02T23:30:00+00:00", *IN), heading=heading)
    assert (report["accepted"], codes(report)) == (1, [(2, "naive_datetime")])
    (item,) = desk.read("list_attendance", project_id="P-1", since="2026-11-03", until="2026-11-03")["items"]
    assert item["at"] == "2026-11-03T07:30:00+08:00"


@pytest.mark.parametrize(
    ("closed", "means", "counts"),
    [(True, "人脸", True), (True, "固定位置", False), (True, "刷卡", False), (False, "固定位置", True), (False, "刷卡", False)],
)
def test_in_tuoli_only_the_means_of_the_site_counts(desk, closed, means, counts):
    desk.ready("toli-draft", closed=closed, device="face" if closed else "fixed_point")
    desk.admitted(attend_type="face")
    desk.at("2026-11-03T18:00:00+08:00")
    report = desk.attend((1, "2026-11-03 07:30:00", "进", means))
    assert (report["accepted"], report["not_counted"]) == (1, int(not counts))
    assert desk.read("on_site", project_id="P-1", on="2026-11-03")["on_site"] == int(counts)


def test_elsewhere_cards_count_too(desk):
    desk.ready("shaoxing")
    desk.admitted()
    desk.at("2026-11-03T18:00:00+08:00")
    assert desk.attend((1, "2026-11-03 07:30:00", "进", "刷卡"))["not_counted"] == 0


def test_before_the_kind_of_site_is_known_no_file_is_taken(desk):
    desk.open()
    desk.run("record_officer", project_id="P-1", facts={"officer_name": "示例专管员", "officer_account": OFFICER})
    with pytest.raises(HuxinError) as caught:
        desk.attend()
    assert caught.value.code == "site_unknown"


def test_an_unknown_person_on_site_is_one_breach_without_the_number(desk):
    desk.ready("toli-draft")
    desk.at("2026-11-03T18:00:00+08:00")
    lines = ((7, "2026-11-03 07:30:00", *IN), (7, "2026-11-03 17:30:00", *OUT))
    desk.attend(*lines)
    desk.attend(*lines)
    (event,) = desk.events("roster.violation.found")
    assert (event["kind"], event["clauses"], event.get("worker_id")) == ("unregistered_worker", ["TL-2.1.2-1", "TL-2.1.2-2a"], None)
    assert id_number(7) not in str(event)


def test_an_entry_before_contract_and_registration_is_found_and_the_contract_asked_for(desk):
    desk.ready("shaoxing")
    desk.ask()
    desk.at("2026-11-03T18:00:00+08:00")
    desk.attend((1, "2026-11-03 07:30:00", *IN))
    assert sorted(desk.violations()) == ["entry_without_contract", "unregistered_worker"]
    (event,) = desk.events("roster.entry.recorded")
    # Entered on Tuesday: days one to three are Wednesday to Friday, and Friday counts to its midnight.
    assert (event["first_entry_on"], event["contract_due_on"]) == ("2026-11-03", "2026-11-06")
    assert event["contract_due_at"] == "2026-11-07T00:00:00+08:00"


def test_a_second_day_on_site_asks_for_no_second_contract(desk):
    desk.ready("shaoxing")
    desk.ask()
    desk.at("2026-11-04T18:00:00+08:00")
    desk.attend((1, "2026-11-03 07:30:00", *IN))
    desk.attend((1, "2026-11-04 07:30:00", *IN))
    assert len(desk.events("roster.entry.recorded")) == 1


def test_an_orderly_entry_is_no_breach(desk):
    desk.ready("shaoxing")
    desk.admitted()
    desk.at("2026-11-03T18:00:00+08:00")
    desk.attend((1, "2026-11-03 07:30:00", *IN))
    assert desk.violations() == []
    assert desk.events("roster.entry.recorded") == []


def test_the_missing_contract_is_a_breach_until_it_is_signed(desk):
    desk.ready("shaoxing")
    desk.ask()
    desk.at("2026-11-03T18:00:00+08:00")
    desk.attend((1, "2026-11-03 07:30:00", *IN))
    where = {"project_id": "P-1", "worker_id": desk.worker(1)}
    assert desk.run("flag_missing_contract", **where) == {"missing": True}
    assert desk.run("record_late_contract", **where, facts=TERMS) == {"contract_signed": True, "lacks": [], "left": False}
    assert desk.run("flag_missing_contract", **where) == {"missing": False}
    assert desk.violations().count("contract_missing") == 1


def test_a_file_that_breaks_midway_leaves_nothing_half_booked(desk, monkeypatch):
    desk.ready()
    desk.admitted()
    desk.at("2026-11-03T18:00:00+08:00")

    def fail(*_args, **_more):
        raise RuntimeError("the power fails")

    monkeypatch.setattr("services.roster.application.attendance.keep_run", fail)
    with pytest.raises(RuntimeError):
        desk.attend((1, "2026-11-03 07:30:00", *IN))
    assert desk.read("list_attendance", project_id="P-1", since="2026-11-01", until="2026-11-30")["items"] == []


@pytest.mark.parametrize(
    ("name", "rows", "detail"),
    [
        ("a.pdf", [["证件号码"]], "neither .csv nor .xlsx"),
        ("a.csv", [["证件号码", "方向"]], "时间"),
        ("a.csv.gz", [["证件号码"]], "unpacked"),
        ("a.xlsx", [["证件号码"]], "workbook"),
        ("a.csv", [], "empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(desk, name, rows, detail):
    desk.ready()
    with pytest.raises(HuxinError) as caught:
        desk.run("import_attendance", project_id="P-1", by=OFFICER, **upload(rows, name))
    assert caught.value.code == "bad_file"
    assert detail in caught.value.detail


def test_the_report_can_be_read_again_page_by_page(desk):
    desk.ready()
    desk.at("2026-11-03T18:00:00+08:00")
    report = desk.attend(*[(1, "never", *IN)] * 250)
    assert (len(report["lines"]), report["more_lines"]) == (200, True)
    rest = desk.read("get_import", import_id=report["import_id"], after_line=report["lines"][-1]["line"])
    assert (len(rest["lines"]), rest["more_lines"]) == (50, False)
    with pytest.raises(HuxinError):
        desk.read("get_import", import_id=report["import_id"], firms=["91000000EXAMPLE0X9"])


def test_a_silent_project_is_found_once_and_again_after_a_new_silence(desk):
    desk.ready("toli-draft")
    desk.admitted()
    for moment in ("2026-11-05T08:00:00+08:00", "2026-11-06T08:00:00+08:00", "2026-11-07T08:00:00+08:00"):
        desk.at(moment)
        desk.run("find_gaps", on=desk.clock.now().date())
    # Admitted on Monday; the third working day after it is Thursday, so Friday is the first silent day too many.
    assert desk.violations() == ["attendance_missing"]
    desk.attend((1, "2026-11-06 07:30:00", *IN))
    desk.at("2026-11-20T08:00:00+08:00")
    desk.run("find_gaps", on=desk.clock.now().date())
    assert desk.violations() == ["attendance_missing", "attendance_missing"]


def test_a_project_without_workers_may_be_silent(desk):
    desk.ready("toli-draft")
    desk.at("2026-12-20T08:00:00+08:00")
    assert desk.run("find_gaps", on=desk.clock.now().date()) == {"gaps": 0}


LINES = [(serial, f"2026-11-0{day} {hour}:30:00", *way) for serial in (1, 2) for day in (3, 4) for hour, way in (("07", IN), ("17", OUT))]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(LINES), cut=st.integers(min_value=0, max_value=len(LINES)), again=st.lists(st.sampled_from(LINES)))
def test_however_a_file_is_cut_shuffled_and_repeated_each_clocking_is_there_once(desk, order, cut, again):
    if not desk.events("roster.entry.requested"):
        desk.ready()
        desk.admitted(1)
        desk.admitted(2)
        desk.at("2026-11-05T18:00:00+08:00")
    for part in (order[:cut], order[cut:], again):
        report = desk.attend(*part)
        assert report["accepted"] + report["repeated"] == len(part)
    page = desk.read("list_attendance", project_id="P-1", since="2026-11-01", until="2026-11-30", limit=100)
    assert len(page["items"]) == len(LINES)
    assert sum(desk.read("on_site", project_id="P-1", on=f"2026-11-0{day}")["on_site"] for day in (3, 4)) == 4
    with desk.database.begin() as connection:
        connection.execute(worker_attendance.delete())
