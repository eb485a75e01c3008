"""The sample bank on the wire: hears of payment files, fetches them as a bank would, works by the day, hands its own files in."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from nameko.extensions import DependencyProvider

from services.bank.behaviour import Behaviour
from services.bank.books import Books
from services.bank.schema import SCHEMA
from services.bank.teller import Teller
from services.escrow.adapters.bank.signing import own_verifier, sample_bank_signer, sample_bank_vault
from services.escrow.domain.bank_files import Entry
from services.kernel.errors import HuxinError
from services.runtime.nameko import RpcClient, UnitsProvider, daily, event, query
from services.runtime.nameko.service import SURROUNDINGS

if TYPE_CHECKING:
    from datetime import date

    import sqlalchemy as sa

    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork, Units
    from services.runtime.settings import Settings

PATIENCE_SECONDS = 30.0
MAX_PAGE = 100


class Office:
    """What the bank needs besides its books: keys, behaviour, the way to its customer."""

    def __init__(self, settings: Settings) -> None:
        self._behaviour = Behaviour.from_env(settings.environ)
        self._signer, self._customer = sample_bank_signer(settings), own_verifier(settings)
        self._rpc = RpcClient(settings)
        self._vault = sample_bank_vault(settings)

    def teller(self, unit: UnitOfWork) -> Teller:
        """Return a teller on the books of a transaction."""
        return Teller(self.books(unit.connection), self._behaviour, self._signer, self._customer, unit.now)

    def books(self, connection: sa.Connection) -> Books:
        """Return the books on a connection."""
        return Books(connection, self._vault)

    def fetch(self, file_id: str) -> dict[str, Any]:
        """Fetch a payment file."""
        return self._rpc.call("escrow.get_bank_file", {"file_id": file_id}, timeout=PATIENCE_SECONDS)

    def deliver(self, content: str, signature: str) -> dict[str, Any]:
        """Hand a file in."""
        raw = base64.b64encode(content.encode()).decode()
        return self._rpc.call("escrow.deliver_bank_file", {"content": raw, "signature": signature}, timeout=PATIENCE_SECONDS)


class OfficeProvider(DependencyProvider):  # type: ignore[misc]  # nameko ships no types
    """Injects the one office of this process."""

    def setup(self) -> None:
        """Build it once."""
        self._office = Office(self.container.config[SURROUNDINGS].settings)

    def get_dependency(self, worker_ctx: Any) -> Office:  # noqa: ANN401, ARG002 - nameko's signature
        """Return it."""
        return self._office


class BankService:
    """The sample bank."""

    name = "bank"
    schema = SCHEMA
    units: Units = UnitsProvider()
    office: Office = OfficeProvider()

    @event("escrow.bank_file.written")
    def on_file_written(self, unit: UnitOfWork, message: Message) -> None:
        """Fetch a payment file and work on it."""
        file = self.office.fetch(message.data["file_id"])
        if self.office.teller(unit).take(file["content"].encode(), file["signature"], file["jurisdiction"]):
            _tell(unit)

    @daily("bank_day")
    def on_day(self, unit: UnitOfWork, day: date) -> None:
        """Write the statements of the days before, and pay what is due."""
        teller = self.office.teller(unit)
        if teller.state(day) + teller.pay(day):
            _tell(unit)

    @event("bank.mail.written")
    def on_mail_written(self, unit: UnitOfWork, message: Message) -> None:  # noqa: ARG002 - it only says that there is mail
        """Hand the files in, oldest first; one that is refused is kept with the refusal."""
        books = self.office.books(unit.connection)
        for mail in books.waiting_mail():
            try:
                answers = [self.office.deliver(mail["content"], mail["signature"]) for _copy in range(mail["copies"])]
            except HuxinError as error:
                if error.retryable:
                    raise
                books.answer_mail(mail["mail_id"], "refused", f"{error.code}: {error.detail}")
            else:
                books.answer_mail(mail["mail_id"], "received", answers[0]["file_id"])

    @query("bank.set_account")
    def set_account(self, account: str, is_open: bool = True, limited: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 - members of the call
        """Open, close or limit an account."""
        with self.units.begin() as unit:
            books = self.office.books(unit.connection)
            row = books.open_account(account)
            books.change_account(account, is_open=is_open, limited=limited)
        return {"account": account, "is_open": is_open, "limited": limited, "balance_fen": row["balance_fen"]}

    @query("bank.move_money")
    def move_money(self, account: str, direction: str, amount_fen: int, **details: str | None) -> dict[str, Any]:
        """Let money come in, or go out without a payment file."""
        named = {name: details.get(name) for name in ("other_name", "other_account", "text")}
        day = self.units.clock.now().date()
        Entry(reference="1", direction=direction, amount_fen=amount_fen, booked_on=day, **named)  # type: ignore[arg-type]  # refuses what no statement can say
        with self.units.begin() as unit:
            return {"reference": self.office.books(unit.connection).book(account, direction, amount_fen, day, **named)}

    @query("bank.list_mail")
    def list_mail(self, limit: int = MAX_PAGE) -> dict[str, Any]:
        """Return the bank's files, newest first."""
        with self.units.database.read() as connection:
            return {"items": list(self.office.books(connection).mail(max(1, min(limit, MAX_PAGE))))}


def _tell(unit: UnitOfWork) -> None:
    unit.emit("bank.mail.written", subject="mail", data={"at": unit.now.isoformat()})
