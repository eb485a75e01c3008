"""What a step costs: statements, and bytes of a waiting case."""

from __future__ import annotations

import random
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from services.engine.application import queries, replies
from services.engine.domain.history import milliseconds
from services.engine.entrypoints.testing import EngineBench, good
from services.runtime import statements as hot_path

WAITING = 400
BYTES = 3_000  # rows and indexes of one case that waits for its message, with 1.5 kB of data
ENDS = ("BEGIN", "COMMIT", "ROLLBACK")


@contextmanager
def noted(engine, note):
    """Call `note(connection, statement, parameters)` before every statement, whichever way it takes to the driver."""

    def by_sqlalchemy(connection, _cursor, statement, parameters, *_rest):
        note(connection, statement, parameters)

    def by_hot_path(connection, driver, sql, values, **options):
        note(connection, sql, tuple(values))
        return send(connection, driver, sql, values, **options)

    send, hot_path._send = hot_path._send, by_hot_path
    sa.event.listen(engine, "before_cursor_execute", by_sqlalchemy)
    try:
        yield
    finally:
        sa.event.remove(engine, "before_cursor_execute", by_sqlalchemy)
        hot_path._send = send


@contextmanager
def counted(bench):
    statements: list[str] = []

    def note(_connection, statement, _parameters):
        if not statement.startswith(ENDS):
            statements.append(statement)

    with noted(bench.database.engine, note):
        yield statements


def test_completing_a_task_takes_few_statements(bench):
    _instance, task = bench.to_decision()
    with counted(bench) as statements:
        bench.complete(task["id"], {"decision": "approve"})
    assert len(statements) <= 5, statements


def test_replies_of_one_case_take_few_statements_however_many_they_are(bench):
    _instance, task = bench.to_decision()
    bench.complete(task["id"], {"decision": "approve"})
    bench.answer()
    answers = [good(command, {"done": True}) for command in bench.commands()]
    with counted(bench) as statements:
        replies.handle_replies(bench.context, answers)
    assert len(answers) == 2
    assert len(statements) <= 5, statements


def test_starting_takes_few_statements(bench):
    bench.start()
    with counted(bench) as statements:
        bench.start(data={"case_id": "C-2"})
    assert len(statements) <= 5, statements


def test_a_page_of_a_queue_is_one_statement_for_any_number_of_departments(bench):
    bench.to_decision()
    with counted(bench) as statements:
        queries.list_tasks(bench.context, {"departments": ["permit_authority", "court", "police"]})
    assert len(statements) == 1


def sizes(bench) -> dict[str, int]:
    """Return the bytes of every table with its indexes, without what only waits to be reused."""
    with bench.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM FULL")
        rows = connection.exec_driver_sql(
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relnamespace = 'engine'::regnamespace AND relkind = 'r'"
        )
        return dict(rows.all())


@pytest.mark.services
def test_a_waiting_case_is_stored_compactly(postgres_url):
    bench = EngineBench(postgres_url)
    bench.deploy()
    empty = sizes(bench)
    # Some words are common and most are rare, as in any text: 250 words of two signs, 1.5 kB in UTF-8.
    dice = random.Random(7)  # noqa: S311 - ordinary text, no secret
    words = [chr(dice.randint(0x4E00, 0x6FFF)) + chr(dice.randint(0x4E00, 0x6FFF)) for _ in range(400)]
    for number in range(WAITING):
        bench.to_reply(case_id=f"C-{number}", text="".join(words[int(len(words) * dice.random() ** 3)] for _ in range(250)))
    after = sizes(bench)
    bench.close()
    stored = {name: (after[name] - empty[name]) // WAITING for name in ("instance", "history", "task", "subscription", "timer")}
    assert sum(stored.values()) <= BYTES, stored


@pytest.mark.services
def test_queues_and_correlation_are_looked_up_by_index_among_many(postgres_url):
    bench = EngineBench(postgres_url)
    bench.deploy()
    bench.to_decision()
    now = milliseconds(bench.clock.now())
    with bench.database.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO task SELECT decode(md5(n::text), 'hex'), instance_id, token, state, version, priority, created_at, "
                "CAST(:now AS bigint) + n, completed_at, CASE mod(n, 4) WHEN 0 THEN department ELSE 'court' END, jurisdiction, process, "
                "element_id, name, assignee, completed_by, form, roles, deadline FROM task, generate_series(1, 20000) AS n"
            ),
            {"now": now},
        )
        connection.exec_driver_sql(
            "INSERT INTO subscription "
            "SELECT 'case.reply.received', 'C-' || n, decode(md5(n::text), 'hex'), 1 FROM generate_series(1, 20000) AS n"
        )
        connection.exec_driver_sql("ANALYZE")
    plans: list[str] = []

    def explain(connection, statement, parameters):
        if statement.startswith(("SELECT task", "SELECT message", "SELECT anon")):
            cursor = connection.connection.cursor()
            cursor.execute("EXPLAIN " + statement, parameters)
            plans.append("\n".join(row[0] for row in cursor.fetchall()))
            cursor.close()

    with noted(bench.database.engine, explain):
        bench.tasks(limit=20, departments=["permit_authority", "police"])
        with bench.context.store.reading() as session:
            session.subscriptions("case.reply.received", "C-17")
    bench.close()
    assert len(plans) == 2
    assert "ix_task_open_due" in plans[0]
    assert "subscription_pkey" in plans[1]
    assert all("Seq Scan on task" not in plan and "Seq Scan on subscription" not in plan for plan in plans)
