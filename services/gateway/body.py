"""Reads request bodies strictly: JSON only, no numbers or texts that JSON cannot carry on, no nesting without end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import orjson
from flask import Request, request
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import UnsupportedMediaType

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from flask import Flask

MAX_BODY = 4 * 1024 * 1024
MAX_DEPTH = 60
NUL = "\0"
SHOWN = "the body"  # stands for the document in an error; webargs takes an empty one for no body at all


class StrictParser(FlaskParser):
    """Webargs' parser over `strict_json`."""

    def _raw_load_json(self, req: Request) -> Any:  # noqa: ANN401 - any JSON value
        return strict_json(req.get_data(cache=True))


def strict_json(raw: bytes) -> Any:  # noqa: ANN401 - any JSON value
    """Return the JSON value of a body; an empty one counts as an empty object.

    Raises:
        json.JSONDecodeError: for anything else than JSON of moderate depth.
    """
    if not raw:
        return {}
    try:
        value = orjson.loads(raw)
    except json.JSONDecodeError as error:
        raise json.JSONDecodeError(error.msg, SHOWN, 0) from None
    if _deeper_than(value, MAX_DEPTH):
        raise json.JSONDecodeError(f"nested deeper than {MAX_DEPTH}", SHOWN, 0)
    if b"\\u0000" in raw and _holds_nul(value):
        raise json.JSONDecodeError("a text holds the character U+0000, which no database takes", SHOWN, 0)
    return value


def _holds_nul(value: object) -> bool:
    if isinstance(value, str):
        return NUL in value
    if isinstance(value, dict):
        return any(NUL in key or _holds_nul(inner) for key, inner in value.items())
    return isinstance(value, list) and any(_holds_nul(inner) for inner in value)


def _deeper_than(value: object, depth: int) -> bool:
    level = [value]
    while level and depth >= 0:
        depth -= 1
        level = [
            inner for outer in level if isinstance(outer, dict | list) for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return bool(level)


def install(app: Flask) -> None:
    """Limit bodies and refuse what is not JSON; a form of another site thus never reaches a view."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.before_request(refuse_other_media)
    app.before_request(refuse_nul)


def refuse_nul() -> None:
    """Refuse an address with the character U+0000, which names nothing and which no database takes.

    Raises:
        HuxinError: `bad_address` (400).
    """
    if NUL in request.path or b"%00" in request.query_string:
        detail = "the address or its query holds the character U+0000"
        raise HuxinError("bad_address", "The address cannot be used", detail, status=400, fix="Leave %00 out.")


def refuse_other_media() -> None:
    """Refuse a body that does not say that it is JSON.

    Raises:
        UnsupportedMediaType: 415.
    """
    has_body = bool(request.content_length) or "Transfer-Encoding" in request.headers
    if has_body and not (request.mimetype == "application/json" or request.mimetype.endswith("+json")):
        raise UnsupportedMediaType("Send the body as application/json.")
