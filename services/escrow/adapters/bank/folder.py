"""A folder through which a bank's own systems exchange files: `out` for the bank to take, `in` for what it lays down.

Every file has its signature beside it (`NAME.sig`). The signature is laid down first and each file appears whole, so that a reader
which waits for both never sees half. What was taken in moves to `in/done`, what was refused to `in/refused` with the reason.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.escrow.adapters.bank.xml import MAX_BYTES
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from pathlib import Path

SIGNATURE = ".sig"
NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,79}")
MAX_SIGNATURE = 1000


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """A file that a bank laid down."""

    path: Path
    raw: bytes
    signature: str


class Folder:
    """The exchange folder; made when it is missing.

    Args:
        root: holds `out` and `in`.

    Raises:
        HuxinError: `bad_folder` when it cannot be made.
    """

    def __init__(self, root: Path) -> None:
        self.out, self.incoming = root / "out", root / "in"
        self.done, self.refused = self.incoming / "done", self.incoming / "refused"
        try:
            for folder in (self.out, self.done, self.refused):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise HuxinError(
                "bad_folder", "The exchange folder cannot be used", f"{root}: {error.strerror}", fix="Name a folder that can be written."
            ) from error

    def has(self, name: str) -> bool:
        """Tell whether a file lies ready for the bank, or did and was taken by renaming it to `NAME.taken`."""
        path = self.out / _checked(name)
        return path.exists() or path.with_name(f"{name}.taken").exists()

    def lay_out(self, name: str, raw: bytes, signature: str) -> bool:
        """Lay a file and its signature down for the bank; False when it is there already.

        Raises:
            HuxinError: `bad_file_name` for a name that could lead elsewhere.
        """
        if self.has(name):
            return False
        _put(self.out / f"{name}{SIGNATURE}", signature.encode())
        _put(self.out / name, raw)
        return True

    def arrived(self) -> list[Arrived]:
        """Return what the bank has laid down with its signature, by name; links and files beyond the limit are refused."""
        found = []
        for path in sorted(self.incoming.iterdir()):
            beside = path.with_name(path.name + SIGNATURE)
            if path.name.endswith((SIGNATURE, ".part")) or not _is_plain(path) or not _is_plain(beside):
                continue
            if path.stat().st_size > MAX_BYTES or beside.stat().st_size > MAX_SIGNATURE:
                self.refuse(path, {"code": "bad_bank_file", "detail": f"the file is beyond {MAX_BYTES} bytes"})
                continue
            signature = beside.read_text(encoding="ascii", errors="replace").strip()
            found.append(Arrived(path=path, raw=path.read_bytes(), signature=signature))
        return found

    def keep(self, path: Path) -> None:
        """Move a file that was taken in, with its signature."""
        _move(path, self.done)

    def refuse(self, path: Path, problem: dict[str, object]) -> None:
        """Move a file that was refused, with its signature, and write the reason beside it."""
        _put(self.refused / f"{path.name}.json", json.dumps(problem, ensure_ascii=False, indent=1).encode())
        _move(path, self.refused)


def _checked(name: str) -> str:
    if NAME.fullmatch(name) is None:
        raise HuxinError(
            "bad_file_name", "A file cannot have this name", repr(name), status=422, fix="Use letters, digits, dots and hyphens."
        )
    return name


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _put(path: Path, raw: bytes) -> None:
    """Write a file so that it appears whole, also after a crash."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    with draft.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _move(path: Path, folder: Path) -> None:
    path.replace(folder / path.name)
    beside = path.with_name(path.name + SIGNATURE)
    if beside.exists():
        beside.replace(folder / beside.name)
