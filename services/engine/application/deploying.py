"""Deploys a diagram as the next immutable version of its process."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from services.engine.application.steps import transact
from services.engine.application.views import definition_view
from services.engine.domain.model import Actor, DefinitionRecord
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.engine.application.context import Context
    from services.engine.application.storage import Session


def deploy(
    context: Context, *, xml: str | bytes, effective_on: str | date | None, actor: Actor, signed_by: str | None = None
) -> dict[str, Any]:
    """Deploy a diagram. The same diagram with the same date again is the version that exists.

    Args:
        context: the engine's dependencies.
        xml: the diagram.
        effective_on: the first day on which new instances get it; today when missing.
        actor: who deploys.
        signed_by: the second person who signed it off.

    Returns:
        `{definition, problems}`; the definition is None when the linter found errors.

    Raises:
        HuxinError: `bad_date`, `same_signer`, `bad_diagram`.
    """
    raw = xml.encode() if isinstance(xml, str) else xml
    day = _day(effective_on, context.clock.now().date())
    if signed_by is not None and signed_by == actor.user:
        raise HuxinError("same_signer", "A second person has to sign", f"{actor.user} deploys and signs", status=409)
    problems = context.lint(raw)
    if any(problem.get("severity") == "error" for problem in problems):
        return {"definition": None, "problems": problems}

    def work(session: Session) -> DefinitionRecord:
        return _insert(context, session, raw, day=day, actor=actor, signed_by=signed_by)

    record = transact(context, work)
    context.definitions.forget()
    return {"definition": definition_view(record), "problems": problems}


def _insert(  # noqa: PLR0913 - what a version is made of
    context: Context, session: Session, raw: bytes, *, day: date, actor: Actor, signed_by: str | None
) -> DefinitionRecord:
    records = session.definitions()
    called = {key: record for key in context.called_processes(raw) if (record := _newest(records, key))}
    compiled = context.interpreter.compile(raw, called={key: session.definition_xml(each.id) for key, each in called.items()} or None)
    versions = [record for record in records if record.key == compiled.key]
    references = {key: each.id for key, each in called.items()}
    for record in versions:
        if (record.hash, record.effective_on, record.called) == (compiled.hash, day, references):
            return record
        if record.hash == compiled.hash and record.effective_on <= day and record is versions[-1] and record.called == references:
            return record
    return session.add_definition(
        DefinitionRecord(
            id=0,
            key=compiled.key,
            version=max((record.version for record in versions), default=0) + 1,
            hash=compiled.hash,
            name=compiled.name,
            name_en=compiled.name_en,
            effective_on=day,
            jurisdictions=compiled.jurisdictions,
            deployed_at=context.clock.now(),
            deployed_by=actor.user,
            signed_by=signed_by,
            called=references,
        ),
        raw,
    )


def _newest(records: list[DefinitionRecord], key: str) -> DefinitionRecord | None:
    return max((record for record in records if record.key == key), key=lambda record: record.version, default=None)


def _day(value: str | date | None, today: date) -> date:
    if value is None:
        return today
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise HuxinError(
            "bad_date", "The effective date cannot be read", f"{value!r} is not an ISO 8601 date", fix="write 2026-01-31"
        ) from None
