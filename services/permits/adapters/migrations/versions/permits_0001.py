"""The first tables of the permits service."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "permits_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "acceptance",
        sa.Column("acceptance_id", sa.String(length=100), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("acceptance_passed_on", sa.Date(), nullable=True),
        sa.Column("filing_due_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("filing_late", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("acceptance_id"),
    )
    op.create_index(op.f("ix_acceptance_project_id"), "acceptance", ["project_id"], unique=False)
    op.create_table(
        "correction_order",
        sa.Column("order_id", sa.String(length=100), nullable=False),
        sa.Column("payment_id", sa.String(length=100), nullable=False),
        sa.Column("violation", sa.String(length=40), nullable=False),
        sa.Column("addressee", sa.String(length=40), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("correct_by", sa.Date(), nullable=True),
        sa.Column("corrected_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("order_id"),
    )
    op.create_index(op.f("ix_correction_order_payment_id"), "correction_order", ["payment_id"], unique=False)
    op.create_table(
        "firm",
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("credit_code"),
        sa.UniqueConstraint("id"),
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
        "payment",
        sa.Column("payment_id", sa.String(length=100), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("payer", sa.String(length=18), nullable=False),
        sa.Column("payee", sa.String(length=18), nullable=False),
        sa.Column("payer_role", sa.String(length=30), nullable=False),
        sa.Column("instalment_fen", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("certified_on", sa.Date(), nullable=True),
        sa.Column("certified_progress_fen", sa.BigInteger(), nullable=True),
        sa.Column("government_project", sa.Boolean(), nullable=False),
        sa.Column("process_settlement", sa.Boolean(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("duty_assessed_on", sa.Date(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("payment_id"),
    )
    op.create_index(op.f("ix_payment_project_id"), "payment", ["project_id"], unique=False)
    op.create_table(
        "payment_receipt",
        sa.Column("receipt_id", sa.String(length=100), nullable=False),
        sa.Column("payment_id", sa.String(length=100), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("wages_fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("receipt_id"),
    )
    op.create_index(op.f("ix_payment_receipt_payment_id"), "payment_receipt", ["payment_id"], unique=False)
    op.create_table(
        "permit_counter",
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("jurisdiction", "year"),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("construction_unit", sa.String(length=18), nullable=False),
        sa.Column("general_contractor", sa.String(length=18), nullable=False),
        sa.Column("created_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_project_construction_unit"), "project", ["construction_unit"], unique=False)
    op.create_index(op.f("ix_project_general_contractor"), "project", ["general_contractor"], unique=False)
    op.create_table(
        "settlement",
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("acceptance_passed_on", sa.Date(), nullable=False),
        sa.Column("half_year_on", sa.Date(), nullable=False),
        sa.Column("limit_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("delay_reason", sa.String(length=500), nullable=False),
        sa.Column("late_since", sa.Date(), nullable=True),
        sa.Column("pledge_case", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("project_id"),
    )
    op.create_table(
        "stop_application",
        sa.Column("application_id", sa.String(length=100), nullable=False),
        sa.Column("payment_id", sa.String(length=100), nullable=False),
        sa.Column("applicant", sa.String(length=18), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("decided_by", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("application_id"),
    )
    op.create_index(op.f("ix_stop_application_payment_id"), "stop_application", ["payment_id"], unique=False)
    op.create_table(
        "wage_claim",
        sa.Column("claim_id", sa.String(length=100), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("claim_id"),
    )
    op.create_index(op.f("ix_wage_claim_project_id"), "wage_claim", ["project_id"], unique=False)
    op.create_table(
        "work_stop",
        sa.Column("stop_id", sa.String(length=100), nullable=False),
        sa.Column("payment_id", sa.String(length=100), nullable=False),
        sa.Column("project_id", sa.String(length=100), nullable=False),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=False),
        sa.Column("resumed_on", sa.Date(), nullable=True),
        sa.Column("loss_fen", sa.BigInteger(), nullable=False),
        sa.Column("loss_bearer", sa.String(length=40), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("stop_id"),
    )
    op.create_index(op.f("ix_work_stop_payment_id"), "work_stop", ["payment_id"], unique=False)
    op.create_index(op.f("ix_work_stop_project_id"), "work_stop", ["project_id"], unique=False)
    op.create_table(
        "application",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.String(length=36), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", sa.String(length=40), nullable=False),
        sa.Column("submitted_by", sa.String(length=100), nullable=False),
        sa.Column("closed_at", sa.String(length=40), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("gate", sa.Text(), nullable=True),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_application_project_id"), "application", ["project_id"], unique=False)
    op.create_index(op.f("ix_application_state"), "application", ["state"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("application_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("addressee", sa.String(length=60), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("clauses", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_notice_application_id"), "notice", ["application_id"], unique=False)
    op.create_table(
        "permit",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("application_id", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.String(length=36), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("application_id"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "request",
        sa.Column("request_id", sa.String(length=100), nullable=False),
        sa.Column("application_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
        ),
        sa.PrimaryKeyConstraint("request_id"),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("request")
    op.drop_table("permit")
    op.drop_index(op.f("ix_notice_application_id"), table_name="notice")
    op.drop_table("notice")
    op.drop_index(op.f("ix_application_state"), table_name="application")
    op.drop_index(op.f("ix_application_project_id"), table_name="application")
    op.drop_table("application")
    op.drop_index(op.f("ix_work_stop_project_id"), table_name="work_stop")
    op.drop_index(op.f("ix_work_stop_payment_id"), table_name="work_stop")
    op.drop_table("work_stop")
    op.drop_index(op.f("ix_wage_claim_project_id"), table_name="wage_claim")
    op.drop_table("wage_claim")
    op.drop_index(op.f("ix_stop_application_payment_id"), table_name="stop_application")
    op.drop_table("stop_application")
    op.drop_table("settlement")
    op.drop_index(op.f("ix_project_general_contractor"), table_name="project")
    op.drop_index(op.f("ix_project_construction_unit"), table_name="project")
    op.drop_table("project")
    op.drop_table("permit_counter")
    op.drop_index(op.f("ix_payment_receipt_payment_id"), table_name="payment_receipt")
    op.drop_table("payment_receipt")
    op.drop_index(op.f("ix_payment_project_id"), table_name="payment")
    op.drop_table("payment")
    op.drop_table("outbox")
    op.drop_table("inbox")
    op.drop_table("firm")
    op.drop_index(op.f("ix_correction_order_payment_id"), table_name="correction_order")
    op.drop_table("correction_order")
    op.drop_index(op.f("ix_acceptance_project_id"), table_name="acceptance")
    op.drop_table("acceptance")
