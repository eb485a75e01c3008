"""Safe expressions: what diagrams and settings may compute from an instance's data.

An expression reads like `scope.outcome == "full" and sum(row.amount for row in payroll) <= balance`. It is compiled once and kept. It sees
plain data only (texts, numbers, booleans, null, lists, objects), calls only the functions of `expression_functions.FUNCTIONS` and
`defined(a.b)`, changes nothing, and ends: its size, its depth, its numbers and its work are bounded.
"""

from __future__ import annotations

import ast
import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.kernel.expression_compiler import Scope, Step, compile_node
from services.kernel.expression_functions import Unworkable
from services.kernel.expression_syntax import Refused, parse, read_names

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\$\{([^{}]*)\}")


class Expression:
    """A compiled safe expression; immutable, shared by everybody who uses the same text.

    Attributes:
        text: the expression as it was written.
    """

    __slots__ = ("_has_dates", "_names", "_paths", "_step", "text")

    def __init__(self, text: str) -> None:
        tree = parse(text)
        self.text = text
        self._step: Step = compile_node(tree)
        self._names, self._paths = read_names(tree)
        self._has_dates = any(isinstance(node, ast.Name) and node.id == "date" for node in ast.walk(tree))

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"

    def names(self) -> frozenset[str]:
        """Return the data names that the expression reads, without what follows a dot: for linting."""
        return self._names

    def paths(self) -> frozenset[str]:
        """Return the dotted paths that the expression reads, such as `scope.outcome`."""
        return self._paths

    def evaluate(self, data: Mapping[str, Any], *, where: str | None = None) -> Any:  # noqa: ANN401 - a JSON value
        """Compute the expression over the data and return a JSON value (a date as its ISO text).

        Args:
            data: the names that the expression may use.
            where: the place of the expression for the error text, for example an element's id.

        Raises:
            HuxinError: code `expression_failed` when a name is unknown or the values do not fit.
        """
        try:
            value = self._step(Scope(data))
            return _plain(value) if self._has_dates else value
        except Unworkable as reason:
            raise _failed(self.text, str(reason), where) from None
        except HuxinError as error:
            raise _failed(self.text, f"{error.title}: {error.detail}", where) from None
        except ZeroDivisionError:
            raise _failed(self.text, "it divides by zero", where) from None
        except (ArithmeticError, TypeError, ValueError, RecursionError) as error:
            raise _failed(self.text, f"its values do not fit: {error}", where) from None


def compile_expression(text: str, *, where: str | None = None) -> Expression:
    """Compile an expression, or return the one compiled before from the same text.

    Raises:
        HuxinError: code `expression_failed` when the text is no safe expression.
    """
    try:
        return _compiled(text)
    except Refused as reason:
        raise _failed(text, str(reason), where) from None


def evaluate(text: str, data: Mapping[str, Any], *, where: str | None = None) -> Any:  # noqa: ANN401 - a JSON value
    """Compile and compute in one go.

    Raises:
        HuxinError: code `expression_failed`.
    """
    return compile_expression(text, where=where).evaluate(data, where=where)


def interpolate(text: str, data: Mapping[str, Any], *, where: str | None = None) -> str:
    """Replace each `${expression}` in a text by its value, which has to be a text or a number: `P${days}D` gives `P5D`.

    Raises:
        HuxinError: code `expression_failed`.
    """

    def replace(match: re.Match[str]) -> str:
        value = evaluate(match[1], data, where=where)
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise _failed(match[1], "a text or a whole number is needed here", where)
        return str(value)

    return _PLACEHOLDER.sub(replace, text)


@lru_cache(maxsize=4096)
def _compiled(text: str) -> Expression:
    return Expression(text)


def _failed(text: str, reason: str, where: str | None) -> HuxinError:
    shown = (text if len(text) <= 200 else f"{text[:200]}…").encode(errors="replace").decode()  # noqa: PLR2004 - a line on a screen
    place = f" at {where}" if where else ""
    return HuxinError(
        "expression_failed",
        "The expression cannot be computed",
        f"`{shown}`{place}: {reason}",
        status=422,
        fix="correct the expression in the diagram or the data it reads",
        extra={"expression": shown, "reason": reason} | ({"where": where} if where else {}),
    )


def _plain(value: Any) -> Any:  # noqa: ANN401 - a JSON value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(element) for element in value]
    if isinstance(value, dict):
        return {key: _plain(element) for key, element in value.items()}
    return value
