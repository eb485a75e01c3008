"""What PostgreSQL itself watches during a run: at each commit that the books balance, and which messages were ever written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.runtime.db import Database

SENDERS = ("escrow", "engine", "bank", "credit", "permits", "roster")
# Checked when a transaction commits, so an uneven one cannot be committed: its service would fail, and the run with it.
BALANCE = """
CREATE SCHEMA witness;
CREATE TABLE witness.sent (service text, id bytea, exchange text, routing_key text, body bytea);
CREATE TABLE witness.days (service text, name text, last_day date);
CREATE FUNCTION witness.balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum(debit_fen) <> sum(credit_fen) FROM escrow.ledger_entry WHERE transaction_id = NEW.transaction_id) THEN
    RAISE EXCEPTION 'debits differ from credits in %%', NEW.transaction_id;
  END IF;
  IF EXISTS (
    SELECT FROM escrow.ledger_account a JOIN escrow.ledger_transaction n USING (project_id)
      WHERE n.id = NEW.transaction_id AND a.balance_fen <> (
        SELECT coalesce(sum(e.debit_fen - e.credit_fen), 0) FROM escrow.ledger_entry e
        JOIN escrow.ledger_transaction t ON t.id = e.transaction_id WHERE t.project_id = a.project_id AND e.kind = a.kind)
  ) THEN
    RAISE EXCEPTION 'a balance differs from its postings after %%', NEW.transaction_id;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON escrow.ledger_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION witness.balanced();
"""
WRITTEN = """
CREATE FUNCTION witness.{0}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO witness.sent VALUES ('{0}', NEW.id, NEW.exchange, NEW.routing_key, NEW.body); RETURN NULL; END $$;
CREATE TRIGGER written AFTER INSERT ON {0}.outbox FOR EACH ROW EXECUTE FUNCTION witness.{0}();
"""
DAYS = """
CREATE FUNCTION witness.{0}_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO witness.days VALUES ('{0}', NEW.name, NEW.last_day); RETURN NULL; END $$;
CREATE TRIGGER done AFTER UPDATE ON {0}.daily FOR EACH ROW EXECUTE FUNCTION witness.{0}_day();
"""
# Of the events those count here that keep the month and the bank going. The engine knows a reply by the wait that it ends and keeps
# no other note of it: that replies arrived shows in the case that came to its end.
LOST = """
SELECT s.routing_key FROM witness.sent s WHERE
  (s.exchange = 'huxin.commands' AND NOT EXISTS (SELECT FROM escrow.inbox i WHERE i.message_id = s.id)
    AND NOT EXISTS (SELECT FROM credit.inbox i WHERE i.message_id = s.id)
    AND NOT EXISTS (SELECT FROM roster.inbox i WHERE i.message_id = s.id)
    AND NOT EXISTS (SELECT FROM permits.inbox i WHERE i.message_id = s.id))
  OR (s.routing_key IN ('escrow.payroll.due', 'escrow.signatures.completed', 'escrow.payment.settled')
    AND NOT EXISTS (SELECT FROM engine.inbox i WHERE i.message_id = s.id))
  OR (s.routing_key = 'escrow.payment.ordered' AND NOT EXISTS (SELECT FROM escrow.inbox i WHERE i.message_id = s.id))
  OR (s.routing_key IN ('escrow.bank_file.written', 'bank.mail.written')
    AND NOT EXISTS (SELECT FROM bank.inbox i WHERE i.message_id = s.id))
"""


class Witness:
    """Triggers in the database of a run, and questions about what they saw."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.begin() as connection:
            connection.exec_driver_sql(BALANCE)
            for service in SENDERS:
                connection.exec_driver_sql(WRITTEN.format(service))

    def watch_days(self, services: Sequence[str]) -> None:
        """Write down each day that a daily duty of these services took."""
        with self._database.begin() as connection:
            for service in services:
                connection.exec_driver_sql(DAYS.format(service))

    def ask(self, sql: str, **values: Any) -> list[Any]:
        """Return the rows of a question."""
        with self._database.read() as connection:
            return list(connection.execute(sa.text(sql), values).all())

    def count(self, sql: str, **values: Any) -> int:
        """Return the number that a question gives."""
        return int(self.ask(sql, **values)[0][0] or 0)

    def lost(self) -> list[str]:
        """Return the names of committed messages that never had their effect."""
        return sorted(row[0] for row in self.ask(LOST))

    def waiting(self) -> int:
        """Return how many messages have not left yet."""
        return sum(self.count(f"SELECT count(*) FROM {service}.outbox") for service in SENDERS)  # noqa: S608 - constants

    def sent(self) -> int:
        """Return how many messages were committed."""
        return self.count("SELECT count(*) FROM witness.sent")
