"""Protected numbers are shown by their end, compared by their mark, and never read back from a text in clear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.errors import HuxinError
from services.kernel.protected import Protected, is_protected, without_numbers
from services.runtime.testing import throwaway_vault

VAULT = throwaway_vault()
CARD = "6200000000000000018"
NUMBERS = st.text(alphabet="0123456789ABCxyz-", min_size=1, max_size=34)


@given(number=NUMBERS)
def test_a_number_comes_back_whole_and_only_by_the_key(number):
    protected = VAULT.protect(number)
    read = Protected.parse(protected.text)
    assert is_protected(protected.text)
    assert not is_protected(number)
    assert VAULT.reveal(read) == number
    with pytest.raises(HuxinError, match="cannot be read"):
        throwaway_vault().reveal(read)


@given(one=NUMBERS, other=NUMBERS)
def test_two_are_equal_exactly_when_their_numbers_are(one, other):
    assert (VAULT.protect(one) == VAULT.protect(other)) == (one == other)
    assert (len({VAULT.protect(one), VAULT.protect(other)}) == 1) == (one == other)


def test_neither_its_text_nor_what_is_printed_of_it_shows_the_number():
    protected = VAULT.protect(CARD)
    assert str(protected) == "****0018"
    assert CARD[4:-4] not in protected.text + repr(protected)
    assert "sealed" not in repr(protected)


def test_a_short_number_shows_nothing_and_no_number_is_false():
    assert VAULT.protect("6200").tail == ""
    assert not VAULT.protect("")
    assert (Protected().text, str(Protected()), VAULT.reveal(Protected())) == ("", "", "")


@pytest.mark.parametrize("text", [CARD, "0018.", "0018..x", "0018.ab.", "a.b.c.d"])
def test_a_text_that_is_not_protected_is_refused_without_repeating_it(text):
    with pytest.raises(HuxinError) as caught:
        Protected.parse(text)
    assert caught.value.code == "not_protected"
    assert text not in str(caught.value)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (f"账号 {CARD} 不存在", "账号 ****0018 不存在"),
        ("card 6200 0000 0000 0000 018 closed", "card **** 018 closed"),
        ("身份证330600190001010016", "身份证****0016"),
        ("身份证33060019000101702X", "身份证****702X"),
        ("电话10000000001", "电话****0001"),
        ("2026-10-01 2026-11-02 共 1234567.89 元", "2026-10-01 2026-11-02 共 1234567.89 元"),
    ],
)
def test_long_numbers_in_free_words_are_covered_and_days_and_sums_stay(words, shown):
    assert without_numbers(words) == shown
