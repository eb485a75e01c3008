from __future__ import annotations

import timeit
from typing import Any

import pytest

from services.kernel.errors import HuxinError
from services.kernel.expressions import compile_expression, evaluate, interpolate

DATA: dict[str, Any] = {
    "scope": {"outcome": "full", "reasons": [{"clauses": ["SX-8-1"]}]},
    "balance": 120_000,
    "payroll": [{"worker": "示例工人甲", "amount": 50_000}, {"worker": "示例工人乙", "amount": 60_000}],
    "signed_on": "2026-01-31",
    "ok": True,
    "nothing": None,
    "days": 5,
    "部门": "housing_bureau",
    "wide": list(range(3_000)),
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('scope.outcome == "full" and ok', True),
        ('scope.outcome != "full" or not ok', False),
        ("sum(row.amount for row in payroll) <= balance", True),
        ("[row.worker for row in payroll if row.amount > 50000]", ["示例工人乙"]),
        ("all(row.amount > 0 for row in payroll)", True),
        ("any([row.amount > 55000 for row in payroll])", True),
        ("balance * 30 >= 100000 * 30", True),
        ("balance // 7 + balance % 7 - -1", 17_149),
        ("1 < days <= 5", True),
        ("scope.reasons[0].clauses[0]", "SX-8-1"),
        ('scope["outcome"]', "full"),
        ("payroll[-1].amount", 60_000),
        ('"SX-8-1" in scope.reasons[0].clauses', True),
        ('"outcome" in scope and "x" not in scope', True),
        ('"ull" in scope.outcome', True),
        ("nothing is null and ok is not None", True),
        ("true and not false", True),
        ('"early" if days < 3 else "late"', "late"),
        ("nothing or 7", 7),
        ('date(signed_on) < date("2026-02-01")', True),
        ('date("2026-02-01") - date(signed_on)', 1),
        ("[date(signed_on)]", ["2026-01-31"]),
        ('date("2026-01-31T23:00:00+00:00")', "2026-02-01"),
        ('{"amount": balance * 2, "to": [部门]}', {"amount": 240_000, "to": ["housing_bureau"]}),
        ('upper(trim(" a ")) + lower("B") + str(days) + str(ok) + str(null)', "Ab5truenull"),
        ('starts_with(部门, "housing") and ends_with(部门, "bureau")', True),
        ('int("12") + int(3.9) + abs(-2) + len(payroll)', 19),
        ("min(3, days) + max([1, 2])", 5),
        ('get(scope, "missing", 4)', 4),
        ("defined(scope.outcome) and not defined(scope.a.b) and not defined(gone)", True),
        ("bool(payroll)", True),
    ],
)
def test_an_expression_computes_from_plain_data(text: str, value: object) -> None:
    assert evaluate(text, DATA) == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("gone", "'gone' is not known"),
        ("scope.gone", "'scope.gone' is not known"),
        ("nothing.amount", "read from null"),
        ("payroll.amount", "read from a list"),
        ("payroll[2]", "no element 2"),
        ('payroll["a"]', "cannot pick"),
        ("payroll[true]", "cannot pick"),
        ("balance // 0", "divides by zero"),
        ('balance < "7"', "a number < text"),
        ("date(signed_on) < signed_on", "a date < text"),
        ("sum(scope)", "needs a list"),
        ("max([])", "of nothing"),
        ('int("x")', "cannot read"),
        ('date("2026-02-30")', "cannot read"),
        ('date("2026-01-31T00:00:00")', "names no offset"),
        ("999999999 * 999999999 * 999999999", "beyond"),
        ("1e308 * 10", "beyond"),
        ("[[x for x in wide] for y in wide]", "too much work"),
        ("all(x in wide for x in wide)", "too much work"),
        ("all(wide == wide for x in wide)", "too much work"),
    ],
)
def test_what_has_no_value_is_told_with_its_place_and_reason(text: str, why: str) -> None:
    with pytest.raises(HuxinError) as caught:
        evaluate(text, DATA, where="Gateway_scope")
    error = caught.value
    assert error.code == "expression_failed"
    assert why in error.detail
    assert "Gateway_scope" in error.detail
    assert error.extra["where"] == "Gateway_scope"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a b",
        "a = 1",
        "a; b",
        "scope.__class__",
        "().__class__.__bases__",
        "_private",
        "scope._x",
        "[_x for _x in wide]",
        "__import__('os')",
        "eval('1')",
        "getattr(scope, 'outcome')",
        "scope.outcome.upper()",
        "'{}'.format(scope)",
        "f'{scope}'",
        "lambda: 1",
        "(x := 1)",
        "2 ** 99",
        "1 << 99",
        "~1",
        "balance / 2",
        "balance @ 2",
        "wide[0:2]",
        "days is 5",
        "max(*wide)",
        "str(value=1)",
        "len()",
        "[x for y in wide for x in wide]",
        "[x async for x in wide]",
        "{x: 1 for x in wide}",
        "{**scope}",
        "{1: 2}",
        "await scope",
        "yield",
        "...",
        "b'x'",
        "1j",
        "9999999999999999999",
        "1e999",
        "defined(1)",
        "not " * 100 + "true",
        "(" * 300 + "1" + ")" * 300,
        "-" * 1_900 + "1",
        "1" + "+1" * 600,
        "'" + "x" * 3_000 + "'",
        "a\x00b",
        "\ud800",
    ],
)
def test_everything_else_is_refused_before_it_runs(text: str) -> None:
    with pytest.raises(HuxinError) as caught:
        compile_expression(text)
    assert caught.value.code == "expression_failed"
    assert str(caught.value.problem()).encode()


