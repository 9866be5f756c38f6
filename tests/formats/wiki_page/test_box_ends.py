"""Where the box of a copied page begins and ends: heads of older pages, maps and campaigns around it, the article."""

from __future__ import annotations

from flows.model import Document, RawDocument
from flows.runs.batch import process_documents

_TOP = (
    "Siege of Dorn\n\n{}Siege of Dorn\nPart of the Dorn War\nDate\t3 May 1702\nLocation\tDorn, Lorland\n"
    "Combatants\nKent\tAnjou\n"
)
_LEAD = (
    "The Siege of Dorn was fought in the spring of that year between Kent and Anjou and was one of the last of "
    "the war. About 300 died of fever, and 41 were hanged."
)


def parsed(text: str) -> Document:
    (page,) = process_documents([RawDocument("a.txt", text.encode())])
    return page.page.document


def values(text: str) -> dict[str, str]:
    return {field.label: field.source_text for field in parsed(text).infoboxes[0].fields}


def test_heads_of_older_pages_head_columns() -> None:
    found = values(
        _TOP.format("") + f"Commanders\nAnn Lee\nBo Ray\nStrength\n10\t20\nCasualties\n1 killed\n\n{_LEAD}\n"
    )
    assert (found["Combatants"], found["Commanders"]) == ("Kent\tAnjou", "Ann Lee\nBo Ray")
    assert found["Casualties"] == "1 killed"


def test_a_section_called_casualties_is_no_row() -> None:
    box = "Siege of Dorn\n\nSiege of Dorn\nDate\t3 May 1702\nLocation\tDorn\nResult\tDraw\n\n"
    assert "Casualties" not in values(f"{box}{_LEAD}\n\nCasualties\n\n{_LEAD}\n")


def test_maps_and_campaigns_are_no_cells() -> None:
    cells = "Commanders\nAnn Lee\tCy Fox\n"
    for below in (
        "Location of the siege within Lorland",
        "Dorn",
        "vte\nDorn War\nOrm\n1st Karsk",
        "v\nt\ne\nDorn War\nOrm",
    ):
        found = values(_TOP.format("") + cells + f"{below}\n\n{_LEAD}\n")
        assert found["Commanders"] == "Ann Lee\tCy Fox", below


def test_a_campaign_above_the_box_does_not_name_it() -> None:
    found = values(_TOP.format("v • t • e\nDorn War\nDorn\n1st Karsk\n") + f"Strength\n10\t20\n\n{_LEAD}\n")
    assert found["Conflict"] == "Siege of Dorn"


def test_an_article_that_starts_at_once_is_no_cell() -> None:
    page = parsed(_TOP.format("") + f"Strength\n10 men\n\n5 guns\n40 men\n{_LEAD}\n\nMore of it.\n")
    (strength,) = (field for field in page.infoboxes[0].fields if field.label == "Strength")
    assert strength.source_text == "10 men\n\n5 guns\n40 men"
    assert page.text.startswith("The Siege of Dorn was fought")
