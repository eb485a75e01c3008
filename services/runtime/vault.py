"""Keeps single fields secret: sealed for storage, opened for those who need them, and hashed so that a known value can be looked up.

The keys are Fernet keys in `HUXIN_FIELD_KEY`, separated by commas. The first seals; all of them open, so that a key can be changed;
the last also makes the hashes and therefore stays, or nothing known would be found again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.kernel.errors import HuxinError
from services.kernel.protected import Protected, tail_of

if TYPE_CHECKING:
    from services.runtime.settings import Settings

VARIABLE = "HUXIN_FIELD_KEY"
FILE = "field.key"
_PURPOSE = b"huxin look-up hash 1"
MARK_LENGTH = 32  # hexadecimal digits: 128 bits


class Vault:
    """Seals, opens and hashes fields.

    Args:
        keys: Fernet keys, newest first.

    Raises:
        HuxinError: `bad_setting` when a key is none.
    """

    def __init__(self, keys: list[str]) -> None:
        try:
            self._box = MultiFernet([Fernet(key) for key in keys])
            oldest = base64.urlsafe_b64decode(keys[-1])
        except (ValueError, IndexError) as error:
            raise _bad("it holds no usable key") from error
        self._hash_key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_PURPOSE).derive(oldest)

    def seal(self, text: str) -> str:
        """Return a text that only this vault's keys open."""
        return self._box.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return what was sealed.

        Raises:
            HuxinError: `cannot_open` when none of the keys sealed it.
        """
        try:
            return self._box.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise HuxinError(
                "cannot_open",
                "A protected field cannot be read",
                "none of the keys opens it",
                status=500,
                fix=f"Add the key that was used to {VARIABLE}.",
            ) from error

    def look_up(self, text: str) -> str:
        """Return the keyed hash under which a value is found again; without the key nobody can try values out."""
        return hmac.new(self._hash_key, text.encode(), hashlib.sha256).hexdigest()

    def protect(self, number: str) -> Protected:
        """Return a number, such as a wage card's, as it may be stored and sent; none for an empty text."""
        if not number:
            return Protected()
        return Protected(tail=tail_of(number), mark=self.mark(number), sealed=self.seal(number))

    def mark(self, number: str) -> str:
        """Return the mark under which a protected number is found again."""
        return self.look_up(f"number {number}")[:MARK_LENGTH]

    def reveal(self, protected: Protected) -> str:
        """Return the whole number; only where it leaves for those who pay by it.

        Raises:
            HuxinError: `cannot_open` when none of the keys sealed it.
        """
        return self.open(protected.sealed) if protected else ""


def load_vault(settings: Settings) -> Vault:
    """Open the vault with the keys of the settings; an embedded run makes and keeps its own key.

    Raises:
        HuxinError: `bad_setting` when production names no key.
    """
    named = settings.environ.get(VARIABLE, "")
    if named:
        return Vault([key.strip() for key in named.split(",") if key.strip()])
    if settings.profile == "production":
        raise _bad("it is not set, and personal data cannot be stored without it")
    path = settings.var / FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(Fernet.generate_key().decode())
    return Vault([path.read_text(encoding="ascii").strip()])


def _bad(why: str) -> HuxinError:
    return HuxinError(
        "bad_setting",
        "A setting cannot be used",
        f"{VARIABLE}: {why}",
        fix=f"Set {VARIABLE} to a key of 32 random bytes in URL-safe base64.",
    )
