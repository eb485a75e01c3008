"""Unary tests of decision tables: a subset of FEEL, read with three-valued (Kleene) logic.

A cell is `-`, a list of items, or `not(…)` around a list. An item is a value (`"funds"`, `3`, `true`, `null`,
`date("2017-01-01")`), a comparison (`< on`) or a range (`[1..3]`). Values may name facts, `on`, `jurisdiction` and
`parameter("…")`, and add, subtract or multiply. Nothing else parses, so a table can never run code.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from services.kernel.errors import HuxinError


@dataclass(frozen=True, slots=True)
class Unknown:
    """The third truth value, and the value of a fact that nobody has stated; `names` are the facts that would tell."""

    names: frozenset[str]


Truth = bool | Unknown


class Scope(Protocol):
    """Where a table finds its values."""

    def value(self, name: str) -> object:
        """Return the value of a name, or `Unknown` when nobody has stated it."""

    def parameter(self, name: str) -> object:
        """Return the value of a dated parameter of the law."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A compiled value expression; `names` are the facts it reads."""

    text: str
    read: Callable[[Scope], object]
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class UnaryTest:
    """A compiled cell; `operands` are its constants and bounds, which the table lint probes."""

    text: str
    holds: Callable[[object, Scope], Truth]
    operands: tuple[Operand, ...]
    names: frozenset[str] = field(default=frozenset())


Order = Callable[[Any, Any], bool]
_ORDER: dict[str, Order] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], object]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None}
_RANGE = re.compile(r"^([\[\](])(.+)\.\.(.+)([\[\])])$", re.DOTALL)


def all_of(truths: Iterable[Truth]) -> Truth:
    """Kleene conjunction: one false decides, else any unknown leaves it open with all the names that are open."""
    names: set[str] = set()
    for truth in truths:
        if truth is False:
            return False
        if isinstance(truth, Unknown):
            names |= truth.names
    return Unknown(frozenset(names)) if names else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """Kleene disjunction: one true decides."""
    return negate(all_of(negate(truth) for truth in truths))


def negate(truth: Truth) -> Truth:
    """Kleene negation: the unknown stays unknown."""
    return truth if isinstance(truth, Unknown) else not truth


def compile_operand(text: str) -> Operand:
    """Compile a value expression.

    Raises:
        HuxinError: `bad_table_cell` when the text is not in the subset.
    """
    try:
        return _compile(ast.parse(text.strip(), mode="eval").body, text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _bad(text, "is not an expression") from error


def parse_test(text: str) -> UnaryTest | None:
    """Compile a cell; None stands for `-`, which every value passes.

    Raises:
        HuxinError: `bad_table_cell` when the text is not in the subset.
    """
    stripped = text.strip()
    if stripped in {"", "-"}:
        return None
    if stripped.startswith("not(") and stripped.endswith(")"):
        inner = _items(stripped[4:-1])
        return _joined(stripped, inner, inverted=True)
    return _joined(stripped, _items(stripped), inverted=False)


def _bad(text: str, why: str) -> HuxinError:
    return HuxinError(
        "bad_table_cell",
        "A decision table has a cell that cannot be read",
        f"`{text}` {why}",
        fix='write -, a value, a list, a comparison such as <= 3 or < on, a range [a..b], not(…), null or date("2026-01-31")',
    )


def _compile(node: ast.expr, text: str) -> Operand:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | int):
        constant = node.value
        return Operand(text, lambda _: constant)
    if isinstance(node, ast.Name):
        return _name(node.id)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _arithmetic(text, operator.sub, Operand("0", lambda _: 0), _compile(node.operand, text))
    if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        return _arithmetic(text, _ARITHMETIC[type(node.op)], _compile(node.left, text), _compile(node.right, text))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords and len(node.args) == 1:
        return _call(node.func.id, node.args[0], text)
    raise _bad(text, "uses something that tables do not allow")


