"""The limits of infoboxes hold in every shape that can have a box so large, each with a note."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flows.formats.box_limits import MAX_FIELDS, MAX_HTML_BOXES, MAX_VALUE, MAX_WIKITEXT_BOXES
from flows.formats.shapes import parse
from flows.model import Cleaned, Document, RawDocument, Shape

LONG = "x " * (MAX_VALUE // 2 + 1_000) + "x"
LABELS = [f"Key{number}" for number in range(MAX_FIELDS + 100)]
BODY = "The army crossed the river in the night, and the town fell on the next day after a short fight."
PAGES: dict[Shape, str] = {
    "wiki_dump": f"= T =\n\nInfobox\n- Long: {LONG}\n" + "".join(f"- {label}: v\n" for label in LABELS),
    "wikitext": f"{{{{Infobox x\n| long = {LONG}\n" + "".join(f"| {label} = v\n" for label in LABELS) + "}}\n" + BODY,
    "html": "<html><head><title>T</title></head><body><h1>T</h1><table class='infobox'>"
    + f"<tr><th>Long</th><td>{LONG}</td></tr>"
    + "".join(f"<tr><th>{label}</th><td>v</td></tr>" for label in LABELS)
    + f"</table><p>{BODY}</p></body></html>",
    "front_matter": f"---\ntitle: T\nlong: {LONG}\n" + "".join(f"{label}: v\n" for label in LABELS) + f"---\n\n{BODY}",
}
"""A page of each shape with a box of too many fields, the first of them too long."""


def parsed(text: str, shape: Shape) -> Document:
    return parse(shape, Cleaned(text), RawDocument("page.txt", text.encode()))


@pytest.mark.parametrize("shape", PAGES)
def test_a_box_that_is_too_large_is_cut_with_a_note(shape: Shape) -> None:
    document = parsed(PAGES[shape], shape)
    (box,) = document.infoboxes
    assert len(box.fields) == MAX_FIELDS
    assert max(len(field.source_text) for field in box.fields) == MAX_VALUE
    assert max(len(field.plain) for field in box.fields) == MAX_VALUE
    codes = [note.code for note in document.notes]
    assert codes.count("infobox-too-large") == codes.count("value-too-long") == 1


def test_a_long_value_of_a_page_copied_from_a_browser_is_cut_with_a_note() -> None:
    """Such a box has a limit of lines, so that it cannot have too many fields."""
    document = parsed(
        f"Ann Lorn\n\nBorn\t5 May 1818\nDied\t6 May 1899\nOccupation\t{LONG}\nNationality\tLatvian\n\n{BODY}",
        "wiki_page",
    )
    (box,) = document.infoboxes
    assert max(len(field.source_text) for field in box.fields) == MAX_VALUE
    assert [note.code for note in document.notes] == ["value-too-long"]


def html_boxes(count: int) -> str:
    box = "<table class='infobox'><tr><th>Born</th><td>v</td></tr></table>"
    return f"<html><head><title>T</title></head><body><h1>T</h1>{box * count}<p>{BODY}</p></body></html>"


def html_boxes_in_a_box(count: int) -> str:
    inner = "<tr><td><table class='infobox'><tr><th>Born</th><td>v</td></tr></table>" * (count - 1)
    return html_boxes(1).replace("</td></tr></table>", f"</td></tr>{inner}</table>")


def wikitext_boxes(count: int) -> str:
    return "{{Infobox x|a=b}}\n" * count + BODY


def wikitext_boxes_in_a_box(count: int) -> str:
    return "{{Infobox x|a=b|c=" + "{{Infobox x|a=b}}" * (count - 1) + "}}\n" + BODY


def wikitext_boxes_in_two_boxes(count: int) -> str:
    return wikitext_boxes_in_a_box(count // 2) + "\n" + wikitext_boxes_in_a_box(count - count // 2)


@pytest.mark.parametrize(
    ("shape", "page", "limit"),
    [
        ("html", html_boxes, MAX_HTML_BOXES),
        ("html", html_boxes_in_a_box, MAX_HTML_BOXES),
        ("wikitext", wikitext_boxes, MAX_WIKITEXT_BOXES),
        ("wikitext", wikitext_boxes_in_a_box, MAX_WIKITEXT_BOXES),
        ("wikitext", wikitext_boxes_in_two_boxes, MAX_WIKITEXT_BOXES),
    ],
)
def test_only_so_many_boxes_of_a_page_are_read_with_a_note(
    shape: Shape, page: Callable[[int], str], limit: int
) -> None:
    whole = parsed(page(limit), shape)
    assert len(whole.infoboxes) == limit
    assert "too-many-boxes" not in {note.code for note in whole.notes}
    cut = parsed(page(limit + 5), shape)
    assert len(cut.infoboxes) == limit
    [note] = [note for note in cut.notes if note.code == "too-many-boxes"]
    assert note.text == f"more than {limit} boxes"
