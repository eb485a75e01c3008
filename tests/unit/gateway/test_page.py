"""The page's files, its own addresses, readiness, metrics and the headers that guard the browser."""

from __future__ import annotations

import shutil

import pytest

from services.kernel.errors import HuxinError
from services.runtime.settings import CHECKOUT


@pytest.fixture
def home(tmp_path):
    """A home with a built page, and a secret beside it."""
    dist = tmp_path / "home" / "web" / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<title>示例</title>", encoding="utf-8")
    (dist / "assets" / "app-1.js").write_text("1", encoding="utf-8")
    (dist / "icon.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "home" / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "home" / "web" / "secret.txt").write_text("secret", encoding="utf-8")
    shutil.copytree(CHECKOUT / "regulations", tmp_path / "home" / "regulations")
    return tmp_path / "home"


@pytest.fixture
def client(make_face, home):
    return make_face(home=home).client


def test_address_of_the_page_is_the_page(client):
    for path in ("/", "/tasks", "/cases/1/history", "/apis", "/api-guide"):
        answer = client.get(path)
        assert (answer.status_code, answer.text) == (200, "<title>示例</title>"), path
        assert "no-cache" in answer.headers["Cache-Control"]


def test_files_are_served_and_hashed_ones_are_kept_for_a_year(client):
    assert client.get("/icon.svg").text == "<svg/>"
    asset = client.get("/assets/app-1.js")
    assert "max-age=31536000" in asset.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/../../secret.txt",
        "/assets/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/assets/%00",
        "/" + "x" * 5000,
    ],
)
def test_no_address_leads_out_of_the_page(client, path):
    answer = client.get(path)
    assert answer.status_code in (200, 308, 400, 404)
    assert "secret" not in answer.text.replace(path, "")
    assert "root:" not in answer.text


def test_whether_a_file_outside_exists_cannot_be_told(client):
    there, missing = client.get("/../secret.txt"), client.get("/../missing.txt")
    assert (there.status_code, there.text) == (missing.status_code, missing.text)


def test_page_that_is_not_built_says_so(make_face, home):
    shutil.rmtree(home / "web" / "dist")
    answer = make_face(home=home).client.get("/")
    assert (answer.status_code, answer.json["code"]) == (503, "page_not_built")


@pytest.mark.parametrize("path", ["/", "/api/v1/jurisdictions", "/api/v1/session", "/healthz", "/assets/app-1.js"])
def test_every_answer_guards_the_browser(client, path):
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert "script-src" not in policy
    assert "Strict-Transport-Security" not in headers


def test_api_answers_are_not_stored(client):
    assert client.get("/api/v1/jurisdictions").headers["Cache-Control"] == "no-store"


def test_ready_when_everything_answers(make_face):
    answer = make_face(checks={"services": lambda: None}).client.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "checks": {"database": "ok", "services": "ok"}})


def test_not_ready_names_what_does_not_answer_and_tells_nothing_of_the_inside(make_face):
    def broken() -> None:
        raise ConnectionError("amqp://user:secret@10.0.0.1")

    def preparing() -> None:
        raise HuxinError("preparing", "The sample data is being put in", "secret", status=503)

    answer = make_face(checks={"broker": broken, "preparation": preparing}).client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["checks"] == {"database": "ok", "broker": "ConnectionError", "preparation": "The sample data is being put in"}
    assert "secret" not in answer.text


def test_alive_though_nothing_answers(make_face):
    def broken() -> None:
        raise ConnectionError

    assert make_face(checks={"broker": broken}).client.get("/healthz").status_code == 200


def test_metrics_are_the_processes_own(face):
    answer = face.client.get("/metrics")
    assert answer.status_code == 200
    assert "huxin_handling_seconds" in answer.text
