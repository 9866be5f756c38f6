"""The rows beside a text say what was read, and nothing where nothing was printed."""

from __future__ import annotations

from flows.ask.report.shown_rows import shown_tables


def test_a_field_without_a_value_shows_none() -> None:
    base = {"document_id": "0", "box_no": 1, "source_text": ""}
    rows = [
        {**base, "field_no": 1, "label": "Location", "field": "place", "value": " "},
        {**base, "field_no": 2, "label": "Result", "field": "result", "value": "Siege\n lifted"},
    ]
    [table], _ = shown_tables({"infobox_fields": rows})
    assert [row.cells for row in table.rows] == [
        [("field", "place")],
        [("field", "result"), ("value", "Siege lifted")],
    ]
