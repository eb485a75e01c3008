"""What comes at the same time from two sides happens once, and nobody sees an error for it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

IN = ("进", "人脸")
SIDES = 4


def at_once(work):
    """Run the same work on several connections that start together; return what each got."""
    start = Barrier(SIDES)

    def side(_number):
        start.wait(timeout=20)
        return work()

    with ThreadPoolExecutor(SIDES) as pool:
        return list(pool.map(side, range(SIDES)))


def test_the_same_file_sent_at_once_is_taken_once(desk):
    desk.ready()
    desk.admitted()
    desk.at("2026-11-05T18:00:00+08:00")
    lines = [(1, f"2026-11-0{day} 07:30:00", *IN) for day in (3, 4, 5)]
    reports = at_once(lambda: desk.attend(*lines))
    assert sorted(report["accepted"] for report in reports) == [0, 0, 0, 3]
    assert sorted(report["repeated"] for report in reports) == [0, 3, 3, 3]


def test_one_person_who_asks_at_once_is_one_person(desk):
    desk.ready()
    requests = at_once(desk.ask)
    assert len(set(requests)) == SIDES
    assert len(desk.read("list_register", project_id="P-1")["items"]) == 1


def test_one_request_sent_at_once_starts_one_process(desk):
    desk.ready()
    at_once(lambda: desk.ask(request_id="R-1"))
    assert len(desk.events("roster.entry.requested")) == 1


def test_a_month_closed_at_once_is_told_once(desk):
    desk.ready()
    desk.at("2026-12-01T09:00:00+08:00")
    answers = at_once(lambda: desk.run("close_month", project_id="P-1", month="2026-11", by="sample-officer"))
    assert sorted(answer["repeated"] for answer in answers) == [False, True, True, True]
    assert len(desk.events("roster.attendance.closed")) == 1


def test_a_breach_seen_at_once_is_told_once(desk):
    desk.open("toli-draft")
    desk.at("2026-11-20T09:00:00+08:00")
    at_once(lambda: desk.run("flag_late_filing", project_id="P-1"))
    assert desk.violations() == ["filing_overdue"]
