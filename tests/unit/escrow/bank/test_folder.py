"""Files are exchanged through a folder: whole or not at all, never twice, and never outside of it."""

from __future__ import annotations

import json

import pytest

from services.escrow.adapters.bank.folder import Folder
from services.kernel.errors import HuxinError


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(tmp_path)


def lay(folder: Folder, name: str, raw: bytes = b"<a/>", signature: str | None = "key sig") -> None:
    (folder.incoming / name).write_bytes(raw)
    if signature is not None:
        (folder.incoming / f"{name}.sig").write_text(signature + "\n", encoding="ascii")


def test_a_file_is_laid_down_with_its_signature_once(folder):
    assert folder.lay_out("a.xml", b"<a/>", "key sig")
    assert not folder.lay_out("a.xml", b"<b/>", "other")
    assert (folder.out / "a.xml").read_bytes() == b"<a/>"
    assert (folder.out / "a.xml.sig").read_text(encoding="ascii") == "key sig"
    assert sorted(path.name for path in folder.out.iterdir()) == ["a.xml", "a.xml.sig"]


def test_a_file_that_the_bank_took_is_not_laid_down_again(folder):
    folder.lay_out("a.xml", b"<a/>", "key sig")
    (folder.out / "a.xml").rename(folder.out / "a.xml.taken")
    assert not folder.lay_out("a.xml", b"<a/>", "key sig")


@pytest.mark.parametrize("name", ["../a.xml", "/a.xml", ".a", "a/b", "", "a" * 90, "a\x00"])
def test_no_name_leads_out_of_the_folder(folder, name):
    with pytest.raises(HuxinError, match="cannot have this name"):
        folder.lay_out(name, b"", "")


def test_a_file_is_read_only_once_its_signature_lies_beside_it(folder):
    lay(folder, "a.xml", signature=None)
    assert folder.arrived() == []
    lay(folder, "a.xml")
    (arrived,) = folder.arrived()
    assert (arrived.raw, arrived.signature) == (b"<a/>", "key sig")


def test_what_was_taken_or_refused_is_moved_with_its_signature(folder):
    lay(folder, "a.xml")
    lay(folder, "b.xml")
    first, second = folder.arrived()
    folder.keep(first.path)
    folder.refuse(second.path, {"code": "bad_signature"})
    assert folder.arrived() == []
    assert {path.name for path in folder.done.iterdir()} == {"a.xml", "a.xml.sig"}
    assert {path.name for path in folder.refused.iterdir()} == {"b.xml", "b.xml.sig", "b.xml.json"}
    assert json.loads((folder.refused / "b.xml.json").read_bytes()) == {"code": "bad_signature"}


def test_a_link_is_never_followed(folder, tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    (folder.incoming / "a.xml").symlink_to(secret)
    (folder.incoming / "a.xml.sig").write_text("key sig", encoding="ascii")
    assert folder.arrived() == []


def test_a_file_beyond_the_limit_is_refused_unread(folder, monkeypatch):
    monkeypatch.setattr("services.escrow.adapters.bank.folder.MAX_BYTES", 3)
    lay(folder, "a.xml")
    assert folder.arrived() == []
    assert (folder.refused / "a.xml").exists()


def test_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path):
    (tmp_path / "file").write_text("x", encoding="ascii")
    with pytest.raises(HuxinError) as caught:
        Folder(tmp_path / "file" / "below")
    assert (caught.value.code, bool(caught.value.fix)) == ("bad_folder", True)
