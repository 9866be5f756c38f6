"""Encyclopedia pages as copied from a browser."""

from __future__ import annotations

import pytest

from flows.formats.shapes import recognise
from flows.formats.wiki_page import page as wiki_page
from flows.model import Cleaned, Document, RawDocument
from flows.text.edits import undo

HEAD = "Battle of X (1945)\n\nBattle of X\nPart of the Y war\n\nA ruin in X.\n"


def parse(text: str) -> Document:
    return wiki_page.parse(Cleaned(text), RawDocument("a/b.txt", b""))


def box(text: str) -> dict[str, str]:
    return {field.label: field.source_text for field in parse(text).infoboxes[0].fields}


def test_glued_spaced_split_and_tabbed_labels() -> None:
    found = box(
        HEAD
        + "Date\t5 May 1945\nLocationthe South\nResult Victory\nTerritorial\nchangesA city\nBelligerents\nA\nB\n\n"
        + "The text goes on here, and it is a sentence."
    )
    assert found == {
        "Conflict": "Battle of X", "Part of": "the Y war", "Caption": "A ruin in X.", "Date": "5 May 1945",
        "Location": "the South", "Result": "Victory", "Territorial changes": "A city", "Belligerents": "A\nB",
    }  # fmt: skip


def test_words_that_only_begin_like_a_label_are_values() -> None:
    found = box(
        HEAD
        + "Location of X in Y\nDate5 May\nResult Ceasefire\nStatus quo ante bellum\nBelligerents\nDate Palm Brigade\n"
    )
    assert found["Caption"] == "A ruin in X.\nLocation of X in Y"
    assert found["Result"] == "Ceasefire\nStatus quo ante bellum"
    assert found["Belligerents"] == "Date Palm Brigade"


def test_blank_lines_inside_the_box_do_not_end_it() -> None:
    document = parse(
        HEAD
        + "Date5 May\nBelligerents\nA\n\nB\nUnits involved\nC\n\nD\n\n\n"
        + "The **battle of X** was long.\n\nStrength\n\nMore."
    )
    assert [f.label for f in document.infoboxes[0].fields][-2:] == ["Belligerents", "Units involved"]
    assert document.infoboxes[0].fields[-1].source_text == "C\n\nD"
    assert document.text == "The **battle of X** was long.\n\nStrength\n\nMore."


def test_a_sentence_below_the_last_columns_is_a_note() -> None:
    found = box(
        HEAD
        + "Date5 May\nBelligerents\nA\nB\nStrength\n100\n200\nThe B troops were neutral until the very end of it.\n\n"
        + "Prose is what follows now, it ends here."
    )
    assert found["Strength"] == "100\n200"
    assert found["Notes"] == "The B troops were neutral until the very end of it."


def test_a_hatnote_above_the_box_stays_in_the_body() -> None:
    document = parse(
        "Battle of X\n\nThis article is about the battle. For the other one, see Z.\n\n"
        + "Battle of X\nDate5 May\nResult Victory\nBelligerents\nA\nB\n\nThe body is here, and it is a sentence."
    )
    assert document.text.startswith("This article is about the battle.")
    assert document.infoboxes[0].fields[0].source_text == "Battle of X"


def test_german_labels() -> None:
    found = box(
        "Schlacht bei X\n\nSchlacht bei X\nDatum5. Mai 1945\nOrtX\nAusgangSieg\nKonfliktparteien\nA\nB\n\n"
        + "Die Schlacht bei X war eine Schlacht des Krieges."
    )
    assert found["Datum"] == "5. Mai 1945"


def test_no_known_label_leaves_the_text_alone() -> None:
    document = parse("A title\n\nSome prose that has no box at all.")
    assert not document.infoboxes
    assert document.text == "Some prose that has no box at all."


PERSON = (
    "Karl Marx\n\nKarl Marx\n\nMarx in 1875\nBorn\t5 May 1818\nTrier, Prussia\nDied14 March 1883 (aged 64)\n"
    "NationalityGerman\nSpouse\tJenny von Westphalen\n\n"
    "Karl Marx was a philosopher, economist and journalist, who lived in London.\n\nEducation\n\nHe went to school."
)


def test_a_person_tabs_and_glued_labels() -> None:
    assert recognise(PERSON) == "wiki_page"
    assert box(PERSON) == {
        "Name": "Karl Marx", "Caption": "Marx in 1875", "Born": "5 May 1818\nTrier, Prussia",
        "Died": "14 March 1883 (aged 64)", "Nationality": "German", "Spouse": "Jenny von Westphalen",
    }  # fmt: skip
    assert parse(PERSON).text.startswith("Karl Marx was a philosopher")


