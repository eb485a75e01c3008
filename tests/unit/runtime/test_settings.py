"""Settings: defaults that run without servers, and clear words about a wrong variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.kernel.errors import HuxinError
from services.runtime.settings import CHECKOUT, Settings

if TYPE_CHECKING:
    from pathlib import Path


def test_the_defaults_need_no_server() -> None:
    settings = Settings.from_env({})
    assert settings.embedded_broker
    assert settings.profile == "embedded"
    assert settings.database_url_for("permits") == f"sqlite:///{CHECKOUT}/var/permits.db"


def test_a_real_broker_means_production_unless_told_otherwise() -> None:
    broker = {"HUXIN_BROKER_URL": "amqp://u:p@localhost:5672/v"}
    assert Settings.from_env(broker).profile == "production"
    assert Settings.from_env({**broker, "HUXIN_PROFILE": "embedded"}).profile == "embedded"


def test_an_absolute_sqlite_path_stays(tmp_path: Path) -> None:
    settings = Settings.from_env({"HUXIN_DATABASE_URL": f"sqlite:///{tmp_path}/{{service}}.db", "HUXIN_HOME": "/nowhere"})
    assert settings.database_url_for("engine") == f"sqlite:///{tmp_path}/engine.db"


def test_one_postgresql_url_serves_all() -> None:
    assert Settings(database_url="postgresql://localhost/huxin").database_url_for("engine") == "postgresql://localhost/huxin"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUXIN_PROFILE", "staging"),
        ("HUXIN_BROKER_URL", "redis://localhost"),
        ("HUXIN_DATABASE_URL", "mysql://localhost/x"),
        ("HUXIN_DATABASE_URL", "sqlite:///var/one-for-all.db"),
        ("HUXIN_PREFETCH", "many"),
        ("HUXIN_PREFETCH", "2.5"),
        ("HUXIN_SWEEP_SECONDS", "0"),
        ("HUXIN_RPC_SECONDS", "nan"),
    ],
)
def test_a_wrong_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(HuxinError) as caught:
        Settings.from_env({name: value})
    assert caught.value.code == "bad_setting"
    assert name in caught.value.detail
    assert caught.value.fix