def test_no_operator_repeats_or_formats_texts() -> None:
    for text in ("'a' * 3", "3 * 'a'", "[1] * 3", "'%s' % 3"):
        with pytest.raises(HuxinError):
            evaluate(text, {})


def test_joined_texts_and_lists_are_bounded() -> None:
    for value in ("x" * 6_000, [0] * 6_000):
        with pytest.raises(HuxinError) as caught:
            evaluate("value + value", {"value": value})
        assert "beyond" in caught.value.detail


class Closed:
    """An object that must not be used in any way."""

    @property
    def secret(self) -> str:
        raise AssertionError("an attribute was read")

    def refuse(self, *_: object) -> Any:
        raise AssertionError("a method was called")

    __add__ = __contains__ = __getitem__ = __iter__ = __len__ = __lt__ = __repr__ = __str__ = refuse


@pytest.mark.parametrize(
    "text",
    [
        "thing.secret",
        "thing.secret.more",
        'get(thing, "secret")',
        'thing["secret"]',
        "len(thing)",
        "str(thing)",
        "thing + 1",
        "thing < 1",
        "1 in thing",
        "sum(thing)",
        "max(thing, thing)",
        "[x for x in thing]",
    ],
)
def test_objects_are_never_looked_into(text: str) -> None:
    with pytest.raises(HuxinError) as caught:
        evaluate(text, {"thing": Closed()})
    assert caught.value.code == "expression_failed"


def test_a_dictionary_with_its_own_lookup_is_read_plainly() -> None:
    class Inventing(dict[str, Any]):
        def __missing__(self, key: str) -> str:
            return "invented"

    with pytest.raises(HuxinError):
        evaluate("thing.secret", {"thing": Inventing()})


def test_names_tell_what_an_expression_reads() -> None:
    expression = compile_expression(
        "sum(row.amount for row in payroll if row.amount > limit) < account.balance and date(x.y[0].z) and true"
    )
    assert expression.names() == {"payroll", "limit", "account", "x"}
    assert expression.paths() == {"payroll", "limit", "account.balance", "x.y"}


def test_a_comprehension_leaves_no_name_behind() -> None:
    data = {"rows": [1, 2], "row": 7}
    assert evaluate("[row for row in rows] + [row]", data) == [1, 2, 7]
    assert data == {"rows": [1, 2], "row": 7}


def test_placeholders_in_a_text_are_replaced() -> None:
    assert interpolate("P${days}D", DATA) == "P5D"
    assert interpolate("P${days + 1}D, ${scope.outcome}", DATA) == "P6D, full"
    assert interpolate("P5D", DATA) == "P5D"
    for text in ("P${ok}D", "P${nothing}D", "P${gone}D", "P${}D"):
        with pytest.raises(HuxinError) as caught:
            interpolate(text, DATA)
        assert caught.value.code == "expression_failed"


def test_an_expression_is_compiled_once() -> None:
    assert compile_expression("days + 1") is compile_expression("days + 1")


def test_a_simple_evaluation_takes_microseconds() -> None:
    text = 'scope.outcome == "full" and days > 3'
    best = min(timeit.repeat(lambda: evaluate(text, DATA), number=1_000, repeat=5)) / 1_000
    assert best < 20e-6
