"""Pages of task queues. They follow an index, so a queue of a hundred thousand opens as fast as one of ten.

Building such a statement costs more than running it, and queues are asked for all the time. So it is built with places instead
of values, once for every set of filters, and kept as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from services.engine.domain.model import TaskState
from services.engine.store.base import Hot
from services.engine.store.tables import instance, task

if TYPE_CHECKING:
    from collections.abc import Sequence

# Written out, not bound: only a literal lets the planner see that a partial index fits.
WAITING = sa.literal_column(f"task.state IN ({int(TaskState.OPEN)}, {int(TaskState.CLAIMED)})", sa.Boolean)
_DONE = sa.literal_column(f"task.state = {int(TaskState.COMPLETED)}", sa.Boolean)
_LIGHT = [column for column in instance.c if column.name not in ("blob", "waits")]
_COLUMNS = (*(f"t_{column.name}" for column in task.c), *(f"i_{column.name}" for column in _LIGHT))
_WORDS = ("state", "sort")  # they change the statement itself
_BOUND = ("process", "jurisdiction", "assignee", "instance_id", "business_key")
_DIALECTS = {"postgresql": postgresql.dialect(paramstyle="format"), "sqlite": sqlite.dialect(paramstyle="format")}  # type: ignore[no-untyped-call]


def page(query: dict[str, Any], departments: Sequence[Any] | None, *, limit: Any, after: tuple[Any, Any] | None) -> sa.Select[Any]:  # noqa: ANN401 - a value or its place
    """Return the statement for a page after a keyset position (due time, id); every value may be a bound parameter instead.

    Several departments are read one by one through the index and merged, since an index gives one department in order.
    """
    order = _order(query, task.c)
    branches = [_branch(query, None)] if departments is None else [_branch(query, each) for each in departments]
    pages = [_after(branch, query, after).order_by(*order).limit(limit) for branch in branches]
    ids = pages[0].subquery() if len(pages) == 1 else sa.union_all(*(sa.select(each.subquery()) for each in pages)).subquery()
    return (
        sa.select(
            *(column.label(f"t_{column.name}") for column in task.c),
            *(column.label(f"i_{column.name}") for column in _LIGHT),
        )
        .join_from(ids, task, ids.c.id == task.c.id)
        .join(instance, task.c.instance_id == instance.c.id)
        .order_by(*order)
        .limit(limit)
    )


def hot_page(
    dialect: str, query: dict[str, Any], departments: Sequence[str] | None, *, limit: int, after: tuple[int, bytes] | None
) -> tuple[Hot, list[Any]] | None:
    """Return the kept statement of a page and its values; None for filters that are asked for too seldom to be kept."""
    if query.get("text") or query.get("owners") is not None:
        return None
    given = {name: query[name] for name in _BOUND if query.get(name)}
    shape = _Shape(
        dialect=dialect,
        words=tuple((name, query.get(name)) for name in _WORDS),
        given=tuple(given),
        overdue=bool(query.get("overdue")),
        departments=None if departments is None else len(departments),
        after=after is not None,
    )
    kept = _kept(shape)
    values: dict[str, Any] = {**kept.constants, **given, "limit": limit, "now_ms": query.get("now_ms")}
    values |= {f"department_{number}": each for number, each in enumerate(departments or ())}
    if after is not None:
        values["after_due"], values["after_id"] = after
    return kept.hot, [values[name] for name in kept.places]


@dataclass(frozen=True, kw_only=True)
class _Shape:
    """What of a page's question changes the statement's text."""

    dialect: str
    words: tuple[tuple[str, str | None], ...]
    given: tuple[str, ...]
    overdue: bool
    departments: int | None
    after: bool


@dataclass(frozen=True, kw_only=True)
class _Kept:
    """A statement, the names of its places in order, and the values that the dialect itself put in."""

    hot: Hot
    places: tuple[str, ...]
    constants: dict[str, Any]


@lru_cache(maxsize=128)
def _kept(shape: _Shape) -> _Kept:
    query: dict[str, Any] = {**dict(shape.words), **{name: sa.bindparam(name) for name in shape.given}}
    if shape.overdue:
        query |= {"overdue": True, "now_ms": sa.bindparam("now_ms")}
    departments: list[Any] | None = None
    if shape.departments is not None:
        departments = [sa.bindparam(f"department_{number}") for number in range(shape.departments)]
    after = (sa.bindparam("after_due", type_=sa.BigInteger), sa.bindparam("after_id", type_=sa.LargeBinary)) if shape.after else None
    statement = page(query, departments, limit=sa.bindparam("limit", type_=sa.Integer), after=after)
    compiled = statement.compile(dialect=_DIALECTS[shape.dialect])
    return _Kept(hot=Hot(str(compiled), _COLUMNS), places=tuple(compiled.positiontup or ()), constants=dict(compiled.params))


def _branch(query: dict[str, Any], department: Any) -> sa.Select[Any]:  # noqa: ANN401 - a value or its place
    statement = sa.select(task.c.id, task.c.due_at).where(*_state_filters(query))
    if department is not None:
        statement = statement.where(task.c.department == department)
    named = [name for name in ("process", "jurisdiction", "assignee", "instance_id") if query.get(name) is not None]
    statement = statement.where(*(task.c[name] == query[name] for name in named))
    if query.get("owners") is not None:
        statement = statement.where(task.c.owner.in_(list(query["owners"])))
    about = _about_filters(query)
    return statement.join(instance, task.c.instance_id == instance.c.id).where(*about) if about else statement


def _order(query: dict[str, Any], columns: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a column collection
    if query.get("state") == "done":
        return (columns.id.desc(),)
    return (columns.id,) if query.get("sort") == "since" else (columns.due_at, columns.id)


def _after(statement: sa.Select[Any], query: dict[str, Any], after: tuple[Any, Any] | None) -> sa.Select[Any]:
    if after is None:
        return statement
    due, last = after
    if query.get("state") == "done":
        return statement.where(task.c.id < last)
    if query.get("sort") == "since":
        return statement.where(task.c.id > last)
    return statement.where(sa.tuple_(task.c.due_at, task.c.id) > sa.tuple_(due, last))


def _state_filters(query: dict[str, Any]) -> list[sa.ColumnElement[bool]]:
    state = query.get("state") or "open"
    filters: list[sa.ColumnElement[bool]] = []
    if state != "all":
        filters.append(_DONE if state == "done" else WAITING)
    if state == "claimed":
        filters.append(task.c.state == sa.literal_column(str(int(TaskState.CLAIMED))))
    if query.get("overdue"):
        filters.append(task.c.due_at <= query["now_ms"])
    return filters


def _about_filters(query: dict[str, Any]) -> list[sa.ColumnElement[bool]]:
    """Return the filters that need the task's instance."""
    filters: list[sa.ColumnElement[bool]] = []
    if query.get("business_key") is not None:
        filters.append(instance.c.business_key == query["business_key"])
    if query.get("text"):
        columns = (task.c.name, instance.c.title, instance.c.business_key)
        filters.append(sa.or_(*(column.icontains(query["text"], autoescape=True) for column in columns)))
    return filters
