"""Keeps instance data to JSON values without fractions, so that a saved state reads back as it was written."""

from __future__ import annotations

from typing import Any

from services.kernel.errors import HuxinError

DEPTH_LIMIT = 40
_LARGEST = 2**63 - 1  # what every JSON reader and both databases keep exactly


def clean(value: Any, path: str = "data") -> Any:
    """Return a copy of a JSON value that shares nothing with the caller's.

    Raises:
        HuxinError: `bad_data` for a float, a Decimal, a date, a key that is not text, a number beyond 64 bits or too deep a nesting;
            the detail names the place.
    """
    return _copy(value, path, 0)


def clean_object(value: Any, path: str = "data") -> dict[str, Any]:
    """Like `clean`, but the value must be an object."""
    if not isinstance(value, dict):
        raise _bad(path, f"is {type(value).__name__}, not an object")
    copied: dict[str, Any] = _copy(value, path, 0)
    return copied


def _copy(value: Any, path: str, depth: int) -> Any:
    kind = type(value)
    if kind is str:
        return value if value.isascii() else _text(value, path)
    if kind is bool or value is None:
        return value
    if kind is int:
        if -_LARGEST <= value <= _LARGEST:
            return value
        raise _bad(path, "is beyond 64 bits")
    if depth >= DEPTH_LIMIT:
        raise _bad(path, f"is nested more than {DEPTH_LIMIT} deep")
    if kind is dict:
        for key in value:
            if type(key) is not str:
                raise _bad(path, f"has the key {key!r}, which is not text")
        return {_copy(key, path, depth): _copy(item, f"{path}.{key}", depth + 1) for key, item in value.items()}
    if kind is list or kind is tuple:
        return [_copy(item, f"{path}[{index}]", depth + 1) for index, item in enumerate(value)]
    raise _bad(path, f"is of type {kind.__name__}")


def _text(value: str, path: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _bad(path, "holds half a surrogate pair, which is no text") from None
    return value


def _bad(path: str, what: str) -> HuxinError:
    return HuxinError(
        "bad_data",
        "The data cannot be kept by a process",
        f"{path} {what}.",
        fix="Use JSON values; write money as whole fen, rates as text or basis points, and times as ISO 8601 text.",
    )
