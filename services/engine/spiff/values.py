"""Evaluates a diagram's expressions over an instance's data; every failure names the element."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.engine.spiff.data import clean
from services.kernel.errors import HuxinError
from services.kernel.expressions import compile_expression, interpolate

if TYPE_CHECKING:
    from services.engine.spiff.diagram import Node
    from services.kernel.expressions import Expression


WHOLE = "data"  # the name under which an input takes all of the instance's data


WHOLE = "data"  # in an expression, the instance's data as one object, unless the data has a member of that name


def value_of(text: str, data: dict[str, Any], element: str) -> Any:
    """Evaluate an expression and return a copy of its value; `data` alone is all of the instance's data.

    Raises:
        HuxinError: `expression_failed` with `extra.element_id`.
    """
    if text == WHOLE and WHOLE not in data:
        return clean(dict(data), element)
    try:
        expression = compile_expression(text, where=element)
        names = {**data, WHOLE: data} if WHOLE not in data and WHOLE in expression.names() else data
        return clean(expression.evaluate(names, where=element), f"{element}: `{text}`")
    except HuxinError as error:
        raise at_element(error, element) from None


def flag(expression: Expression, data: dict[str, Any], element: str) -> bool:
    """Evaluate a condition.

    Raises:
        HuxinError: `expression_failed` when it fails or is not simply true or false.
    """
    try:
        value = expression.evaluate(data, where=element)
    except HuxinError as error:
        raise at_element(error, element) from None
    if value is True or value is False:
        return value
    raise HuxinError(
        "expression_failed",
        "A condition is neither true nor false",
        f"`{expression.text}` at {element} gives {value!r}.",
        status=422,
        fix="Compare it, for example `x == true` or `x != null`.",
        extra={"element_id": element},
    )


def text_of(text: str | None, data: dict[str, Any], element: str) -> str | None:
    """Replace each `${expression}` of a text, for example a duration `P${days}D`."""
    if text is None or "${" not in text:
        return text
    try:
        return interpolate(text, data, where=element)
    except HuxinError as error:
        raise at_element(error, element) from None


def key_text(node: Node, data: dict[str, Any]) -> str:
    """Evaluate a correlation key; a whole number counts as its digits.

    Raises:
        HuxinError: `expression_failed` when the key is missing, empty or anything but a text or a whole number.
    """
    value = value_of(node.key, data, node.id) if node.key else None
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise HuxinError(
            "expression_failed",
            "The correlation key is no text",
            f"The key `{node.key}` at {node.id} gives {value!r}.",
            status=422,
            fix="Give the message a key that names a text of the data.",
            extra={"element_id": node.id},
        )
    return str(value)


def object_of(node: Node, data: dict[str, Any]) -> dict[str, Any]:
    """Evaluate the inputs of a service task or of a thrown event."""
    return {item.name: value_of(item.value, data, node.id) for item in node.inputs}


def at_element(error: HuxinError, element: str) -> HuxinError:
    """Add the element's id to an error and return it."""
    error.code = "expression_failed" if error.code == "bad_data" else error.code
    error.extra["element_id"] = element
    return error
