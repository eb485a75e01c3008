"""Reads whatever file a bank sends, and writes what a bank wants, by profile."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal

from services.escrow.adapters.bank import camt053, csv_profile, pain001, pain002
from services.escrow.adapters.bank.xml import bad_file, message_name
from services.escrow.domain.bank_files import PaymentFile, Statement, StatusReport

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.escrow.domain.bank_files import BankMessage

Profile = Literal["iso20022", "csv"]
SUFFIX: dict[Profile, str] = {"iso20022": ".xml", "csv": ".csv"}
READERS: dict[str, Callable[[bytes], BankMessage]] = {
    pain001.MESSAGE: pain001.read,
    pain002.MESSAGE: pain002.read,
    camt053.MESSAGE: camt053.read,
}


def write(message: BankMessage, profile: Profile = "iso20022") -> bytes:
    """Return a message as a file of the profile."""
    if profile == "csv":
        return csv_profile.write(message)
    if isinstance(message, PaymentFile):
        return pain001.write(message)
    return pain002.write(message) if isinstance(message, StatusReport) else camt053.write(message)


def read(raw: bytes) -> BankMessage:
    """Return what a file says, whichever of the known formats it is.

    Raises:
        HuxinError: `bad_bank_file`.
    """
    if profile_of(raw) == "csv":
        return csv_profile.read(raw)
    name = message_name(raw)
    if name not in READERS:
        raise bad_file(f"the message is {name or 'without a name'}", fix=f"Send one of {', '.join(READERS)}, or CSV.")
    return READERS[name](raw)


def profile_of(raw: bytes) -> Profile:
    """Tell CSV from XML by how the file begins."""
    return "csv" if raw.removeprefix(b"\xef\xbb\xbf").startswith(csv_profile.VERSION.encode()) else "iso20022"


def kind_of(message: BankMessage) -> str:
    """Return `payments`, `status` or `statement`."""
    kinds: dict[type[BankMessage], str] = {PaymentFile: "payments", StatusReport: "status", Statement: "statement"}
    return kinds[type(message)]


def text_of(raw: bytes) -> str:
    """Return a file that has been read as text for keeping; bytes that are not UTF-8 are kept as GB 18030."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def digest(raw: bytes) -> str:
    """Return the SHA-256 of a file in hexadecimal: the same file again has the same."""
    return hashlib.sha256(raw).hexdigest()
