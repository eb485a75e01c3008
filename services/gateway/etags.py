"""Versions over HTTP: an `ETag` out, an `If-Match` in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import jsonify, request

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from flask import Response


def versioned(body: dict[str, Any], version: int) -> Response:
    """Return a JSON answer with its version as ETag; 304 when the caller has it."""
    response = jsonify(body)
    response.set_etag(f"v{version}")
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
    if not header.startswith("v") or not header[1:].isdigit():
        raise HuxinError(
            "bad_if_match", "If-Match is not one of our ETags", header, status=400, fix='Send the ETag as received, like "v3".'
        )
    return int(header[1:])
