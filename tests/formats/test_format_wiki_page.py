"""Encyclopedia pages as a browser prints them."""

from __future__ import annotations

from flows.formats import wiki_page
from flows.model import Cleaned, Document, RawDocument

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
