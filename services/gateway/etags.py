"""Versions over HTTP: an `ETag` out, an `If-Match` in."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from flask import jsonify, request

from services.gateway.guard import marked
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

P = ParamSpec("P")
R = TypeVar("R")
_OURS = re.compile(r"v([0-9]{1,18})(?:-[0-9a-f]+)?")


def conditional(view: Callable[P, R]) -> Callable[P, R]:
    """Say in the OpenAPI document that a view reads `If-Match` or `If-None-Match`."""
    return marked(view, versioned=True)


def versioned(body: dict[str, Any], version: int) -> Response:
    """Return a JSON answer with an ETag; 304 when the caller has it.

    The ETag holds the version, which writes compare, and a digest, since drafts and data change without a new version.
    """
    response = jsonify(body)
    response.set_etag(f"v{version}-{hashlib.sha256(response.get_data()).hexdigest()[:16]}")
    response.make_conditional(request)
    return response


def wanted_version() -> int | None:
    """Return the version that the caller saw, or None when it names none.

    Raises:
        HuxinError: `bad_if_match` when the header is not one of our ETags.
    """
    header = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not header or header == "*":
        return None
    found = _OURS.fullmatch(header)
    if found is None:
        raise HuxinError(
            "bad_if_match", "If-Match is not one of our ETags", header[:100], status=400, fix='Send the ETag as received, like "v3".'
        )
    return int(found[1])
