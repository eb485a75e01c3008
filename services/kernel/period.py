"""ISO 8601 durations as the law uses them: calendar parts (years, months, weeks, days) or clock parts (hours, minutes, seconds).

The two never mix: a day of the law ends at midnight, an hour runs from its moment, and a text such as P1DT2H would have two meanings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from services.kernel.errors import HuxinError

_SHAPE = re.compile(
    r"P(?:(?P<years>[0-9]{1,6})Y)?(?:(?P<months>[0-9]{1,6})M)?(?:(?P<weeks>[0-9]{1,6})W)?(?:(?P<days>[0-9]{1,6})D)?"
    r"(?P<clock>T(?:(?P<hours>[0-9]{1,9})H)?(?:(?P<minutes>[0-9]{1,9})M)?(?:(?P<seconds>[0-9]{1,9})S)?)?"
)
_EXAMPLES = "write for example P5D, P2W, P1M, P1Y or PT24H"
_LONGEST_DAYS = 36_525  # a hundred years: no time limit of the law is longer, a typing error may be
_LONGEST_MONTHS = 1_200
_LONGEST_SECONDS = _LONGEST_DAYS * 86_400


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A length of time: either months and days, or seconds.

    Attributes:
        months: calendar months; a year is twelve.
        days: days; a week is seven.
        seconds: clock time; 0 when the period has calendar parts.
        text: the ISO 8601 text it was read from.
    """

    months: int = 0
    days: int = 0
    seconds: int = 0
    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def is_clock(self) -> bool:
        """Whether the period is counted in hours, minutes and seconds."""
        return self.seconds > 0

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read an ISO 8601 duration.

        Raises:
            HuxinError: code `bad_duration` for other texts, fractions, a length of nothing, more than a hundred years, or calendar parts
                together with clock parts.
        """
        return _parse(text)


@lru_cache(maxsize=1024)
def _parse(text: str) -> Period:
    match = _SHAPE.fullmatch(text)
    if match is None or text == "P" or text.endswith("T"):
        raise _bad(text, "is not an ISO 8601 duration in whole units")
    part = {name: int(value or 0) for name, value in match.groupdict().items() if name != "clock"}
    months = part["years"] * 12 + part["months"]
    days = part["weeks"] * 7 + part["days"]
    seconds = part["hours"] * 3600 + part["minutes"] * 60 + part["seconds"]
    if match["clock"] and match["clock"] != text[1:]:
        raise _bad(text, "mixes calendar parts with clock parts, which end at different moments")
    if not months and not days and not seconds:
        raise _bad(text, "has no length")
    if months > _LONGEST_MONTHS or days > _LONGEST_DAYS or seconds > _LONGEST_SECONDS:
        raise _bad(text, "is longer than a hundred years")
    return Period(months=months, days=days, seconds=seconds, text=text)


def _bad(text: str, why: str) -> HuxinError:
    shown = text if len(text) <= 60 else f"{text[:60]}…"  # noqa: PLR2004 - a line on a screen
    return HuxinError("bad_duration", "The duration cannot be used", f"{shown!r} {why}", fix=_EXAMPLES)
