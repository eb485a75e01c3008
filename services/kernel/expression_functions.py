"""What a safe expression may compute with: bounded operators and an allow-list of pure functions.

Every operation checks its operands' types, so that no operator reaches a method that somebody else wrote, and bounds its result,
so that no expression grows without limit.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from services.kernel.clock import aware

MAX_INT = 10**18
MAX_SIZE = 10_000  # characters of a text, elements of a list

Binary = Callable[[Any, Any], Any]


class Unworkable(Exception):  # noqa: N818 - a reason, caught and turned into a HuxinError by the expression
    """Why an expression has no value for the data at hand; its text is a reason for a reader."""


def kind(value: object) -> str:
    """Name a value's type in the words of JSON."""
    if value is None:
        return "null"
    names = (
        (bool, "a boolean"),
        (int, "a number"),
        (float, "a number"),
        (str, "text"),
        (list, "a list"),
        (tuple, "a list"),
        (dict, "an object"),
    )
    return next((name for type_, name in (*names, (date, "a date")) if isinstance(value, type_)), type(value).__name__)


def bounded(value: Any) -> Any:  # noqa: ANN401 - the values of an expression are JSON values
    """Return a number if it is finite and within bounds."""
    if isinstance(value, int):
        if -MAX_INT <= value <= MAX_INT:
            return value
    elif math.isfinite(value):
        return value
    raise Unworkable(f"a number went beyond {MAX_INT}")


def _numbers(symbol: str, left: object, right: object) -> None:
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        raise Unworkable(f"{kind(left)} {symbol} {kind(right)} has no meaning")
    bounded(left)
    bounded(right)


def add(left: Any, right: Any) -> Any:  # noqa: ANN401 - JSON values
    """Add numbers, or join two texts or two lists."""
    if (isinstance(left, str) and isinstance(right, str)) or (isinstance(left, list) and isinstance(right, list)):
        if len(left) + len(right) > MAX_SIZE:
            raise Unworkable(f"{kind(left)} grew beyond {MAX_SIZE}")
        return operator.add(left, right)
    _numbers("+", left, right)
    return bounded(left + right)


def subtract(left: Any, right: Any) -> Any:  # noqa: ANN401 - JSON values
    """Subtract numbers; two dates give the number of days between them."""
    if type(left) is date and type(right) is date:
        return (left - right).days
    _numbers("-", left, right)
    return bounded(left - right)


def multiply(left: Any, right: Any) -> Any:  # noqa: ANN401 - JSON values
    """Multiply numbers, nothing else: a text times a number could fill the memory."""
    _numbers("*", left, right)
    return bounded(left * right)


