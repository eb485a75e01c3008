"""Making things public: only when signed, proven by photo or receipt, held for its period (SX-7-1, SX-7-2b, SX-8-3c, TL-2.1.2-2d)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from services.credit.domain.posting import KINDS, PARTIES, Posting, signatures_missing
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7

if TYPE_CHECKING:
    from services.credit.application.ports import Handler, Work

MAX_PAGE = 100


def open_posting(work: Work, *, request: dict[str, Any]) -> dict[str, Any]:
    """Check what is to be made public and say where; the same content again is the same posting.

    Args:
        work: the transaction.
        request: `{kind, about, title, project_id, jurisdiction, digest?, signatures?, general_contractor?}`.

    Returns:
        `outcome` `board`, `site`, or `refused` with `reasons` while a party has not signed.

    Raises:
        HuxinError: `bad_posting` for an unknown kind or a missing member.
    """
    kind = str(request.get("kind") or "")
    wanting = [name for name in ("about", "title", "project_id", "jurisdiction") if not request.get(name)]
    if kind not in KINDS or wanting:
        detail = f"kind is {kind!r}, one of {', '.join(KINDS)}; missing: {', '.join(wanting) or 'nothing'}"
        raise HuxinError("bad_posting", "This cannot be posted", detail, status=422)
    jurisdiction, today = str(request["jurisdiction"]), work.now.date()
    law = work.law.law(jurisdiction)
    signatures = dict(request.get("signatures") or {})
    missing, clauses = signatures_missing(law, today, kind, signatures)
    limit = str(law.parameter("posting.proof_duration", today).value)
    about, digest = str(request["about"]), str(request.get("digest") or "")
    posting = Posting(
        posting_id=uuid7(),
        kind=kind,
        about=about,
        digest=digest,
        project_id=str(request["project_id"]),
        jurisdiction=jurisdiction,
        title=str(request["title"])[:300],
        state="refused" if missing else "open",
        place=KINDS[kind][0],
        signatures=signatures,
        missing=missing,
        opened_at=work.now,
        due_on=work.law.due(jurisdiction, today, limit, "calendar").last_day,
    )
    if not work.records.add_new(posting):
        known = work.records.one(Posting, lock=True, kind=kind, about=about, digest=digest)
        if known is not None:
            posting = known if known.state in {"posted", "taken_down"} else replace(posting, posting_id=known.posting_id, late=known.late)
            work.records.put(posting)
    reasons = [_reason(party, clauses) for party in missing]
    return {
        "posting_id": posting.posting_id,
        "outcome": "refused" if missing else posting.place,
        "limit": limit,
        "due_on": posting.due_on.isoformat(),
        "reasons": reasons,
        "owner": request.get("general_contractor"),
    }


def _reason(party: str, clauses: tuple[str, ...]) -> dict[str, Any]:
    zh, en = PARTIES.get(party, (party, party))
    return {"code": f"{party}_did_not_sign", "text": f"{zh}尚未签字认可", "text_en": f"{en} did not sign", "clauses": list(clauses)}


def record_posting(work: Work, *, posting_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Keep the proof and count how long it must stay up; recorded before, it stays as it is.

    Raises:
        HuxinError: `unknown_posting`, `not_signed` for what was refused, `no_proof` without proof, `bad_day` for a day to come.
    """
    posting = posting_of(work, posting_id)
    if posting.state == "refused":
        raise HuxinError("not_signed", "It is not signed by all and cannot be posted", f"posting {posting_id}", status=409)
    if posting.posted_on is None or posting.hold_until is None:
        proof = str(facts.get("posting_proof") or "").strip()
        if not proof:
            raise HuxinError("no_proof", "The proof is missing", "give the number of a photo or receipt", status=422)
        posted_on, today = _day(facts.get("posted_on"), work.now.date()), work.now.date()
        if posted_on > today:
            raise HuxinError("bad_day", "The day lies ahead", f"posted on {posted_on}, today is {today}", status=422)
        hold = work.law.law(posting.jurisdiction).parameter(KINDS[posting.kind][1], today)
        until = work.law.due(posting.jurisdiction, posted_on, str(hold.value), "calendar").nominal
        posting = replace(
            posting,
            state="posted",
            posted_on=posted_on,
            spot=str(facts.get("posting_place") or "")[:60],
            proof=proof[:200],
            hold_until=until,
        )
        work.records.put(posting)
    until = posting.hold_until or work.now.date()
    end = datetime.combine(until, time(23, 59, 59), work.now.tzinfo)
    return {"posted_on": (posting.posted_on or until).isoformat(), "hold_until": until.isoformat(), "hold_at": end.isoformat()}


def _day(given: object, today: date) -> date:
    """Return a day from a form; the day of the record when none is given."""
    if not given:
        return today
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise HuxinError("bad_day", "The day cannot be read", f"{given!r}", status=422, fix="Write 2026-11-30.") from None


def flag_unposted(work: Work, *, posting_id: str) -> dict[str, Any]:
    """Mark that the proof has not come in time and say so once; an alarm, never a sanction by itself."""
    posting = posting_of(work, posting_id)
    if posting.late or posting.state != "open":
        return {"late": posting.late}
    work.records.put(replace(posting, late=True))
    data = {"posting_id": posting_id, "kind": posting.kind, "about": posting.about, "project_id": posting.project_id}
    work.emit(
        "credit.posting.late", subject=posting_id, jurisdiction=posting.jurisdiction, data={**data, "due_on": posting.due_on.isoformat()}
    )
    return {"late": True}


def take_down(work: Work, *, posting_id: str) -> dict[str, Any]:
    """Close a posting after its period; content and proof stay on record."""
    posting = posting_of(work, posting_id)
    day = posting.taken_down_on or work.now.date()
    if posting.state == "posted":
        work.records.put(replace(posting, state="taken_down", taken_down_on=day))
    return {"taken_down_on": day.isoformat()}


def posting_of(work: Work, posting_id: str) -> Posting:
    """Return a posting, locked.

    Raises:
        HuxinError: `unknown_posting`.
    """
    posting = work.records.one(Posting, lock=True, posting_id=posting_id)
    if posting is None:
        raise HuxinError("unknown_posting", "No such posting", posting_id, status=404)
    return posting


def list_postings(
    work: Work, *, project_id: str | None = None, jurisdiction: str | None = None, cursor: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return a page of postings, newest first; everybody may read what was made public."""
    where = {name: value for name, value in (("project_id", project_id), ("jurisdiction", jurisdiction)) if value}
    size = min(max(limit, 1), MAX_PAGE)
    found = work.records.many(Posting, after=cursor, limit=size, newest_first=True, **where)
    return {"items": [_shown(posting) for posting in found], "next_cursor": found[-1].posting_id if len(found) == size else None}


def _shown(posting: Posting) -> dict[str, Any]:
    days = {name: getattr(posting, name) for name in ("due_on", "posted_on", "hold_until", "taken_down_on")}
    plain = ("posting_id", "kind", "about", "project_id", "jurisdiction", "title", "state", "place", "spot", "proof", "late")
    return {
        **{name: getattr(posting, name) for name in plain},
        "missing": list(posting.missing),
        **{name: value.isoformat() if value else None for name, value in days.items()},
    }


HANDLERS: dict[str, Handler] = {
    "open_posting": open_posting,
    "record_posting": record_posting,
    "flag_unposted": flag_unposted,
    "take_down": take_down,
    "list_postings": list_postings,
}
