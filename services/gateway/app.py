"""Puts the HTTP API together: `create_app` is the gateway's composition root."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import orjson
from flask import Flask, Response, current_app
from flask.json.provider import JSONProvider
from werkzeug.middleware.proxy_fix import ProxyFix

from services.gateway import body, live, page, problems
from services.gateway.accounts import Accounts
from services.gateway.blueprint import ProblemApi
from services.gateway.ratelimit import RateLimit
from services.gateway.routes import (
    bank,
    deposits,
    escrow,
    incidents,
    law,
    operations,
    payroll,
    permits,
    processes,
    roster,
    sessions,
    supervision,
    tasks,
    warnings,
)
from services.kernel.errors import HuxinError
from services.runtime.law import load_law

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from argon2 import PasswordHasher

    from services.kernel.clock import Clock
    from services.runtime.db import Database
    from services.runtime.settings import Settings

SIGN_INS_PER_MINUTE = 60  # from one address
SHEET_CHECKS_PER_MINUTE = 30  # from one address; a posted sheet may be long
DESCRIPTION = "Permits, task queues and processes that protect migrant construction workers' wages."
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
_SAFE = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
)
_HTTPS_ONLY = ("Strict-Transport-Security", "max-age=31536000")
_NOT_KEPT = ("Cache-Control", "no-store")


class FastJson(JSONProvider):
    """orjson in the place of the standard library's json."""

    def dumps(self, obj: Any, **_kwargs: Any) -> str:  # noqa: ANN401 - Flask's signature
        """Return JSON text."""
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_kwargs: Any) -> Any:  # noqa: ANN401 - Flask's signature
        """Read JSON text."""
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - Flask's signature
        """Return an answer without the detour over text."""
        return Response(orjson.dumps(self._prepare_response_obj(args, kwargs)), content_type="application/json")


def create_app(  # noqa: PLR0913 - what the gateway stands on
    settings: Settings,
    *,
    database: Database,
    rpc: Any,  # noqa: ANN401 - RpcClient, or a fake with `call`
    clock: Clock,
    checks: dict[str, Callable[[], object]],
    sample_accounts: list[dict[str, Any]],
    notes: live.LiveNotes | None = None,
    now: Callable[[], float] = time.time,
    hasher: PasswordHasher | None = None,
) -> Flask:
    """Build the WSGI application.

    Args:
        settings: how this process runs.
        database: the gateway's own tables.
        rpc: calls services by operation name.
        clock: the clock that the engine counts by.
        checks: what must hold for `/readyz`, by name; a check raises when it does not.
        sample_accounts: invented sign-ins to add and to show; only for the embedded run.
        notes: live updates for open pages.
        now: seconds since the epoch, for sessions, locks and limits; never the movable clock.
        hasher: hashes passwords; the default costs time on purpose.
    """
    app = Flask("huxin", static_folder=None)
    app.json = FastJson(app)
    app.config.update(
        API_TITLE="Huxin 护薪",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
        HUXIN_EMBEDDED=settings.profile == "embedded",
        HUXIN_HOME=settings.home,
        HUXIN_SAMPLE_ACCOUNTS=[_shown(account) for account in sample_accounts],
    )
    accounts = Accounts(database, lambda jurisdiction, department: functions_of(settings, jurisdiction, department), now=now, hasher=hasher)
    accounts.add(sample_accounts)
    app.extensions.update(
        {
            "huxin.accounts": accounts,
            "huxin.rpc": rpc,
            "huxin.clock": clock,
            "huxin.checks": {"database": database.ping, **checks},
            "huxin.database": database,
            "huxin.now": now,
            "huxin.sign_ins": RateLimit(SIGN_INS_PER_MINUTE, 60, now),
            "huxin.sheet_checks": RateLimit(SHEET_CHECKS_PER_MINUTE, 60, now),
            "huxin.live": notes or live.LiveNotes(),
        }
    )
    body.install(app)
    api = ProblemApi(app, spec_kwargs={"info": {"description": DESCRIPTION}})
    # Flask-Smorest installs its own error handler; ours come after it and answer problem details.
    problems.install(app)
    for module in (
        sessions,
        tasks,
        processes,
        incidents,
        permits,
        bank,
        deposits,
        escrow,
        payroll,
        roster,
        supervision,
        warnings,
        law,
        operations,
        live,
    ):
        api.register_blueprint(module.blueprint, url_prefix="/api/v1")
    app.register_blueprint(operations.plain)
    page.install(app)
    _trust_proxies(app, settings.environ.get("HUXIN_TRUSTED_PROXIES", "0"))
    app.after_request(_harden)
    return app


def _trust_proxies(app: Flask, text: str) -> None:
    """Take the caller's address from so many proxies' `X-Forwarded-*`; with none, whatever a caller writes there is ignored.

    Raises:
        HuxinError: `bad_setting`.
    """
    if not text.isascii() or not text.isdigit():
        raise HuxinError(
            "bad_setting", "A setting cannot be used", f"HUXIN_TRUSTED_PROXIES is {text!r}", fix="Give the number of proxies before it."
        )
    proxies = int(text)
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]  # Flask's documented way


def functions_of(settings: Settings, jurisdiction: str, department: str) -> Iterable[str]:
    """Return the functions that a department fills in a jurisdiction, such as `permit_authority`."""
    routing = load_law(settings.home, jurisdiction).routing
    return sorted(function for function, filled_by in routing.functions.items() if filled_by == department)


def _shown(account: dict[str, Any]) -> dict[str, Any]:
    keys = ("username", "password", "name_zh", "name_en", "department", "jurisdiction")
    return {**{key: account[key] for key in keys}, "role": (account.get("roles") or ["clerk"])[0], "roles": account.get("roles", [])}


def _harden(response: Response) -> Response:
    headers = response.headers
    wanted = _SAFE if current_app.config["HUXIN_EMBEDDED"] else (*_SAFE, _HTTPS_ONLY)
    if response.content_type and response.content_type.startswith(("application/json", problems.MEDIA_TYPE)):
        wanted = (*wanted, _NOT_KEPT)
    # Each look-up for a header walks the list, and a miss builds an exception; so the list is walked once.
    present = {name.lower() for name, _value in headers}
    headers.extend([(name, value) for name, value in wanted if name.lower() not in present])
    return response
