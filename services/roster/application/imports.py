"""A register file goes in: people with contract and registration, line by line (TL-2.1.2-2a, SX-5-2b)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from services.kernel.clock import SHANGHAI
from services.kernel.errors import HuxinError
from services.kernel.money import parse_yuan
from services.roster.application.lookup import must_be_officer, project_of, project_seen
from services.roster.application.people import contract_of, join_team, keep_contract, keep_person, keep_place
from services.roster.application.reports import Lines, keep_run, usable
from services.roster.domain.identity import RESIDENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.roster.application.ports import Work
    from services.roster.application.reports import Upload
    from services.roster.domain.model import ProjectMaster

UNITS = {
    "日": "day",
    "天": "day",
    "day": "day",
    "月": "month",
    "month": "month",
    "计量": "quantity",
    "计件": "quantity",
    "quantity": "quantity",
}


def import_register(work: Work, *, project_id: str, upload: Upload, by: str, firms: Sequence[str] | None = None) -> dict[str, Any]:
    """Take a register file; a line that is known already changes nothing, a line that cannot be right leaves nothing behind.

    Raises:
        HuxinError: `unknown_project`, `no_labour_officer`, `not_the_officer`.
    """
    project_seen(work, project_id, firms)
    project = project_of(work, project_id, lock=True)
    must_be_officer(work, project, by)
    lines, accepted = Lines(), 0
    for number, line in upload.rows:
        try:
            with work.records.part():
                changed = _take(work, project, usable(line))
        except HuxinError as error:
            lines.refuse(number, error)
        else:
            accepted += changed
            lines.repeated += not changed
    return keep_run(work, project, "register", upload, by=by, accepted=accepted, lines=lines)


def _take(work: Work, project: ProjectMaster, line: dict[str, Any]) -> bool:
    """Take one line; False when it was known already."""
    person = keep_person(
        work,
        name=_text(line, "worker_name"),
        id_number=_text(line, "id_card_number"),
        card_type=_text(line, "id_card_type") or RESIDENT,
        phone=_text(line, "cell_phone"),
    )
    place = keep_place(
        work,
        project,
        person,
        corp_code=_text(line, "corp_code") or project.contractor_corp_code,
        work_type=_text(line, "work_type"),
        bank_card=_text(line, "pay_roll_bank_card_number"),
    )
    changed = False
    if _text(line, "contract_signed_on") and contract_of(work, place) is None:
        lacks = keep_contract(work, place, _contract(line), _signed_at(work, line["contract_signed_on"]))
        if lacks:
            raise _bad("contract_lacks_terms", f"the contract lacks {', '.join(lacks)}", f"劳动合同缺少约定：{'、'.join(lacks)}")
        changed = True
    if place.registered_at is None:
        work.records.put(replace(place, registered_at=work.now))
        changed = True
    join_team(work, place, _text(line, "team_name"))
    return changed


def _contract(line: dict[str, Any]) -> dict[str, Any]:
    price = _text(line, "unit_price_yuan")
    try:
        fen = parse_yuan(price) if price else 0
    except HuxinError as error:
        raise _bad("bad_pay", error.detail, "单价应为元，最多两位小数") from error
    return {
        "contract_work_hours": _text(line, "work_hours"),
        "contract_work_content": _text(line, "work_content"),
        "contract_pay_unit": UNITS.get(_text(line, "unit"), ""),
        "contract_pay_rate_fen": fen,
        "contract_pay_method": _text(line, "pay_method"),
        "contract_standard_text": _text(line, "standard_text") in {"是", "yes", "true", "1"},
    }


def _signed_at(work: Work, value: object) -> datetime:
    """Return the beginning of the day on which the contract was signed; a file names no hour, and the worker has the benefit of it."""
    if isinstance(value, datetime):
        day = value.date()
    else:
        try:
            day = date.fromisoformat(str(value).strip().replace("/", "-")[:10])
        except ValueError:
            raise _bad("bad_day", "the day of signing cannot be read; write for example 2026-03-31", "合同签订日期无法识别") from None
    if day > work.now.date():
        raise _bad("bad_day", "the day of signing is still to come", "合同签订日期尚未到来")
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def _text(line: dict[str, Any], name: str) -> str:
    value = line.get(name)
    text = "" if value is None else str(value).strip()
    if not text.isprintable():
        raise _bad("bad_text", f"{name} holds characters that cannot be shown", "含有无法显示的字符")
    return text


def _bad(code: str, detail: str, detail_zh: str) -> HuxinError:
    return HuxinError(code, "The line cannot be taken", detail, status=422, extra={"detail_zh": detail_zh})


HANDLERS = (import_register,)
