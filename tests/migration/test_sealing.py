"""Rows of a database from before the sealing are sealed by the upgrade, and read as before."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from services.bank.books import Books
from services.bank.schema import SCHEMA as BANK
from services.escrow.adapters.bank.signing import sample_bank_vault
from services.escrow.adapters.records.records import SqlRecords
from services.escrow.adapters.schema import SCHEMA as ESCROW
from services.escrow.domain.bank import BankEntry, BankFile
from services.escrow.domain.payment import PaymentLine
from services.escrow.domain.payroll import AttendancePart, PayrollLine
from services.kernel.protected import Protected
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.testing import embedded_settings
from services.runtime.vault import load_vault

if TYPE_CHECKING:
    from services.runtime.settings import Settings

CARD, FILE = "6200000000000000018", "<Document>6200000000000000018</Document>"
OLD = {
    "escrow": (
        "INSERT INTO project VALUES ('P','示例','shaoxing','A','B','2026-01-02',NULL,NULL,NULL,NULL)",
        'INSERT INTO attendance_part VALUES (\'P\',\'2026-10\',1,1,\'[{{"worker_id": "W1", "account": "{card}"}}]\')',
        (
            "INSERT INTO payroll (payroll_id, project_id, month, jurisdiction, form_due_on, opened_at, state, waiting, late, firms, "
            "sealed, sealed_by, version, order_id) VALUES ('P:2026-10','P','2026-10','shaoxing','2026-10-31','2026-10-25T00:00:00+08:00',"
            "'due',false,'[]','{{}}',false,'',1,'')"
        ),
        (
            "INSERT INTO payroll_line (payroll_id, worker_id, line_no, name, employer, unit, days, rate_fen, quantity_fen, gross_fen, "
            "deduct_fen, due_fen, account, account_holder, payee_kind, contract, signed_by, objection, "
            "objection_state, state, paid_fen, reasons) VALUES "
            "('P:2026-10','W1',1,'示例','B','day',1,1,0,1,0,1,'{card}','','worker',true,'','','','open',0,'[]')"
        ),
        "INSERT INTO payment_order VALUES ('O','P','shaoxing','wages','P:2026-10','2026-11-15',1,1,'2026-11-15T00:00:00+08:00',NULL)",
        "INSERT INTO payment_line VALUES ('E','O',1,'W1','示例','{card}',1,'rejected',0,'账号 {card} 已销户')",
        "INSERT INTO bank_entry VALUES ('33000001','R','out',1,'2026-11-15','E','示例','{card}','退 {card}')",
        (
            "INSERT INTO bank_file VALUES ('F','out','payments','O','33000001','P','shaoxing','','iso20022','O.xml','d','s','{file}',1,"
            "'2026-11-15T00:00:00+08:00')"
        ),
    ),
    "bank": (
        "INSERT INTO account VALUES ('{card}',false,false,0,0,NULL)",
        "INSERT INTO order_file VALUES ('O','33000001','shaoxing','iso20022')",
        "INSERT INTO transfer VALUES ('E','O',1,'33000001','示例','{card}',1,'工资','pay','2026-11-15',false)",
        "INSERT INTO booking VALUES ('R','33000001','out',1,'2026-11-15','E','示例','{card}','工资',false)",
        "INSERT INTO mail VALUES ('M','status','S','{file}','sig',1,'waiting','')",
    ),
}


def upgraded(schema: migrations.ServiceSchema, settings: Settings, folder) -> Database:
    """A database that the first version wrote into, brought up to date."""
    first = folder / "first" / "versions"
    first.mkdir(parents=True)
    shutil.copy(schema.versions / f"{schema.service}_0001.py", first)
    database = Database.for_service(schema.service, settings)
    migrations.upgrade(database, replace(schema, versions=first))
    with database.begin() as connection:
        for statement in OLD[schema.service]:
            connection.execute(sa.text(statement.format(card=CARD, file=FILE).replace(":", "\\:")))
    migrations.upgrade(database, schema)
    assert migrations.differences(database, schema) == []
    return database


def everything(database: Database) -> str:
    with database.read() as connection:
        names = sa.inspect(connection).get_table_names()
        return "\n".join(str(connection.execute(sa.text(f'SELECT * FROM "{name}"')).all()) for name in names)  # noqa: S608 - the database's names


def check_escrow(settings: Settings, folder) -> None:
    database, vault = upgraded(ESCROW, settings, folder), load_vault(settings)
    assert CARD not in everything(database)
    with database.read() as connection:
        records = SqlRecords(connection)
        found = [
            records.one(PayrollLine, worker_id="W1").account,
            records.one(PaymentLine, end_to_end_id="E").account,
            records.one(BankEntry, reference="R").other_account,
            Protected.parse(records.one(AttendancePart, part=1).lines[0]["account"]),
        ]
        assert [vault.reveal(one) for one in found] == [CARD] * 4
        assert vault.open(records.one(BankFile, file_id="F").content) == FILE
        assert records.one(PaymentLine, end_to_end_id="E").reason == "账号 ****0018 已销户"
    database.close()


def check_bank(settings: Settings, folder) -> None:
    database = upgraded(BANK, settings, folder)
    assert CARD not in everything(database)
    with database.begin() as connection:
        books = Books(connection, sample_bank_vault(settings))
        assert books.account(CARD)["is_open"] in (False, 0)
        assert [row["payee_account"] for row in books.due(date(2026, 11, 16))] == [CARD]
        assert [row["other_account"] for row in books.unstated(date(2026, 11, 16))["33000001"]] == [CARD]
        assert [row["content"] for row in books.waiting_mail()] == [FILE]
    database.close()


@pytest.mark.parametrize("check", [check_escrow, check_bank])
def test_numbers_in_clear_are_sealed_by_the_upgrade(check, tmp_path):
    check(embedded_settings(tmp_path), tmp_path)


@pytest.mark.services
@pytest.mark.parametrize("check", [check_escrow, check_bank])
def test_the_same_on_postgresql(check, postgres_url, tmp_path):
    check(replace(embedded_settings(tmp_path), database_url=postgres_url), tmp_path)