def test_a_settlement_with_groups_of_rows() -> None:
    text = (
        "Lyon - Wikipedia\n\nLyon\nPrefecture\nCountry\tFrance\nArea\t47.87 km2\nPopulation (2020)\n • Total\t522,228\n"
        "Twin towns\tBirmingham\nTime zone\tUTC+01:00 (CET)\n\nLyon is the second city of France, and it is old."
    )
    assert recognise(text) == "wiki_page"
    found = box(text)
    assert found["Total"] == "522,228"
    assert "Population (2020)" not in found
    assert (found["Twin towns"], found["Time zone"]) == ("Birmingham", "UTC+01:00 (CET)")


def test_a_film_with_labels_that_only_browsers_print() -> None:
    text = (
        "Casablanca (film)\n\nCasablanca\nDirected byMichael Curtiz\nStarring\nHumphrey Bogart\nIngrid Bergman\n"
        "Release dateNovember 26, 1942\nCountryUnited States\nBudget$878,000\nBox office$3.7 million\n\n"
        "Casablanca is a 1942 American romantic drama film directed by Michael Curtiz."
    )
    found = box(text)
    assert found["Directed by"] == "Michael Curtiz"
    assert found["Starring"] == "Humphrey Bogart\nIngrid Bergman"
    assert (found["Budget"], found["Box office"]) == ("$878,000", "$3.7 million")


@pytest.mark.parametrize(
    "text",
    [
        "Countries\n\nCountry\tPopulation\tArea\nFrance\t67\t5\nGermany\t80\t3\n\nThis is a list of all the countries.",
        "Physics\n\nHistory\nEducation\nAwards\nCountry\nLanguage\nWebsite\n\nPhysics is a science of all there is.",
        "Life\n\nBorn in Trier, he went to school.\nDied young, he was poor.\nSpouse and children left him there.",
        "Note\n\nCountry: France\nLanguage: English\nGenre: Rock\n\nThis is a note about the things of this world.",
        "Skip to content\nHome\nWeight\t5 kg\nHeight\t6 m\nCapacity\t7\n\nThis is a great thing to buy from us.",
        "Home\tShop\tLogin\nWeight\t5 kg\nHeight\t6 m\nCapacity\t7\n\nThis is a great thing to buy from us.",
        "Two labels\n\nBorn5 May 1818\nDied14 March 1883\n\nTwo labels are no proof that this was an infobox at all.",
    ],
)
def test_lists_and_prose_are_no_infobox(text: str) -> None:
    assert recognise(text) != "wiki_page"
    assert not parse(text).infoboxes


def test_a_section_below_the_box_is_not_its_value() -> None:
    text = PERSON.replace("Karl Marx was a philosopher", "Early life\n\nHe was a philosopher")
    assert parse(text).text.startswith("Early life\n\nHe was")


def test_a_part_of_with_a_colon_is_one_line() -> None:
    head = "Бой у X\n\nБой у X\nОсновной конфликт: Крымская война\nКартина боя\nДата\t18 ноября 1853 года\n"
    head += "Противники\nA\nB\n\n"
    document = wiki_page.parse(
        Cleaned(head + "Бой у X был последним боем той войны на море."), RawDocument("a.txt", b"")
    )
    fields = {field.label: field.source_text for field in document.infoboxes[0].fields}
    assert fields["Основной конфликт"].strip() == "Крымская война"
    assert fields["Caption"] == "Картина боя"


def test_a_part_of_without_a_colon_goes_on_to_the_blank_line() -> None:
    head = "Battle of X\n\nBattle of X\nPart of the Y war\nand the Z war\n\nDate1 May 1945\nBelligerents\nA\nB\n\n"
    document = wiki_page.parse(
        Cleaned(head + "The battle of X was the last one of that war."), RawDocument("a.txt", b"")
    )
    fields = {field.label: field.source_text for field in document.infoboxes[0].fields}
    assert fields["Part of"] == "the Y war\nand the Z war"


PAGE = (
    "Vendel Bridge\n\nVendel Bridge\nThe bridge in 2011\nCoordinates\t59.5°N 17.2°E\nCrosses\tRiver Fyris\n"
    "Total length\t1,210 metres (3,970 ft)\nWidth\t18 m\nOpened\t12 June 1966\n\n"
    "The Vendel Bridge is a suspension bridge in Vendel, and many people use it.\n\n"
    "## History\n\nIt was opened in 1966.\n"
)
ABOVE = (
    "Vendel Bridge - Wikipedia\nMain menu\nSearch\nDonate\nContents hide\n(Top)\nHistory\n"
    "Vendel Bridge\n\n2 languages\nArticle\nTalk\n"
)
BELOW = (
    '\nRetrieved from "https://en.wikipedia.example/w/index.php?title=Vendel_Bridge&oldid=1"\n'
    "Categories: Bridges in Sweden\n"
    "This page was last edited on 3 March 2023, at 11:08 (UTC).\nPrivacy policy\nAbout Wikipedia\n"
)


