"""`huxin calendar due`: one legal due time, and how it was counted."""

from __future__ import annotations

import json
import re
from datetime import date, datetime

import click

from services.kernel.clock import parse_moment
from services.kernel.due import COUNTS
from services.kernel.errors import HuxinError
from services.runtime.calendars import NATIONAL, load_calendar
from services.runtime.settings import Settings

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_start(text: str) -> date | datetime:
    """Read a date, or a datetime with offset.

    Raises:
        HuxinError: code `bad_time` or `naive_datetime`.
    """
    if not _DATE.fullmatch(text):
        return parse_moment(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        detail = f"{text!r} is not a day of the calendar"
        raise HuxinError("bad_time", "The time cannot be read", detail, fix="write for example 2026-01-31") from None


@click.group()
def command() -> None:
    """Count legal time (计算法定期间)."""


@command.command()
@click.argument("start")
@click.argument("duration")
@click.option("--count", metavar="|".join(COUNTS), required=True, help="Working days, calendar days and months, or clock hours.")
@click.option("--jurisdiction", default=NATIONAL, show_default=True, help="Whose holidays hold.")
@click.option("--json", "as_json", is_flag=True, help="Print how it was counted.")
def due(start: str, duration: str, count: str, jurisdiction: str, as_json: bool) -> None:  # noqa: FBT001 - click passes flags by name
    """Print the last day of DURATION counted from the event at START.

    START is a date or a datetime with offset; DURATION is ISO 8601: P5D, P1M, PT24H. Working and calendar counts print the last day,
    which runs to 24:00 in Shanghai; clock counts print the moment.
    """
    result = load_calendar(Settings.from_env().home, jurisdiction).due(parse_start(start), duration, count)
    click.echo(json.dumps({"jurisdiction": jurisdiction, **result.to_dict()}, ensure_ascii=False, indent=2) if as_json else result.text)
