"""Legal time by example: the YAML files beside this one, on the calendars under regulations/."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from services.runtime.calendars import load_calendar

HERE = Path(__file__).parent
HOME = HERE.parents[1]


def examples(name: str) -> list[pytest.param]:
    entries = yaml.safe_load((HERE / name).read_text("utf-8"))
    assert entries, f"{name} is empty, so its tests would look at nothing"
    return [pytest.param(entry, id=entry.get("name") or f"{entry['jurisdiction']} {entry['year']}") for entry in entries]


def moment_or_day(value: date | str) -> date:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


@pytest.mark.parametrize("example", examples("calendar.yaml"))
def test_a_period_ends_when_the_law_says(example: dict) -> None:
    facts, expected = example["facts"], example["expected"]
    calendar = load_calendar(HOME, facts.get("jurisdiction", "national"))
    due = calendar.due(moment_or_day(facts["start"]), facts["duration"], facts["count"])
    found = {"last_day": due.last_day, "at": due.at.isoformat(), "skipped": len(due.skipped), "provisional": due.provisional}
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize("example", examples("calendar_paydays.yaml"))
def test_wages_are_paid_before_a_rest_day(example: dict) -> None:
    payday = load_calendar(HOME).payday(example["facts"]["agreed"])
    assert payday.day == example["expected"]["day"]
    assert payday.clauses == ("CN724-14",)
    assert len(payday.skipped) == (payday.agreed - payday.day).days


@pytest.mark.parametrize("example", examples("calendar_exceeded.yaml"))
def test_more_than_a_month_has_passed_only_the_day_after_its_last_day(example: dict) -> None:
    facts = example["facts"]
    assert load_calendar(HOME).first_day_beyond(facts["start"], facts["duration"]) == example["expected"]["first_day"]


@pytest.mark.parametrize("notice", examples("calendar_notices.yaml"))
def test_every_day_of_a_year_is_as_its_notice_says(notice: dict) -> None:
    def day(text: str) -> date:
        return date.fromisoformat(f"{notice['year']}-{text}")

    spans = [(day(first), day(last)) for first, last in notice["rest"]]
    worked = {day(text) for text in notice["worked"]}
    calendar = load_calendar(HOME, notice["jurisdiction"])
    current, wrong = date(notice["year"], 1, 1), []
    while current.year == notice["year"]:
        off = any(first <= current <= last for first, last in spans)
        expected = not off and (current.weekday() < 5 or current in worked)
        if calendar.is_working_day(current) is not expected:
            wrong.append(current)
        current += timedelta(days=1)
    assert wrong == []
    assert not calendar.year(notice["year"]).provisional
