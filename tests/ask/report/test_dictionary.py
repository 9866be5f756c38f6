"""The dictionary says what the contract says, and its questions can be asked as they stand."""

from __future__ import annotations

import duckdb
import pytest

from flows.ask.report.dictionary import dictionary, example_queries
from flows.ask.report.facts import ReportFacts, open_tables
from flows.publish.snapshot.published import read_manifest
from schemas.contract import todays_contract
from schemas.tables import TABLES
from tests.conftest import Published

QUERIES = [(table, query.asks, query.sql) for table, queries in example_queries().items() for query in queries]
FEW = {"tags"}
"""Tables of which there is little to ask."""


def test_every_table_and_column_of_the_contract_is_explained(seeds: Published) -> None:
    with open_tables(seeds.folder) as tables:
        view = dictionary(ReportFacts(read_manifest(seeds.folder), seeds.folder, ()), tables, 0)
    assert view is not None
    assert [table.name for table in view.tables] == list(TABLES)
    for table in view.tables:
        terms = todays_contract().tables[table.name]
        assert [(column.name, column.is_nullable) for column in table.columns] == [
            (column.name, column.is_nullable) for column in terms.columns
        ]
        assert tuple(column.name for column in table.columns if column.is_key) == terms.key
        for column, promised in zip(table.columns, terms.columns, strict=True):
            assert column.meaning.startswith(promised.description)
            assert all(word in column.meaning for word in promised.words)


def test_there_are_questions_to_every_table() -> None:
    assert set(example_queries()) == set(TABLES)
    assert {table for table, queries in example_queries().items() if len(queries) < 3} == FEW


@pytest.mark.parametrize(("table", "asks", "sql"), QUERIES, ids=[f"{table}: {asks}" for table, asks, _ in QUERIES])
def test_the_questions_are_answered_by_the_seeds(seeds: Published, table: str, asks: str, sql: str) -> None:
    with open_tables(seeds.folder) as tables:
        tables.rows(sql)
    assert table in sql or "FROM" in sql, asks
    assert duckdb.extract_statements(sql)[0].type == duckdb.StatementType.SELECT
