"""`huxin bank`: the bank's side of the exchange, over HTTP, between a folder and a running system."""

from __future__ import annotations

import base64
import json
import os
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import click

from services.escrow.adapters.bank.folder import Folder
from services.kernel.errors import HuxinError

PASSWORD = "HUXIN_BANK_PASSWORD"  # noqa: S105 - the name of a variable
TIMEOUT_SECONDS = 90


@click.group()
def command() -> None:
    """Exchange signed bank files with a running system."""


@command.command()
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Where the system answers.")
@click.option("--user", required=True, help=f"A sign-in of the account's bank; its password stands in {PASSWORD}.")
@click.option("--folder", default="var/bank", show_default=True, type=click.Path(path_type=Path), help="Holds `out` and `in`.")
@click.option("--json", "as_json", is_flag=True, help="Print what happened as JSON.")
def exchange(*, url: str, user: str, folder: Path, as_json: bool) -> None:
    """Lay new payment files down in FOLDER/out, hand in what lies in FOLDER/in; exit 1 when a file was refused."""
    place = Folder(folder)
    bank = Bank(url, user, os.environ.get(PASSWORD, ""))
    written, taken, refused = bank.collect(place), [], []
    for file in place.arrived():
        try:
            taken.append(bank.hand_in(file.raw, file.signature))
        except HuxinError as error:
            if error.retryable:
                raise
            refused.append({"name": file.path.name, **error.problem()})
            place.refuse(file.path, error.problem())
        else:
            place.keep(file.path)
    result = {"written": written, "taken": taken, "refused": refused}
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else _told(result))
    raise SystemExit(1 if refused else 0)


def _told(result: dict[str, Any]) -> str:
    lines = [f"out {name}" for name in result["written"]]
    lines += [f"in  {file['kind']} {file['message_id']}: {file['lines']} lines, {file['booked']} booked" for file in result["taken"]]
    lines += [f"refused {file['name']}: {file['title']}: {file['detail']}" for file in result["refused"]]
    return "\n".join(lines) or "nothing to exchange"


class Bank:
    """A signed-in program of the bank.

    Args:
        url: `http` or `https` address of the system.
        user: user name.
        password: its password.
    """

    def __init__(self, url: str, user: str, password: str) -> None:
        if urlsplit(url).scheme not in ("http", "https"):
            raise HuxinError("bad_address", "The address cannot be used", url, fix="Give http://… or https://….")
        self._base = url.rstrip("/") + "/api/v1"
        self._token = ""
        self._token = str(self._call("POST", "/token", {"username": user, "password": password})["access_token"])

    def collect(self, place: Folder) -> list[str]:
        """Lay down every payment file that is not there yet, and return their names; a page that is all known ends the search."""
        written: list[str] = []
        cursor: str | None = None
        while True:
            query = urlencode({"direction": "out", "limit": 100, **({"cursor": cursor} if cursor else {})})
            page = self._call("GET", f"/bank/files?{query}")
            fresh = [item for item in page["items"] if not place.has(item["name"])]
            for item in fresh:
                file = self._call("GET", f"/bank/files/{item['file_id']}")
                place.lay_out(file["name"], file["content"].encode(), file["signature"])
                written.append(file["name"])
            cursor = page["next_cursor"]
            if not cursor or not fresh:
                return written

    def hand_in(self, raw: bytes, signature: str) -> dict[str, Any]:
        """Hand a file in.

        Raises:
            HuxinError: the system's refusal.
        """
        return self._call("POST", "/bank/files", {"content": base64.b64encode(raw).decode(), "signature": signature})

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._base + path, data, headers, method=method)  # noqa: S310 - the scheme was checked
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - the scheme was checked
                found: dict[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as error:
            raise _refusal(error.read(), error.code) from None
        except (urllib.error.URLError, TimeoutError) as error:
            raise HuxinError("unreachable", "The system cannot be reached", f"{self._base}: {error}", status=503, retryable=True) from None


def _refusal(raw: bytes, status: int) -> HuxinError:
    try:
        return HuxinError.from_problem(json.loads(raw))
    except (ValueError, TypeError, AttributeError):
        return HuxinError(
            "unexpected_answer", "The system answered in a way that is not understood", f"status {status}", status=502, retryable=True
        )
