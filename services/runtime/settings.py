"""Settings from environment variables, each with a default that runs without any server."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECKOUT = Path(__file__).resolve().parents[2]
Profile = Literal["embedded", "production"]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How this process runs.

    Attributes:
        database_url: SQLAlchemy URL; `{service}` stands for the service's name.
        broker_url: `embedded://` or `amqp://user:pass@host:port/vhost`.
        home: where `workflows/`, `regulations/`, `web/dist` lie; relative SQLite paths start here.
        http: `host:port` of the gateway.
        profile: `embedded` allows sample data, the movable clock and local accounts.
        max_workers: greenlets a service may run at once.
        prefetch: messages a service holds unacknowledged.
        sweep_seconds: pause between two looks for rows that a crash left in the outbox.
        grace_seconds: age from which another process may publish an outbox row.
        rpc_seconds: how long a caller waits when it names no timeout.
        inbox_days: how long message ids are remembered.
        log_format: `json` or `console`.
        log_level: name of a level of Python's logging.
    """

    database_url: str = "sqlite:///var/{service}.db"
    broker_url: str = "embedded://"
    home: Path = CHECKOUT
    http: str = "127.0.0.1:8000"
    profile: Profile = "embedded"
    max_workers: int = 64
    prefetch: int = 100
    sweep_seconds: float = 5.0
    grace_seconds: float = 15.0
    rpc_seconds: float = 10.0
    inbox_days: int = 14
    log_format: str = "console"
    log_level: str = "INFO"
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.profile not in ("embedded", "production"):
            raise _bad("HUXIN_PROFILE", self.profile, "embedded or production")
        if not self.broker_url.startswith(("embedded://", "amqp://", "amqps://")):
            raise _bad("HUXIN_BROKER_URL", self.broker_url.partition(":")[0], "embedded:// or amqp://user:pass@host:port/vhost")
        if not self.database_url.startswith(("sqlite:", "postgresql")):
            raise _bad("HUXIN_DATABASE_URL", self.database_url.partition(":")[0], "sqlite:///… or postgresql://…")
        if self.database_url.startswith("sqlite:") and "{service}" not in self.database_url:
            raise _bad("HUXIN_DATABASE_URL", self.database_url, "a SQLite path with {service}, since each service owns its file")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings.

        Raises:
            HuxinError: `bad_setting`, naming the variable.
        """
        env = dict(os.environ if environ is None else environ)
        broker = env.get("HUXIN_BROKER_URL", cls.broker_url)
        profile = env.get("HUXIN_PROFILE", "embedded" if broker.startswith("embedded:") else "production")
        return cls(
            database_url=env.get("HUXIN_DATABASE_URL", cls.database_url),
            broker_url=broker,
            home=Path(env.get("HUXIN_HOME", CHECKOUT)).resolve(),
            http=env.get("HUXIN_HTTP", cls.http),
            profile=profile,  # type: ignore[arg-type]  # checked at construction
            max_workers=_whole(env, "HUXIN_MAX_WORKERS", cls.max_workers),
            prefetch=_whole(env, "HUXIN_PREFETCH", cls.prefetch),
            sweep_seconds=_number(env, "HUXIN_SWEEP_SECONDS", cls.sweep_seconds),
            grace_seconds=_number(env, "HUXIN_GRACE_SECONDS", cls.grace_seconds),
            rpc_seconds=_number(env, "HUXIN_RPC_SECONDS", cls.rpc_seconds),
            inbox_days=_whole(env, "HUXIN_INBOX_DAYS", cls.inbox_days),
            log_format=env.get("HUXIN_LOG_FORMAT", "console" if profile == "embedded" else "json"),
            log_level=env.get("HUXIN_LOG_LEVEL", cls.log_level).upper(),
            environ=env,
        )

    @property
    def embedded_broker(self) -> bool:
        """Whether messages stay within this process."""
        return self.broker_url.startswith("embedded:")

    @property
    def var(self) -> Path:
        """The folder for everything a run writes; made when it is missing."""
        folder = self.home / "var"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def database_url_for(self, service: str) -> str:
        """Return the service's database URL, with a relative SQLite path anchored at `home`."""
        url = self.database_url.replace("{service}", service)
        prefix = "sqlite:///"
        if url.startswith(prefix) and not url.startswith(prefix + "/"):
            return prefix + str(self.home / url.removeprefix(prefix))
        return url


def _bad(name: str, value: str, wanted: str) -> HuxinError:
    return HuxinError("bad_setting", "A setting cannot be used", f"{name} is {value!r}", fix=f"Set {name} to {wanted}.")


def _number(env: Mapping[str, str], name: str, default: float) -> float:
    try:
        value = float(env.get(name, default))
    except ValueError as error:
        raise _bad(name, env[name], "a number greater than 0") from error
    if not value > 0:
        raise _bad(name, env[name], "a number greater than 0")
    return value


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    value = _number(env, name, default)
    if value != int(value):
        raise _bad(name, env[name], "a whole number greater than 0")
    return int(value)
