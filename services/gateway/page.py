"""Serves the built page; every address that is not a file or the API is the page itself, so addresses can be shared."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, send_from_directory
from werkzeug.routing import PathConverter
from werkzeug.security import safe_join

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from flask import Flask

blueprint = Blueprint("page", __name__)
YEAR = 31_536_000


class PagePath(PathConverter):
    """Any path outside the API, so that the API's unknown addresses and methods are answered as such."""

    regex = "(?!api(?:/|$))[^/].*?"


def install(app: Flask) -> None:
    """Register the page's addresses."""
    app.url_map.converters["page"] = PagePath
    app.register_blueprint(blueprint)


@blueprint.get("/", defaults={"path": ""})
@blueprint.get("/<page:path>")
def page(path: str) -> Response:
    """Return a file of the page, or the page for any of its own addresses."""
    root = Path(current_app.config["HUXIN_HOME"]) / "web" / "dist"
    inside = safe_join(str(root), path) if path else None
    if inside and os.path.isfile(inside):  # noqa: PTH113 - pathlib raises for names that are too long
        return send_from_directory(root, path, max_age=YEAR if path.startswith("assets/") else 0)
    if not (root / "index.html").is_file():
        raise HuxinError("page_not_built", "The page has not been built", "web/dist is empty", status=503, fix="Run `make run`.")
    return send_from_directory(root, "index.html", max_age=0)
