"""What each table holds: its rows, columns and key, and three rows that show most of its columns."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from flows.ask.report.column_profiles import ColumnProfile
from flows.ask.report.facts import ReportFacts, open_tables
from flows.ask.report.page import report_page
from flows.ask.report.table_profiles import EXAMPLES, TableProfile, table_profiles
from flows.publish.snapshot.published import read_manifest
from schemas.tables import TABLES
from tests.ask.report.made import facts_of, many
from tests.conftest import Published


def seen(facts: ReportFacts) -> dict[str, TableProfile]:
    with open_tables(facts.folder) as tables:
        return {profile.name: profile for profile in table_profiles(facts, tables, 0) or ()}


def test_the_tables_of_the_seeds_are_counted(seeds: Published) -> None:
    found = seen(ReportFacts(read_manifest(seeds.folder), seeds.folder, ()))
    assert list(found) == list(TABLES)
    for name, profile in found.items():
        rows = seeds.table(name)
        assert (profile.rows, profile.key) == (len(rows), TABLES[name].key)
        for column in profile.columns:
            values = [row[column.name] for row in rows]
            assert column.values == sum(value is not None and value != [] for value in values)
        assert len(profile.examples) == min(len(rows), EXAMPLES)
        assert all(len(row.values) == len(profile.columns) for row in profile.examples)


def test_the_fullest_rows_of_different_documents_are_shown(tmp_path: Path) -> None:
    keys = [f"{number:016x}" for number in range(4)]
    # Of each document another one of its commanders has a rank.
    commanders = [
        {"document_id": key, "commander_no": at + 1, "rank": "Gen." if at == number else None, "name": f"{at}"}
        for number, key in enumerate(keys)
        for at in range(4)
    ]
    found = seen(facts_of(tmp_path / "a", {"commanders": many("commanders", *commanders)}))
    shown = [row.values[0] for row in found["commanders"].examples]
    assert shown == keys[:EXAMPLES]
    names = [column.name for column in found["commanders"].columns]
    assert [row.values[names.index("commander_no")] for row in found["commanders"].examples] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("values", "rows", "share"),
    [(0, 9, "0%"), (9, 9, "100%"), (1, 9999, "0.1%"), (9998, 9999, "99.9%"), (1, 3, "33.3%")],
)
def test_a_column_that_misses_a_value_is_not_said_to_be_full(values: int, rows: int, share: str) -> None:
    profile = TableProfile("t", "", "", (), rows, (), 0, ())
    assert profile.filled(ColumnProfile("c", "text", values)) == share


def test_empty_tables_and_missing_ones(tmp_path: Path) -> None:
    facts = facts_of(tmp_path / "a", {"documents": many("documents", {}), "tags": many("tags")})
    found = seen(facts)
    assert list(found) == ["documents", "tags"]
    assert (found["tags"].rows, found["tags"].columns, found["tags"].examples) == (0, (), ())
    page = report_page(facts)
    assert 'id="table-tags"' in page
    assert 'id="table-conflicts"' not in page


def test_tables_that_are_not_of_the_contract_come_last(tmp_path: Path) -> None:
    facts = facts_of(tmp_path / "a", {"documents": many("documents", {})})
    pl.DataFrame({"<b>": ["<script>alert(1)</script>"], "n": [1]}).write_parquet(tmp_path / "a" / "aaa.parquet")
    assert list(seen(facts)) == ["documents", "aaa"]
    assert "<script>alert" not in report_page(facts)