@pytest.mark.parametrize(
    ("above", "tagline", "below"),
    [
        (ABOVE, "From Wikipedia, the free encyclopedia\n", BELOW),
        ("Vendel Bridge\n", "From Wikipedia, the free encyclopedia\n", ""),
        ("Hauptmenü\nSuche\nVendel Bridge\n4 Sprachen\nArtikel\n", "aus Wikipedia, der freien Enzyklopädie\n", ""),
        ("Vendel Bridge — Википедия\nПоиск\n", "Материал из Википедии — свободной энциклопедии\n", ""),
    ],
)
def test_a_whole_window_is_the_page_in_it(above: str, tagline: str, below: str) -> None:
    window = above + tagline + PAGE.partition("\n")[2] + below
    assert recognise(window) == "wiki_page"
    framed, alone = parse(window), parse(PAGE)
    assert (framed.title, framed.text, framed.infoboxes) == (alone.title, alone.text, alone.infoboxes)
    assert undo(framed.text, framed.edits) == window


def test_sentences_that_begin_like_a_foot_stay() -> None:
    end = "Category: one.\n\nCategory: two.\n\nThis page of the book was edited on paper."
    text = PAGE.replace("It was opened in 1966.", end)
    assert parse(text).text.endswith(end)
    end = "Categories: three of them are known.\n\nThe bridge is of the first, and that will stay so, as people say."
    text = PAGE.replace("It was opened in 1966.", end) + BELOW
    assert parse(text).text.endswith(end)


def test_words_of_a_frame_in_an_article_stay() -> None:
    text = PAGE.replace(
        "It was opened in 1966.", "Categories: three.\n\nIt is as the page says:\n\nFrom Wikipedia comes this."
    )
    assert parse(text).text.endswith("Categories: three.\n\nIt is as the page says:\n\nFrom Wikipedia comes this.")


def test_heads_of_groups_are_no_values() -> None:
    text = PAGE.replace("Total length\t", "Characteristics\nTotal length\t").replace("Opened\t", "History\nOpened\t")
    found = box(text)
    assert (found["Crosses"], found["Width"], found["Opened"]) == ("River Fyris", "18 m", "12 June 1966")
    assert "History" not in found


NODES = (
    "Battle of X\n\n\nBattle of X\nPart of the Y war\nDate\n5 May 1945\nResult\n\nVictory\nBelligerents\n\n\n"
    "{flag}\nAton\n\n\n{flag}\nBeton\nStrength\n\n100\n\n\n\n200\nUnits involved\n\n1st Foot\n\n2nd Foot\n\n\n"
    "Casualties and losses\n\n10 killed\n\n20 killed\nX in Y\n\n\nThe \nBattle of X\n took place near the town of Y in "
    "the spring of the year 1945, and it was late in the war. \n\nIt was won by the Army.\n\n1\n\nPrelude\n"
).replace("{flag}", "\u00a0")


def test_a_page_printed_node_by_node_has_gaps_between_cells() -> None:
    fields = {field.label: field for field in parse(NODES).infoboxes[0].fields}
    assert {fields[label].layout for label in ("Belligerents", "Strength", "Casualties and losses")} == {"gaps"}
    assert fields["Date"].layout == "lines"
    # The box ends where the article begins, though no line of it is a sentence.
    assert fields["Casualties and losses"].source_text == "10 killed\n\n20 killed\nX in Y"
    # What is more than the gap behind other rows is that before an empty cell.
    assert fields["Units involved"].source_text.endswith("2nd Foot\n\n")
    glued = NODES.replace("Date\n", "Date")
    assert {field.layout for field in parse(glued).infoboxes[0].fields} == {"lines", "cells"}


def test_coordinates_behind_an_empty_line_end_the_box() -> None:
    text = (
        HEAD + "Date5 May\nBelligerents\nA\nB\nCasualties and losses\n65 killed\n11 killed\n\n{}\n\nThe text is here."
    )
    for line in ("Coordinates: 20°23′25″S 57°44′02″E", "20.39°S 57.73°E", "Coordenadas: 20° 23′ S, 57° 44′ O"):
        assert box(text.format(line))["Casualties and losses"] == "65 killed\n11 killed"
