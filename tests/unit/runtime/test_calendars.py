from __future__ import annotations

from datetime import date
from pathlib import Path

import chinese_calendar
import pytest
import yaml

from services.kernel.errors import HuxinError
from services.runtime.calendars import load_calendar

HOME = Path(__file__).parents[3]
GOOD = {
    "year": 2026,
    "provisional": False,
    "verified": "memory",
    "source": "示例",
    "holidays": [{"name": "元旦", "days": [date(2026, 1, 1)]}],
    "workdays": [{"day": date(2026, 1, 4), "name": "元旦"}],
}


def write_home(home: Path, content: object, name: str = "2026.yaml") -> Path:
    folder = home / "regulations" / "national" / "calendar"
    folder.mkdir(parents=True)
    (folder.parent / "profile.yaml").touch()
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    (folder / name).write_text(text, encoding="utf-8")
    return home


def test_every_published_day_is_as_the_package_knows_it() -> None:
    calendar = load_calendar(HOME)
    days = [date.fromordinal(number) for number in range(date(2004, 1, 1).toordinal(), date(2026, 12, 31).toordinal() + 1)]
    assert [day for day in days if calendar.is_working_day(day) is not chinese_calendar.is_workday(day)] == []


def test_years_ahead_are_provisional_and_know_the_lunar_holidays() -> None:
    calendar = load_calendar(HOME)
    assert calendar.year(2027).provisional
    assert calendar.holiday_days(2027, "春节") == (date(2027, 2, 5), date(2027, 2, 6), date(2027, 2, 7), date(2027, 2, 8))
    assert calendar.holiday_days(2028, "中秋节") == (date(2028, 10, 3),)


def test_a_calendar_is_read_once() -> None:
    assert load_calendar(HOME, "shaoxing") is load_calendar(HOME, "shaoxing")


def test_an_unknown_jurisdiction_is_refused() -> None:
    with pytest.raises(HuxinError) as caught:
        load_calendar(HOME, "../national")
    assert caught.value.code == "unknown_jurisdiction"
    assert "shaoxing" in caught.value.detail


def test_a_well_formed_folder_is_read(tmp_path: Path) -> None:
    calendar = load_calendar(write_home(tmp_path, GOOD))
    assert calendar.rest_reason(date(2026, 1, 1)) == "元旦"
    assert calendar.is_working_day(date(2026, 1, 4))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("year: [", "not YAML"),
        ("", "2026.yaml"),
        (GOOD | {"yaer": 1}, "yaer"),
        (GOOD | {"year": 2025}, "tells of 2025"),
        (GOOD | {"verified": "hearsay"}, "verified"),
        (GOOD | {"holidays": [{"name": "元旦", "days": ["2026-01-01"]}]}, "not a date"),
        (GOOD | {"holidays": [{"name": "元旦", "days": [date(2026, 1, 1), date(2026, 1, 1)]}]}, "two holidays"),
        (GOOD | {"workdays": [{"day": date(2026, 1, 5), "name": "元旦"}]}, "2026-01-05"),
    ],
)
def test_wrong_data_are_refused_with_their_place(tmp_path: Path, content: object, said: str) -> None:
    with pytest.raises(HuxinError) as caught:
        load_calendar(write_home(tmp_path, content))
    assert caught.value.code == "bad_calendar"
    assert said in caught.value.detail


def test_a_home_without_years_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HuxinError) as caught:
        load_calendar(write_home(tmp_path, GOOD, name="notes.yaml"))
    assert caught.value.code == "bad_calendar"
