"""Write a service's first Alembic revision anew from its declared tables, while no release holds it.

python -m tools.first_migration SERVICE
"""

from __future__ import annotations

import sys

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext

from services.runtime.migrations import declared_schemas

HEAD = '''"""The first tables of the {service} service."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "{service}_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    {up}


def downgrade() -> None:
    """Drop the tables."""
    {down}
'''


def main() -> None:
    """Write the revision."""
    if len(sys.argv) != 2 or sys.argv[1] not in declared_schemas():  # noqa: PLR2004 - one service
        sys.exit(f"usage: python -m tools.first_migration {'|'.join(declared_schemas())}")
    service = sys.argv[1]
    schema = declared_schemas()[service]
    with sa.create_engine("sqlite://").connect() as connection:
        found = produce_migrations(MigrationContext.configure(connection), schema.metadata)
    if found.upgrade_ops is None or found.downgrade_ops is None:
        sys.exit(f"{service} declares no tables")
    up, down = render_python_code(found.upgrade_ops), render_python_code(found.downgrade_ops)
    schema.versions.mkdir(parents=True, exist_ok=True)
    lines = [line for line in HEAD.format(service=service, up=up, down=down).splitlines() if "# ###" not in line]
    (schema.versions / f"{service}_0001.py").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
