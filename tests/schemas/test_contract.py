"""The contract agrees with the records, with CONTRACT.md's order, and with itself."""

from __future__ import annotations

import datetime as dt
from typing import get_args, get_type_hints

import polars as pl
import pytest

from flows.infobox.reader import InfoboxRows
from flows.model import Issue
from flows.runs.page_rows import BUILDERS
from flows.validate.arrow import arrow_schema, frame, polars_schema, to_arrow
from schemas.columns import FAILURE_CASES
from schemas.contract import todays_contract
from schemas.tables import TABLES

BUILT_BY_PAGE = {name: get_args(get_type_hints(build)["return"])[0] for name, build in BUILDERS.items()}
BUILT_BY_BOX = {name: get_args(rows)[0] for name, rows in get_type_hints(InfoboxRows).items() if name != "notes"}
RECORDS = {name: row for name, row in (BUILT_BY_PAGE | BUILT_BY_BOX).items() if row is not Issue}
# The types as the records write them. Whole numbers have three widths, see schemas/columns.py.
WRITTEN: dict[object, type] = {
    pl.String: str,
    pl.Int16: int,
    pl.Int32: int,
    pl.Int64: int,
    pl.Float64: float,
    pl.Boolean: bool,
    pl.Date: dt.date,
    pl.List(pl.String): tuple[str, ...],
}


def test_every_table_has_one_builder() -> None:
    """Violations are the exception: they are the rows that the builders of the others got wrong."""
    assert not BUILT_BY_PAGE.keys() & BUILT_BY_BOX.keys()
    assert {*BUILT_BY_PAGE, *BUILT_BY_BOX, "violations"} == set(TABLES)


@pytest.mark.parametrize("table", RECORDS)
def test_records_have_the_columns_types_and_nulls_of_the_contract(table: str) -> None:
    columns = TABLES[table].model.to_schema().columns
    written = {
        name: WRITTEN[dtype] | None if columns[name].nullable else WRITTEN[dtype]
        for name, dtype in polars_schema(table).items()
    }
    assert RECORDS[table]._fields == tuple(written)
    assert get_type_hints(RECORDS[table]) == written


def test_issues_are_the_travelling_issue_in_the_order_of_the_contract() -> None:
    assert list(polars_schema("issues")) == ["document_id", "source", "code", "where", "text", "remedy"]
    assert sorted(Issue._fields) == sorted(polars_schema("issues"))


def test_violations_have_the_columns_of_the_contract() -> None:
    assert list(polars_schema("violations")) == [
        *("table", "document_id", "source", "check", "column", "value", "source_text", "row", "remedy")
    ]


@pytest.mark.parametrize("table", TABLES)
def test_keys_and_foreign_keys_name_columns_that_exist(table: str) -> None:
    spec = TABLES[table]
    names = list(polars_schema(table))
    assert list(spec.key) == names[: len(spec.key)], "keys come first, in key order"
    assert all(not spec.model.to_schema().columns[name].nullable for name in spec.key)
    assert spec.parent is None or spec.parent in names
    earlier = list(TABLES)[: list(TABLES).index(table)]
    for key in spec.foreign_keys:
        assert set(key.columns) <= set(names)
        assert set(key.references) <= set(polars_schema(key.table))
        assert key.table in earlier, "validate judges parents before their children"


def test_a_shared_name_has_one_type_everywhere() -> None:
    types: dict[str, set[object]] = {}
    for table in TABLES:
        for name, dtype in polars_schema(table).items():
            types.setdefault(name, set()).add(dtype)
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_described_and_required_ones_have_an_example(table: str) -> None:
    terms, example = todays_contract().tables[table], TABLES[table].example
    assert terms.description.endswith(".")
    assert terms.grain.startswith("one row per ")
    for column in terms.columns:
        assert column.description.endswith("."), column.name
        assert column.is_nullable or example[column.name] is not None, column.name


@pytest.mark.parametrize("table", TABLES)
def test_every_pandera_check_is_a_rule_and_every_rule_is_capped(table: str) -> None:
    model = TABLES[table].model
    schema = model.to_schema()
    checks = [*(check for column in schema.columns.values() for check in column.checks), *schema.checks]
    assert sorted((check.name, check.error) for check in checks) == sorted(
        (rule.name, rule.message) for rule in model.checks()
    )
    assert {check.n_failure_cases for check in checks} <= {FAILURE_CASES}
    assert (schema.strict, schema.ordered, schema.coerce) == (True, True, False)


@pytest.mark.parametrize("table", TABLES)
def test_rules_are_told_apart_by_name_and_column(table: str) -> None:
    rules = TABLES[table].model.checks()
    assert len({(rule.name, rule.column) for rule in rules}) == len(rules)
    assert all(rule.message and rule.remedy and rule.breaks for rule in rules)


@pytest.mark.parametrize("table", TABLES)
def test_arrow_schema_is_that_of_the_frames(table: str) -> None:
    schema = arrow_schema(table)
    columns = TABLES[table].model.to_schema().columns
    assert schema.names == list(columns)
    assert [field.nullable for field in schema] == [column.nullable for column in columns.values()]
    assert all(field.metadata[b"description"] for field in schema)
    assert to_arrow(table, frame(table, ())).schema.equals(schema, check_metadata=True)
