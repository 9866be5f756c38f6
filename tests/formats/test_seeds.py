"""The five seeds through repair, strip and parse: the structure that the contract promises."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from flows.formats.shapes import parse, recognise
from flows.ingest.encodings.decode import decode
from flows.model import Document, RawDocument
from flows.text.edits import undo
from flows.text.repair import repair
from flows.text.strip import strip

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
SHAPES = {"000": "wiki_page", "001": "front_matter", "002": "web_page", "003": "wiki_dump", "004": "wiki_dump"}


@cache
def seed(number: str) -> tuple[str, Document]:
    path = next(SEEDS.glob(f"{number}_*"))
    raw = RawDocument(path.name, path.read_bytes())
    text = decode(raw.content).text
    repaired = repair(text)
    shape = recognise(repaired.text)
    return text, parse(shape, strip(repaired, shape), raw)


def fields(number: str, box: int = 0) -> dict[str, str]:
    return {field.label: field.source_text for field in seed(number)[1].infoboxes[box].fields}


@pytest.mark.parametrize(("number", "shape"), SHAPES.items())
def test_shape_and_way_back(number: str, shape: str) -> None:
    text, document = seed(number)
    assert document.shape == shape
    assert undo(document.text, document.edits) == text


def test_000_infobox_keeps_what_the_browser_printed() -> None:
    assert seed("000")[1].title == "Deir ez-Zor offensive (September–November 2017)"
    box = fields("000")
    assert box["Conflict"] == "Deir ez-Zor offensive"
    assert box["Caption"] == "The situation in Deir ez-Zor, as of 17 November 2017"
    assert box["Legend"] == "\u00a0\u00a0Syrian Government control"
    assert box["Date"] == "14 September – 17 November 2017\n(2\u00a0months and 3\u00a0days)"
    assert box["Location"] == box["Units involved"] == ""
    assert box["Result"] == "Syrian government victory"
    assert box["Territorial changes"].count("•") == 2
    assert box["Belligerents"].endswith("\u00a0Islamic State of Iraq and the Levant\u00a0")
    assert box["Casualties and losses"].endswith("250+ captured")
    assert seed("000")[1].text.startswith("The Deir ez-Zor offensive was a military operation")


def test_001_front_matter_becomes_columns_and_a_conflict() -> None:
    document = seed("001")[1]
    assert (document.author, document.published_date) == ("Wikipedia", dt.date(2023, 10, 3))
    assert len(document.tags) == 13
    box = fields("001")
    assert list(box) == ["conflict", "partof", "combatant1", "combatant2", "date", "place"]
    assert box["combatant2"] == "Syrian Arab Republic\n🇷🇺 Russia"
    assert set(fields("001", 1)) == {"shortDescription", "description", "img"}
    assert [section.heading for section in document.sections] == [
        None, "Background", "The offensive", "Aftermath", "See also",
    ]  # fmt: skip
    assert "References" not in document.text


def test_002_web_page_is_twelve_paragraphs() -> None:
    document = seed("002")[1]
    assert document.title == "Syrian Army Liberates City of Deir Ezzor from ISIL"
    assert (document.publisher, document.author) == ("Informed Comment", "contributors")
    assert document.published_date == dt.date(2017, 11, 4)
    assert document.tags == ("Bashar al-Assad", "Islamic State of Iraq and Syria", "Syria")
    paragraphs = document.text.split("\n\n")
    assert len(paragraphs) == 12
    assert paragraphs[0].startswith("This marks a decisive defeat")
    assert paragraphs[-1].endswith("finally seal the Syrian-Iraqi border.")
    assert not document.notes


def test_003_sections_have_parents() -> None:
    document = seed("003")[1]
    assert document.title == "Deir ez-Zor clashes (2011–2014)"
    units = [section.heading for section in document.sections].index("Units") + 1
    children = [section.heading for section in document.sections if section.parent == units]
    assert children == ["Government forces", "Rebel forces"]
    assert [section.level for section in document.sections[:3]] == [0, 1, 2]
    assert all(field.layout == "commas" for field in document.infoboxes[0].fields)


def test_004_sections_without_spaces_in_their_marks() -> None:
    document = seed("004")[1]
    assert [section.heading for section in document.sections if section.level == 1] == [
        "Background", "The offensive", "Aftermath",
    ]  # fmt: skip
    assert "==" not in document.text
