"""Who is asking? Sessions by cookie (with CSRF) or bearer token. A route is guarded or says that it is public; there is no third way."""

from __future__ import annotations

import secrets
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from flask import current_app, g, request

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.gateway.accounts import Accounts
    from services.gateway.people import Session, User

P = ParamSpec("P")
R = TypeVar("R")
COOKIE = "huxin_session"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def current_session() -> Session | None:
    """Return the caller's session, or None."""
    if "session" not in g:
        accounts = cast("Accounts", current_app.extensions["huxin.accounts"])
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        g.by_cookie = scheme.lower() != "bearer"
        g.token = request.cookies.get(COOKIE, "") if g.by_cookie else token.strip()
        g.session = accounts.session(g.token) if g.token else None
    return cast("Session | None", g.session)


def current_token() -> str:
    """Return the secret token that the caller's session was found by."""
    current_session()
    return cast("str", g.token)


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
    word = request.headers.get("X-CSRF-Token", "").encode()
    if g.by_cookie and request.method not in SAFE and not secrets.compare_digest(word, session.csrf.encode()):
        raise HuxinError(
            "csrf_failed", "The request did not come from the page", "X-CSRF-Token is missing or wrong", status=403, fix="Reload the page."
        )
    return session.user


def marked(view: Callable[P, R], **marks: object) -> Callable[P, R]:
    """Write onto a view who may call it, for the check at registration and for the OpenAPI document."""
    documented = cast("Any", view)
    documented._apidoc = {**getattr(view, "_apidoc", {}), "huxin": {**marks_of(view), **marks}}  # noqa: SLF001 - flask-smorest's place for it
    return view


def marks_of(view: Callable[..., object]) -> dict[str, Any]:
    """Return what `marked` wrote."""
    return dict(getattr(view, "_apidoc", {}).get("huxin", {}))


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Let everybody through."""
    return marked(view, access="public")


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Let only signed-in callers through."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        current_user()
        return view(*args, **kwargs)

    return marked(guarded, access="signed_in")


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

        return marked(guarded, access="signed_in", roles=roles)

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
