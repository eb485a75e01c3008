"""A month's attendance is closed once and told in parts."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError
from services.kernel.protected import Protected
from services.roster.application import months
from services.roster.application.months import PART, _parts
from tests.unit.roster.desk import CONTRACTOR, OFFICER, TERMS


def close(desk, month="2026-11", **more):
    return desk.run("close_month", project_id="P-1", month=month, by=more.pop("by", OFFICER), **more)


def worked(desk):
    """One worker, three days of which one was clocked by a card that does not count."""
    desk.ready("toli-draft")
    worker = desk.admitted(pay_roll_bank_card_number="6200000000000000018")
    desk.at("2026-11-06T18:00:00+08:00")
    desk.attend(
        (1, "2026-11-03 07:30:00", "进", "人脸"),
        (1, "2026-11-03 17:30:00", "出", "人脸"),
        (1, "2026-11-04 07:30:00", "进", "人脸"),
        (1, "2026-11-05 07:30:00", "进", "刷卡"),
    )
    return worker


def test_days_that_count_go_out_with_pay_and_the_wage_card_protected(desk):
    worker = worked(desk)
    desk.at("2026-12-01T00:00:00+08:00")
    assert close(desk) == {"month": "2026-11", "workers": 1, "parts": 1, "repeated": False}
    (event,) = desk.events("roster.attendance.closed")
    (line,) = event.pop("lines")
    assert event == {"project_id": "P-1", "month": "2026-11", "part": 1, "parts": 1}
    assert len(line.pop("id_hash")) == 64
    account = Protected.parse(line.pop("account"))
    assert (account.tail, desk.roster.vault.reveal(account)) == ("0018", "6200000000000000018")
    assert b"6200000000000000018" not in b"".join(row.body for row in desk.relay.rows)
    assert line == {
        "worker_id": worker,
        "name": "示例工人1",
        "days": 2,
        "unit": "day",
        "rate_fen": 32_000,
        "employer": CONTRACTOR,
        "signed": True,
    }


def test_a_month_is_closed_once(desk):
    worked(desk)
    desk.at("2026-12-01T00:00:00+08:00")
    close(desk)
    assert close(desk)["repeated"] is True
    assert len(desk.events("roster.attendance.closed")) == 1


def test_a_month_that_is_not_over_stays_open(desk):
    worked(desk)
    desk.at("2026-11-30T23:59:59+08:00")
    with pytest.raises(HuxinError) as caught:
        close(desk)
    assert caught.value.code == "month_not_over"
    assert desk.events("roster.attendance.closed") == []


def test_clockings_of_a_closed_month_are_refused(desk):
    worked(desk)
    desk.at("2026-12-01T09:00:00+08:00")
    close(desk)
    report = desk.attend((1, "2026-11-20 07:30:00", "进", "人脸"), (1, "2026-12-01 07:30:00", "进", "人脸"))
    assert (report["accepted"], [line["code"] for line in report["lines"]]) == (1, ["month_closed"])


def test_work_without_a_contract_is_told_as_such_and_never_left_out(desk):
    desk.ready("shaoxing")
    desk.ask()
    desk.at("2026-11-06T18:00:00+08:00")
    desk.attend((1, "2026-11-03 07:30:00", "进", "人脸"))
    desk.at("2026-12-01T09:00:00+08:00")
    close(desk)
    (event,) = desk.events("roster.attendance.closed")
    assert [(line["days"], line["rate_fen"], line["signed"]) for line in event["lines"]] == [(1, 0, False)]


def test_piece_work_is_told_with_its_amount_even_without_a_day(desk):
    desk.ready("shaoxing")
    request = desk.ask()
    desk.run("record_contract", request_id=request, facts={**TERMS, "contract_pay_unit": "quantity"})
    worker = desk.worker(1)
    desk.at("2026-12-01T09:00:00+08:00")
    close(desk, quantities=[{"worker_id": worker, "quantity_fen": 123_400}])
    (event,) = desk.events("roster.attendance.closed")
    assert [(line["days"], line["quantity_fen"], line["unit"]) for line in event["lines"]] == [(0, 123_400, "quantity")]


@pytest.mark.parametrize(
    "quantities",
    [
        [{"worker_id": "nobody", "quantity_fen": 1}],
        [{"quantity_fen": 1}],
        [{"worker_id": "w", "quantity_fen": 1}, {"worker_id": "w", "quantity_fen": 2}],
        [{"worker_id": "w", "quantity_fen": -1}],
        [{"worker_id": "w", "quantity_fen": 1.5}],
    ],
)
def test_quantities_that_cannot_be_right_close_nothing(desk, quantities):
    worked(desk)
    desk.at("2026-12-01T09:00:00+08:00")
    with pytest.raises(HuxinError):
        close(desk, quantities=quantities)
    assert desk.events("roster.attendance.closed") == []


def test_an_empty_month_is_told_too(desk):
    desk.ready()
    desk.at("2026-12-01T09:00:00+08:00")
    close(desk)
    assert [event["lines"] for event in desk.events("roster.attendance.closed")] == [[]]


def test_many_workers_go_out_in_numbered_parts_that_hold_everybody_once(desk, monkeypatch):
    monkeypatch.setattr(months, "PART", 2)
    desk.ready("shaoxing")
    for serial in range(1, 6):
        desk.ask(serial)
    desk.at("2026-11-06T18:00:00+08:00")
    desk.attend(*[(serial, "2026-11-03 07:30:00", "进", "人脸") for serial in range(1, 6)])
    desk.at("2026-12-01T09:00:00+08:00")
    assert close(desk)["parts"] == 3
    events = desk.events("roster.attendance.closed")
    assert [(event["part"], event["parts"], len(event["lines"])) for event in events] == [(1, 3, 2), (2, 3, 2), (3, 3, 1)]
    assert len({line["worker_id"] for event in events for line in event["lines"]}) == 5


@pytest.mark.parametrize(("lines", "parts"), [(0, 1), (1, 1), (PART, 1), (PART + 1, 2)])
def test_parts_are_as_few_as_can_be(lines, parts):
    assert _parts(lines) == parts
