"""Bank files on the wire: orders leave as files, banks hand in theirs."""

from __future__ import annotations

import base64
import binascii
from functools import cached_property
from typing import TYPE_CHECKING, Any

from nameko.extensions import DependencyProvider

from services.escrow.adapters.bank.desk import desk_of
from services.escrow.entrypoints.base import Entrypoints
from services.kernel.errors import HuxinError
from services.runtime.nameko import daily, event, query
from services.runtime.nameko.service import SURROUNDINGS

if TYPE_CHECKING:
    from datetime import date

    from services.contracts.envelope import Message
    from services.escrow.application.bank import Desk, Opened, Sealed
    from services.escrow.domain.bank_files import BankMessage
    from services.runtime.messaging import UnitOfWork
    from services.runtime.settings import Settings


class LateDesk:
    """A desk that is set up when the first file needs it, so that the service runs without keys where no files are exchanged."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _desk(self) -> Desk:
        return desk_of(self._settings)

    def seal(self, message: BankMessage) -> Sealed:
        """Write and sign a message."""
        return self._desk.seal(message)

    def open(self, raw: bytes, signature: str) -> Opened:
        """Check the signature of a file and read it."""
        return self._desk.open(raw, signature)


class DeskProvider(DependencyProvider):  # type: ignore[misc]  # nameko ships no types
    """Injects the one desk of this process, with the keys of the settings."""

    def setup(self) -> None:
        """Build it once."""
        self._desk = LateDesk(self.container.config[SURROUNDINGS].settings)

    def get_dependency(self, worker_ctx: Any) -> Desk:  # noqa: ANN401, ARG002 - nameko's signature
        """Return it."""
        return self._desk


class BankFiles(Entrypoints):
    """Files out and in, and the reconciliation."""

    desk: Desk = DeskProvider()

    @event("escrow.payment.ordered")
    def on_payment_ordered(self, unit: UnitOfWork, message: Message) -> None:
        """Write the order's file for the bank."""
        self.app.run("send_order", unit, {"order_id": message.data["order_id"], "desk": self.desk})

    @event("escrow.account.opened")
    def on_account_opened(self, unit: UnitOfWork, message: Message) -> None:
        """Remember the account's number and send what waited for it."""
        self.app.run("know_account", unit, {"project_id": message.data["project_id"], "desk": self.desk})

    @daily("bank")
    def bank_sweep(self, unit: UnitOfWork, day: date) -> None:  # noqa: ARG002 - the unit's moment says the day
        """Look for answers that banks owe."""
        self.app.run("bank_sweep", unit, {})

    @query("escrow.deliver_bank_file")
    def deliver_bank_file(self, content: str, signature: str, **sender: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
        """Take a bank's file, given in base64."""
        return self._in_unit("take_file", {"raw": _bytes(content), "signature": signature, "desk": self.desk, **sender})

    @query("escrow.list_bank_files")
    def list_bank_files(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
        """Return a page of files."""
        return self._read("list_bank_files", parameters)

    @query("escrow.get_bank_file")
    def get_bank_file(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
        """Return a file as it travelled."""
        return self._read("get_bank_file", parameters)

    @query("escrow.list_mismatches")
    def list_mismatches(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
        """Return what does not agree."""
        return self._read("list_mismatches", parameters)


def _bytes(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise HuxinError(
            "bad_bank_file", "The bank file cannot be read", "content is not base64", status=422, fix="Send the file's bytes in base64."
        ) from None
