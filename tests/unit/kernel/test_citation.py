from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from services.kernel.citation import Citation, in_reading_order, jurisdiction_of, parse_ids
from services.kernel.errors import HuxinError

REGULATIONS = Path(__file__).parents[3] / "regulations"


@pytest.mark.parametrize(
    ("text", "source", "article", "norm", "part", "jurisdiction"),
    [
        ("TL-2.2.1-1", "TL", "2.2.1", 1, "", "toli-draft"),
        ("TL-2.1.1-2a", "TL", "2.1.1", 2, "a", "toli-draft"),
        ("TL-0-1", "TL", "0", 1, "", "toli-draft"),
        ("SX-8-1", "SX", "8", 1, "", "shaoxing"),
        ("SX-3-0", "SX", "3", 0, "", "shaoxing"),
        ("CN724-23", "CN724", "23", 0, "", "national"),
        ("CN65-RATE", "CN65", "RATE", 0, "", "national"),
        ("CCL-203", "CCL", "203", 0, "", "national"),
        ("CCR-276-1", "CCR", "276", 1, "", "national"),
    ],
)
def test_an_id_names_its_regulation_article_and_norm(text: str, source: str, article: str, norm: int, part: str, jurisdiction: str) -> None:  # noqa: PLR0913, PLR0917 - the parts of an id
    citation = Citation.parse(text)
    assert (citation.source, citation.article, citation.norm, citation.part) == (source, article, norm, part)
    assert str(citation) == text
    assert citation.jurisdiction == jurisdiction_of(text) == jurisdiction


@pytest.mark.parametrize(
    "text",
    [
        "",
        "TL",
        "TL-2.2.1",
        "SX-8",
        "SX-8.1-1",
        "sx-8-1",
        "CN724",
        "CN-23",
        "C-23",
        "CC-23",
        "XX-1-1",
        "TL-2.2.1-1ab",
        "SX-8-1 ",
        "TL-2..1-1",
    ],
)
def test_other_texts_are_no_ids(text: str) -> None:
    with pytest.raises(HuxinError) as caught:
        Citation.parse(text)
    assert caught.value.code == "bad_clause_id"


def test_ids_are_read_from_a_diagram_without_repetition() -> None:
    assert parse_ids(" SX-8-1 CN724-23\n SX-8-1 ") == ("SX-8-1", "CN724-23")
    with pytest.raises(HuxinError):
        parse_ids("SX-8-1, CN724-23")


def test_ids_sort_as_a_reader_meets_them() -> None:
    ids = ["TL-2.10.1-1", "CN65-RATE", "TL-2.9.1-2b", "SX-10-1", "CN65-DUE", "TL-2.9.1-2a", "SX-8-1"]
    assert in_reading_order(ids) == ["CN65-DUE", "CN65-RATE", "SX-8-1", "SX-10-1", "TL-2.9.1-2a", "TL-2.9.1-2b", "TL-2.10.1-1"]


@pytest.mark.parametrize("path", sorted(REGULATIONS.glob("*/clauses.yaml")), ids=lambda path: path.parent.name)
def test_every_clause_of_the_catalogue_has_an_id_of_its_jurisdiction(path: Path) -> None:
    content = yaml.safe_load(path.read_text("utf-8"))
    entries = content["clauses"] if isinstance(content, dict) else content
    assert entries
    assert {jurisdiction_of(entry["id"]) for entry in entries} == {path.parent.name}
