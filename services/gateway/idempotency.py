"""`Idempotency-Key`: the same request again gets the first answer and has no second effect."""

from __future__ import annotations

import hashlib
import time
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, cast

import sqlalchemy as sa
from flask import Response, current_app, make_response, request
from sqlalchemy.dialects import postgresql, sqlite

from services.gateway import tables
from services.gateway.guard import current_user
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.runtime.db import Database

P = ParamSpec("P")
KEEP_SECONDS = 24 * 3600
MAX_KEY = 200


def request_key() -> str | None:
    """Return the caller's own key as it goes to the services, bound to the caller; None when it sent none."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return None
    if len(key) > MAX_KEY:
        raise HuxinError("bad_idempotency_key", "Idempotency-Key is too long", f"at most {MAX_KEY} characters", status=400)
    return hashlib.sha256(f"{current_user().username}\n{key}".encode()).hexdigest()


def idempotent(view: Callable[P, Any]) -> Callable[P, Response]:
    """Keep the answer of a write for a day under its key; faults of ours (5xx) are not kept.

    Raises:
        HuxinError: `idempotency_key_reused` (422) when the key comes with another body.
    """

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Response:
        key = request_key()
        if key is None:
            return make_response(view(*args, **kwargs))
        key_hash = hashlib.sha256(f"{key}\n{request.method}\n{request.path}".encode()).digest()
        request_hash = hashlib.sha256(request.get_data()).digest()
        database = cast("Database", current_app.extensions["huxin.database"])
        with database.read() as connection:
            kept = connection.execute(sa.select(tables.answer).where(tables.answer.c.key_hash == key_hash)).mappings().first()
        if kept is not None:
            if kept["request_hash"] != request_hash:
                raise HuxinError(
                    "idempotency_key_reused",
                    "The key was used for another request",
                    "same Idempotency-Key, other body",
                    status=422,
                    fix="Use a new key.",
                )
            again = Response(kept["body"], status=kept["status"], content_type="application/json")
            again.headers["Idempotency-Replayed"] = "true"
            return again
        response = make_response(view(*args, **kwargs))
        if response.status_code < 500:  # noqa: PLR2004 - the class of faults
            _keep(database, key_hash, request_hash, response)
        return response

    return wrapped


def _keep(database: Database, key_hash: bytes, request_hash: bytes, response: Response) -> None:
    insert = postgresql.insert if database.dialect == "postgresql" else sqlite.insert
    now = time.time()
    values = {
        "key_hash": key_hash,
        "request_hash": request_hash,
        "status": response.status_code,
        "body": response.get_data(),
        "kept_at": now,
    }
    with database.begin() as connection:
        connection.execute(tables.answer.delete().where(tables.answer.c.kept_at < now - KEEP_SECONDS))
        connection.execute(insert(tables.answer).values(**values).on_conflict_do_nothing())
