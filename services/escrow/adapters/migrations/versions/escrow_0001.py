"""The first tables of the escrow service."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "escrow_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "attendance_part",
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "month", "part"),
    )
    op.create_table(
        "bank_account",
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("bank", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("account"),
    )
    op.create_index(op.f("ix_bank_account_project_id"), "bank_account", ["project_id"], unique=False)
    op.create_table(
        "bank_entry",
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("end_to_end_id", sa.String(length=35), nullable=False),
        sa.Column("other_name", sa.String(length=200), nullable=False),
        sa.Column("other_account", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("account", "reference"),
    )
    op.create_index(op.f("ix_bank_entry_end_to_end_id"), "bank_entry", ["end_to_end_id"], unique=False)
    op.create_table(
        "bank_file",
        sa.Column("file_id", sa.String(length=32), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("message_id", sa.String(length=35), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("bank", sa.String(length=60), nullable=False),
        sa.Column("profile", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=120), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("file_id"),
        sa.UniqueConstraint("direction", "message_id"),
    )
    op.create_index(op.f("ix_bank_file_account"), "bank_file", ["account"], unique=False)
    op.create_table(
        "bank_mismatch",
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("bank", sa.String(length=60), nullable=False),
        sa.Column("expected_fen", sa.BigInteger(), nullable=False),
        sa.Column("found_fen", sa.BigInteger(), nullable=False),
        sa.Column("text_zh", sa.String(length=300), nullable=False),
        sa.Column("text_en", sa.String(length=300), nullable=False),
        sa.Column("found_at", sa.String(length=40), nullable=False),
        sa.Column("solved_at", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("account", "kind", "key"),
    )
    op.create_index(op.f("ix_bank_mismatch_project_id"), "bank_mismatch", ["project_id"], unique=False)
    op.create_table(
        "bank_statement",
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("message_id", sa.String(length=35), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("opening_fen", sa.BigInteger(), nullable=False),
        sa.Column("closing_fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", "message_id"),
    )
    op.create_table(
        "bank_status",
        sa.Column("message_id", sa.String(length=35), nullable=False),
        sa.Column("end_to_end_id", sa.String(length=35), nullable=False),
        sa.Column("order_id", sa.String(length=35), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=4), nullable=False),
        sa.Column("reason", sa.String(length=4), nullable=False),
        sa.Column("info", sa.String(length=140), nullable=False),
        sa.Column("told_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "end_to_end_id"),
    )
    op.create_index(op.f("ix_bank_status_account"), "bank_status", ["account"], unique=False)
    op.create_index(op.f("ix_bank_status_order_id"), "bank_status", ["order_id"], unique=False)
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
        "posted_sheet",
        sa.Column("payroll_id", sa.String(length=120), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("payroll_id"),
    )
    op.create_table(
        "project",
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("construction_unit", sa.String(length=18), nullable=False),
        sa.Column("general_contractor", sa.String(length=18), nullable=False),
        sa.Column("permit_issued_on", sa.Date(), nullable=False),
        sa.Column("contract_price_fen", sa.BigInteger(), nullable=True),
        sa.Column("contract_signed_on", sa.Date(), nullable=True),
        sa.Column("project_sector", sa.String(length=40), nullable=True),
        sa.Column("investment_fen", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("project_id"),
    )
    op.create_index(op.f("ix_project_construction_unit"), "project", ["construction_unit"], unique=False)
    op.create_index(op.f("ix_project_general_contractor"), "project", ["general_contractor"], unique=False)
    op.create_table(
        "advance",
        sa.Column("advance_id", sa.String(length=100), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("arrears_fen", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.String(length=40), nullable=False),
        sa.Column("claims", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=60), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("shares", sa.Text(), nullable=False),
        sa.Column("final_bearer", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("notice_by", sa.Date(), nullable=True),
        sa.Column("supervised", sa.Boolean(), nullable=True),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("paid_fen >= 0 AND paid_fen <= arrears_fen", name="never_more_than_the_arrears"),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("advance_id"),
    )
    op.create_index(op.f("ix_advance_project_id"), "advance", ["project_id"], unique=False)
    op.create_table(
        "bank_report",
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("noticed_at", sa.String(length=40), nullable=False),
        sa.Column("received_at", sa.String(length=40), nullable=False),
        sa.Column("finding", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("report_id"),
        sa.UniqueConstraint("project_id", "reference"),
    )
    op.create_table(
        "closing",
        sa.Column("closing_id", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.String(length=40), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("closing_id"),
    )
    op.create_index(
        "closing_open",
        "closing",
        ["project_id"],
        unique=True,
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.create_index(op.f("ix_closing_project_id"), "closing", ["project_id"], unique=False)
    op.create_table(
        "contract_gap",
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("worker_id", sa.String(length=60), nullable=False),
        sa.Column("since_month", sa.String(length=7), nullable=False),
        sa.Column("last_month", sa.String(length=7), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("project_id", "worker_id"),
    )
    op.create_table(
        "correction_order",
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("detail_en", sa.String(length=300), nullable=False),
        sa.Column("required_fen", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("wanted_at", sa.String(length=40), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("correct_by", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("order_id"),
        sa.UniqueConstraint("project_id", "about", "reason"),
    )
    op.create_index(op.f("ix_correction_order_project_id"), "correction_order", ["project_id"], unique=False)
    op.create_table(
        "deposit",
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=18), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=True),
        sa.Column("due_fen", sa.BigInteger(), nullable=False),
        sa.Column("held_fen", sa.BigInteger(), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("letter_number", sa.String(length=60), nullable=False),
        sa.Column("letter_valid_until", sa.Date(), nullable=True),
        sa.Column("missing", sa.Boolean(), nullable=False),
        sa.Column("reminded_for", sa.Date(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.CheckConstraint("held_fen >= 0", name="deposit_is_never_below_zero"),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("project_id"),
    )
    op.create_index(op.f("ix_deposit_holder"), "deposit", ["holder"], unique=False)
    op.create_index(op.f("ix_deposit_jurisdiction"), "deposit", ["jurisdiction"], unique=False)
    op.create_table(
        "deposit_move",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("receipt", sa.String(length=60), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("booked_at", sa.String(length=40), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name="deposit_move_above_zero"),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("project_id", "key"),
    )
    op.create_table(
        "deposit_return",
        sa.Column("request_id", sa.String(length=100), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("notice_ends_on", sa.Date(), nullable=False),
        sa.Column("promise", sa.Boolean(), nullable=False),
        sa.Column("works_completed_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("returned_fen", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("request_id"),
    )
    op.create_index(op.f("ix_deposit_return_project_id"), "deposit_return", ["project_id"], unique=False)
    op.create_table(
        "deposit_review",
        sa.Column("review_id", sa.String(length=120), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("finish_by", sa.Date(), nullable=False),
        sa.Column("old_rate_bp", sa.Integer(), nullable=True),
        sa.Column("new_rate_bp", sa.Integer(), nullable=True),
        sa.Column("new_due_fen", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("review_id"),
    )
    op.create_index(op.f("ix_deposit_review_project_id"), "deposit_review", ["project_id"], unique=False)
    op.create_table(
        "deposit_use",
        sa.Column("order_id", sa.String(length=100), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("wanted_fen", sa.BigInteger(), nullable=False),
        sa.Column("granted_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=True),
        sa.Column("pay_by", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("top_up_by", sa.Date(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("order_id"),
    )
    op.create_index(op.f("ix_deposit_use_project_id"), "deposit_use", ["project_id"], unique=False)
    op.create_table(
        "early_warning",
        sa.Column("warning_id", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("colour", sa.String(length=10), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("raised_at", sa.String(length=40), nullable=False),
        sa.Column("handle_by", sa.Date(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("measure_taken", sa.String(length=20), nullable=False),
        sa.Column("remark", sa.String(length=300), nullable=False),
        sa.Column("handled_at", sa.String(length=40), nullable=True),
        sa.Column("told_up", sa.Boolean(), nullable=False),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("warning_id"),
    )
    op.create_index(
        "early_warning_open",
        "early_warning",
        ["project_id", "kind", "subject"],
        unique=True,
        sqlite_where=sa.text("cleared_on IS NULL"),
        postgresql_where=sa.text("cleared_on IS NULL"),
    )
    op.create_index(
        "early_warning_open_place",
        "early_warning",
        ["jurisdiction", "kind"],
        unique=False,
        sqlite_where=sa.text("cleared_on IS NULL"),
        postgresql_where=sa.text("cleared_on IS NULL"),
    )
    op.create_index(op.f("ix_early_warning_project_id"), "early_warning", ["project_id"], unique=False)
    op.create_table(
        "funding_month",
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("payday_on", sa.Date(), nullable=False),
        sa.Column("required_fen", sa.BigInteger(), nullable=True),
        sa.Column("funded_on", sa.Date(), nullable=True),
        sa.Column("certified", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("labour_cost", sa.Text(), nullable=False),
        sa.Column("balance", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("project_id", "month"),
    )
    op.create_table(
        "ledger_account",
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("balance_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind <> 'bank' OR balance_fen >= 0", name="bank_is_never_below_zero"),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("project_id", "kind"),
    )
    op.create_table(
        "ledger_transaction",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("memo", sa.String(length=300), nullable=False),
        sa.Column("booked_at", sa.String(length=40), nullable=False),
        sa.Column("reverses", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.ForeignKeyConstraint(["reverses"], ["ledger_transaction.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("project_id", "key"),
        sa.UniqueConstraint("reverses"),
    )
    op.create_index("ledger_transaction_what", "ledger_transaction", ["project_id", "what", "month"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("addressee", sa.String(length=60), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("clauses", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("project_id", "about", "kind", "addressee"),
    )
    op.create_index(op.f("ix_notice_project_id"), "notice", ["project_id"], unique=False)
    op.create_table(
        "payment_order",
        sa.Column("order_id", sa.String(length=32), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("ordered_at", sa.String(length=40), nullable=False),
        sa.Column("settled_at", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("order_id"),
    )
    op.create_index(op.f("ix_payment_order_about"), "payment_order", ["about"], unique=False)
    op.create_index(op.f("ix_payment_order_project_id"), "payment_order", ["project_id"], unique=False)
    op.create_table(
        "payroll",
        sa.Column("payroll_id", sa.String(length=120), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("form_due_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Text(), nullable=False),
        sa.Column("firms", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("sealed_by", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=True),
        sa.Column("approved_at", sa.String(length=40), nullable=True),
        sa.Column("order_id", sa.String(length=32), nullable=False),
        sa.Column("closed_at", sa.String(length=40), nullable=True),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("payroll_id"),
    )
    op.create_index(op.f("ix_payroll_project_id"), "payroll", ["project_id"], unique=False)
    op.create_table(
        "wage_account",
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("contract_due_on", sa.Date(), nullable=False),
        sa.Column("opening_due_on", sa.Date(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("works_start_on", sa.Date(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("activated_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("project_id"),
        sa.UniqueConstraint("account_id"),
    )
    op.create_index(op.f("ix_wage_account_state"), "wage_account", ["state"], unique=False)
    op.create_table(
        "advance_payment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("advance_id", sa.String(length=100), nullable=False),
        sa.Column("payer", sa.String(length=40), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("receipt", sa.String(length=60), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["advance_id"], ["advance.advance_id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("advance_id", "payer", "receipt"),
    )
    op.create_table(
        "guarantee_claim",
        sa.Column("advance_id", sa.String(length=100), nullable=False),
        sa.Column("guarantor", sa.String(length=200), nullable=False),
        sa.Column("guarantee_number", sa.String(length=60), nullable=False),
        sa.Column("claimed_fen", sa.BigInteger(), nullable=False),
        sa.Column("pay_by", sa.Date(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["advance_id"], ["advance.advance_id"]),
        sa.PrimaryKeyConstraint("advance_id"),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("transaction_id", sa.String(length=36), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("debit_fen", sa.BigInteger(), nullable=False),
        sa.Column("credit_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("debit_fen = 0 OR credit_fen = 0", name="one_side_only"),
        sa.CheckConstraint("debit_fen >= 0 AND credit_fen >= 0 AND debit_fen + credit_fen > 0", name="amounts_above_zero"),
        sa.ForeignKeyConstraint(["transaction_id"], ["ledger_transaction.id"]),
        sa.PrimaryKeyConstraint("transaction_id", "line"),
    )
    op.create_table(
        "payment_line",
        sa.Column("end_to_end_id", sa.String(length=32), nullable=False),
        sa.Column("order_id", sa.String(length=32), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("payee", sa.String(length=60), nullable=False),
        sa.Column("payee_name", sa.String(length=200), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["payment_order.order_id"]),
        sa.PrimaryKeyConstraint("end_to_end_id"),
    )
    op.create_index(op.f("ix_payment_line_order_id"), "payment_line", ["order_id"], unique=False)
    op.create_table(
        "payroll_line",
        sa.Column("payroll_id", sa.String(length=120), nullable=False),
        sa.Column("worker_id", sa.String(length=60), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("employer", sa.String(length=18), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("rate_fen", sa.BigInteger(), nullable=False),
        sa.Column("quantity_fen", sa.BigInteger(), nullable=False),
        sa.Column("gross_fen", sa.BigInteger(), nullable=False),
        sa.Column("deduct_fen", sa.BigInteger(), nullable=False),
        sa.Column("due_fen", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("account_holder", sa.String(length=60), nullable=False),
        sa.Column("payee_kind", sa.String(length=30), nullable=False),
        sa.Column("contract", sa.Boolean(), nullable=False),
        sa.Column("signed_at", sa.String(length=40), nullable=True),
        sa.Column("signed_by", sa.String(length=100), nullable=False),
        sa.Column("signed_fen", sa.BigInteger(), nullable=True),
        sa.Column("objection", sa.String(length=500), nullable=False),
        sa.Column("objection_state", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["payroll_id"], ["payroll.payroll_id"]),
        sa.PrimaryKeyConstraint("payroll_id", "worker_id"),
    )
    op.create_table(
        "recovery",
        sa.Column("recovery_id", sa.String(length=120), nullable=False),
        sa.Column("advance_id", sa.String(length=100), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("creditor", sa.String(length=40), nullable=False),
        sa.Column("debtor", sa.String(length=40), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("recovered_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["advance_id"], ["advance.advance_id"]),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"]),
        sa.PrimaryKeyConstraint("recovery_id"),
    )
    op.create_index(op.f("ix_recovery_advance_id"), "recovery", ["advance_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_recovery_advance_id"), table_name="recovery")
    op.drop_table("recovery")
    op.drop_table("payroll_line")
    op.drop_index(op.f("ix_payment_line_order_id"), table_name="payment_line")
    op.drop_table("payment_line")
    op.drop_table("ledger_entry")
    op.drop_table("guarantee_claim")
    op.drop_table("advance_payment")
    op.drop_index(op.f("ix_wage_account_state"), table_name="wage_account")
    op.drop_table("wage_account")
    op.drop_index(op.f("ix_payroll_project_id"), table_name="payroll")
    op.drop_table("payroll")
    op.drop_index(op.f("ix_payment_order_project_id"), table_name="payment_order")
    op.drop_index(op.f("ix_payment_order_about"), table_name="payment_order")
    op.drop_table("payment_order")
    op.drop_index(op.f("ix_notice_project_id"), table_name="notice")
    op.drop_table("notice")
    op.drop_index("ledger_transaction_what", table_name="ledger_transaction")
    op.drop_table("ledger_transaction")
    op.drop_table("ledger_account")
    op.drop_table("funding_month")
    op.drop_index(op.f("ix_early_warning_project_id"), table_name="early_warning")
    op.drop_index(
        "early_warning_open_place",
        table_name="early_warning",
        sqlite_where=sa.text("cleared_on IS NULL"),
        postgresql_where=sa.text("cleared_on IS NULL"),
    )
    op.drop_index(
        "early_warning_open",
        table_name="early_warning",
        sqlite_where=sa.text("cleared_on IS NULL"),
        postgresql_where=sa.text("cleared_on IS NULL"),
    )
    op.drop_table("early_warning")
    op.drop_index(op.f("ix_deposit_use_project_id"), table_name="deposit_use")
    op.drop_table("deposit_use")
    op.drop_index(op.f("ix_deposit_review_project_id"), table_name="deposit_review")
    op.drop_table("deposit_review")
    op.drop_index(op.f("ix_deposit_return_project_id"), table_name="deposit_return")
    op.drop_table("deposit_return")
    op.drop_table("deposit_move")
    op.drop_index(op.f("ix_deposit_jurisdiction"), table_name="deposit")
    op.drop_index(op.f("ix_deposit_holder"), table_name="deposit")
    op.drop_table("deposit")
    op.drop_index(op.f("ix_correction_order_project_id"), table_name="correction_order")
    op.drop_table("correction_order")
    op.drop_table("contract_gap")
    op.drop_index(op.f("ix_closing_project_id"), table_name="closing")
    op.drop_index(
        "closing_open", table_name="closing", sqlite_where=sa.text("state = 'asked'"), postgresql_where=sa.text("state = 'asked'")
    )
    op.drop_table("closing")
    op.drop_table("bank_report")
    op.drop_index(op.f("ix_advance_project_id"), table_name="advance")
    op.drop_table("advance")
    op.drop_index(op.f("ix_project_general_contractor"), table_name="project")
    op.drop_index(op.f("ix_project_construction_unit"), table_name="project")
    op.drop_table("project")
    op.drop_table("posted_sheet")
    op.drop_table("outbox")
    op.drop_table("inbox")
    op.drop_table("daily")
    op.drop_index(op.f("ix_bank_status_order_id"), table_name="bank_status")
    op.drop_index(op.f("ix_bank_status_account"), table_name="bank_status")
    op.drop_table("bank_status")
    op.drop_table("bank_statement")
    op.drop_index(op.f("ix_bank_mismatch_project_id"), table_name="bank_mismatch")
    op.drop_table("bank_mismatch")
    op.drop_index(op.f("ix_bank_file_account"), table_name="bank_file")
    op.drop_table("bank_file")
    op.drop_index(op.f("ix_bank_entry_end_to_end_id"), table_name="bank_entry")
    op.drop_table("bank_entry")
    op.drop_index(op.f("ix_bank_account_project_id"), table_name="bank_account")
    op.drop_table("bank_account")
    op.drop_table("attendance_part")
