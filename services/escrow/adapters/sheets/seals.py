"""Check addresses of posted sheets: signed, so that nobody can hang up a sheet of his own that checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.runtime.vault import Vault

TAG_LENGTH = 32


class Seals:
    """Signs check addresses of posted sheets.

    Args:
        vault: holds the key.
        address: where the gateway is reached from outside.
    """

    def __init__(self, vault: Vault, address: str) -> None:
        self._vault = vault
        self._address = address.rstrip("/")

    def tag(self, payroll_id: str, digest: str) -> str:
        """Return the signature of one content of a sheet."""
        return self._vault.look_up(f"posted sheet {payroll_id} {digest}")[:TAG_LENGTH]

    def address(self, payroll_id: str, digest: str) -> str:
        """Return the address that a posted sheet carries."""
        return f"{self._address}/api/v1/posted-sheets/{payroll_id}/{self.tag(payroll_id, digest)}"
