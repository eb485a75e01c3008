"""The desk where bank files are written, read and signed: fulfils `services.escrow.application.bank.Desk`."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from services.escrow.adapters.bank import files
from services.escrow.adapters.bank.signing import bank_verifier, own_signer
from services.escrow.application.bank import Opened, Sealed
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.escrow.adapters.bank.signing import Signer, Verifier
    from services.escrow.domain.bank_files import BankMessage
    from services.runtime.settings import Settings

PROFILE = "HUXIN_BANK_PROFILE"


class BankDesk:
    """Writes in one profile and reads them all.

    Args:
        signer: signs what goes out.
        verifier: knows whose files are taken in.
        profile: how files are written.
    """

    def __init__(self, signer: Signer, verifier: Verifier, profile: files.Profile = "iso20022") -> None:
        self._signer, self._verifier, self._profile = signer, verifier, profile

    def seal(self, message: BankMessage) -> Sealed:
        """Write and sign a message."""
        raw = files.write(message, self._profile)
        return Sealed(
            content=raw.decode(),
            digest=files.digest(raw),
            signature=self._signer.sign(raw),
            profile=self._profile,
            suffix=files.SUFFIX[self._profile],
        )

    def open(self, raw: bytes, signature: str) -> Opened:
        """Check the signature of a file and read it.

        Raises:
            HuxinError: `bad_signature`, `bad_bank_file`.
        """
        self._verifier.check(raw, signature)
        message = files.read(raw)
        return Opened(
            message=message,
            kind=files.kind_of(message),
            content=files.text_of(raw),
            digest=files.digest(raw),
            profile=files.profile_of(raw),
        )


def desk_of(settings: Settings) -> BankDesk:
    """Return the desk with the keys and the profile of the settings.

    Raises:
        HuxinError: `bad_setting`.
    """
    profile = settings.environ.get(PROFILE, "iso20022")
    for known in get_args(files.Profile):
        if profile == known:
            return BankDesk(own_signer(settings), bank_verifier(settings), known)
    raise HuxinError("bad_setting", "A setting cannot be used", f"{PROFILE} is {profile!r}", fix=f"Set {PROFILE} to iso20022 or csv.")
