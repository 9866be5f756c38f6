"""Wide tables: a number is stated where nothing about it has to be weighed, and its words always."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import duckdb
import pytest

from flows.publish import wide_views
from flows.publish.catalog import ready_made
from schemas.tables import TABLES
from tests.publish.analyst_tables import Rows, ask, column, opened

Cell = tuple[str, str] | tuple[str, str, list[dict[str, object]]]

NOTHING = dict.fromkeys(
    ["number_min", "number_max", "unit", "unit_canonical", "si_min", "si_max", "si_unit", "start_date", "end_date"]
)


def boxes(*made: tuple[dict[str, object], Iterable[Cell]]) -> Rows:
    """Return the tables of boxes, a document each: what the box is, and its cells of key, words and values."""
    rows: Rows = {"boxes": [], "infobox_fields": [], "infobox_values": []}
    for number, (box, cells) in enumerate(made):
        of = {"document_id": f"{number:016x}", "box_no": 1}
        rows["boxes"].append({**of, "template": None, "name": None, "basis": "labels", **box})
        for field_no, (key, words, *values) in enumerate(cells, start=1):
            label = {"label": key, "field": None if key.startswith("?") else key}
            rows["infobox_fields"].append({**of, "field_no": field_no, "value": words, **label})
            for item_no, value in enumerate(values[0] if values else [], start=1):
                rows["infobox_values"].append({**of, "field_no": field_no, "item_no": item_no, **NOTHING, **value})
    return rows


def number(least: float, most: float | None, **more: object) -> dict[str, object]:
    return {"kind": "quantity", "number_min": least, "number_max": most, **more}


def area(km2: float, **more: object) -> dict[str, object]:
    unit = {"unit": "km²", "unit_canonical": "km2", "si_unit": "m2"}
    return number(km2, km2, si_min=km2 * 1e6, si_max=km2 * 1e6, **unit, **more)


def day(*date: int) -> dict[str, object]:
    return {"kind": "date", "start_date": dt.date(*date), "end_date": dt.date(*date), "edtf": str(dt.date(*date))}


def with_wide(rows: Rows) -> duckdb.DuckDBPyConnection:
    connection = opened(rows)
    for statement in wide_views.wide_statements(connection):
        connection.execute(statement)
    return connection


TOWN = {"kind": "settlement"}


def test_a_number_is_stated_where_nothing_has_to_be_weighed() -> None:
    tables = with_wide(
        boxes(
            (TOWN, [("area", "305 km²", [area(305)])]),
            (TOWN, [("area", "1,200–1,500 km²", [{**area(1200), "number_max": 1500.0}])]),
            (TOWN, [("area", "over 80 km²", [{**area(80), "number_max": None}])]),
            (TOWN, [("area", "12 km² (in winter)", [area(12, unread="(in winter)")])]),
            (TOWN, [("area", "12 km²; 13 km²", [area(12), area(13)])]),
            (TOWN, [("area", "40", [number(40, 40)])]),
            (TOWN, [("area", "7 km²", [area(7)]), ("area", "")]),
            (TOWN, [("area", "8 km²", [area(8)]), ("area", "large")]),
            (TOWN, [("area", "unknown", [{"kind": "text"}])]),
            (TOWN, []),
        )
    )
    assert ask(tables, "SELECT area, area_unit, area_text FROM infobox('settlement')") == [
        (305e6, "m2", "305 km²"),
        (None, None, "1,200–1,500 km²"),
        (None, None, "over 80 km²"),
        (None, None, "12 km² (in winter)"),
        (None, None, "12 km²; 13 km²"),
        (None, None, "40"),
        (7e6, "m2", "7 km²"),
        (8e6, "m2", "8 km²\nlarge"),
        (None, None, "unknown"),
        (None, None, None),
    ]


def test_columns_of_each_kind_of_value() -> None:
    place = {"kind": "coordinate", "latitude": 35.3, "longitude": 40.1}
    euro = {"kind": "money", "number_min": 5.0, "number_max": 5.0, "unit": "€", "unit_canonical": "EUR"}
    dollars = {**euro, "unit": "$", "unit_canonical": None}
    tables = with_wide(
        boxes(
            (
                TOWN,
                [
                    ("founded", "3 May 1066", [day(1066, 5, 3)]),
                    ("at", "35°N 40°E", [place]),
                    ("budget", "€5", [euro]),
                    ("people", "9,000 (2010)", [number(9000, 9000, as_of_edtf="2010")]),
                    ("motto", "Onward\nand upward"),
                ],
            ),
            (TOWN, [("founded", "1066", [{"kind": "date", "edtf": "1066"}]), ("budget", "$5", [dollars])]),
        )
    )
    found = tables.execute("FROM infobox.settlement").fetchall()
    names = [name for name, *_ in tables.description or ()]
    fixed = ["document_id", "box_no", "template", "box_name"]
    rest = ["at_latitude", "at_longitude", "at_text", "motto", "people", "people_as_of", "people_text"]
    first = ["budget", "budget_unit", "budget_text", "founded", "founded_edtf", "founded_text"]
    assert names == [*fixed, *first, *rest]
    assert found[0][4:] == (
        *(5.0, "EUR", "€5", dt.date(1066, 5, 3), "1066-05-03", "3 May 1066"),
        *(35.3, 40.1, "35°N 40°E", "Onward\nand upward", 9000.0, "2010", "9,000 (2010)"),
    )
    # A year is no day, and which dollars is not said.
    assert found[1][4:10] == (None, None, "$5", None, "1066", "1066")


def test_a_column_has_one_unit() -> None:
    metre = {"unit": "m", "unit_canonical": "m", "si_unit": "m"}
    tables = with_wide(
        boxes(
            (TOWN, [("height", "5 m", [number(5, 5, si_min=5.0, si_max=5.0, **metre)])]),
            (TOWN, [("height", "6 m", [number(6, 6, si_min=6.0, si_max=6.0, **metre)])]),
            (TOWN, [("height", "7 floors", [number(7, 7, unit="floors")])]),
        )
    )
    assert column(ask(tables, "SELECT height FROM infobox.settlement")) == [5.0, 6.0, None]
    assert ask(tables, "SELECT DISTINCT height_unit FROM infobox.settlement WHERE height IS NOT NULL") == [("m",)]


def test_a_key_of_mixed_kinds_is_words() -> None:
    tables = with_wide(boxes((TOWN, [("rank", "3", [number(3, 3)])]), (TOWN, [("rank", "third", [{"kind": "text"}])])))
    assert column(ask(tables, "SELECT rank FROM infobox.settlement")) == ["3", "third"]


def test_a_box_is_named_by_its_kind_and_else_by_its_template() -> None:
    names = {
        "Infobox German state": "settlement",
        "Infobox Dæmon_(rare)": None,
        "infobox: dæmon rare": None,
        "Template:Infobox Planet": None,
        "Infobox": None,
        "Taxobox": None,
    }
    made = [({"template": template, "kind": kind}, []) for template, kind in names.items()]
    tables = opened(boxes(*made, ({"kind": None}, [])))
    assert ask(tables, "SELECT template, infobox FROM infoboxes ORDER BY document_id") == [
        ("Infobox German state", "settlement"),
        ("Infobox Dæmon_(rare)", "dæmon_rare"),
        ("infobox: dæmon rare", "dæmon_rare"),
        ("Template:Infobox Planet", "planet"),
        ("Infobox", "infobox"),
        ("Taxobox", "taxobox"),
        (None, None),
    ]


def test_hostile_names_are_only_names() -> None:
    odd = "x'; COPY (SELECT 42) TO 'pwned.csv'; --\".\""
    tables = with_wide(boxes(({"kind": odd, "template": odd}, [(f'k"{odd}', "1", [number(1, 1)]), ("select", "2")])))
    [(kind,)] = ask(tables, "SELECT DISTINCT infobox FROM coverage")
    assert kind == odd
    [view] = wide_views.wide_views(tables)
    assert ask(tables, f'SELECT "select", template FROM {view.address}') == [("2", odd)]


def test_names_of_columns_are_given_once() -> None:
    cells: list[Cell] = [
        ("box_no", "a"),
        ("area", "b", [area(1)]),
        ("area_text", "c"),
        ("AREA_UNIT", "d"),
        ("box_no_2", "e"),
    ]
    tables = with_wide(boxes((TOWN, cells)))
    tables.execute("FROM infobox.settlement")
    names = [name for name, *_ in tables.description or ()]
    assert len({name.lower() for name in names}) == len(names)
    assert ask(tables, "SELECT box_no, area, area_text, area_text_2, box_no_2 FROM infobox.settlement") == [
        (1, 1e6, "b", "c", "a")
    ]


def test_the_most_frequent_have_a_table_and_a_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wide_views, "MOST_TABLES", 2)
    monkeypatch.setattr(wide_views, "MOST_KEYS", 1)
    made = [({"kind": kind}, [("b", "1"), ("a", "1")]) for kind in ("z", "c", "b", "a", "z")]
    made.append(({"kind": "z"}, [("b", "1")]))
    tables = opened(boxes(*made))
    views = wide_views.wide_views(tables)
    assert [view.name for view in views] == ["z", "a"]
    assert [[name for name in view.columns if len(name) == 1] for view in views] == [["b"], ["a"]]
    assert len(ask(tables, "SELECT DISTINCT infobox FROM coverage")) == 4


def test_the_comment_says_how_many_there_are() -> None:
    [comment] = [each.comment for each in ready_made(TABLES) if each.name == "infobox"]
    assert f"the {wide_views.MOST_TABLES} most frequent" in comment
    assert f"{wide_views.MOST_KEYS} most frequent keys" in comment


def test_coverage_counts_boxes_and_values() -> None:
    tables = opened(
        boxes(
            (TOWN, [("area", "305 km²", [area(305)]), ("?Odd", "x")]),
            (TOWN, [("area", "1 km² (old), unknown", [area(1, unread="(old)"), {"kind": "text"}]), ("area", "2", [])]),
            (TOWN, [("area", "large", [{"kind": "text"}])]),
            (TOWN, []),
            ({"kind": None}, [("area", "?")]),
        )
    )
    assert ask(tables, "FROM coverage") == [
        ("settlement", "area", True, 4, 3, 0.75, 2, 4, 0.25, ["quantity", "text"]),
        ("settlement", "?Odd", False, 4, 1, 0.25, 0, 0, None, None),
        (None, "area", True, 1, 1, 1.0, 0, 0, None, None),
    ]


def test_folders_without_infoboxes_have_no_wide_tables() -> None:
    assert [*wide_views.wide_statements(duckdb.connect())] == []


def test_columns_are_those_of_a_sample_and_rows_are_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wide_views, "MOST_BOXES", 2)
    tables = with_wide(boxes(*[(TOWN, [(key, key)]) for key in "abca"]))
    [view] = wide_views.wide_views(tables)
    assert view.columns["a"] == "As printed; stands in 1 of 2 boxes."
    assert view.comment.startswith("The 4 infoboxes of settlement")
    assert ask(tables, "SELECT a, b FROM infobox.settlement") == [("a", None), (None, "b"), (None, None), ("a", None)]
