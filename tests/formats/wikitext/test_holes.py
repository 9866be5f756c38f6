"""Dropped templates leave no separator without a neighbour; what the author wrote stays."""

from __future__ import annotations

import pytest

from flows.model import RawDocument
from flows.runs.batch import process_documents
from flows.text.edits import undo

BOX = "{{Infobox settlement\n| name = Xville\n| country = Exland\n}}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("'''X''' ({{audio|x.ogg|listen}}) is a town.", "X is a town."),
        ("'''X''' (Yville; {{audio|x.ogg|listen}}) is", "X (Yville) is"),
        ("'''X''' ({{audio|x.ogg|l}}, born 1900; {{audio|y.ogg|l}}) was", "X (born 1900) was"),
        ("'''X''' (born 1900, {{audio|y.ogg|l}}, died 1950) was", "X (born 1900, died 1950) was"),
        ("'''X''' ( {{audio|x.ogg|l}} / {{audio|y.ogg|l}} ) end", "X end"),
        ("The list (a, b; c), (;) and f(x, ) stay{{cn}}.", "The list (a, b; c), (;) and f(x, ) stay."),
        ("It was long,{{cn}} and (at last) over; {{cn}} so it fell.", "It was long, and (at last) over; so it fell."),
    ],
)
def test_separators_go_with_what_they_part(before: str, after: str) -> None:
    page = f"{BOX}{before}\n\n== History ==\nIt is old.\n"
    (rows,) = process_documents([RawDocument("x.wiki", page.encode())])
    document = rows.page.document
    assert document.text.split("\n")[0] == after
    assert undo(document.text, document.edits) == page
