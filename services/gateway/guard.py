"""Who is asking, and may they? Sessions by cookie (with CSRF) or bearer token; rights by department, role and firm; denied by default."""

from __future__ import annotations

import secrets
import time
from collections import defaultdict, deque
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from flask import current_app, g, request

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.gateway.accounts import Accounts, Session, User

P = ParamSpec("P")
R = TypeVar("R")
COOKIE = "huxin_session"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class RateLimit:
    """At most so many calls in a sliding window, per caller, in this process."""

    def __init__(self, calls: int, seconds: float) -> None:
        self._calls, self._seconds = calls, seconds
        self._seen: dict[str, deque[float]] = defaultdict(deque)

    def check(self, caller: str) -> None:
        """Count a call.

        Raises:
            HuxinError: `too_many_requests` (429).
        """
        now = time.monotonic()
        seen = self._seen[caller]
        while seen and seen[0] < now - self._seconds:
            seen.popleft()
        if len(seen) >= self._calls:
            raise HuxinError("too_many_requests", "Too many requests", "wait a little", status=429, retryable=True)
        seen.append(now)
        if len(self._seen) > 50_000:  # noqa: PLR2004 - bounded memory
            self._seen.clear()


def current_session() -> Session | None:
    """Return the caller's session, or None."""
    if "session" not in g:
        accounts = cast("Accounts", current_app.extensions["huxin.accounts"])
        g.session, g.by_cookie = None, False
        header = request.headers.get("Authorization", "")
        if header.startswith("Bearer "):
            g.session = accounts.session(header.removeprefix("Bearer ").strip())
        elif request.cookies.get(COOKIE):
            g.session, g.by_cookie = accounts.session(request.cookies[COOKIE]), True
    return cast("Session | None", g.session)


def current_user() -> User:
    """Return the caller.

    Raises:
        HuxinError: `not_signed_in` (401); `csrf_failed` (403) for a write by cookie without its CSRF word.
    """
    session = current_session()
    if session is None:
        raise HuxinError(
            "not_signed_in", "Please sign in", "this needs a session or a bearer token", status=401, fix="POST /api/v1/session"
        )
    if g.by_cookie and request.method not in SAFE and not secrets.compare_digest(request.headers.get("X-CSRF-Token", ""), session.csrf):
        raise HuxinError(
            "csrf_failed", "The request did not come from the page", "X-CSRF-Token is missing or wrong", status=403, fix="Reload the page."
        )
    return session.user


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Let only signed-in callers through."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        current_user()
        return view(*args, **kwargs)

    return guarded


def needs_role(*roles: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only callers with one of the roles through; the refusal says whom to ask."""

    def wrap(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not set(roles) & set(current_user().roles):
                raise HuxinError(
                    "not_allowed",
                    "You may not do this",
                    f"it needs one of the roles {', '.join(roles)}",
                    status=403,
                    fix="Ask an administrator.",
                )
            return view(*args, **kwargs)

        return guarded

    return wrap


def embedded_only() -> None:
    """Refuse what only the sample run may do.

    Raises:
        HuxinError: `not_embedded` (404).
    """
    if not current_app.config["HUXIN_EMBEDDED"]:
        raise HuxinError("not_embedded", "Not here", "this exists only in the embedded sample run", status=404)


def remote(operation: str, parameters: dict[str, Any], timeout: float = 10.0) -> dict[str, Any]:
    """Call a service and return its answer; parameters that are None are left out."""
    client = current_app.extensions["huxin.rpc"]
    given = {name: value for name, value in parameters.items() if value is not None}
    return cast("dict[str, Any]", client.call(operation, given, timeout=timeout))
