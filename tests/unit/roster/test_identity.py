"""Identity numbers, telephones, cards: what can be right, and how they are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.errors import HuxinError
from services.roster.domain.identity import checked_bank_card, checked_id_number, checked_phone, masked, masked_name
from tests.unit.roster.desk import id_number


@given(st.integers(min_value=0, max_value=999), st.integers(min_value=0, max_value=16), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_noticed(serial, place, digit):
    right = id_number(serial)
    wrong = right[:place] + digit + right[place + 1 :]
    if wrong == right:
        assert checked_id_number(wrong) == right
    else:
        with pytest.raises(HuxinError):
            checked_id_number(wrong)


def test_a_small_x_and_blanks_are_read_as_meant():
    right = next(id_number(serial) for serial in range(100) if id_number(serial).endswith("X"))
    assert checked_id_number(f"  {right.lower()} ") == right


def test_other_cards_have_other_numbers():
    assert checked_id_number("e12345678", "02") == "E12345678"


@pytest.mark.parametrize(("text", "number"), [("", ""), ("+86 138-0000-0000", "13800000000")])
def test_telephones_are_read_as_people_write_them(text, number):
    assert checked_phone(text) == number


def test_no_card_is_no_mistake():
    assert checked_bank_card("  ") == ""


@given(st.text(max_size=30), st.integers(min_value=0, max_value=5), st.integers(min_value=0, max_value=5))
def test_a_mask_keeps_the_length_and_never_shows_more_than_its_ends(text, head, tail):
    shown = masked(text, head=head, tail=tail)
    assert len(shown) == len(text)
    assert shown[head : len(text) - tail if tail else None].strip("*") == "" or len(text) <= head + tail
    if len(text) <= head + tail:
        assert shown.strip("*") == ""


@pytest.mark.parametrize(("name", "shown"), [("张", "*"), ("示例", "示*"), ("示例甲", "示**")])
def test_of_a_name_only_the_first_character_is_shown(name, shown):
    assert masked_name(name) == shown
