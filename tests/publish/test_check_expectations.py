"""What a whole run must give: the file is strict, and each measure fails or warns where it should."""

from __future__ import annotations

from typing import Any

import pytest

from flows.publish.expectations import Expectation, Facts, Previous, expectation_failures, expectations, judge, parse
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
        ({"minumum": 1}, "unknown key minumum"),
        ({"measure": "weight"}, "no such measure"),
        ({"table": "battles"}, "no such table"),
        ({"measure": "filled", "column": "weight"}, "no such table or column"),
        ({"measure": "filled"}, "no such table or column"),
        ({"minimum": None}, "neither minimum nor maximum"),
    ],
)
def test_an_entry_that_cannot_be_meant_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse(ENTRY | changes)
    with pytest.raises(ValueError, match="why"):
        parse({key: value for key, value in ENTRY.items() if key != "why"})


def test_a_star_is_every_table_but_violations() -> None:
    assert [each.table for each in parse(ENTRY | {"table": "*"})] == [name for name in TABLES if name != "violations"]


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


def test_a_run_is_judged_by_its_counts() -> None:
    rows = dict.fromkeys(TABLES, 0) | {"documents": 5}
    assert expectation_failures(rows, {}) == ((), ())
    failures, warnings = expectation_failures(rows | {"edits": 20_000}, {"documents": 2, "tags": 5})
    assert [failure.split(",")[0] for failure in failures] == ["documents: accepted is 0.7143"]
    assert [warning.split(",")[0] for warning in warnings] == ["edits: per_document is 4000"]
    assert expectation_failures(dict.fromkeys(TABLES, 0), {})[0][0].startswith("documents: rows is 0")
