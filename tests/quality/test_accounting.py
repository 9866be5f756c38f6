"""The accounts say what is silently lost or another number, and nothing of what is told or named."""

from __future__ import annotations

from typing import Any

import pytest

from tests.quality.accounting import compare

VALUE = {"box_no": 1, "field_no": 1, "kind": "quantity", "unread": None}
FIELD = {"box_no": 1, "field_no": 1, "label": "Height (2010)", "field": "height", "section": None}


class OnePage:
    """Published tables of one page."""

    def __init__(self, words: str, *values: dict[str, Any], issue: str = "") -> None:
        self.tables = {
            "infobox_fields": [{**FIELD, "value": words}],
            "infobox_values": [{**VALUE, **value} for value in values],
            "issues": [{"code": "partly-read", "where": "Height", "text": issue}] if issue else [],
        }

    def rows(self, table: str, source: str) -> list[dict[str, Any]]:
        assert source == "page"
        return self.tables.get(table, [])


def verdicts(page: OnePage) -> dict[str, str]:
    return {finding.field.removeprefix("infobox_values "): finding.verdict for finding in compare(page, "page")}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "page",
    [
        OnePage("5 ft 10 in (1.78 m)", {"number_min": 70.0, "number_max": 70.0, "unit": "in"}),
        OnePage("12 km (2011)", {"number_min": 12.0, "number_max": 12.0, "as_of_edtf": "2011"}),
        OnePage("12 km, of it 3 in May", {"number_min": 12.0, "number_max": 12.0, "unread": "of it 3 in May"}),
        OnePage("12 km of 13", {"number_min": 12.0, "number_max": 12.0}, issue="12 km of 13"),
        OnePage("12 km", {"number_min": 12.0, "number_max": 12.0, "as_of_edtf": "2010"}),
        OnePage("12 or more", {"kind": "text", "text": "12 or more"}),
    ],
)
def test_what_is_told_or_named_is_in_order(page: OnePage) -> None:
    found = verdicts(page)
    assert found["all told"] == "exact"
    assert found.get("never other", "exact") == "exact"


@pytest.mark.parametrize(
    ("page", "about", "verdict"),
    [
        (OnePage("12 km of 13", {"number_min": 12.0, "number_max": 12.0}), "all told", "missing"),
        (OnePage("1,200³ km", {"number_min": 12003.0, "number_max": 12003.0}), "never other", "wrong"),
        (OnePage("−40 °C", {"number_min": 40.0, "number_max": 40.0}), "never other", "wrong"),
        (OnePage("3 May – 4 June 1944", {"kind": "date", "edtf": "1944-05-03/1944-05-04"}), "all told", "missing"),
        (OnePage("12 km", {"number_min": 12.0, "number_max": 12.0, "as_of_edtf": "2011"}), "never other", "wrong"),
        (OnePage("12 km", {"kind": "date", "edtf": "2010"}), "never other", "wrong"),
        (OnePage("12 km zeb", {"number_min": 12.0, "number_max": 12.0, "unread": "zeb"}), "all read", "partly"),
    ],
)
def test_what_is_lost_another_or_left_is_said(page: OnePage, about: str, verdict: str) -> None:
    assert verdicts(page)[about] == verdict
