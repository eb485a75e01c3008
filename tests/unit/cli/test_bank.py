"""`huxin bank exchange` carries files between a folder and the system, each once, and tells what was refused."""

from __future__ import annotations

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner

from services.cli.bank import PASSWORD, command

FILES = [{"file_id": f"{number:032x}", "name": f"file{number}.xml"} for number in range(3)]


class System(BaseHTTPRequestHandler):
    """Answers as the HTTP API does; keeps what it was sent."""

    taken: list[dict[str, str]] = []  # noqa: RUF012 - emptied by the fixture
    asked: list[str] = []  # noqa: RUF012 - emptied by the fixture

    def do_GET(self) -> None:
        path, _, query = self.path.removeprefix("/api/v1").partition("?")
        self.asked.append(path)
        if path == "/bank/files":
            start = 2 if "cursor" in query else 0
            return self.answer(200, {"items": FILES[start : start + 2], "next_cursor": None if start else "more"})
        number = int(path.rsplit("/", 1)[1], 16)
        return self.answer(200, {**FILES[number], "content": f"<文件{number}/>", "signature": "key sig"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("/token"):
            if body["password"] != "right":
                return self.answer(401, {"code": "wrong_password", "title": "Wrong name or password", "status": 401})
            return self.answer(200, {"access_token": "t"})
        if self.headers["Authorization"] != "Bearer t":
            return self.answer(401, {})
        raw = base64.b64decode(body["content"])
        if b"bad" in raw:
            return self.answer(422, {"code": "bad_bank_file", "title": "The bank file cannot be read", "detail": "line 1", "status": 422})
        self.taken.append(body)
        return self.answer(200, {"kind": "status", "message_id": "S1", "lines": 1, "booked": 1})

    def answer(self, status: int, body: dict[str, object]) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def system():
    System.taken, System.asked = [], []
    server = ThreadingHTTPServer(("127.0.0.1", 0), System)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def run(system, folder, word="right", *more):
    arguments = ["exchange", "--url", system, "--user", "bank", "--folder", str(folder), "--json", *more]
    result = CliRunner().invoke(command, arguments, env={PASSWORD: word})
    return result, json.loads(result.output) if result.output.startswith("{") else None


def test_new_payment_files_are_laid_down_page_by_page_and_only_once(system, tmp_path):
    result, told = run(system, tmp_path)
    assert (result.exit_code, told["written"]) == (0, ["file0.xml", "file1.xml", "file2.xml"])
    assert (tmp_path / "out" / "file2.xml").read_text(encoding="utf-8") == "<文件2/>"
    System.asked.clear()
    assert run(system, tmp_path)[1]["written"] == []
    assert System.asked == ["/bank/files"]


def test_what_the_bank_laid_down_is_handed_in_and_a_refused_file_says_why(system, tmp_path):
    incoming = tmp_path / "in"
    incoming.mkdir()
    for name in ("bad.xml", "good.xml"):
        (incoming / name).write_text(f"<{name}/>", encoding="utf-8")
        (incoming / f"{name}.sig").write_text("key sig", encoding="utf-8")
    result, told = run(system, tmp_path)
    assert result.exit_code == 1
    assert [file["name"] for file in told["refused"]] == ["bad.xml"]
    assert System.taken == [{"content": base64.b64encode(b"<good.xml/>").decode(), "signature": "key sig"}]
    assert (incoming / "done" / "good.xml").exists()
    assert json.loads((incoming / "refused" / "bad.xml.json").read_bytes())["code"] == "bad_bank_file"


def test_a_wrong_password_touches_nothing(system, tmp_path):
    result, _told = run(system, tmp_path, "wrong")
    assert result.exception.code == "wrong_password"
    assert list((tmp_path / "out").iterdir()) == []


def test_a_system_that_is_away_leaves_files_where_they_are(tmp_path):
    incoming = tmp_path / "in"
    incoming.mkdir()
    (incoming / "a.xml").write_text("<a/>", encoding="utf-8")
    (incoming / "a.xml.sig").write_text("key sig", encoding="utf-8")
    result, _told = run("http://127.0.0.1:1", tmp_path)
    assert result.exception.code == "unreachable"
    assert (incoming / "a.xml").exists()


def test_only_addresses_of_the_web_are_asked(tmp_path):
    result, _told = run("file:///etc", tmp_path)
    assert result.exception.code == "bad_address"
