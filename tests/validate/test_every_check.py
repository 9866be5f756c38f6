"""Every check of every table, generated from the schemas: one row that breaks it is caught, with document and remedy.

The list is made from the contract itself, so a check without a violating row fails here: there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest

from flows.validate.arrow import frame
from flows.validate.frames import UNFIT
from flows.validate.gate.check import check
from flows.validate.gate.findings import message
from flows.validate.integrity import CROSS_CHECKS, has_totals
from flows.validate.rows import Validated, validate
from schemas.contract import todays_contract
from schemas.tables import TABLES, TableSpec
from tests.validate.contract_rows import DOCUMENT, SOURCE, SOURCES, batch, example, publish, rows, validate_rows

OTHER = "f" * 16


class Case(NamedTuple):
    """One check: of which table, reported under which column, and the rows of that table that break it."""

    table: str
    check: str
    column: str
    changes: tuple[Mapping[str, Any], ...]

    def __str__(self) -> str:
        return f"{self.table}.{self.column}-{self.check}"


def cases() -> Iterator[Case]:
    """Yield every check that a row of a table can break, with rows that do."""
    for spec in TABLES.values():
        if spec.name == "violations":
            continue
        for rule in spec.model.checks():
            yield Case(spec.name, rule.name, rule.column, (rule.breaks,))
        for column, field in spec.model.to_schema().columns.items():
            if not field.nullable:
                yield Case(spec.name, "not-null", column, ({column: None},))
        yield from _across_rows(spec)


def _across_rows(spec: TableSpec) -> Iterator[Case]:
    number = spec.key[-1] if spec.key else ""
    if spec.key:
        yield Case(spec.name, "unique-key", number, ({}, {}))
    for key in spec.foreign_keys:
        column = key.columns[-1]
        yield Case(spec.name, key.name, column, ({column: OTHER if column == "document_id" else 99},))
    if spec.parent is None:
        return
    top: dict[str, Any] = {spec.parent: None, **({"depth": 0} if _below(spec) else {})}
    yield Case(spec.name, "parent-exists", spec.parent, ({number: 9, spec.parent: 8, **_below(spec)},))
    ring = ({number: 1, spec.parent: 2, **_below(spec)}, {number: 2, spec.parent: 1, **_below(spec)})
    yield Case(spec.name, "parent-without-cycle", spec.parent, ring)
    if has_totals(spec):
        total = {number: 1, **top, "count_min": 5, "count_max": 5, "is_approximate": False, "qualitative": None}
        parts = {"count_min": 9, "count_max": 9, "qualitative": None, "claimant": None}
        kind = "personnel" if spec.name == "strengths" else "killed"
        yield Case(
            spec.name,
            "parts-within-total",
            "count_max",
            ({**total, "kind": kind}, {number: 2, spec.parent: 1, **parts, "kind": kind}),
        )


def _below(spec: TableSpec) -> dict[str, Any]:
    return {"depth": 1} if "depth" in spec.model.to_schema().columns else {}


CASES = [
    # One of eight is quick; test_the_gate_says_the_same_of_published_files looks at all in a few validations.
    pytest.param(case, id=str(case), marks=pytest.mark.slow if number % 8 else ())
    for number, case in enumerate(cases())
]


def judged(case: Case) -> Validated:
    return validate(batch(**{case.table: rows(case.table, *case.changes)}), SOURCES)


@pytest.mark.parametrize("case", CASES)
def test_it_is_caught_with_document_and_remedy(case: Case) -> None:
    found = judged(case).violations.filter(table=case.table, check=case.check, column=case.column).to_dicts()
    assert found, f"{case} was not caught"
    for row in found:
        if "document_id" not in case.changes[0] and "source" not in case.changes[0]:
            assert (row["document_id"], row["source"]) == (DOCUMENT, SOURCE)
        assert row["remedy"].strip()
        assert row["row"].startswith("{")
        if "source_text" in TABLES[case.table].model.to_schema().columns and "source_text" not in case.changes[0]:
            assert row["source_text"] == example(case.table)["source_text"]
    assert message(case.table, case.check, case.column) != f"breaks {case.check}"


@pytest.mark.parametrize("table", [name for name in TABLES if name != "violations"])
def test_the_gate_says_the_same_of_published_files(table: str, tmp_path: Path) -> None:
    """All violating rows of a table stand in one published file; each check is a finding with document and remedy."""
    own = [case for case in cases() if case.table == table and case.check not in {"not-null", "unique-key"}]
    is_boxed = "box_no" in TABLES[table].model.to_schema().columns
    # Each case in a box of its own: the numbers of one must not be the parents of another.
    made = [
        rows(table, *({**({"box_no": at} if is_boxed else {}), **change} for change in case.changes))
        for at, case in enumerate(own, 100)
    ]
    report = check(publish(tmp_path, batch(**{table: pl.concat([rows(table, {}), *made])})))
    told = {finding.where: "" for finding in report.findings}
    for finding in report.findings:
        told[finding.where] += str(finding)
    for case in own:
        words = told.get(f"{table}.{case.column}", "")
        assert message(table, case.check, case.column).split(",")[0][:40] in words, case
    assert SOURCE in "".join(told.values())


@pytest.mark.parametrize("table", [name for name in TABLES if name != "violations"])
def test_a_value_that_no_column_can_hold_is_caught(table: str) -> None:
    values = {name: data.rows() for name, data in batch().items()} | {table: [tuple(example(table).values())]}
    columns = list(example(table))
    bad = list(values[table][0])
    bad[columns.index("source_text" if "source_text" in columns else columns[-1])] = object()
    found = validate_rows(values | {table: [tuple(bad)]}).violations.filter(table=table, check=UNFIT)
    assert found["remedy"].to_list() == [CROSS_CHECKS[UNFIT].remedy]
    assert found["source"].to_list() == [SOURCE]


@pytest.mark.parametrize("table", [name for name, spec in TABLES.items() if spec.foreign_keys])
def test_with_its_document_a_row_goes_too(table: str) -> None:
    spec = TABLES[table]
    top: dict[str, Any] = {spec.parent: None} if spec.parent else {}
    tables = batch(**{table: rows(table, top | ({"depth": 0} if _below(spec) else {}))})
    tables["documents"] = rows("documents", {"title": "", "edit_count": tables["edits"].height})
    found = validate(tables, SOURCES)
    assert found.frames[table].is_empty()
    told = found.violations.filter(table=table, check="parent-rejected")
    assert told["source"].unique().to_list() == [SOURCE]


def test_no_check_of_the_contract_is_without_a_violating_row() -> None:
    tested = {(case.table, case.check, case.column) for case in cases()}
    of_contract = {
        (name, each.name, each.column)
        for name, terms in todays_contract().tables.items()
        for each in terms.checks
        if name != "violations"
    }
    assert of_contract - tested == set()
    across = {case.check for case in cases()} | {UNFIT, "parent-rejected"}
    # Judged over the published run alone: an edit that was lost (tests/validate/gate/test_check.py, "edits").
    assert set(CROSS_CHECKS) - across == {"edits-complete"}


def test_an_empty_run_of_checks_would_be_seen() -> None:
    assert len(CASES) > 200
    assert validate({"tags": frame("tags", ())}, {}).violations.is_empty()
