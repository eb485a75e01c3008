"""Reads the holiday calendars under `regulations/<jurisdiction>/calendar/` into legal calendars and keeps them for the process's life.

The national years hold everywhere. A jurisdiction with a `calendar/` folder of its own adds days; a published year for which it has no
file yet is provisional there, because its own days off are not known.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from marshmallow import RAISE, Schema, ValidationError, fields, validate

from services.kernel.calendar import LegalCalendar
from services.kernel.calendar_year import CalendarYear
from services.kernel.errors import HuxinError

NATIONAL: Final = "national"
_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader reads the same ten times faster, where it was built


class _Strict(Schema):
    class Meta:
        """A misspelt key is an error, not a silent loss."""

        unknown = RAISE


class _Holiday(_Strict):
    name = fields.String(required=True, validate=validate.Length(min=1))
    days = fields.List(fields.Raw(required=True), required=True, validate=validate.Length(min=1))


class _Workday(_Strict):
    day = fields.Raw(required=True)
    name = fields.String(required=True, validate=validate.Length(min=1))


class _Year(_Strict):
    year = fields.Integer(required=True, strict=True)
    provisional = fields.Boolean(required=True)
    verified = fields.String(required=True, validate=validate.OneOf(("text", "page", "memory")))
    source = fields.String(required=True)
    holidays = fields.List(fields.Nested(_Holiday), required=True)
    workdays = fields.List(fields.Nested(_Workday), required=True)


def load_calendar(home: Path, jurisdiction: str = NATIONAL) -> LegalCalendar:
    """Return the legal calendar of a jurisdiction; read once a home, so an edit holds from the next start.

    Args:
        home: the folder that holds `regulations/`.
        jurisdiction: a folder of `regulations/`.

    Raises:
        HuxinError: `unknown_jurisdiction` when there is no such folder, `bad_calendar` with the file when data are wrong or missing.
    """
    return _load(_resolved(home), jurisdiction)


@cache
def _resolved(home: Path) -> Path:
    """Return the real place of a folder, asked once: every due time needs it, and asking walks the whole path."""
    return Path(home).resolve()


@cache
def _load(home: Path, jurisdiction: str) -> LegalCalendar:
    root = home / "regulations"
    known = sorted(path.parent.name for path in root.glob("*/profile.yaml"))
    if jurisdiction not in known:
        raise HuxinError(
            "unknown_jurisdiction",
            "No such jurisdiction",
            f"{jurisdiction!r} is none of {', '.join(known)}",
            status=404,
            fix="name a folder of regulations/",
        )
    years = _national(home)
    if jurisdiction != NATIONAL:
        years = _with_local(years, _read_folder(root / jurisdiction / "calendar"))
    return LegalCalendar(jurisdiction, years)


@cache
def _national(home: Path) -> dict[int, CalendarYear]:
    folder = home / "regulations" / NATIONAL / "calendar"
    years = _read_folder(folder)
    if not years:
        raise _bad(folder, "there is no year in it", "run tools/holidays_to_yaml.py")
    return years


def _with_local(national: dict[int, CalendarYear], local: dict[int, CalendarYear]) -> dict[int, CalendarYear]:
    """Lay a jurisdiction's years over the national ones."""
    if not local:
        return national
    first = min(local)
    return {
        year: own.overlaid(local[year]) if year in local else replace(own, provisional=own.provisional or year > first)
        for year, own in national.items()
    }


def _read_folder(folder: Path) -> dict[int, CalendarYear]:
    return {int(path.stem): _read_year(path) for path in sorted(folder.glob("[0-9][0-9][0-9][0-9].yaml"))}


def _read_year(path: Path) -> CalendarYear:
    """Read one file; whatever is wrong with it is told with its name."""
    try:
        data = _Year().load(yaml.load(path.read_text("utf-8"), Loader=_Loader))  # noqa: S506 - a safe loader, chosen above
    except yaml.YAMLError as error:
        raise _bad(path, f"it is not YAML: {str(error).splitlines()[0]}", "correct its syntax") from None
    except ValidationError as error:
        raise _bad(path, str(error.messages), "use the keys of the other years") from None
    if data["year"] != int(path.stem):
        raise _bad(path, f"it tells of {data['year']}", "name the file after its year")
    holidays: dict[date, str] = {}
    for holiday in data["holidays"]:
        for day in holiday["days"]:
            if _day(path, day) in holidays:
                raise _bad(path, f"{day} stands under two holidays", "join their names with 、")
            holidays[day] = holiday["name"]
    return CalendarYear(
        year=data["year"],
        holidays=holidays,
        workdays={_day(path, entry["day"]): entry["name"] for entry in data["workdays"]},
        provisional=data["provisional"],
        source=data["source"],
        verified=data["verified"],
    )


def _day(path: Path, value: Any) -> date:  # noqa: ANN401 - whatever YAML holds there
    """Return a day as YAML reads it: a date, neither a text nor a moment."""
    if type(value) is date:
        return value
    raise _bad(path, f"{value!r} is not a date", "write 2026-01-01 without quotes")


def _bad(path: Path, why: str, fix: str) -> HuxinError:
    return HuxinError("bad_calendar", "The calendar data cannot be used", f"{path}: {why}", status=500, fix=fix)
