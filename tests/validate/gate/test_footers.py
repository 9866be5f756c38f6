"""What is measured of a folder of tables: the footers say what a look at every row says."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from flows.publish.snapshot.published import read_manifest
from flows.publish.table_files import tables_in
from flows.publish.table_reading import filled
from flows.validate.arrow import to_arrow
from flows.validate.gate.check import check
from flows.validate.gate.footers import measured, previous_of
from schemas.tables import TABLES
from tests.validate.contract_rows import batch, publish, rows

CONFLICTS = rows(
    "conflicts",
    {"result": ["won", "lost"], "status": [], "caption": None, "place": "Homs"},
    {"box_no": 2, "result": [], "status": [], "caption": None, "place": None},
    {"box_no": 3, "result": ["won"], "status": [], "caption": None, "place": "x" * 70_000},
)


def counted(table: pl.DataFrame) -> dict[str, int]:
    lists = {name for name, dtype in table.schema.items() if dtype == pl.List(pl.String)}
    return {
        name: int(table[name].list.len().sum()) if name in lists else table.height - table[name].null_count()
        for name in table.columns
    }


@pytest.mark.parametrize("has_statistics", [True, False])
@pytest.mark.parametrize("height", [0, 3])
def test_values_are_counted_without_reading_them(height: int, has_statistics: bool, tmp_path: Path) -> None:
    table = CONFLICTS.head(height)
    path = tmp_path / "conflicts.parquet"
    pq.write_table(to_arrow("conflicts", table), path, row_group_size=2, write_statistics=has_statistics)
    assert filled(path) == counted(table)
    assert filled(path)["status"] == filled(path)["caption"] == 0


def test_the_published_tables_of_the_seeds(seeds: object) -> None:
    folder: Path = seeds.folder  # type: ignore[attr-defined]
    for name in TABLES:
        assert filled(folder / f"{name}.parquet") == counted(pl.read_parquet(folder / f"{name}.parquet"))


def test_a_whole_run_is_measured(tmp_path: Path) -> None:
    tags = rows("tags", {}, {"tag_no": 2})
    folder = publish(tmp_path, batch(tags=tags))
    facts = measured(tables_in(folder), {"tags": 3}, None)
    assert (facts.rows["tags"], facts.violations["tags"], facts.filled["tags", "tag"]) == (2, 3, 2)
    document = rows("documents", {})
    assert facts.characters == (document["input_characters"].item(), document["text_characters"].item())


def test_what_is_compared_with(tmp_path: Path) -> None:
    first = publish(tmp_path, batch(tags=rows("tags", {})))
    second = read_manifest(publish(tmp_path, batch(), previous=first.name, code_version="2"))
    before = previous_of(second)
    assert before is not None
    assert (before.rows["tags"], before.filled["tags", "tag"]) == (1, 1)
    assert (before.is_same_code, before.is_same_way) == (False, True)
    whole = (first / "tags.parquet").read_bytes()
    (first / "tags.parquet").write_bytes(whole.replace(b"tag_no", b"tag_nO"))
    assert previous_of(second).filled == {}, "a damaged footer may say anything"  # type: ignore[union-attr]
    (first / "tags.parquet").write_bytes(b"damaged")
    damaged = previous_of(second)
    assert damaged is not None
    assert (damaged.rows["tags"], damaged.filled) == (1, {}), "its manifest still guards"
    assert previous_of(read_manifest(first)) is None
    (first / "snapshot.json").write_bytes(b"[" * 100_000)
    assert previous_of(second) is None, "nor is a damaged manifest an error"
    (first / "snapshot.json").unlink()
    assert previous_of(second) is None


def test_a_table_in_several_files_is_measured_and_checked_as_one(tmp_path: Path) -> None:
    tags = rows("tags", *({"tag_no": number} for number in range(1, 7)))
    folder = publish(tmp_path, batch(tags=tags))
    (folder / "tags.parquet").unlink()
    for number in (1, 2, 3):
        pq.write_table(to_arrow("tags", tags.slice(2 * number - 2, 2)), folder / f"tags-{number:05d}.parquet")
    assert measured(tables_in(folder), {}, None).filled["tags", "tag"] == 6
    report = check(folder)
    assert report.rows["tags"] == 6
    added = {f"tags-{number:05d}.parquet" for number in (1, 2, 3)}
    assert {finding.where for finding in report.findings} == {"tags.parquet"} | added, "the manifest names another file"
    pq.write_table(to_arrow("tags", tags.head(1)), folder / "tags-00003.parquet")
    assert any(str(finding).startswith("tags.tag_no: 2 of 5 rows break") for finding in check(folder).findings)


def test_a_hostile_column_is_not_counted(tmp_path: Path) -> None:
    path = tmp_path / "tags.parquet"
    pq.write_table(to_arrow("tags", rows("tags", {})).append_column("../../tag", [["x"]]), path)
    assert filled(path)["tag"] == 1
    assert ("tags", "../../tag") not in measured({"tags": [path]}, {}, None).filled
