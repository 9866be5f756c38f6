"""Rows of two snapshots held against each other: what only moved must not drown what was added, gone or changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from flows.ask import snapshot_diff
from flows.ask.row_pairs import RowCounts
from flows.ask.snapshot_diff import RowChange, SnapshotDiff, TableDiff, compare
from flows.errors import DamagedError
from flows.publish.parquet import TableWriter
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.manifest import RunFacts, SnapshotInfo
from flows.publish.snapshot.publishing import open_stage, publish

Fields = Sequence[tuple[str, int, str, str]]
"""Rows of infobox_fields: document, field_no, label, value."""

_TEXT = pa.string()
_PLACE = [("document_id", _TEXT), ("box_no", pa.int32()), ("field_no", pa.int32())]
_FIELDS = pa.schema([*_PLACE, ("label", _TEXT), ("value", _TEXT), ("source_text", _TEXT)])
_VALUES = pa.schema([*_PLACE, ("item_no", pa.int32()), ("text", _TEXT)])
_DOCUMENTS = pa.schema([("document_id", _TEXT), ("source", _TEXT), ("title", _TEXT)])
_ISSUES = pa.schema([("document_id", _TEXT), ("source", _TEXT), ("code", _TEXT)])


def put(
    output: Path, fields: Fields, issues: Sequence[tuple[str | None, str, str]] = (), minute: int = 0
) -> SnapshotInfo:
    """Publish these fields with a value each, and the documents that they name."""
    documents = sorted({row[0] for row in fields})
    tables = {
        "documents": pa.table([documents, [f"{each}.txt" for each in documents], documents], schema=_DOCUMENTS),
        "infobox_fields": _table(
            _FIELDS, [(key, 1, no, label, value, f" {value}") for key, no, label, value in fields]
        ),
        "infobox_values": _table(_VALUES, [(key, 1, no, 1, value.strip()) for key, no, _, value in fields]),
        "issues": _table(_ISSUES, issues),
    }
    with output_lock(output) as lock, open_stage(lock) as stage:
        written = []
        for name, table in tables.items():
            with TableWriter(stage.path / f"{name}.parquet", table.schema) as writer:
                writer.write(table)
            written.append(writer.written)
        created = dt.datetime(2026, 11, 22, 0, minute, tzinfo=dt.UTC)
        return publish(stage, written, RunFacts("1", "2"), created=created)


def _table(schema: pa.Schema, rows: Sequence[tuple[object, ...]]) -> pa.Table:
    return pa.table([[row[number] for row in rows] for number in range(len(schema))], schema=schema)


def between(tmp_path: Path, old: Fields, new: Fields, **limits: int) -> SnapshotDiff:
    return compare(put(tmp_path / "out", old), put(tmp_path / "out", new, minute=1), **limits)


def of(found: SnapshotDiff, name: str) -> TableDiff:
    return next(table for table in found.tables if table.name == name)


BOX: Fields = [("a", 1, "Date", "1 May"), ("a", 2, "Place", "Homs"), ("a", 3, "Result", "Victory")]


def test_the_same_rows_do_not_differ(tmp_path: Path) -> None:
    found = between(tmp_path, BOX, BOX)
    assert not found.differs
    assert {table.counts for table in found.tables} == {RowCounts()}


def test_a_changed_row_has_its_values_and_its_words(tmp_path: Path) -> None:
    found = between(tmp_path, BOX, [*BOX[:2], ("a", 3, "Result", "Defeat")])
    table = of(found, "infobox_fields")
    assert table.counts == RowCounts(changed=1, documents=1)
    assert table.examples == (
        RowChange(
            "changed",
            "a",
            "a.txt",
            {"box_no": 1, "field_no": 3},
            {"value": ("Victory", "Defeat")},
            (" Victory", " Defeat"),
        ),
    )


def test_an_inserted_row_moves_the_others_and_is_the_only_one_added(tmp_path: Path) -> None:
    new = [("a", 1, "Part of", "a war"), *((key, number + 1, *rest) for key, number, *rest in BOX)]
    found = between(tmp_path, BOX, new)
    assert of(found, "infobox_fields").counts == RowCounts(added=1, moved=3, documents=1)
    assert [(each.kind, each.number["field_no"]) for each in of(found, "infobox_fields").examples] == [("added", 1)]


def test_a_row_that_changed_and_moved_is_found_by_its_name(tmp_path: Path) -> None:
    new = [("a", 1, "Part of", "a war"), ("a", 2, "Date", "2 May"), ("a", 3, "Place", "Homs"), ("a", 4, *BOX[2][2:])]
    table = of(between(tmp_path, BOX, new), "infobox_fields")
    assert table.counts == RowCounts(added=1, changed=1, moved=2, documents=1)
    assert table.examples[0].values == {"value": ("1 May", "2 May")}


def test_a_value_has_the_words_of_its_field(tmp_path: Path) -> None:
    found = between(tmp_path, BOX, BOX[:2])
    [gone] = of(found, "infobox_values").examples
    assert (gone.kind, gone.values, gone.words) == ("gone", {"text": ("Victory", None)}, (" Victory", None))


def test_rows_of_a_new_document_are_counted_and_not_shown(tmp_path: Path) -> None:
    new = [*BOX[:2], ("b", 1, "Date", "3 May"), ("b", 2, "Place", "Hama")]
    found = between(tmp_path, BOX, new)
    fields = of(found, "infobox_fields")
    assert fields.counts == RowCounts(added=2, gone=1, documents=2, added_whole=2)
    assert [each.kind for each in fields.examples] == ["gone"]
    assert [(each.kind, each.source) for each in of(found, "documents").examples] == [("added", "b.txt")]


def test_rows_without_a_key_are_the_same_or_not_and_count_each(tmp_path: Path) -> None:
    twice = [("a", "a.txt", "unread-value")] * 2
    old = put(tmp_path / "out", BOX, [*twice, (None, "x.txt", "empty-file")])
    new = put(tmp_path / "out", BOX, [twice[0], (None, "y.txt", "empty-file")], minute=1)
    table = of(compare(old, new), "issues")
    assert table.counts == RowCounts(added=1, gone=2, documents=3)
    assert {(each.kind, each.source) for each in table.examples} == {
        ("gone", "a.txt"),
        ("gone", "x.txt"),
        ("added", "y.txt"),
    }


def test_limit_is_of_each_kind_and_counts_stay(tmp_path: Path) -> None:
    old = [("a", number, f"Label {number}", f"old {number}") for number in range(1, 10)]
    new = [("a", number, f"Label {number}", f"new {number}") for number in range(1, 10)]
    table = of(between(tmp_path, old, new, limit=2), "infobox_fields")
    assert (table.counts.changed, len(table.examples)) == (9, 2)
    assert of(between(tmp_path / "none", old, new, limit=0), "infobox_fields").examples == ()


def test_files_of_the_same_bytes_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(snapshot_diff, "demand_whole", lambda _folder, table: read.append(table))
    old, new = put(tmp_path / "out", BOX), put(tmp_path / "out", BOX, [("a", "a.txt", "x")], minute=1)
    assert of(compare(old, new), "issues").counts.added == 1
    assert set(read) <= {"issues", "documents"}


def test_a_damaged_file_is_an_error_and_no_difference(tmp_path: Path) -> None:
    old, new = put(tmp_path / "out", BOX), put(tmp_path / "out", BOX[:2], minute=1)
    path = new.path / "infobox_fields.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)
    with pytest.raises(DamagedError, match="infobox_fields"):
        compare(old, new)


def test_a_table_that_only_one_has_is_named(tmp_path: Path) -> None:
    schema = pa.schema([("document_id", _TEXT)])
    things, fields = put_things(tmp_path / "things", schema, ["a"]), put(tmp_path / "out", BOX)
    found = compare(things, fields)
    assert (of(found, "things").old_rows, of(found, "things").new_rows) == (1, None)
    assert of(found, "things").counts.gone == 1
    assert found.differs


def put_things(output: Path, schema: pa.Schema, row: Sequence[object], minute: int = 0) -> SnapshotInfo:
    """Publish one table of one row, of which no contract knows anything."""
    with output_lock(output) as lock, open_stage(lock) as stage:
        with TableWriter(stage.path / "things.parquet", schema) as writer:
            writer.write(_table(schema, [tuple(row)]))
        created = dt.datetime(2026, 11, 22, 0, minute, tzinfo=dt.UTC)
        return publish(stage, [writer.written], RunFacts("1", "2"), created=created)


def test_columns_that_only_one_has_are_left_out_of_the_comparison(tmp_path: Path) -> None:
    schema = pa.schema([("document_id", _TEXT), ("name", _TEXT)])
    old = put_things(tmp_path / "out", schema, ["a", "Homs"])
    new = put_things(tmp_path / "out", schema.append(pa.field("kind", _TEXT)), ["a", "Homs", "city"], minute=1)
    assert [table.counts for table in compare(old, new).tables] == [RowCounts()]


def test_hostile_names_of_columns_stay_names(tmp_path: Path) -> None:
    odd = 'x") FROM old_rows; DROP TABLE touched; --'
    schema = pa.schema([("document_id", _TEXT), (odd, _TEXT)])
    old, new = (put_things(tmp_path / "out", schema, ["a", str(minute)], minute) for minute in (1, 2))
    [table] = compare(old, new).tables
    assert table.counts == RowCounts(added=1, gone=1, documents=1)
    assert [each.values for each in table.examples] == [{odd: ("1", None)}, {odd: (None, "2")}]
