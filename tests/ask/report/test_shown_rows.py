"""The rows beside a text say what was read, and nothing where nothing was printed."""

from __future__ import annotations

from flows.ask.report.shown_rows import shown_tables


def test_a_field_without_a_value_shows_none() -> None:
    rows = [
        {"document_id": "0", "box_no": 1, "field_no": no, "label": label, "field": field, "value": value}
        for no, (label, field, value) in enumerate(
            [("Location", "place", " "), ("Result", "result", "Siege\n lifted")], 1
        )
    ]
    [table], _ = shown_tables({"infobox_fields": rows})
    assert [row.cells for row in table.rows] == [
        [("field", "place")],
        [("field", "result"), ("value", "Siege lifted")],
    ]
