"""The first tables of the roster service."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "roster_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "daily",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "inbox",
        sa.Column("message_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("consumer", sa.String(length=80), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "consumer"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("available_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("exchange", sa.String(length=40), nullable=False),
        sa.Column("routing_key", sa.String(length=255), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "project_master",
        sa.Column("project_code", sa.String(length=100), nullable=False),
        sa.Column("project_name", sa.String(length=200), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("build_corp_code", sa.String(length=18), nullable=False),
        sa.Column("contractor_corp_code", sa.String(length=18), nullable=False),
        sa.Column("permit_issued_on", sa.Date(), nullable=False),
        sa.Column("contract_signed_on", sa.Date(), nullable=True),
        sa.Column("project_sector", sa.String(length=40), nullable=True),
        sa.Column("site_closed", sa.Boolean(), nullable=True),
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("project_code"),
    )
    op.create_index(op.f("ix_project_master_build_corp_code"), "project_master", ["build_corp_code"], unique=False)
    op.create_index(op.f("ix_project_master_contractor_corp_code"), "project_master", ["contractor_corp_code"], unique=False)
    op.create_table(
        "sub_contractor",
        sa.Column("corp_code", sa.String(length=18), nullable=False),
        sa.Column("corp_name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("corp_code"),
    )
    op.create_table(
        "worker_master",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("worker_name", sa.String(length=60), nullable=False),
        sa.Column("id_card_type", sa.String(length=2), nullable=False),
        sa.Column("id_card_hash", sa.String(length=64), nullable=False),
        sa.Column("id_card_number", sa.Text(), nullable=False),
        sa.Column("cell_phone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("id_card_hash"),
    )
    op.create_table(
        "employment_filing",
        sa.Column("project_code", sa.String(length=100), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.String(length=40), nullable=True),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("receipt", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_code"],
            ["project_master.project_code"],
        ),
        sa.PrimaryKeyConstraint("project_code"),
    )
    op.create_table(
        "entry_exit_history",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("project_code", sa.String(length=100), nullable=False),
        sa.Column("worker_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("attend_type", sa.String(length=20), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_code"],
            ["project_master.project_code"],
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["worker_master.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("entry_exit_history_worker", "entry_exit_history", ["project_code", "worker_id"], unique=False)
    op.create_table(
        "entry_request",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("project_code", sa.String(length=100), nullable=False),
        sa.Column("worker_id", sa.String(length=36), nullable=False),
        sa.Column("entry_at", sa.String(length=40), nullable=False),
        sa.Column("attend_type", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_code"],
            ["project_master.project_code"],
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["worker_master.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_entry_request_project_code"), "entry_request", ["project_code"], unique=False)
    op.create_table(
        "import_run",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("project_code", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_code"],
            ["project_master.project_code"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_import_run_project_code"), "import_run", ["project_code"], unique=False)
    op.create_table(
        "labour_officer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("project_code", sa.String(length=100), nullable=False),
        sa.Column("corp_code", sa.String(length=18), nullable=False),
        sa.Column("officer_name", sa.String(length=60), nullable=False),
        sa.Column("account", sa.String(length=100), nullable=False),
        sa.Column("appointed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_code"],
            ["project_master.project_code"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("project_code", "account"),
    )
    op.create_table(
        "month_close",
        sa.Column("project_code", sa.String(length=100), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("closed_at", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_code"],
            ["project_master.project_code"],
        ),
        sa.PrimaryKeyConstraint("project_code", "month"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("project_code", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("addressee", sa.String(length=60), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("clauses", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_code"],
            ["project_master.project_code"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_notice_project_code"), "notice", ["project_code"], unique=False)
    op.create_table(
        "project_sub_contractor",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("project_code", sa.String(length=100), nullable=False),
        sa.Column("awarding_corp_code", sa.String(length=18), nullable=False),
        sa.Column("corp_code", sa.String(length=18), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.String(length=40), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corp_code"],
            ["sub_contractor.corp_code"],
        ),
        sa.ForeignKeyConstraint(
            ["project_code"],
            ["project_master.project_code"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_project_sub_contractor_project_code"), "project_sub_contractor", ["project_code"], unique=False)
    op.create_table(
        "project_worker",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("project_code", sa.String(length=100), nullable=False),
        sa.Column("worker_id", sa.String(length=36), nullable=False),
        sa.Column("corp_code", sa.String(length=18), nullable=False),
        sa.Column("work_type", sa.String(length=60), nullable=False),
        sa.Column("pay_roll_bank_card_number", sa.Text(), nullable=False),
        sa.Column("registered_at", sa.String(length=40), nullable=True),
        sa.Column("admitted_at", sa.String(length=40), nullable=True),
        sa.Column("first_entry_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_code"],
            ["project_master.project_code"],
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["worker_master.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("project_code", "worker_id"),
    )
    op.create_table(
        "team_master",
        sa.Column("team_sys_no", sa.String(length=36), nullable=False),
        sa.Column("project_code", sa.String(length=100), nullable=False),
        sa.Column("corp_code", sa.String(length=18), nullable=False),
        sa.Column("team_name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_code"],
            ["project_master.project_code"],
        ),
        sa.PrimaryKeyConstraint("team_sys_no"),
        sa.UniqueConstraint("project_code", "corp_code", "team_name"),
    )
    op.create_table(
        "violation",
        sa.Column("project_code", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=100), nullable=False),
        sa.Column("found_at", sa.String(length=40), nullable=False),
        sa.Column("clauses", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_code"],
            ["project_master.project_code"],
        ),
        sa.PrimaryKeyConstraint("project_code", "kind", "about"),
    )
    op.create_table(
        "worker_attendance",
        sa.Column("project_code", sa.String(length=100), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("worker_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("attend_type", sa.String(length=20), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_code"],
            ["project_master.project_code"],
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["worker_master.id"],
        ),
        sa.PrimaryKeyConstraint("project_code", "at", "worker_id"),
    )
    op.create_table(
        "worker_contract_rule",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("project_code", sa.String(length=100), nullable=False),
        sa.Column("worker_id", sa.String(length=36), nullable=False),
        sa.Column("corp_code", sa.String(length=18), nullable=False),
        sa.Column("signed_at", sa.String(length=40), nullable=False),
        sa.Column("work_hours", sa.String(length=200), nullable=False),
        sa.Column("work_content", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("unit_price_fen", sa.BigInteger(), nullable=False),
        sa.Column("pay_method", sa.String(length=200), nullable=False),
        sa.Column("standard_text", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_code"],
            ["project_master.project_code"],
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["worker_master.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("project_code", "worker_id"),
    )
    op.create_table(
        "contract_file",
        sa.Column("contract_id", sa.String(length=36), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["worker_contract_rule.id"],
        ),
        sa.PrimaryKeyConstraint("contract_id"),
    )
    op.create_table(
        "import_line",
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["import_run.id"],
        ),
        sa.PrimaryKeyConstraint("run_id", "line"),
    )
    op.create_table(
        "team_member",
        sa.Column("team_sys_no", sa.String(length=36), nullable=False),
        sa.Column("worker_id", sa.String(length=36), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_sys_no"],
            ["team_master.team_sys_no"],
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["worker_master.id"],
        ),
        sa.PrimaryKeyConstraint("team_sys_no", "worker_id"),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("team_member")
    op.drop_table("import_line")
    op.drop_table("contract_file")
    op.drop_table("worker_contract_rule")
    op.drop_table("worker_attendance")
    op.drop_table("violation")
    op.drop_table("team_master")
    op.drop_table("project_worker")
    op.drop_index(op.f("ix_project_sub_contractor_project_code"), table_name="project_sub_contractor")
    op.drop_table("project_sub_contractor")
    op.drop_index(op.f("ix_notice_project_code"), table_name="notice")
    op.drop_table("notice")
    op.drop_table("month_close")
    op.drop_table("labour_officer")
    op.drop_index(op.f("ix_import_run_project_code"), table_name="import_run")
    op.drop_table("import_run")
    op.drop_index(op.f("ix_entry_request_project_code"), table_name="entry_request")
    op.drop_table("entry_request")
    op.drop_index("entry_exit_history_worker", table_name="entry_exit_history")
    op.drop_table("entry_exit_history")
    op.drop_table("employment_filing")
    op.drop_table("worker_master")
    op.drop_table("sub_contractor")
    op.drop_index(op.f("ix_project_master_contractor_corp_code"), table_name="project_master")
    op.drop_index(op.f("ix_project_master_build_corp_code"), table_name="project_master")
    op.drop_table("project_master")
    op.drop_table("outbox")
    op.drop_table("inbox")
    op.drop_table("daily")
