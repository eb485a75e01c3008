"""Fields stay secret: sealed, opened by any of the keys, found again by a keyed hash."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from services.kernel.errors import HuxinError
from services.runtime.settings import Settings
from services.runtime.testing import embedded_settings
from services.runtime.vault import Vault, load_vault

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))


def test_what_was_sealed_opens_and_never_looks_the_same_twice():
    vault = Vault([OLD])
    assert vault.open(vault.seal("示例 123")) == "示例 123"
    assert vault.seal("示例 123") != vault.seal("示例 123")


def test_a_changed_key_still_opens_and_finds_what_the_old_one_sealed():
    before, after = Vault([OLD]), Vault([NEW, OLD])
    assert after.open(before.seal("x")) == "x"
    assert after.look_up("x") == before.look_up("x")
    with pytest.raises(HuxinError) as caught:
        before.open(after.seal("x"))
    assert caught.value.code == "cannot_open"


def test_without_the_key_nobody_finds_a_value():
    assert Vault([OLD]).look_up("x") != Vault([OTHER]).look_up("x")


@pytest.mark.parametrize("keys", [[], ["short"], ["!" * 44]])
def test_a_key_that_is_none_is_refused(keys):
    with pytest.raises(HuxinError) as caught:
        Vault(keys)
    assert caught.value.code == "bad_setting"


def test_production_insists_on_a_key():
    with pytest.raises(HuxinError) as caught:
        load_vault(Settings(profile="production"))
    assert "HUXIN_FIELD_KEY" in caught.value.detail


def test_an_embedded_run_makes_its_key_once_and_keeps_it_to_itself(tmp_path):
    settings = embedded_settings(tmp_path)
    assert load_vault(settings).look_up("x") == load_vault(settings).look_up("x")
    assert (tmp_path / "var" / "field.key").stat().st_mode & 0o077 == 0


def test_the_named_key_wins(tmp_path):
    settings = replace(embedded_settings(tmp_path), environ={"HUXIN_FIELD_KEY": f"{NEW}, {OLD}"})
    assert load_vault(settings).look_up("x") == Vault([OLD]).look_up("x")
    assert not (tmp_path / "var" / "field.key").exists()
