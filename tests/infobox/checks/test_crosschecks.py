"""Statements of one page that exclude each other are issues; similar ones that can both be true are not."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from flows.infobox.reader import read
from flows.model import Document, Infobox, InfoboxField, Note, Section
from tests.growth import assert_linear
from tests.parts import first_and_rest

FIGHT = {"Conflict": "Battle of Aton", "Date": "3 May 1950 – 7 June 1950", "Combatant1": "North", "Combatant2": "South"}
RULES = Path(__file__).resolve().parents[3] / "flows" / "rules" / "data"
DATA: dict[str, Any] = tomllib.loads((RULES / "crosschecks.toml").read_text(encoding="utf-8"))


def notes(
    fields: Mapping[str, str], *, title: str = "Battle of Aton", lead: str = "", template: str | None = None
) -> list[Note]:
    """Return the notes of the checks of one box, without those of unknown labels and unread values."""
    cells = tuple(InfoboxField(label, text, "lines") for label, text in fields.items())
    sections = (Section(0, None, lead),) if lead else ()
    page = Document("wiki_dump", "", (), title, sections=sections, infoboxes=(Infobox(template, cells),))
    found = read("d", page).notes
    return [note for note in found if note.code.endswith(("-mismatch", "-conflict", "-order"))]


def codes(fields: Mapping[str, str], *, title: str = "Battle of Aton", lead: str = "") -> list[str]:
    return [note.code for note in notes(fields, title=title, lead=lead)]


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("3 May 1950 – 7 June 1950 (2 months and 3 days)", ["duration-mismatch"]),
        ("3 May 1950 – 7 June 1950 (1 month and 4 days)", []),
        ("3 May 1950 – 7 June 1950 (36 days)", []),  # the last day counted too
        ("3. Mai – 7. Juni 1950 (8 Wochen)", ["duration-mismatch"]),
        ("3 мая – 7 июня 1950 (5 недель)", []),
        ("3 May 1950 – present (2 months)", []),
        ("May – June 1950 (7 weeks)", []),
        ("3 May 1950 – 7 June 1950\nFirst phase: 3–5 May 1950 (2 days)", []),
    ],
)
def test_a_stated_duration_is_held_against_the_dates(date: str, found: list[str]) -> None:
    assert codes({**FIGHT, "Date": date}) == found


def test_an_issue_says_which_two_statements_disagree() -> None:
    (note,) = notes({**FIGHT, "Date": "3 May 1950 – 7 June 1950 (3 months)"})
    assert (note.where, note.text) == ("Date", "3 May 1950 – 7 June 1950 (3 months)")
    assert note.remedy.startswith("1950-05-03 to 1950-06-07 are 35 days, the stated duration is 92")


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("14 September 1739 (1739-09-15)", ["hidden-date-mismatch"]),
        ("14 September 1739 (1739-09-14)", []),
        ("14 September 1739 – 25 April 1749 (1739-09-14 – 1749-04-26)", ["hidden-date-mismatch"]),
        ("14 September 1739 – 25 April 1749 (1739-09-14 – 1749-04-25)", []),
        ("14. September 1739 (1739-09-15)", ["hidden-date-mismatch"]),
        ("14 septembre 1739", []),
    ],
)
def test_a_date_in_brackets_repeats_the_printed_one(date: str, found: list[str]) -> None:
    assert codes({**FIGHT, "Date": date}) == found
    assert codes({"Founded": date}, title="Aton") == found


def test_a_hidden_date_of_the_markup_is_held_against_the_words() -> None:
    hidden = 'May 3, 1950<span style="display:none">(<span class="bday">1950-05-0{}</span>)</span>'
    for day, found in (("3", []), ("4", ["hidden-date-mismatch"])):
        cell = InfoboxField("Born", hidden.format(day), "lines", "May 3, 1950 (age 70)")
        page = Document("html", "", (), "Ada Aron", infoboxes=(Infobox(None, (cell,)),))
        assert [note.code for note in read("d", page).notes] == found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Aton offensive (May–June 1951)", ["title-date-mismatch"]),
        ("Aton offensive (May–June 1950)", []),
        ("1949 siege of Aton", ["title-date-mismatch"]),
        ("1950 siege of Aton", []),
        ("Krieg von 1812", ["title-date-mismatch"]),
        ("Осада Атона (1916)", ["title-date-mismatch"]),
        ("Осада Атона (1950)", []),
        ("Siège d'Aton (1940–1951)", []),
        ("Battle of Hill 1443", []),
        ("Operation 1027", []),
        ("Battle of Aton (second)", []),
    ],
)
def test_a_date_in_the_title_is_held_against_the_box(title: str, found: list[str]) -> None:
    assert codes(FIGHT, title=title) == found


@pytest.mark.parametrize(
    ("losses", "found"),
    [
        ("12 killed (1 May 1949 – 3 May 1949)", ["period-outside-conflict"]),
        ("12 killed (3–4 May)", []),  # its year is the conflict's
        ("12 killed (as of 5 June 1950)", []),
        ("12 tués (1–3 juillet 1950)", ["period-outside-conflict"]),
    ],
)
def test_losses_fall_into_the_conflict(losses: str, found: list[str]) -> None:
    assert codes({**FIGHT, "Casualties1": losses}) == found
    assert codes({**FIGHT, "Date": "3 May 1949 – present", "Casualties1": "9 killed (5 July 1953)"}) == []


@pytest.mark.parametrize(
    ("losses", "found"),
    [
        ("105 casualties (54 killed, 41 wounded, 5 missing)", ["total-mismatch"]),
        ("100 casualties (54 killed, 41 wounded, 5 missing)", []),
        ("105 casualties (54 killed, 41 wounded)", []),  # nobody says that these are all
        ("90 casualties (54 killed, 41 wounded)", ["total-mismatch"]),
        ("90+ casualties (54 killed, 41 wounded)", []),
        ("c. 90 casualties (54 killed, 41 wounded)", []),
        ("90 total (US 41; CS 54)", ["total-mismatch"]),
        ("95 total (US 41; CS 54)", []),
        ("30,000 total (US 17,800; CS 11,900)", []),  # a round number
        ("152 (1,160 for the entire siege)", []),
        ("54 killed\n41 wounded\n7 missing\nTotal: 120 casualties", ["total-mismatch"]),
        ("54 killed\n41 wounded\n7 missing\nTotal: 102 casualties", []),
        ("54 Tote\n41 Verwundete\n7 Vermisste\n90 Verluste insgesamt", ["total-mismatch"]),
        ("54 killed (SOHR claim)\n41 wounded\nTotal: 80 casualties", []),
    ],
)
def test_a_total_is_held_against_its_parts(losses: str, found: list[str]) -> None:
    assert codes({**FIGHT, "Casualties1": losses}) == found


@pytest.mark.parametrize(
    ("third", "found"),
    [("Total: 250 killed", ["total-mismatch"]), ("Total: 350 killed", []), ("250 civilians killed", [])],
)
def test_a_total_of_both_sides_is_no_less_than_the_sides(third: str, found: list[str]) -> None:
    losses = {"Casualties1": "200 killed", "Casualties2": "103 killed", "Casualties3": third}
    assert codes({**FIGHT, **losses}) == found


NAMES = [
    ("Battle of Aton", "Siege of Beton", "The siege of Beton was a siege in the Northern War.", ["name-mismatch"]),
    ("Battle of Aton", "Siege of Beton", "The siege of Beton, or battle of Aton, was a siege.", []),
    ("Battle of Ayn al-Atoun", "Battle of Ain el Atun", "The battle of Ain el Atun was fought in May.", []),
    ("Schlacht von Aton", "Belagerung von Kemla", "Die Belagerung von Kemla dauerte zwei Monate.", ["name-mismatch"]),
    ("Битва за Атон", "Battle of Beton", "The Battle of Beton was a battle.", []),  # another script tells nothing
    ("Second Battle", "Aton (1950)", "Aton was a fight.", []),  # no word of its own
    ("NAF", "Northern Armed Forces", "The Northern Armed Forces (NAF) were an army.", []),
    ("Northern Armed Forces", "Kemla", "The NAF is an army.", []),
    ("Battle of Aton", "Siege of Beton", "", []),  # a page without a lead tells too little
]


@pytest.mark.parametrize(("name", "title", "lead", "found"), NAMES)
def test_the_box_is_about_what_the_page_is_about(name: str, title: str, lead: str, found: list[str]) -> None:
    assert codes({**FIGHT, "Conflict": name}, title=title, lead=lead) == found


@pytest.mark.parametrize("order", DATA["order"], ids=lambda order: order["then"][0])
@pytest.mark.parametrize(("words", "found"), [("proof", ["dates-out-of-order"]), ("counter", [])])
def test_what_ends_has_begun_before(order: dict[str, Any], words: str, found: list[str]) -> None:
    fields = {order["first"][0]: order[words]["first"], order["then"][0]: order[words]["then"]}
    assert codes(fields, title="Aton") == found


@pytest.mark.parametrize(
    ("born", "died", "found"),
    [
        ("14 March 1879", "18 April 1955 (aged 86)", ["age-mismatch"]),
        ("14 March 1879", "18 April 1955 (aged 76)", []),
        ("1879", "April 1955 (age 75)", []),
        ("14 mars 1879", "18 avril 1955 (à 66 ans)", ["age-mismatch"]),
        ("14 марта 1879", "18 апреля 1955 (76 лет)", []),
        ("14. März 1879", "18. April 1955 (im Alter von 96 Jahren)", ["age-mismatch"]),
        ("14 March 1879", "18 April 1955 (12 years later)", []),
    ],
)
def test_an_age_follows_from_the_dates(born: str, died: str, found: list[str]) -> None:
    assert codes({"Birth_date": born, "Death_date": died}, title="Ada Aron") == found


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"population": "60,000", "area_km2": "100", "population_density_km2": "6,000"}, ["density-mismatch"]),
        ({"population": "60,000", "area_km2": "100", "population_density_km2": "610"}, []),
        ({"population": "60,000", "area_km2": "100", "population_density_sq_mi": "1,554"}, []),
        ({"population": "60,000", "area_km2": "100", "percent_water": "20", "population_density_km2": "750"}, []),
        ({"population": "60,000", "population_density_km2": "750"}, []),
    ],
)
def test_population_by_area_is_the_density(fields: dict[str, str], found: list[str]) -> None:
    assert codes(fields, title="Aton") == found


def test_a_check_changes_no_row() -> None:
    cells = tuple(InfoboxField(label, text, "lines") for label, text in FIGHT.items())
    page = Document("wiki_dump", "", (), "1999 siege", infoboxes=(Infobox(None, cells),))
    same = Document("wiki_dump", "", (), "1950 siege", infoboxes=(Infobox(None, cells),))
    assert read("d", page).conflicts == read("d", same).conflicts


def test_every_check_has_proof_and_counter_proof() -> None:
    entries = [*DATA["order"], *(entry for name, entry in DATA.items() if name != "order")]
    assert all(entry["why"] and entry["proof"] and entry["counter"] for entry in entries)


@pytest.mark.parametrize(
    "piece",
    first_and_rest(["(", "(1 killed, ", "1 killed (", "total ", "12 ", "(aged 1 ", "Aton ", "(1950", ", of 1950"]),
)
def test_checks_are_linear(piece: str) -> None:
    def read(length: int) -> None:
        text = (piece * length)[:length]
        fields = {
            **FIGHT,
            "Casualties1": f"90 casualties (5 killed, 6 wounded) {text}",
            "Strength1": f"Total: 5\n{text}",
        }
        notes({**fields, "Conflict": text}, title=text, lead=text)
        notes({"Birth_date": "14 March 1879", "Death_date": f"18 April 1955 {text}"}, title=text)

    assert_linear(read, 40_000)
