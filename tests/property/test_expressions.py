"""No text and no data make an expression escape, hang or raise anything but its own error."""

from __future__ import annotations

import json
import time
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.kernel.errors import HuxinError
from services.kernel.expressions import compile_expression, evaluate

NAMES = ["a", "b", "rows", "text", "__class__", "__builtins__", "_x", "true", "null", "date", "len"]
FUNCTIONS = "len min max sum any all int str abs lower date get defined bool eval getattr type".split()  # noqa: SIM905 - read as words
SHAPES = ["[{} for a in wide]", "any({} for a in wide)", "({} in wide)", "({} == wide)", "({} + wide)"]
OPERATORS = ["+", "-", "*", "//", "%", "/", "**", "<<", "|", "==", "!=", "<", ">=", "in", "not in", "is", "and", "or"]

scalars = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=5)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4), max_leaves=12
)
data = st.dictionaries(st.sampled_from(["a", "b", "rows", "text"]), values)

atoms = st.sampled_from([*NAMES, "0", "1", "-7", "999999999999", "1.5", "''", '"x"', "[]", "{}", '"{0.__class__}"', '"%s"', "wide"])


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return bigger expressions, allowed and forbidden ones."""
    return st.one_of(
        st.tuples(inner, st.sampled_from(OPERATORS), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(inner, st.sampled_from(NAMES)).map(lambda p: f"{p[0]}.{p[1]}"),
        st.tuples(inner, inner).map(lambda p: f"{p[0]}[{p[1]}]"),
        st.tuples(st.sampled_from(FUNCTIONS), st.lists(inner, max_size=3)).map(lambda p: f"{p[0]}({', '.join(p[1])})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} if {p[1]} else {p[2]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"[{p[0]} for a in {p[1]} if {p[2]}]"),
        st.tuples(inner, inner).map(lambda p: f"[{p[0]}, {p[1]}]"),
        st.tuples(inner, inner).map(lambda p: f"{p[0]}({p[1]})"),
        inner.map(lambda one: f"not {one}"),
        inner.map(lambda one: f"{{'k': {one}}}"),
        inner.map(lambda one: f"f'{{{one}}}'"),
        inner.map(lambda one: f"(lambda: {one})()"),
    )


expressions = st.recursive(atoms, grown, max_leaves=25)
WIDE = list(range(2_000))


def outcome(text: str, known: dict[str, Any]) -> Any:
    """Return the value, or the code of the error."""
    try:
        return evaluate(text, known)
    except HuxinError as error:
        if error.code != "expression_failed":
            raise
        return error.code


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(expressions, data)
def test_a_value_is_json_whatever_is_written(text: str, known: dict[str, Any]) -> None:
    before = json.dumps(known)
    result = outcome(text, {**known, "wide": WIDE})
    json.dumps(result, allow_nan=False)
    assert json.dumps(known) == before


@settings(max_examples=300)
@given(st.text(max_size=80))
def test_any_text_is_an_expression_or_a_clear_error(text: str) -> None:
    json.dumps(outcome(text, {}), allow_nan=False)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(expressions)
def test_what_compiles_reads_no_name_of_the_language(text: str) -> None:
    try:
        expression = compile_expression(text)
    except HuxinError:
        return
    words = {word for path in expression.paths() for word in path.split(".")}
    assert not any(word.startswith("_") for word in words)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(SHAPES), min_size=1, max_size=8))
def test_work_is_bounded_however_comprehensions_are_nested(shapes: list[str]) -> None:
    text = "a"
    for shape in shapes:
        text = shape.format(text)
    begun = time.perf_counter()
    outcome(text, {"a": 1, "wide": WIDE})
    assert time.perf_counter() - begun < 2


@given(data)
def test_an_expression_reads_the_value_that_stands_in_the_data(known: dict[str, Any]) -> None:
    for name, value in known.items():
        assert evaluate(name, known) == value
        if isinstance(value, dict):
            for key, inner in value.items():
                assert outcome(f"{name}.{key}", known) == ("expression_failed" if key.startswith("_") else inner)
                assert evaluate(f'{name}["{key}"]', known) == inner
