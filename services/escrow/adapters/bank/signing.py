"""Detached Ed25519 signatures (RFC 8032) of bank files: ours on what goes out, the bank's on what comes in.

A signature travels beside the file as `<key id> <signature in base64>`. The key id is the beginning of the public key's SHA-256, so
that keys can be changed while both are trusted.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.kernel.errors import HuxinError
from services.runtime.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from services.runtime.settings import Settings

KEY_BYTES = 32
OWN, BANK = "HUXIN_BANK_SIGN_KEY", "HUXIN_BANK_KEYS"
_LINE = re.compile(r"(?P<key>[0-9a-f]{16}) (?P<signature>[0-9A-Za-z+/]{86}==)\s*")


class Signer:
    """Signs with one private key.

    Args:
        seed: the private key's 32 bytes.
    """

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, raw: bytes) -> str:
        """Return the line that goes beside the file."""
        return f"{key_id(self.public)} {base64.b64encode(self._key.sign(raw)).decode()}"


class Verifier:
    """Checks signatures against the public keys that are trusted.

    Args:
        keys: public keys of 32 bytes.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = {key_id(key): Ed25519PublicKey.from_public_bytes(key) for key in keys}

    def check(self, raw: bytes, signature: str) -> str:
        """Return the id of the key that signed the file.

        Raises:
            HuxinError: `bad_signature` (403); nothing of the file may be used then.
        """
        match = _LINE.fullmatch(signature)
        if match is None:
            raise _refused("the signature cannot be read", "Send `<key id> <signature in base64>` beside the file.")
        key = self._keys.get(match["key"])
        if key is None:
            raise _refused(f"the key {match['key']} is not trusted", f"Have its public key added to {BANK}.")
        try:
            key.verify(base64.b64decode(match["signature"]), raw)
        except InvalidSignature:
            raise _refused("the signature does not belong to this file", "Send the file exactly as it was signed.") from None
        return match["key"]


def key_id(public: bytes) -> str:
    """Return the short name of a public key."""
    return hashlib.sha256(public).hexdigest()[:16]


def own_signer(settings: Settings) -> Signer:
    """Return who signs what goes to the bank; an embedded run makes and keeps its own key.

    Raises:
        HuxinError: `bad_setting` when production names no key.
    """
    return Signer(_seed(settings, OWN, "bank-own.key"))


def sample_bank_signer(settings: Settings) -> Signer:
    """Return who signs for the sample bank of an embedded run or a test.

    Raises:
        HuxinError: `bad_setting` when production names no key.
    """
    return Signer(_seed(settings, "HUXIN_SAMPLE_BANK_SIGN_KEY", "bank-sample.key"))


def sample_bank_vault(settings: Settings) -> Vault:
    """Return what keeps the sample bank's own copies secret: a key from its signing key, for a bank never holds ours.

    Raises:
        HuxinError: `bad_setting` when production names no key.
    """
    seed = _seed(settings, "HUXIN_SAMPLE_BANK_SIGN_KEY", "bank-sample.key")
    key = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"sample bank fields 1").derive(seed)
    return Vault([base64.urlsafe_b64encode(key).decode()])


def bank_verifier(settings: Settings) -> Verifier:
    """Return who checks what comes from the bank: public keys in base64, separated by commas; else the sample bank's when embedded.

    Raises:
        HuxinError: `bad_setting` when production names no key.
    """
    named = [part.strip() for part in settings.environ.get(BANK, "").split(",") if part.strip()]
    if named:
        return Verifier([_decoded(BANK, part) for part in named])
    if settings.profile == "production":
        raise _bad_setting(BANK, "it is not set, and no file of a bank can be trusted without it")
    return Verifier([sample_bank_signer(settings).public])


def own_verifier(settings: Settings) -> Verifier:
    """Return who checks what we signed, for the sample bank."""
    return Verifier([own_signer(settings).public])


def _seed(settings: Settings, variable: str, file: str) -> bytes:
    named = settings.environ.get(variable, "")
    if named:
        return _decoded(variable, named)
    if settings.profile == "production":
        raise _bad_setting(variable, "it is not set, and files cannot be signed without it")
    return _kept_key(settings.var / file)


def _kept_key(path: Path) -> bytes:
    """Return the key in a file, made once; a process that comes second reads the first one's."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(KEY_BYTES))
        os.link(draft, path)  # fails when there is one, and never shows half a key
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
    return path.read_bytes()


def _decoded(variable: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _bad_setting(variable, "it is not base64") from None
    if len(key) != KEY_BYTES:
        raise _bad_setting(variable, f"a key has {len(key)} bytes")
    return key


def _bad_setting(name: str, why: str) -> HuxinError:
    return HuxinError(
        "bad_setting", "A setting cannot be used", f"{name}: {why}", fix=f"Set {name} to an Ed25519 key of 32 bytes in base64."
    )


def _refused(why: str, fix: str) -> HuxinError:
    return HuxinError("bad_signature", "The file's signature does not hold", f"{why}; nothing of the file was used", status=403, fix=fix)