def _name(name: str) -> Operand:
    if name in _WORDS:
        word = _WORDS[name]
        return Operand(name, lambda _: word)
    names = frozenset() if name in {"on", "jurisdiction"} else frozenset({name})
    return Operand(name, lambda scope: scope.value(name), names)


def _call(function: str, argument: ast.expr, text: str) -> Operand:
    if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
        raise _bad(text, "calls with something other than a text")
    given = argument.value
    if function == "parameter":
        return Operand(text, lambda scope: scope.parameter(given))
    if function == "date":
        try:
            day = date.fromisoformat(given)
        except ValueError as error:
            raise _bad(text, "names no day of the calendar") from error
        return Operand(text, lambda _: day)
    raise _bad(text, "calls something other than date(…) or parameter(…)")


def _arithmetic(text: str, function: Callable[[Any, Any], object], left: Operand, right: Operand) -> Operand:
    def read(scope: Scope) -> object:
        first, second = left.read(scope), right.read(scope)
        unknown = [value.names for value in (first, second) if isinstance(value, Unknown)]
        if unknown:
            return Unknown(frozenset().union(*unknown))
        if first is None or second is None:
            return None
        # Whole numbers only: a table must not repeat texts or shift days by accident.
        if not all(isinstance(value, int) and not isinstance(value, bool) for value in (first, second)):
            raise _bad(text, f"calculates with {first!r} and {second!r}, expected whole numbers")
        return function(first, second)

    return Operand(text, read, left.names | right.names)


def _items(text: str) -> list[UnaryTest]:
    return [_item(part) for part in _split(text)]


def _split(text: str) -> Iterator[str]:
    """Cut a list at its commas, but not inside quotes or brackets."""
    start, depth, quoted = 0, 0, False
    for index, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif not quoted and character in "([":
            depth += 1
        elif not quoted and character in ")]":
            depth -= 1
        elif character == "," and not quoted and depth == 0:
            yield text[start:index].strip()
            start = index + 1
    yield text[start:].strip()


def _item(text: str) -> UnaryTest:
    for sign, order in _ORDER.items():
        if text.startswith(sign):
            return _comparison(text, order, compile_operand(text[len(sign) :]))
    found = _RANGE.match(text)
    if found:
        opening, low, high, closing = found.groups()
        above = _comparison(f">{low}", operator.ge if opening == "[" else operator.gt, compile_operand(low))
        below = _comparison(f"<{high}", operator.le if closing == "]" else operator.lt, compile_operand(high))
        return UnaryTest(
            text,
            lambda value, scope: all_of((above.holds(value, scope), below.holds(value, scope))),
            above.operands + below.operands,
            above.names | below.names,
        )
    return _comparison(text, _same, compile_operand(text))


def _same(left: object, right: object) -> bool:
    """Equality that tells true from 1; a list holds for each of its members, as in FEEL."""
    if isinstance(right, tuple):
        return any(_same(left, member) for member in right)
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def _comparison(text: str, order: Order, operand: Operand) -> UnaryTest:
    def holds(value: object, scope: Scope) -> Truth:
        bound = operand.read(scope)
        if isinstance(value, Unknown) or isinstance(bound, Unknown):
            return Unknown(frozenset().union(*(side.names for side in (value, bound) if isinstance(side, Unknown))))
        if order is _same:
            return _same(value, bound)
        # Null has no place in an order: it is neither before nor after anything.
        if value is None or bound is None:
            return False
        try:
            return order(value, bound)
        except TypeError as error:
            raise _bad(text, f"compares {value!r} with {bound!r}") from error

    return UnaryTest(text, holds, (operand,), operand.names)


def _joined(text: str, items: list[UnaryTest], *, inverted: bool) -> UnaryTest:
    def holds(value: object, scope: Scope) -> Truth:
        truth = any_of(item.holds(value, scope) for item in items)
        return negate(truth) if inverted else truth

    if len(items) == 1 and not inverted:
        return items[0]
    operands = tuple(operand for item in items for operand in item.operands)
    return UnaryTest(text, holds, operands, frozenset().union(*(item.names for item in items)))
