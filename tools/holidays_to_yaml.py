"""Write the national holiday calendars under regulations/ from the published years in chinesecalendar.

Years after the last published one are computed by the package `holidays` from the lunar calendar and marked provisional: they hold the
statutory holidays only, not the swapped weekends, which nobody knows before the yearly notice. Run it again when a new notice is out:

    .venv/bin/python tools/holidays_to_yaml.py [--home DIR] [--ahead YEARS]
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import holidays
import yaml
from chinese_calendar import constants as published

if TYPE_CHECKING:
    from datetime import date

NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节", "农历除夕": "春节"}

# Years whose notice was read on a page and compared day by day (tests/rules/calendar_notices.yaml).
READ = {
    2022: "国务院办公厅关于2022年部分节假日安排的通知",
    2023: "国办发明电〔2022〕16号",
    2025: "国办发明电〔2024〕12号",
    2026: "国务院办公厅关于2026年部分节假日安排的通知（2025年11月4日）",
}


def full_name(name: str) -> str:
    """Return a holiday's full Chinese name, two holidays on one day joined by 、."""
    return "、".join(NAMES.get(part, part) for part in name.replace("；", ";").split("; "))


def published_years() -> dict[int, dict[str, Any]]:
    """Return the file content of every year that chinesecalendar has."""
    names = {holiday.value: full_name(holiday.chinese) for holiday in published.Holiday}
    off: dict[int, dict[date, str]] = defaultdict(dict)
    worked: dict[int, dict[date, str]] = defaultdict(dict)
    for day, name in published.holidays.items():
        off[day.year][day] = names[name]
    for day, name in published.workdays.items():
        worked[day.year][day] = names[name]
    package = f"chinesecalendar {version('chinesecalendar')}"
    marks = {
        year: {"provisional": False, "verified": "page" if year in READ else "memory", "source": READ.get(year, package)} for year in off
    }
    return {year: content(year, off[year], worked[year], marks[year]) for year in sorted(off)}


def computed_years(first: int, last: int) -> dict[int, dict[str, Any]]:
    """Return the file content of years without a notice: statutory holidays, observed days left out."""
    source = f"放假办法（国务院令第795号），农历按 holidays {version('holidays')} 推算"
    years = {}
    for year in range(first, last + 1):
        known = holidays.country_holidays("CN", years=year, language="zh_CN", observed=False)
        off = {day: full_name(name) for day, name in known.items() if day.year == year}
        years[year] = content(year, off, {}, {"provisional": True, "verified": "memory", "source": source})
    return years


def content(year: int, off: dict[date, str], worked: dict[date, str], marks: dict[str, Any]) -> dict[str, Any]:
    """Return one file's content, the days gathered under their holiday's name in the order of the year."""
    gathered: dict[str, list[date]] = defaultdict(list)
    for day in sorted(off):
        gathered[off[day]].append(day)
    return {
        "year": year,
        **marks,
        "holidays": [{"name": name, "days": days} for name, days in gathered.items()],
        "workdays": [{"day": day, "name": worked[day]} for day in sorted(worked)],
    }


def main() -> None:
    """Write the files and say which."""
    parser = argparse.ArgumentParser(description="Write regulations/national/calendar/<year>.yaml")
    parser.add_argument("--home", type=Path, default=Path(__file__).resolve().parent.parent)
    parser.add_argument("--ahead", type=int, default=10, help="provisional years after the last published one")
    options = parser.parse_args()
    folder = options.home / "regulations" / "national" / "calendar"
    folder.mkdir(parents=True, exist_ok=True)
    years = published_years()
    last = max(years)
    years |= computed_years(last + 1, last + options.ahead)
    for year, data in years.items():
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_flow_style=None, width=140)
        (folder / f"{year}.yaml").write_text(text, encoding="utf-8")
    print(f"{len(years)} years from {min(years)}, published until {last}, in {folder}")


if __name__ == "__main__":
    main()
