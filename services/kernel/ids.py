"""Identifiers: UUIDv7 strings, so that ids sort by the time of their making and indexes stay dense."""

from __future__ import annotations

import uuid

import uuid_utils


def uuid7() -> str:
    """Return a new UUIDv7 in its canonical text form; within one process each is greater than the one before."""
    return str(uuid_utils.uuid7())


def is_uuid7(text: object) -> bool:
    """Tell whether a value is the canonical text of a UUIDv7."""
    if not isinstance(text, str):
        return False
    try:
        parsed = uuid.UUID(text)
    except ValueError:
        return False
    return parsed.version == 7 and str(parsed) == text  # noqa: PLR2004 - the version's number
