"""`Idempotency-Key`: the same request again gets the first answer and has no second effect, also when both come at once."""

from __future__ import annotations

import hashlib
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, cast

import sqlalchemy as sa
from flask import Response, current_app, make_response, request
from sqlalchemy.dialects import postgresql, sqlite

from services.gateway.guard import current_user, marked
from services.gateway.tables import answer
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from services.runtime.db import Database

P = ParamSpec("P")
KEEP_SECONDS = 24 * 3600
WORKING_SECONDS = 120  # longer than any call may take; then a process died over it
WORKING = 0
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
    """Keep the answer of a write for a day under its key. Errors are not kept: the request may be sent again.

    Raises:
        HuxinError: `idempotency_key_reused` (422) when the key comes with another body, `request_in_progress` (409) while the
            first request is being worked on.
    """

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Response:
        key = request_key()
        if key is None:
            return make_response(view(*args, **kwargs))
        shelf = Shelf(f"{key}\n{request.method}\n{request.path}", request.get_data())
        kept = shelf.begin()
        if kept is not None:
            return _again(kept, shelf.request_hash)
        try:
            response = make_response(view(*args, **kwargs))
        except BaseException:
            shelf.forget()
            raise
        if response.status_code < 400:  # noqa: PLR2004 - the class of errors
            shelf.keep(response)
        else:
            shelf.forget()
        return response

    return marked(wrapped, idempotent=True)


def _again(kept: Mapping[str, Any], request_hash: bytes) -> Response:
    if kept["request_hash"] != request_hash:
        raise HuxinError(
            "idempotency_key_reused",
            "The key was used for another request",
            "same Idempotency-Key, other body",
            status=422,
            fix="Use a new key.",
        )
    if kept["status"] == WORKING:
        raise HuxinError(
            "request_in_progress",
            "The same request is being worked on",
            "its Idempotency-Key is in use",
            status=409,
            retryable=True,
            fix="Send it again in a moment.",
            extra={"retry_after": 1},
        )
    response = Response(kept["body"], status=kept["status"], content_type="application/json")
    response.headers["Idempotency-Replayed"] = "true"
    if kept["etag"]:
        response.headers["ETag"] = kept["etag"]
    return response


class Shelf:
    """The place of one key's answer."""

    def __init__(self, key: str, body: bytes) -> None:
        """Name the place.

        Args:
            key: the caller's key, method and path.
            body: the request's body, which must be the same each time.
        """
        self._database = cast("Database", current_app.extensions["huxin.database"])
        self._now: Callable[[], float] = current_app.extensions["huxin.now"]
        self._key_hash = hashlib.sha256(key.encode()).digest()
        self.request_hash = hashlib.sha256(body).digest()

    def begin(self) -> Mapping[str, Any] | None:
        """Take the place; when it was taken before, return what lies there."""
        insert = postgresql.insert if self._database.dialect == "postgresql" else sqlite.insert
        now, mine = self._now(), answer.c.key_hash == self._key_hash
        values = {"key_hash": self._key_hash, "request_hash": self.request_hash, "status": WORKING, "body": b"", "kept_at": now}
        with self._database.begin() as connection:
            connection.execute(answer.delete().where(answer.c.kept_at < now - KEEP_SECONDS))
            connection.execute(answer.delete().where(mine, answer.c.status == WORKING, answer.c.kept_at < now - WORKING_SECONDS))
            taken = connection.execute(insert(answer).values(**values).on_conflict_do_nothing())
            if taken.rowcount == 1:
                return None
            row = connection.execute(sa.select(answer).where(mine)).mappings().first()
            return dict(row) if row else None

    def keep(self, response: Response) -> None:
        """Keep the answer."""
        values = {"status": response.status_code, "body": response.get_data(), "etag": response.headers.get("ETag")}
        with self._database.begin() as connection:
            connection.execute(answer.update().where(answer.c.key_hash == self._key_hash).values(**values))

    def forget(self) -> None:
        """Leave the place free again."""
        with self._database.begin() as connection:
            connection.execute(answer.delete().where(answer.c.key_hash == self._key_hash, answer.c.status == WORKING))
