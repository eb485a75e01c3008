"""Serves the built page; every address that is not a file or the API is the page itself, so addresses can be shared."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, current_app, send_from_directory

from services.kernel.errors import HuxinError

blueprint = Blueprint("page", __name__)
YEAR = 31_536_000


@blueprint.get("/", defaults={"path": ""})
@blueprint.get("/<path:path>")
def page(path: str) -> Response:
    """Return a file of the page, or the page for any of its own addresses."""
    if path.startswith("api/"):
        raise HuxinError("not_found", "There is nothing here", f"no such address: /{path}", status=404, fix="See /api/openapi.json.")
    root = Path(current_app.config["HUXIN_HOME"]) / "web" / "dist"
    if path and (root / path).is_file():
        return send_from_directory(root, path, max_age=YEAR if path.startswith("assets/") else 0)
    if not (root / "index.html").is_file():
        raise HuxinError("page_not_built", "The page has not been built", "web/dist is empty", status=503, fix="Run `make run`.")
    return send_from_directory(root, "index.html", max_age=0)
