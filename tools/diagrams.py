"""Draw the processes of `workflows/bpmn` with bpmn-js in headless Chromium, the same picture from the same diagram.

`python -m tools.diagrams` writes docs/processes/NAME.svg; `--png DIR` also writes pictures to look at; `--check` writes nothing and
exits 1 when a picture is missing or differs. CHROMIUM names the browser; otherwise it is looked for on the PATH.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "workflows" / "bpmn"
PICTURES = ROOT / "docs" / "processes"
VIEWER = ROOT / "web" / "node_modules" / "bpmn-js" / "dist" / "bpmn-viewer.production.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
#: bpmn-js names its arrow heads with a random part; numbering them by appearance makes the file repeatable.
MARKER = re.compile(r"\bmarker-[a-z0-9]{16,}\b")
DRAW = """async (xml) => {
  const defaultStyle = { fontFamily: '"Noto Sans CJK SC", sans-serif', fontSize: 12 };
  const viewer = new BpmnJS({ container: '#canvas', textRenderer: { defaultStyle } });
  const { warnings } = await viewer.importXML(xml);
  const { svg } = await viewer.saveSVG();
  viewer.destroy();
  return { svg, warnings: warnings.map((warning) => warning.message) };
}"""


def browser_path() -> str:
    """Return the browser's program.

    Raises:
        SystemExit: there is none.
    """
    named = os.environ.get("CHROMIUM")
    found = named or next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        sys.exit("✗ No Chromium found. Install it (Debian: apt-get install chromium fonts-noto-cjk) or name it in CHROMIUM.")
    return found


def repeatable(svg: str) -> str:
    """Return the picture without what differs from run to run: random ids, trailing blanks."""
    names: dict[str, str] = {}
    svg = MARKER.sub(lambda match: names.setdefault(match.group(0), f"marker-{len(names) + 1}"), svg)
    return "\n".join(line.rstrip() for line in svg.strip().splitlines()) + "\n"


def draw(page: Page, source: Path) -> str:
    """Return the picture of one diagram.

    Raises:
        SystemExit: bpmn-js found something in the file that it does not understand.
    """
    answer = page.evaluate(DRAW, source.read_text(encoding="utf-8"))
    if answer["warnings"]:
        sys.exit(f"✗ {source.name}: {'; '.join(answer['warnings'])}")
    return repeatable(answer["svg"])


def write_png(page: Page, svg: str, target: Path) -> None:
    """Write the picture as the browser shows it."""
    page.set_content(f'<body style="margin:16px;background:#fff">{svg[svg.index("<svg") :]}</body>')
    page.locator("svg").first.screenshot(path=target)


def draw_all(sources: list[Path], png: Path | None) -> dict[str, str]:
    """Return the pictures by file name; with `png`, write them there as PNG too."""
    pictures: dict[str, str] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 2400, "height": 1600})
        page.set_content('<!doctype html><meta charset="utf-8"><div id="canvas" style="width:2400px;height:1600px"></div>')
        page.add_script_tag(path=VIEWER)
        for source in sources:
            pictures[f"{source.stem}.svg"] = draw(page, source)
        if png:
            png.mkdir(parents=True, exist_ok=True)
            for name, svg in pictures.items():
                write_png(page, svg, png / Path(name).with_suffix(".png"))
        browser.close()
    return pictures


def main(arguments: list[str] | None = None) -> int:
    """Draw, or compare with what is there; exit code 1 when `--check` finds a difference."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.diagrams", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--png", type=Path, metavar="DIR", help="also write PNG pictures into this folder")
    parser.add_argument("--check", action="store_true", help="write nothing, tell which pictures are not up to date")
    options = parser.parse_args(arguments)
    if not VIEWER.exists():
        sys.exit("✗ bpmn-js is not installed; run `tools/web.sh install` first.")
    pictures = draw_all(sorted(SOURCES.glob("*.bpmn")), options.png)
    stale = [
        name for name, svg in pictures.items() if not (PICTURES / name).exists() or (PICTURES / name).read_text(encoding="utf-8") != svg
    ]
    if options.check:
        print("\n".join(f"not up to date: docs/processes/{name}" for name in stale) or f"{len(pictures)} pictures are up to date")
        return int(bool(stale))
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (PICTURES / name).write_text(pictures[name], encoding="utf-8")
        print(f"drew docs/processes/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
