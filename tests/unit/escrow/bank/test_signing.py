"""Only what a trusted key signed, byte for byte, is taken in."""

from __future__ import annotations

import base64

import pytest

from services.escrow.adapters.bank.signing import BANK, OWN, Signer, Verifier, bank_verifier, own_signer, own_verifier, sample_bank_signer
from services.kernel.errors import HuxinError
from services.runtime.settings import Settings
from services.runtime.testing import embedded_settings

FILE = b"a file"


def test_what_was_signed_holds():
    signer = Signer(bytes(range(32)))
    assert Verifier([signer.public]).check(FILE, signer.sign(FILE) + "\n") == signer.sign(FILE)[:16]


@pytest.mark.parametrize("raw", [b"", b"a fil", b"a file ", b"A file"])
def test_a_changed_file_is_refused(raw):
    signer = Signer(bytes(32))
    with pytest.raises(HuxinError, match="does not belong to this file") as caught:
        Verifier([signer.public]).check(raw, signer.sign(FILE))
    assert (caught.value.code, caught.value.status) == ("bad_signature", 403)


def test_a_stranger_s_key_is_refused():
    with pytest.raises(HuxinError, match="is not trusted"):
        Verifier([Signer(bytes(32)).public]).check(FILE, Signer(bytes([1] * 32)).sign(FILE))


@pytest.mark.parametrize("line", ["", "x", "0123456789abcdef", "0123456789abcdef " + "A" * 10])
def test_a_signature_that_cannot_be_read_is_refused(line):
    with pytest.raises(HuxinError, match="cannot be read"):
        Verifier([Signer(bytes(32)).public]).check(FILE, line)


def test_an_old_and_a_new_key_hold_side_by_side():
    old, new = Signer(bytes(32)), Signer(bytes([1] * 32))
    settings = Settings(environ={BANK: ",".join(base64.b64encode(each.public).decode() for each in (old, new))})
    verifier = bank_verifier(settings)
    assert verifier.check(FILE, old.sign(FILE)) != verifier.check(FILE, new.sign(FILE))


def test_the_sample_run_makes_its_keys_once_and_keeps_them_to_itself(tmp_path):
    settings = embedded_settings(tmp_path)
    assert own_signer(settings).public == own_signer(settings).public
    assert bank_verifier(settings).check(FILE, sample_bank_signer(settings).sign(FILE))
    assert own_verifier(settings).check(FILE, own_signer(settings).sign(FILE))
    with pytest.raises(HuxinError, match="is not trusted"):
        bank_verifier(settings).check(FILE, own_signer(settings).sign(FILE))
    kept = list((tmp_path / "var").iterdir())
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert {path.name for path in kept} == {"bank-own.key", "bank-sample.key"}


def test_production_never_makes_up_keys(tmp_path):
    settings = embedded_settings(tmp_path, profile="production")
    for make in (own_signer, bank_verifier):
        with pytest.raises(HuxinError, match="cannot be used"):
            make(settings)


@pytest.mark.parametrize("text", ["*", base64.b64encode(b"short").decode()])
def test_a_key_that_is_none_is_refused_by_its_name(text):
    with pytest.raises(HuxinError, match=OWN):
        own_signer(Settings(environ={OWN: text}))
