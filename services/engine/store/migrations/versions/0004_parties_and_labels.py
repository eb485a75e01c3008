"""A case knows which firms take part in it, and a definition its English name."""

import zlib

import sqlalchemy as sa
from alembic import op
from lxml import etree

revision = "0004"
down_revision = "0003"

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
HUXIN = "urn:huxin:bpmn:1"


def upgrade() -> None:
    """Add the firms of a case and the English names; fill in what the stored rows tell.

    The data of running cases is packed by the program, so of theirs only the firms that have or had a task are known here; the others
    follow with a case's next step.
    """
    op.add_column("definition", sa.Column("name_en", sa.Text(), nullable=False, server_default=""))
    op.add_column("instance", sa.Column("parties", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "party",
        sa.Column("firm", sa.Text(), nullable=False),
        sa.Column("instance_id", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("firm", "instance_id"),
        sqlite_with_rowid=False,
    )
    _name_definitions()
    _count_owners_of_tasks()


def _name_definitions() -> None:
    connection = op.get_bind()
    definition = sa.table("definition", sa.column("id"), sa.column("key"), sa.column("xml"), sa.column("name_en"))
    for row in connection.execute(sa.select(definition.c.id, definition.c.key, definition.c.xml)).all():
        english = _label(zlib.decompress(bytes(row.xml)), row.key)
        if english:
            connection.execute(sa.update(definition).where(definition.c.id == row.id).values(name_en=english))


def _label(xml: bytes, key: str) -> str:
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    found = root.findall(f"{{{BPMN}}}process[@id='{key}']/{{{BPMN}}}extensionElements/{{{HUXIN}}}label")
    return str(found[0].get("en", "")).strip() if found else ""


def _count_owners_of_tasks() -> None:
    connection = op.get_bind()
    task = sa.table("task", sa.column("owner"), sa.column("instance_id"))
    party = sa.table("party", sa.column("firm"), sa.column("instance_id"))
    instance = sa.table("instance", sa.column("id"), sa.column("parties"))
    firms: dict[bytes, set[str]] = {}
    for row in connection.execute(sa.select(task.c.owner, task.c.instance_id).where(task.c.owner.is_not(None)).distinct()).all():
        firms.setdefault(bytes(row.instance_id), set()).add(row.owner)
    for instance_id, owners in firms.items():
        connection.execute(sa.update(instance).where(instance.c.id == instance_id).values(parties=" ".join(sorted(owners))))
        connection.execute(sa.insert(party), [{"firm": firm, "instance_id": instance_id} for firm in sorted(owners)])
