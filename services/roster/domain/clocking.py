"""One line of an attendance file read into a clocking, by the words that devices and people write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from services.kernel.clock import SHANGHAI, parse_moment
from services.kernel.errors import HuxinError
from services.roster.domain.identity import checked_id_number

if TYPE_CHECKING:
    from services.roster.domain.model import Means

DIRECTIONS: dict[str, Literal["in", "out"]] = {
    **dict.fromkeys(("in", "01", "1", "进", "进场", "入场", "上班"), "in"),
    **dict.fromkeys(("out", "02", "0", "出", "出场", "退场", "下班"), "out"),
}
MEANS_WORDS: dict[str, Means] = {
    **dict.fromkeys(("face", "人脸", "人脸识别"), "face"),
    **dict.fromkeys(("fixed_point", "固定位置", "固定位置打卡", "定点"), "fixed_point"),
    **dict.fromkeys(("card", "刷卡", "ic卡", "打卡机"), "card"),
}
EARLIEST_YEAR = 2000  # no project of earlier years is kept here


@dataclass(frozen=True, kw_only=True, slots=True)
class Clocking:
    """A line that could be read; the worker is known by his identity number only."""

    id_number: str
    at: datetime
    direction: Literal["in", "out"]
    means: Means


def read_clocking(line: dict[str, Any], now: datetime, checked: dict[str, str]) -> Clocking:
    """Read a line with `id_card_number`, `at` or `at_beijing`, `direction` and `attend_type`.

    A moment under `at` needs its offset; the heading `at_beijing` says that its moments are Beijing time.

    Args:
        line: the columns by name.
        now: later moments are refused.
        checked: identity numbers of this file that were checked already, as written → as checked; a file names each many times.

    Raises:
        HuxinError: `bad_id_number`, `bad_time`, `naive_datetime`, `future_time`, `bad_direction`, `bad_means`.
    """
    written = str(line.get("id_card_number") or "")
    number = checked.get(written)
    if number is None:
        number = checked[written] = checked_id_number(written)
    at = _moment(line)
    if at > now:
        raise _bad("future_time", "the moment is still to come", "时间尚未到来")
    direction = DIRECTIONS.get(str(line.get("direction") or "").strip().lower())
    if direction is None:
        raise _bad("bad_direction", "the direction is neither in nor out", "进出方向无法识别")
    means = MEANS_WORDS.get(str(line.get("attend_type") or "").strip().lower())
    if means is None:
        raise _bad("bad_means", "the means is neither face, fixed point nor card", "打卡方式无法识别")
    return Clocking(id_number=number, at=at, direction=direction, means=means)


def _moment(line: dict[str, Any]) -> datetime:
    local = line.get("at_beijing")
    value = local if local not in (None, "") else line.get("at")
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value or "").strip().replace("/", "-"))
    except ValueError:
        raise _bad("bad_time", "the moment cannot be read; write for example 2026-11-02 07:58:00", "时间无法识别") from None
    if moment.year < EARLIEST_YEAR:
        raise _bad("bad_time", "the moment lies before there was real-name attendance", "时间过早，无法识别")
    if moment.tzinfo is None and local not in (None, ""):
        return moment.replace(tzinfo=SHANGHAI)
    try:
        return parse_moment(moment.isoformat())
    except HuxinError as error:
        error.extra.setdefault("detail_zh", "时间没有时区；请写明时区，或者把列名写成“时间（北京时间）”")
        raise


def _bad(code: str, detail: str, detail_zh: str) -> HuxinError:
    return HuxinError(code, "The line cannot be taken", detail, status=422, extra={"detail_zh": detail_zh})
