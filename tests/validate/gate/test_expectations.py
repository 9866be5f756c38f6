"""What a whole run must give: the file is strict, and each measure fails or warns where it should."""

from __future__ import annotations

from typing import Any

import pytest

from flows.errors import RuleError
from flows.validate.gate.expectations import Expectation, Facts, Previous, expectations, judge, parse
from schemas.tables import TABLES

ENTRY: dict[str, Any] = {"table": "tags", "measure": "rows", "minimum": 1, "why": "w", "remedy": "r"}


def level(facts: Facts, **changes: Any) -> str | None:
    finding = judge(Expectation(**{"why": "w", "remedy": "r", "table": "tags", **changes}), facts)
    return None if finding is None else finding.level


def test_every_expectation_says_why_and_what_to_do() -> None:
    for expected in expectations():
        assert expected.why.endswith(".")
        assert expected.remedy
        assert expected.table in TABLES
    assert len({(each.table, each.measure, each.column, each.spare) for each in expectations()}) == len(expectations())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"minumum": 1}, r"(?s)expectations \[\[expectation\]\] .*'minumum' is not known.*did you mean"),
        ({"minimum": "x"}, "'minimum' is not a number"),
        ({"table": 3}, "'table' is not words"),
        ({"measure": ["rows"]}, "'measure' is not words"),
        ({"allowed": [3]}, "'allowed' is not a list of words"),
        ({"measure": "weight"}, r"the expectations, \w+\.weight: no such measure"),
        ({"table": "battles"}, "no such table"),
        ({"measure": "filled", "column": "weight"}, "no such table or column"),
        ({"measure": "filled"}, "no column"),
        ({"table": "conflicts", "measure": "filled", "column": "result"}, "a list is never null"),
        ({"measure": "empty_columns", "allowed": ["tags.weight"]}, "no such table or column: tags.weight"),
        ({"minimum": None}, "neither minimum nor maximum"),
    ],
)
def test_an_entry_that_cannot_be_meant_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(RuleError, match=words):
        parse({"expectation": [ENTRY | changes]})


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"expectation": [{key: value for key, value in ENTRY.items() if key != "why"}]}, "'why' is missing"),
        ({"expectations": [ENTRY]}, "'expectations' is not known"),
        ({"expectation": [ENTRY], "version": 1}, "'version' is not known"),
        ({}, "'expectation' is missing"),
    ],
)
def test_a_file_of_another_form_is_refused(tables: dict[str, Any], words: str) -> None:
    with pytest.raises(RuleError, match=words):
        parse(tables)


def test_a_star_is_every_table_but_violations() -> None:
    found = parse({"expectation": [ENTRY | {"table": "*"}]})
    assert [each.table for each in found] == [name for name in TABLES if name != "violations"]


@pytest.mark.parametrize(
    ("facts", "changes", "expected"),
    [
        (Facts({"tags": 0}, {}), {"measure": "rows", "minimum": 1, "from_rows": 0}, "error"),
        (Facts({"tags": 0}, {}), {"measure": "rows", "minimum": 1}, None),
        (Facts({"tags": 9}, {}), {"measure": "rows", "maximum": 8}, "warning"),
        (Facts({"tags": 9}, {}), {"measure": "rows", "minimum": 9, "maximum": 9}, None),
        (Facts({"tags": 4}, {}, {("tags", "tag"): 1}), {"measure": "filled", "column": "tag", "minimum": 0.5}, "error"),
        (Facts({"tags": 4}, {}, {("tags", "tag"): 2}), {"measure": "filled", "column": "tag", "minimum": 0.5}, None),
        (Facts({"tags": 4}, {}), {"measure": "filled", "column": "tag", "minimum": 0.5}, None),
        (Facts({"tags": 0}, {"tags": 9}), {"measure": "accepted", "minimum": 0.9}, "error"),
        (Facts({"tags": 0}, {"tags": 9}), {"measure": "accepted", "minimum": 0.9, "spare": 9}, None),
        (Facts({"tags": 90}, {"tags": 10}), {"measure": "accepted", "minimum": 0.9}, None),
        (Facts({"tags": 90}, {"tags": 11}), {"measure": "accepted", "minimum": 0.9}, "error"),
        (Facts({"tags": 9, "documents": 2}, {}), {"measure": "per_document", "maximum": 4}, "warning"),
        (Facts({"tags": 9, "documents": 0}, {}), {"measure": "per_document", "maximum": 4}, None),
        (Facts({"tags": 9}, {}, characters=(100, 5)), {"measure": "removed", "maximum": 0.9}, "warning"),
        (Facts({"tags": 9}, {}, characters=(0, 0)), {"measure": "removed", "maximum": 0.9}, None),
        (
            Facts({"tags": 0}, {}, previous=Previous({"tags": 50}, True)),
            {"measure": "kept_rows", "minimum": 0.8},
            "error",
        ),
        (
            Facts({"tags": 0}, {}, previous=Previous({"tags": 50}, False)),
            {"measure": "kept_rows", "minimum": 0.8},
            "warning",
        ),
        (
            Facts({"tags": 0}, {}, previous=Previous({"tags": 49}, True)),
            {"measure": "kept_rows", "minimum": 0.8, "from_rows": 50},
            None,
        ),
        (Facts({"tags": 0}, {}), {"measure": "kept_rows", "minimum": 0.8}, None),
    ],
)
def test_a_minimum_fails_and_a_maximum_warns(facts: Facts, changes: dict[str, Any], expected: str | None) -> None:
    assert level(facts, **changes) == expected


