"""Every rule of the contract has a row that breaks it, is caught, and is told with its remedy."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from pandera.errors import SchemaErrors

from flows.validate.gate.findings import message, of_violations
from flows.validate.rows import keeps_schema, own_breaches, validate
from schemas.tables import TABLES
from tests.parts import first_and_rest
from tests.validate.contract_rows import SOURCES, batch, example, rows

RULES = [
    pytest.param(name, number, id=f"{name}-{rule.column}-{rule.name}")
    for name, spec in TABLES.items()
    for number, rule in enumerate(spec.model.checks())
]
REQUIRED = [
    pytest.param(name, column, id=f"{name}-{column}")
    for name, spec in TABLES.items()
    for column, field in spec.model.to_schema().columns.items()
    if not field.nullable
]


Told = tuple[str, str]


@functools.cache
def broken_together(table: str) -> tuple[set[Told], ...]:
    """Return the broken checks of many rows at once: the example, one row a rule, one row a required column.

    A validation has a fixed cost, so the rows of a table share one. What comes of their sharing is left out.
    """
    changes = [{}, *(rule.breaks for rule in TABLES[table].model.checks())]
    changes += [{param.values[1]: None} for param in REQUIRED if param.values[0] == table]
    return broken(table, *changes)


def broken(table: str, *changes: Mapping[str, Any]) -> tuple[set[Told], ...]:
    """Return name and column of the checks of the contract that each changed example row breaks."""
    data = rows(table, *changes)
    of_rows = {rule.name for rule in TABLES[table].model.checks()} | {"not-null"}
    found: tuple[set[Told], ...] = tuple(set() for _ in changes)
    for each in own_breaches(TABLES[table], data):
        for position in each.rows.arg_true() if each.check in of_rows else ():
            found[position].add((each.check, each.column))
    return found


@pytest.mark.parametrize("table", TABLES)
def test_the_example_row_keeps_the_contract(table: str) -> None:
    assert broken_together(table)[0] == set()


@pytest.mark.parametrize(("table", "number"), RULES)
def test_a_row_that_breaks_this_rule_is_caught(table: str, number: int) -> None:
    rules = TABLES[table].model.checks()
    rule = rules[number]
    found = broken_together(table)[1 + number]
    assert (rule.name, rule.column) in found
    # A value that breaks the rule of its column may also break a rule over rows, but nothing else.
    also = {(other.name, other.column) for other in rules if other.is_row_rule and not rule.is_row_rule}
    assert found - {(rule.name, rule.column)} <= also


@pytest.mark.parametrize(("table", "column"), REQUIRED)
def test_a_missing_value_is_caught(table: str, column: str) -> None:
    of_table = [param.values[1] for param in REQUIRED if param.values[0] == table]
    position = 1 + len(TABLES[table].model.checks()) + of_table.index(column)
    assert ("not-null", column) in broken_together(table)[position]


@pytest.mark.parametrize("table", first_and_rest(TABLES))
def test_the_pass_over_the_columns_finds_what_pandera_finds(table: str) -> None:
    spec = TABLES[table]
    changes: list[Mapping[str, Any]] = [{}, *(rule.breaks for rule in spec.model.checks())]
    changes += [{param.values[1]: None} for param in REQUIRED if param.values[0] == table]
    for each in changes:
        data = rows(table, {}, each, {})
        try:
            spec.model.validate(data, lazy=True)
        except SchemaErrors:
            assert not keeps_schema(spec, data), each
        else:
            assert keeps_schema(spec, data), each
    assert not keeps_schema(spec, rows(table, {}).reverse().select(pl.all().name.suffix("_")))


@pytest.mark.parametrize("table", [name for name in TABLES if name != "violations"])
def test_every_breach_is_told_with_its_remedy(table: str) -> None:
    rules = TABLES[table].model.checks()
    result = validate(batch(**{table: rows(table, *(rule.breaks for rule in rules))}), SOURCES)
    assert result.frames[table].height == 0
    findings = {each.where: "" for each in of_violations(result.violations, {})}
    for each in of_violations(result.violations, {}):
        findings[each.where] += str(each)
    for rule in rules:
        told = result.violations.filter(table=table, check=rule.name, column=rule.column)
        assert set(told["remedy"]) == {rule.remedy}
        assert message(table, rule.name, rule.column) == rule.message
        assert f"{rule.message}\n" in findings[f"{table}.{rule.column}"]
        assert rule.remedy in findings[f"{table}.{rule.column}"]


KEEPS: list[tuple[str, dict[str, Any]]] = [
    # Before the year 1 there is no date to set, however exactly the day is known.
    ("conflicts", {"start_precision": "day", "start_edtf": "-0215-08-02"}),
    ("conflicts", {"start_precision": "century", "start_edtf": "17XX"}),
    ("conflicts", {"is_ongoing": True, "start_precision": "day", "start_date": dt.date(2024, 1, 2), "end_edtf": ".."}),
    ("conflicts", {"start_date": dt.date(1, 1, 1), "start_precision": "day", "start_edtf": "0001-01-01"}),
    (
        "conflicts",
        {
            "start_date": dt.date(2017, 9, 14),
            "start_precision": "day",
            "end_date": dt.date(2017, 11, 17),
            "end_precision": "day",
            "duration_days_stated": 66,
        },
    ),
    ("conflicts", {"duration_days_stated": 66}),
    ("conflicts", {"latitude": -90.0, "longitude": 180.0}),
    ("conflicts", {"latitude": None, "longitude": None}),
    ("conflicts", {"part_of": []}),
    ("infobox_fields", {"value": "", "source_text": "", "items": [], "field": None, "series": None}),
    ("infobox_fields", {"series": "1a"}),
    ("infobox_values", {"number_min": None, "number_max": 5.0}),
    ("infobox_values", {"kind": "coordinate", "latitude": 0.0, "longitude": 0.0}),
    ("belligerents", {"side": None, "side_basis": "none"}),
    ("belligerents", {"side": 5}),
    ("belligerents", {"country_flag": "GB-ENG"}),
    ("commanders", {"name": None, "is_unknown": True}),
    ("strengths", {"count_min": 150, "count_max": None}),
    ("strengths", {"count_min": None, "count_max": 20}),
    ("strengths", {"count_min": 0, "count_max": 0}),
    ("strengths", {"count_min": None, "count_max": None, "qualitative": "Heavy"}),
    ("casualties", {"count_min": 2**62, "count_max": 2**62}),
    ("casualties", {"period_start": dt.date(2017, 9, 29), "period_end": dt.date(2017, 9, 29)}),
    ("casualties", {"period_start": None, "period_end": dt.date(2017, 9, 29)}),
    ("documents", {"text": None, "text_characters": 7}),
    ("documents", {"text": "", "text_characters": 0}),
    ("documents", {"text": "🇷🇺 – é", "text_characters": 6}),
    ("sections", {"level": 0, "heading": None, "text": ""}),
    ("edits", {"before": "", "after": " "}),
    ("issues", {"document_id": None, "where": "", "text": ""}),
]


@pytest.mark.parametrize(("table", "changes"), KEEPS, ids=lambda value: str(value)[:60])
def test_what_looks_odd_but_keeps_the_contract(table: str, changes: dict[str, Any]) -> None:
    assert broken(table, changes) == (set(),)


BREAKS: list[tuple[str, dict[str, Any], tuple[str, str]]] = [
    ("conflicts", {"start_date": dt.date(2017, 9, 14)}, ("start-date-with-precision", "start_precision")),
    (
        "conflicts",
        {"start_date": dt.date(2017, 9, 14), "start_precision": "day", "start_edtf": "-0215-08-02"},
        ("start-date-with-precision", "start_precision"),
    ),
    ("conflicts", {"longitude": float("nan")}, ("in-range", "longitude")),
    ("belligerents", {"side": 0}, ("in-range", "side")),
    ("belligerents", {"side_basis": "none"}, ("side-with-basis", "side")),
    ("commanders", {"is_unknown": True}, ("unknown-has-no-name", "name")),
    ("units", {"depth": 0}, ("parent-below-the-top", "parent_no")),
    ("strengths", {"count_min": None, "qualitative": "Heavy"}, ("words-or-counts", "qualitative")),
    ("strengths", {"count_min": None, "count_max": -1}, ("at-least", "count_max")),
    ("infobox_fields", {"items": [None]}, ("items-not-empty", "items")),
    ("infobox_fields", {"items": ["\u00a0"]}, ("items-not-empty", "items")),
    ("infobox_values", {"number_min": float("nan"), "number_max": None}, ("finite", "number_min")),
    ("infobox_values", {"latitude": 1.0, "longitude": 1.0}, ("coordinate-has-place", "latitude")),
    ("documents", {"document_id": "efcc13ed975c27b8\n"}, ("has-form", "document_id")),
    ("documents", {"title": "\u00a0"}, ("not-empty", "title")),
    ("sections", {"level": 0}, ("heading-below-the-lead", "heading")),
]


@pytest.mark.parametrize(("table", "changes", "expected"), BREAKS, ids=lambda value: str(value)[:60])
def test_the_other_ways_to_break_a_rule(table: str, changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert broken(table, changes) == ({expected},)


def test_every_way_to_break_a_rule_starts_from_the_example() -> None:
    for name, spec in TABLES.items():
        for rule in spec.model.checks():
            changed = {column: value for column, value in rule.breaks.items() if example(name)[column] != value}
            assert changed, f"{name}.{rule.column} {rule.name}: its breaks change nothing"
