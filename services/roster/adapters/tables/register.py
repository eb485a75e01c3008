"""Workers, their place on a project, teams, contracts and entries. Identity number, telephone and wage card are stored sealed."""

from __future__ import annotations

import sqlalchemy as sa

from services.roster.adapters.tables.base import metadata, moment, project, worker

worker_master = sa.Table(
    "worker_master",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("worker_name", sa.String(60), nullable=False),
    sa.Column("id_card_type", sa.String(2), nullable=False),
    sa.Column("id_card_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("id_card_number", sa.Text, nullable=False),
    sa.Column("cell_phone", sa.Text, nullable=False),
)

project_worker = sa.Table(
    "project_worker",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    project(),
    worker(),
    sa.Column("corp_code", sa.String(18), nullable=False),
    sa.Column("work_type", sa.String(60), nullable=False),
    sa.Column("pay_roll_bank_card_number", sa.Text, nullable=False),
    moment("registered_at", nullable=True),
    moment("admitted_at", nullable=True),
    sa.Column("first_entry_on", sa.Date, nullable=True),
    sa.UniqueConstraint("project_code", "worker_id"),
)

team_master = sa.Table(
    "team_master",
    metadata,
    sa.Column("team_sys_no", sa.String(36), primary_key=True),
    project(),
    sa.Column("corp_code", sa.String(18), nullable=False),
    sa.Column("team_name", sa.String(60), nullable=False),
    sa.UniqueConstraint("project_code", "corp_code", "team_name"),
)

team_member = sa.Table(
    "team_member",
    metadata,
    sa.Column("team_sys_no", sa.String(36), sa.ForeignKey("team_master.team_sys_no"), primary_key=True),
    worker(primary_key=True),
    sa.Column("joined_on", sa.Date, nullable=False),
)

worker_contract_rule = sa.Table(
    "worker_contract_rule",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    project(),
    worker(),
    sa.Column("corp_code", sa.String(18), nullable=False),
    moment("signed_at"),
    sa.Column("work_hours", sa.String(200), nullable=False),
    sa.Column("work_content", sa.String(200), nullable=False),
    sa.Column("unit", sa.String(10), nullable=False),
    sa.Column("unit_price_fen", sa.BigInteger, nullable=False),
    sa.Column("pay_method", sa.String(200), nullable=False),
    sa.Column("standard_text", sa.Boolean, nullable=False),
    sa.UniqueConstraint("project_code", "worker_id"),
)

contract_file = sa.Table(
    "contract_file",
    metadata,
    sa.Column("contract_id", sa.String(36), sa.ForeignKey("worker_contract_rule.id"), primary_key=True),
    sa.Column("file_name", sa.String(200), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
)

entry_request = sa.Table(
    "entry_request",
    metadata,
    sa.Column("id", sa.String(100), primary_key=True),
    project(index=True),
    worker(),
    moment("entry_at"),
    sa.Column("attend_type", sa.String(20), nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("decision", sa.Text, nullable=False),
)