FILLED = {("tags", "tag"): 0, ("tags", "tag_no"): 9}
BEFORE = Previous({"tags": 50, "documents": 20}, True, {("tags", "tag"): 10, ("tags", "tag_no"): 50})


@pytest.mark.parametrize(
    ("facts", "changes", "expected"),
    [
        (Facts({"tags": 9}, {}, FILLED), {"measure": "empty_columns", "maximum": 0}, "warning"),
        (Facts({"tags": 9}, {}, FILLED), {"measure": "empty_columns", "maximum": 0, "allowed": ("tags.tag",)}, None),
        (Facts({"tags": 9}, {}, FILLED, previous=BEFORE), {"measure": "kept_columns", "minimum": 1}, "error"),
        (
            Facts({"tags": 9}, {}, FILLED, previous=BEFORE._replace(is_same_code=False)),
            {"measure": "kept_columns", "minimum": 1},
            "warning",
        ),
        (
            Facts({"tags": 9}, {}, FILLED, previous=BEFORE._replace(is_same_way=False)),
            {"measure": "kept_columns", "minimum": 1},
            None,
        ),
        (
            Facts({"tags": 9}, {}, FILLED, previous=BEFORE),
            {"measure": "kept_columns", "minimum": 1, "spare": 10},
            None,
        ),
        (
            Facts({"tags": 9}, {}, previous=BEFORE._replace(is_same_way=False)),
            {"measure": "kept_rows", "minimum": 0.8},
            None,
        ),
        (
            Facts({"documents": 15}, {}, previous=BEFORE._replace(is_same_code=False, is_same_way=False)),
            {"table": "documents", "measure": "kept_rows", "minimum": 0.8},
            "error",
        ),
        (
            Facts({"tags": 0, "documents": 20}, {}),
            {"measure": "per_document", "minimum": 0.5, "from_rows": 20},
            "error",
        ),
    ],
)
def test_what_is_lost_is_told(facts: Facts, changes: dict[str, Any], expected: str | None) -> None:
    assert level(facts, **changes) == expected


def test_rows_that_went_with_their_documents_are_not_told_twice() -> None:
    previous = Previous({"documents": 100, "tags": 100}, True)
    entry = {"measure": "kept_rows", "minimum": 0.8}
    assert level(Facts({"documents": 50, "tags": 40}, {}, previous=previous), **entry) is None
    assert level(Facts({"documents": 50, "tags": 39}, {}, previous=previous), **entry) == "error"
    assert level(Facts({"documents": 80, "tags": 79}, {}, previous=previous), **entry) == "error"
    assert level(Facts({"documents": 50}, {}, previous=previous), table="documents", **entry) == "error"


def test_the_lost_columns_are_named() -> None:
    entry = Expectation("tags", "kept_columns", "w", "r", minimum=1)
    finding = judge(entry, Facts({"tags": 9}, {}, FILLED, previous=BEFORE))
    assert finding is not None
    assert finding.details[0] == "without a value now: tag"


def test_an_entry_of_a_tables_own_takes_the_place_of_the_star() -> None:
    guards = {each.table: each for each in expectations() if each.measure == "kept_rows"}
    assert guards.keys() == TABLES.keys() - {"violations"}
    assert (guards["documents"].minimum, guards["documents"].from_rows) == (0.8, 10)
    assert (guards["tags"].minimum, guards["tags"].from_rows) == (0.8, 50)


def made(expected: Expectation, *, is_met: bool) -> Facts:
    """Return facts that just meet an expectation, or just miss it, of a table with rows enough."""
    bound = expected.minimum if expected.minimum is not None else expected.maximum
    assert bound is not None
    table, many = expected.table, 100 * max(expected.from_rows, expected.spare, 1)
    beyond = 0 if is_met else -1 if expected.minimum is not None else 1
    rows = dict.fromkeys(TABLES, 0) | {"documents": many, table: many}
    named = TABLES[table].model.to_schema().columns
    column = next(name for name in named if f"{table}.{name}" not in expected.allowed)
    match expected.measure:
        case "rows":
            return Facts(rows | {table: int(bound) + beyond}, {})
        case "filled":
            return Facts(rows, {}, {(table, str(expected.column)): round(bound * many) + beyond})
        case "accepted":
            kept = round(bound * many)
            return Facts(rows | {table: kept}, {table: many - kept - beyond})
        case "per_document":
            return Facts(rows | {"documents": many, table: round(bound * many) + beyond}, {})
        case "removed":
            return Facts(rows, {}, characters=(many, many - round(bound * many) - beyond))
        case "kept_rows":
            return Facts(rows | {table: round(bound * many) + beyond}, {}, previous=Previous({table: many}, True))
        case "kept_columns":
            before = Previous(rows, True, {(table, column): expected.spare + 1})
            return Facts(rows, {}, {(table, column): 1 + beyond}, previous=before)
        case "empty_columns":
            return Facts(rows, {}, {(table, column): 1 - beyond})
    raise AssertionError(f"no case is made for {expected.measure}")


@pytest.mark.parametrize("expected", expectations(), ids=lambda expected: expected.name)
def test_every_expectation_has_a_case_that_meets_it_and_one_that_does_not(expected: Expectation) -> None:
    assert judge(expected, made(expected, is_met=True)) is None
    missed = judge(expected, made(expected, is_met=False))
    assert missed is not None
    assert missed.level == ("warning" if expected.minimum is None else "error")
    assert missed.where.partition(".")[0] == expected.table
    assert missed.remedy == expected.remedy
    if expected.measure in {"kept_rows", "kept_columns"}:
        assert "if the loss is meant: run once more with --accept" in missed.remedy