def floor_divide(left: Any, right: Any) -> Any:  # noqa: ANN401 - JSON values
    """Divide and cut the fraction off."""
    _numbers("//", left, right)
    return bounded(left // right)


def modulo(left: Any, right: Any) -> Any:  # noqa: ANN401 - JSON values
    """Return the rest of a division of numbers, never the formatting of a text."""
    _numbers("%", left, right)
    return bounded(left % right)


def negate(value: Any) -> Any:  # noqa: ANN401 - JSON values
    """Change a number's sign."""
    _numbers("-", 0, value)
    return -value


def contains(element: object, container: object) -> bool:
    """Tell whether a list holds an element, an object a key, or a text another text."""
    if isinstance(container, str) and isinstance(element, str):
        return element in container
    if isinstance(container, list | tuple):
        return element in container
    if isinstance(container, dict) and isinstance(element, str):
        return dict.__contains__(container, element)
    raise Unworkable(f"{kind(element)} in {kind(container)} has no meaning")


def _ordered(symbol: str, compare: Binary) -> Binary:
    def checked(left: object, right: object) -> bool:
        for types in ((int, float), (str,), (date,)):
            if isinstance(left, types) and isinstance(right, types):
                return bool(compare(left, right))
        raise Unworkable(f"{kind(left)} {symbol} {kind(right)} has no meaning")

    return checked


ORDERED: dict[str, Binary] = {
    symbol: _ordered(symbol, compare)
    for symbol, compare in (("<", operator.lt), ("<=", operator.le), (">", operator.gt), (">=", operator.ge))
}


def _sequence(value: object, name: str) -> list[Any]:
    if isinstance(value, list | tuple):
        return list(value)
    raise Unworkable(f"{name}() needs a list, not {kind(value)}")


def _text(value: object, name: str) -> str:
    if isinstance(value, str):
        return value
    raise Unworkable(f"{name}() needs text, not {kind(value)}")


def _number(value: object, name: str) -> Any:  # noqa: ANN401 - int or float
    if isinstance(value, int | float):
        return bounded(value)
    raise Unworkable(f"{name}() needs a number, not {kind(value)}")


def _len(value: object) -> int:
    if isinstance(value, str | list | tuple | dict):
        return len(value)
    raise Unworkable(f"len() needs text, a list or an object, not {kind(value)}")


def _extreme(name: str, better: Binary) -> Callable[..., Any]:
    def pick(*values: object) -> object:
        candidates = _sequence(values[0], name) if len(values) == 1 else list(values)
        if not candidates:
            raise Unworkable(f"{name}() of nothing has no value")
        best = candidates[0]
        for candidate in candidates[1:]:
            best = candidate if better(candidate, best) else best
        return best

    return pick


def _sum(values: object) -> Any:  # noqa: ANN401 - int or float
    return bounded(sum(_number(value, "sum") for value in _sequence(values, "sum")))


def _int(value: object) -> int:
    if isinstance(value, str) and len(value) > len(str(MAX_INT)):
        raise Unworkable("int() got too many digits")
    if isinstance(value, str | int | float):
        try:
            return int(bounded(int(value)))
        except (ValueError, OverflowError):
            raise Unworkable(f"int() cannot read {value!r}") from None
    raise Unworkable(f"int() needs text or a number, not {kind(value)}")


def _str(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str | date):
        return value if isinstance(value, str) else value.isoformat()
    return str(_number(value, "str"))


def _date(value: object) -> date:
    """Read a date, or the Shanghai date of a datetime with offset."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = _text(value, "date")
    try:
        return date.fromisoformat(text) if len(text) <= len("2026-01-31") else aware(datetime.fromisoformat(text)).date()
    except ValueError:
        raise Unworkable(f"date() cannot read {text[:40]!r}") from None


def _get(mapping: object, key: object, default: object = None) -> object:
    if not isinstance(mapping, dict) or not isinstance(key, str):
        raise Unworkable(f"get() needs an object and a key, not {kind(mapping)} and {kind(key)}")
    return dict.get(mapping, key, default)


# name → (function, fewest arguments, most arguments); `defined` is handled by the compiler, because its argument may have no value
FUNCTIONS: dict[str, tuple[Callable[..., Any], int, int]] = {
    "abs": (lambda value: abs(_number(value, "abs")), 1, 1),
    "all": (lambda values: all(_sequence(values, "all")), 1, 1),
    "any": (lambda values: any(_sequence(values, "any")), 1, 1),
    "bool": (bool, 1, 1),
    "date": (_date, 1, 1),
    "ends_with": (lambda text, end: _text(text, "ends_with").endswith(_text(end, "ends_with")), 2, 2),
    "get": (_get, 2, 3),
    "int": (_int, 1, 1),
    "len": (_len, 1, 1),
    "lower": (lambda text: _text(text, "lower").lower(), 1, 1),
    "max": (_extreme("max", ORDERED[">"]), 1, 20),
    "min": (_extreme("min", ORDERED["<"]), 1, 20),
    "starts_with": (lambda text, start: _text(text, "starts_with").startswith(_text(start, "starts_with")), 2, 2),
    "str": (_str, 1, 1),
    "sum": (_sum, 1, 1),
    "trim": (lambda text: _text(text, "trim").strip(), 1, 1),
    "upper": (lambda text: _text(text, "upper").upper(), 1, 1),
}
