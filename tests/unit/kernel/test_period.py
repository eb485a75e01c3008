from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.errors import HuxinError
from services.kernel.period import Period


@pytest.mark.parametrize(
    ("text", "months", "days", "seconds"),
    [
        ("P5D", 0, 5, 0),
        ("P2W", 0, 14, 0),
        ("P1M", 1, 0, 0),
        ("P1Y6M", 18, 0, 0),
        ("P1M5D", 1, 5, 0),
        ("PT24H", 0, 0, 86_400),
        ("PT1H30M5S", 0, 0, 5_405),
        ("P0Y1M", 1, 0, 0),
    ],
)
def test_a_duration_is_read_into_months_and_days_or_seconds(text: str, months: int, days: int, seconds: int) -> None:
    period = Period.parse(text)
    assert (period.months, period.days, period.seconds, str(period)) == (months, days, seconds, text)
    assert period.is_clock is (seconds > 0)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "whole units"),
        ("P", "whole units"),
        ("PT", "whole units"),
        ("P5", "whole units"),
        ("5D", "whole units"),
        ("P1.5D", "whole units"),
        ("-P1D", "whole units"),
        ("P-1D", "whole units"),
        ("p5d", "whole units"),
        ("P5D ", "whole units"),
        ("P５D", "whole units"),
        ("P1D1M", "whole units"),
        ("P1DT", "whole units"),
        ("P1DT2H", "mixes"),
        ("P0D", "no length"),
        ("PT0S", "no length"),
        ("P101Y", "hundred years"),
        ("P999999D", "hundred years"),
        ("PT999999999H", "hundred years"),
        ("R/P1M", "whole units"),
    ],
)
def test_other_durations_are_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(HuxinError) as caught:
        Period.parse(text)
    assert caught.value.code == "bad_duration"
    assert why in caught.value.detail
    assert caught.value.fix


@given(st.text(max_size=30) | st.from_regex(r"P[0-9YMWDTHS]{1,12}", fullmatch=True))
def test_no_text_brings_anything_but_a_period_or_a_clear_error(text: str) -> None:
    try:
        period = Period.parse(text)
    except HuxinError as error:
        outcome = error.code
    else:
        outcome = period.text if period.months or period.days or period.seconds else "a period of nothing"
    assert outcome in {text, "bad_duration"}
