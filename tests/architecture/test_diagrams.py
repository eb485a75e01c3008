"""Every diagram can be read: nothing drawn over something else, everything in its lane, named in Chinese; and the picture is its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import etree

from tools.diagram_layout import problems
from tools.diagram_model import NS

ROOT = Path(__file__).resolve().parents[2]
DIAGRAMS = sorted((ROOT / "workflows" / "bpmn").glob("*.bpmn"))
SMALL = ROOT / "tests" / "architecture" / "small.bpmn"


def test_there_are_diagrams_to_look_at() -> None:
    assert DIAGRAMS


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda path: path.stem)
def test_a_diagram_reads_well(diagram: Path) -> None:
    assert problems(diagram) == []


@pytest.mark.browser
def test_the_pictures_are_drawn_from_the_diagrams() -> None:
    from tools import diagrams  # noqa: PLC0415 - only this test needs a browser

    if not diagrams.VIEWER.exists():
        pytest.skip("bpmn-js is not installed: tools/web.sh install")
    if not any(shutil.which(name) for name in diagrams.BROWSERS):
        pytest.skip("Chromium is not installed")
    drawn = diagrams.draw_all(DIAGRAMS, None)
    for name, svg in drawn.items():
        assert (diagrams.PICTURES / name).exists(), "run `make diagrams`"
        assert texts(svg) == texts((diagrams.PICTURES / name).read_text(encoding="utf-8")), "run `make diagrams`"


def texts(svg: str) -> list[tuple[str, str]]:
    """Return what a picture shows of each element, without what depends on the machine's fonts."""
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True))
    groups = root.iter("{http://www.w3.org/2000/svg}g")
    return [(str(group.get("data-element-id")), "".join(group.itertext())) for group in groups if group.get("data-element-id")]


def test_the_small_example_reads_well() -> None:
    assert problems(SMALL) == []


def changed(tmp_path: Path, element: str, change: str) -> list[str]:
    """Return the problems of the small example after one change to its picture or its names."""
    tree = etree.parse(str(SMALL))
    root = tree.getroot()
    drawn = root.find(f".//*[@bpmnElement='{element}']")
    named = root.find(f".//*[@id='{element}']")
    if change == "remove":
        drawn.getparent().remove(drawn)
    elif change.startswith("name="):
        named.set("name", change.removeprefix("name="))
    elif change == "no label":
        drawn.remove(drawn.find("bpmndi:BPMNLabel", NS))
    elif change == "no line":
        drawn.remove(drawn.find("di:waypoint", NS))
    else:
        side, value = change.split("=")
        place = drawn.find("dc:Bounds", NS) if drawn.find("dc:Bounds", NS) is not None else drawn.findall("di:waypoint", NS)[-1]
        place.set(side, value)
    path = tmp_path / "changed.bpmn"
    tree.write(str(path), encoding="utf-8")
    return problems(path)


@pytest.mark.parametrize(
    ("element", "change", "problem"),
    [
        ("check", "remove", "check: has no shape in the picture"),
        ("to_check", "remove", "to_check: has no line in the picture"),
        ("to_check", "no line", "to_check: has no line in the picture"),
        ("pay", "x=270", "check: is drawn over pay"),
        ("pay", "y=290", "pay: is drawn outside its lane office"),
        ("late", "y=130", "late: does not sit on the side of check"),
        ("refused", "y=150", "enough: is drawn over refused"),
        ("to_pay", "x=540", "to_pay: its line does not reach pay"),
        ("check", "name=Check", "check: has no Chinese name"),
        ("to_refused", "name=", "to_refused: has no Chinese name"),
        ("office", "name=Office", "office: has no Chinese name"),
        ("enough", "no label", "enough: its name has no place in the picture"),
        ("wide", "x=690", "to_paid: runs through wide"),
    ],
)
def test_what_spoils_a_picture_is_named(tmp_path: Path, element: str, change: str, problem: str) -> None:
    assert problem in changed(tmp_path, element, change)
