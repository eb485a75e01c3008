"""Brings one service's tables up to date with Alembic, run as a library; the version table lies beside the tables."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

import services
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from pathlib import Path

    import sqlalchemy as sa

    from services.runtime.db import Database
    from services.runtime.settings import Settings

VERSION_TABLE = "schema_version"
# Where a service declares its schema, by the rooms of the map; the last is the reference service's.
_PLACES = (
    "services.{service}.adapters.schema",
    "services.{service}.store.schema",
    "services.{service}.schema",
    "services.{service}.case_schema",
)


@dataclass(frozen=True, kw_only=True)
class ServiceSchema:
    """What a service declares about its tables, as `SCHEMA` in one of the modules above.

    Attributes:
        service: its name.
        metadata: the tables, outbox and inbox among them.
        versions: folder of Alembic revisions.
    """

    service: str
    metadata: sa.MetaData
    versions: Path


def upgrade(database: Database, schema: ServiceSchema) -> str | None:
    """Run the missing revisions in one transaction and return the revision reached.

    Raises:
        HuxinError: `database_too_new` when the database was written by a newer version.
    """
    script = _script(schema)
    with database.begin() as connection:
        if database.dialect == "postgresql":
            # Replicas start together; the second waits and then finds nothing to do.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(4870282)")
        with EnvironmentContext(_config(schema), script, fn=lambda revision, _context: _steps(script, revision)) as environment:
            environment.configure(
                connection=connection,
                target_metadata=schema.metadata,
                version_table=VERSION_TABLE,
                transactional_ddl=False,
                settings=database.settings,  # for revisions that seal rows
            )
            environment.run_migrations()
    return script.get_current_head()


def revision_settings(op: Any) -> Settings:  # noqa: ANN401 - alembic.op, which is a module
    """Return the settings of the database that a revision works on, for the keys with which it seals rows."""
    settings: Settings = op.get_context().opts["settings"]
    return settings


def current(database: Database) -> str | None:
    """Return the revision of the database, None when it has none."""
    with database.read() as connection:
        return MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()


def require_current(database: Database, schema: ServiceSchema) -> None:
    """Check that the database has the newest revision.

    Raises:
        HuxinError: `database_outdated`.
    """
    found, wanted = current(database), _script(schema).get_current_head()
    if found != wanted:
        raise HuxinError(
            "database_outdated",
            "The database has another version than the program",
            f"{schema.service}: {found or 'empty'}, wanted {wanted}",
            status=503,
            fix="Run `huxin db upgrade`.",
        )


def differences(database: Database, schema: ServiceSchema) -> list[Any]:
    """Return how the tables that exist differ from the declared ones, in Alembic's form."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": VERSION_TABLE,
                "compare_type": True,
                "include_name": lambda name, kind, _parents: kind != "schema" or name is None,
            },
        )
        return list(compare_metadata(context, schema.metadata))


def declared_schemas() -> dict[str, ServiceSchema]:
    """Return the schema of every service that declares one."""
    found: dict[str, ServiceSchema] = {}
    for info in pkgutil.iter_modules(services.__path__):
        for place in _PLACES:
            name = place.format(service=info.name)
            try:
                exists = importlib.util.find_spec(name) is not None
            except ModuleNotFoundError:
                exists = False
            schema = getattr(importlib.import_module(name), "SCHEMA", None) if exists else None
            if isinstance(schema, ServiceSchema):
                found[schema.service] = schema
    return found


def _steps(script: ScriptDirectory, revision: Any) -> list[Any]:  # noqa: ANN401 - Alembic's revision or tuple of them
    try:
        return script._upgrade_revs("head", revision)  # noqa: SLF001 - what Alembic's own upgrade command calls
    except Exception as error:
        raise HuxinError(
            "database_too_new",
            "The database was written by a newer version",
            f"its revision {revision} is unknown: {error}",
            status=503,
            fix="Run the newer version of the program.",
        ) from error


def _config(schema: ServiceSchema) -> Config:
    config = Config()
    config.set_main_option("script_location", str(schema.versions.parent))
    config.set_main_option("version_locations", str(schema.versions))
    config.set_main_option("path_separator", "newline")
    return config


def _script(schema: ServiceSchema) -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(schema))
