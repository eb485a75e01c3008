"""Cells of decision tables: what parses, what holds, and what stays unknown."""

from __future__ import annotations

from datetime import date

import pytest

from services.kernel.errors import HuxinError
from services.kernel.unary import Unknown, all_of, any_of, compile_operand, negate, parse_test


class Known:
    """Facts and parameters from two dicts; an absent fact is unknown."""

    def __init__(self, facts=None, parameters=None):
        self.facts = facts or {}
        self.parameters = parameters or {}

    def value(self, name):
        return self.facts.get(name, Unknown(frozenset({name})))

    def parameter(self, name):
        return self.parameters[name]


SCOPE = Known({"on": date(2026, 3, 2), "due": 10, "nothing": None}, {"floor": 7, "sectors": ("building", "municipal")})
UNKNOWN = Unknown(frozenset({"x"}))


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ('"a", "b"', "b", True),
        ('"a", "b"', "c", False),
        ('not("a", "b")', "c", True),
        ('not("a", "b")', "a", False),
        ('"a,b"', "a,b", True),
        ("true", True, True),
        ("true", 1, False),
        ("1", True, False),
        ("null, < on", None, True),
        ("null, < on", date(2026, 3, 1), True),
        ("null, < on", date(2026, 3, 2), False),
        (">= on", None, False),
        ("< due", 10, False),
        ("<= due", 10, True),
        ("> due", 11, True),
        ("[1..3]", 3, True),
        ("[1..3)", 3, False),
        ("(1..3]", 1, False),
        ("]1..3[", 2, True),
        ("-1", -1, True),
        ('>= parameter("floor")', 7, True),
        ('parameter("sectors")', "municipal", True),
        ('not(parameter("sectors"))', "municipal", False),
        ('date("2026-03-02")', date(2026, 3, 2), True),
        ("< due * 2 + 1", 20, True),
        ("< due * 2 - 1", 19, False),
        ("nothing", None, True),
    ],
)
def test_a_cell_holds_as_written(cell, value, expected):
    assert parse_test(cell).holds(value, SCOPE) is expected


@pytest.mark.parametrize("cell", ["-", "", "  "])
def test_a_dash_lets_everything_pass(cell):
    assert parse_test(cell) is None


@pytest.mark.parametrize("cell", ['"a"', "< 3", "[1..2]", 'not("a")', "null"])
def test_an_unknown_value_leaves_a_cell_open(cell):
    assert parse_test(cell).holds(UNKNOWN, SCOPE) == UNKNOWN


def test_an_unknown_bound_leaves_a_cell_open():
    assert parse_test("< paid").holds(3, SCOPE) == Unknown(frozenset({"paid"}))


def test_one_true_item_decides_a_list_although_another_is_unknown():
    assert parse_test("3, < paid").holds(3, SCOPE) is True


def test_arithmetic_gathers_everything_unknown():
    assert compile_operand("paid + letter").read(SCOPE) == Unknown(frozenset({"paid", "letter"}))


def test_arithmetic_with_nothing_is_nothing():
    assert compile_operand("due + nothing").read(SCOPE) is None


@pytest.mark.parametrize(
    ("truths", "both", "either"),
    [
        ((True, True), True, True),
        ((True, False), False, True),
        ((False, False), False, False),
        ((True, UNKNOWN), UNKNOWN, True),
        ((False, UNKNOWN), False, UNKNOWN),
        ((UNKNOWN, UNKNOWN), UNKNOWN, UNKNOWN),
    ],
)
def test_truth_follows_kleene(truths, both, either):
    assert all_of(truths) == both
    assert any_of(truths) == either
    assert negate(UNKNOWN) == UNKNOWN


@pytest.mark.parametrize(
    "cell",
    [
        "__import__('os')",
        "x.__class__",
        "open('a')",
        "[x for x in y]",
        "lambda: 1",
        "1 if true else 2",
        "1.5",
        "b'a'",
        "date(2026)",
        'date("2026-02-30")',
        'date("2026-01-01", 1)',
        "a <",
        "(" * 500 + "1" + ")" * 500,
        "2 ** 99",
        'parameter("a").value',
        "1" + " + 1" * 100_000,
    ],
)
def test_what_is_not_in_the_subset_is_refused(cell):
    with pytest.raises(HuxinError) as caught:
        parse_test(cell)
    assert caught.value.code == "bad_table_cell"
    assert caught.value.fix


@pytest.mark.parametrize(("cell", "value"), [("< 3", "a"), ("< on", 3), ('< "a"', 3)])
def test_comparing_what_has_no_common_order_is_told_as_a_fault_of_the_table(cell, value):
    with pytest.raises(HuxinError) as caught:
        parse_test(cell).holds(value, SCOPE)
    assert caught.value.code == "bad_table_cell"


@pytest.mark.parametrize("expression", ['"a" * 1000000000', "on + 1", "true + 1"])
def test_only_whole_numbers_are_calculated_with(expression):
    with pytest.raises(HuxinError) as caught:
        compile_operand(expression).read(SCOPE)
    assert caught.value.code == "bad_table_cell"
