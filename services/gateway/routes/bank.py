"""Bank files: banks fetch payment files and hand in status reports and statements; overseers see what does not agree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask import Response, jsonify, request

from services.gateway import answers, schemas
from services.gateway.blueprint import ApiBlueprint
from services.gateway.guard import current_user, remote, signed_in
from services.gateway.idempotency import idempotent
from services.gateway.rights import OVERSEERS, jurisdiction_for
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.gateway.people import User

BANK = "account_bank"
MEDIA = {"iso20022": "application/xml", "csv": "text/csv; charset=utf-8"}
MAX_UPLOAD = 24 * 1024 * 1024  # bytes of JSON: about 20,000 entries of a statement in base64
FILE_ID = re.compile(r"[0-9a-f]{32}")
PATIENCE_SECONDS = 60.0  # a file may hold thousands of payments

blueprint = ApiBlueprint("bank", __name__, description="Bank files and reconciliation")


@blueprint.before_request
def _take_larger_files() -> None:
    """Let the bank, and nobody else, send more than the other addresses take."""
    if request.endpoint == "bank.upload":
        _bank()
        request.max_content_length = MAX_UPLOAD


def _bank() -> User:
    """Return the caller if it works for the bank of the accounts.

    Raises:
        HuxinError: `not_allowed` (403).
    """
    user = current_user()
    if BANK not in user.departments:
        raise HuxinError(
            "not_allowed", "You may not do this", f"it is the affair of {BANK}", status=403, fix="Ask the bank of the account."
        )
    return user


def _bank_or_overseer() -> User:
    """Return the caller if it works for the bank or oversees.

    Raises:
        HuxinError: `not_allowed` (403).
    """
    user = current_user()
    return user if not user.is_firm and not OVERSEERS.isdisjoint(user.roles) else _bank()


def _firms(user: User) -> list[str] | None:
    """Return the banks that the caller speaks for; None: a public body, which sees all."""
    return list(user.firms) if user.is_firm else None


@blueprint.get("/bank/files")
@signed_in
@blueprint.arguments(schemas.BankFileQuery, location="query")
@blueprint.response(200, answers.PageAnswer)
def list_files(query: dict[str, Any]) -> Response:
    """Return a page of files without their content, newest first."""
    user = _bank_or_overseer()
    query["jurisdiction"] = jurisdiction_for(user, query.get("jurisdiction"))
    return jsonify(remote("escrow.list_bank_files", {**query, "firms": _firms(user)}))


@blueprint.get("/bank/files/<string:file_id>")
@signed_in
@blueprint.response(200, answers.BankFile)
def show_file(file_id: str) -> Response:
    """Return a file as text with its detached signature."""
    return jsonify(_file(file_id))


@blueprint.get("/bank/files/<string:file_id>/content")
@signed_in
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/xml")
def download(file_id: str) -> Response:
    """Return a file byte for byte as it was signed; the signature stands in `X-Huxin-Signature`."""
    file = _file(file_id)
    headers = {"Content-Disposition": f'attachment; filename="{file["name"]}"', "X-Huxin-Signature": file["signature"]}
    return Response(file["content"].encode(), headers=headers, content_type=MEDIA[file["profile"]])


def _file(file_id: str) -> dict[str, Any]:
    """Return a file by the id that the list shows, with dashes or without.

    Raises:
        HuxinError: `unknown_bank_file` (404).
    """
    user, known = _bank(), file_id.replace("-", "").lower()
    if FILE_ID.fullmatch(known) is None:
        detail = f"there is no file {file_id[:40]!r}"
        raise HuxinError("unknown_bank_file", "No such bank file", detail, status=404, fix="Take the id from the list.")
    place = {"jurisdiction": jurisdiction_for(user, None), "firms": _firms(user)}
    return remote("escrow.get_bank_file", {"file_id": known, **place})


@blueprint.post("/bank/files")
@signed_in
@blueprint.arguments(schemas.BankUpload)
@blueprint.response(200, answers.BankTaken)
@idempotent
def upload(body: dict[str, Any]) -> Response:
    """Hand in a status report or a statement; the same file again changes nothing."""
    user = _bank()
    place = {"jurisdiction": jurisdiction_for(user, None), "firms": _firms(user)}
    return jsonify(remote("escrow.deliver_bank_file", {**body, **place}, timeout=PATIENCE_SECONDS))


@blueprint.get("/bank/mismatches")
@signed_in
@blueprint.arguments(schemas.MismatchQuery, location="query")
@blueprint.response(200, answers.Mismatches)
def list_mismatches(query: dict[str, Any]) -> Response:
    """Return what orders, statuses and statements do not agree on, and how many of each kind."""
    user = _bank_or_overseer()
    query["jurisdiction"] = jurisdiction_for(user, query.get("jurisdiction"))
    return jsonify(remote("escrow.list_mismatches", {**query, "firms": _firms(user)}))
