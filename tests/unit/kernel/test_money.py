from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.errors import HuxinError
from services.kernel.money import MAX_FEN, capital_text, fen, parse_yuan, share_down, share_up, yuan_text


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "0.00"), (5, "0.05"), (1230, "12.30"), (-5, "-0.05"), (123_456_789, "1234567.89")],
)
def test_fen_are_shown_as_yuan_with_two_decimals(amount: int, text: str) -> None:
    assert yuan_text(amount) == text
    assert parse_yuan(text) == amount


def test_thousands_may_be_parted() -> None:
    assert yuan_text(123_456_789, separator=",") == "1,234,567.89"


@given(st.integers(-MAX_FEN, MAX_FEN))
def test_what_is_written_is_read_again(amount: int) -> None:
    assert parse_yuan(yuan_text(amount)) == amount


@pytest.mark.parametrize("text", ["", "1,000", "1.234", "01", ".5", "1.", "-", "１２", "1e3", "1" * 30])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(HuxinError) as caught:
        parse_yuan(text)
    assert caught.value.code == "bad_amount"


@pytest.mark.parametrize("value", [1.0, "1", True, None, MAX_FEN + 1])
def test_only_whole_fen_are_money(value: object) -> None:
    with pytest.raises(HuxinError) as caught:
        fen(value)
    assert caught.value.code == "bad_amount"


@pytest.mark.parametrize(
    ("amount", "basis_points", "up", "down"),
    [(10_000, 150, 150, 150), (10_001, 150, 151, 150), (1, 1, 1, 0), (0, 10_000, 0, 0), (333, 10_000, 333, 333)],
)
def test_a_share_is_rounded_by_whole_numbers(amount: int, basis_points: int, up: int, down: int) -> None:
    # 10,001 fen at 1.5% are 150.015 fen
    assert (share_up(amount, basis_points), share_down(amount, basis_points)) == (up, down)


@given(st.integers(0, MAX_FEN), st.integers(0, 30_000))
def test_the_two_roundings_enclose_the_exact_share(amount: int, basis_points: int) -> None:
    up, down = share_up(amount, basis_points), share_down(amount, basis_points)
    assert down * 10_000 <= amount * basis_points <= up * 10_000
    assert up - down <= 1


@pytest.mark.parametrize("share", [share_up, share_down])
def test_there_is_no_share_of_a_debt(share) -> None:
    with pytest.raises(HuxinError):
        share(-1, 100)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (105, "壹元零伍分"),
        (1230, "壹拾贰元叁角整"),
        (10_005, "壹佰元零伍分"),
        (1_001_000, "壹万零壹拾元整"),
        (2_000_000, "贰万元整"),
        (100_010_001, "壹佰万零壹佰元零壹分"),
        (1_000_100_000_000, "壹佰亿零壹佰万元整"),  # 10,001,000,000.00
        (1_234_567_890_123_456, "壹拾贰万叁仟肆佰伍拾陆亿柒仟捌佰玖拾万壹仟贰佰叁拾肆元伍角陆分"),
        (-5, "负伍分"),
    ],
)
def test_documents_spell_amounts_in_capital_numerals(amount: int, text: str) -> None:
    assert capital_text(amount) == text


@given(st.integers(0, MAX_FEN), st.integers(0, MAX_FEN))
def test_different_amounts_are_spelt_differently(one: int, other: int) -> None:
    assert (capital_text(one) == capital_text(other)) is (one == other)
