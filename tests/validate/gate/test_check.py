"""The gate over published files: what it sees, and that it sees nothing wrong where nothing is."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.ask.query import query
from flows.errors import SnapshotError
from flows.validate.arrow import frame, to_arrow
from flows.validate.gate.check import CheckReport, check
from flows.validate.gate.formats import FORMATS
from schemas.checks import VOCABULARY_REMEDY
from schemas.tables import TABLES
from tests.parts import first_and_rest
from tests.validate.contract_rows import SOURCE, batch, publish, rows

OTHER = "f" * 16


def errors(report: CheckReport) -> list[str]:
    return [str(finding) for finding in report.findings if finding.level == "error"]


def warnings(report: CheckReport) -> list[str]:
    return [str(finding) for finding in report.findings if finding.level == "warning"]


def test_a_clean_snapshot_passes(tmp_path: Path) -> None:
    report = check(publish(tmp_path, batch()))
    assert report.findings == ()
    assert report.is_ok
    assert report.rows == dict.fromkeys(TABLES, 0) | {name: data.height for name, data in batch().items()}
    assert {result.group for result in report.results} == {"files", *TABLES}


def test_the_current_snapshot_of_an_output_folder_is_found(tmp_path: Path) -> None:
    folder = publish(tmp_path, batch())
    (tmp_path / "current").symlink_to(Path("snapshots") / folder.name)
    assert check(tmp_path).snapshot_id == folder.name
    assert check(tmp_path / "current").snapshot_id == folder.name


def test_a_folder_whose_name_is_sql_and_a_glob_is_just_a_folder(tmp_path: Path) -> None:
    folder = publish(tmp_path / "a[b]*'; DROP TABLE documents; --", batch())
    assert check(folder).is_ok


def test_where_nothing_is_published_it_cannot_run(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="nothing is published here"):
        check(tmp_path)
    folder = publish(tmp_path, batch())
    (folder / "snapshot.json").write_text("{}")
    assert errors(check(folder))[0].startswith("snapshot.json: cannot be read"), "damage is a finding"


# What is done to a published table, and where and what the gate says of it.
BROKEN: dict[str, tuple[dict[str, pl.DataFrame], str]] = {
    "word": (
        batch(casualties=rows("casualties", {"kind": "eaten", "source_text": "7 eaten"}, {"casualty_no": 2})),
        "casualties.kind: 1 of 2 rows breaks the contract\n"
        "  'eaten' is not one of killed, wounded, captured, missing, killed_or_wounded, captured_or_missing, "
        "casualties, deserted, displaced, materiel, other\n"
        f'  from {SOURCE}: "7 eaten"\n'
        f"  {VOCABULARY_REMEDY}",
    ),
    "key": (batch(tags=rows("tags", {}, {})), "tags.tag_no: 2 of 2 rows break the contract"),
    "key in another group": (batch(tags=rows("tags", {}, {"tag_no": 2}, {})), "tags.tag_no: 2 of 3 rows break"),
    "order": (
        batch(documents=rows("documents", {"document_id": OTHER, "source": "b", "edit_count": 0}, {"edit_count": 1})),
        "documents: is not in the order of its key",
    ),
    "document": (batch(tags=rows("tags", {}, {"document_id": OTHER})), "tags.document_id: 1 of 2 rows breaks"),
    "box": (batch(commanders=rows("commanders", {"box_no": 2})), "commanders.box_no: 1 of 1 row breaks"),
    "field": (batch(infobox_values=rows("infobox_values", {"field_no": 3})), "infobox_values.field_no: 1 of 1 row"),
    "section": (
        batch(units=rows("units", {"unit_no": 1, "depth": 0, "parent_no": None, "section_no": 9})),
        "units.section_no: 1 of 1 row breaks",
    ),
    "original": (
        batch(documents=rows("documents", {"edit_count": 1, "duplicate_of": OTHER})),
        "documents.duplicate_of: 1 of 1 row breaks",
    ),
    "parent": (
        batch(belligerents=rows("belligerents", {"belligerent_no": 3, "parent_no": 2})),
        "belligerents.parent_no: 1 of 1 row breaks",
    ),
    "total": (
        batch(
            strengths=rows(
                "strengths", {"count_min": 1, "count_max": 1}, {"strength_no": 2, "count_min": 2, "parent_no": 1}
            )
        ),
        "strengths.count_max: 1 of 2 rows breaks",
    ),
    "edits": (batch(edits=frame("edits", ())), "documents.edit_count: 1 of 1 row breaks"),
    "no document": ({}, "documents: rows is 0, at least 1 is expected"),
}


@pytest.mark.parametrize("what", first_and_rest(BROKEN))
def test_a_broken_table_fails_the_gate(what: str, tmp_path: Path) -> None:
    tables, expected = BROKEN[what]
    folder = publish(tmp_path, tables)
    report = check(folder)
    assert not report.is_ok
    assert any(expected in error for error in errors(report)), errors(report)


def test_a_file_changed_after_publishing_fails(tmp_path: Path) -> None:
    folder = publish(tmp_path, batch())
    path = folder / "sections.parquet"
    content = bytearray(path.read_bytes())
    content[60] ^= 1
    path.write_bytes(content)
    (folder / "tags.parquet").unlink()
    (folder / "units.parquet").write_bytes(b"")
    found = errors(check(folder))
    assert any(error.startswith("sections.parquet: was changed after it was published") for error in found)
    assert any(error.startswith("tags.parquet: cannot be read") for error in found)
    assert any(error.startswith("units.parquet: cannot be read") for error in found)


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        (lambda table: table.drop_columns(["tag"]), "missing or different: tag string not null"),
        (lambda table: table.append_column("more", [["x"]]), "not in the contract: more string"),
        (lambda table: table.select(["tag", "tag_no", "document_id"]), "the order of the columns differs"),
        (lambda table: table.set_column(1, "tag_no", [[1]]), "not in the contract: tag_no int64"),
    ],
    ids=["missing", "added", "moved", "retyped"],
)
def test_a_table_of_another_contract_fails(change: Callable[[pa.Table], pa.Table], detail: str, tmp_path: Path) -> None:
    folder = publish(tmp_path, batch(tags=rows("tags", {})))
    pq.write_table(change(to_arrow("tags", rows("tags", {}))), folder / "tags.parquet")
    found = [error for error in errors(check(folder)) if error.startswith("tags: the columns are not those")]
    assert len(found) == 1
    assert detail in found[0]


def test_violations_within_the_allowance_only_warn(tmp_path: Path) -> None:
    told = rows(
        "violations",
        {"source_text": "7 eaten (SOHR claim)", "row": '{"casualty_no":1}'},
        {"check": "counts-in-order", "column": "count_max", "value": "3", "row": '{"casualty_no":1}'},
        {"check": "parent-rejected", "column": "box_no", "value": "1", "row": '{"casualty_no":2}'},
    )
    report = check(publish(tmp_path, batch(casualties=rows("casualties", {}), violations=told)))
    assert report.is_ok
    first, second = warnings(report)
    assert first == (
        "casualties.kind: 1 of 3 rows breaks the contract\n"
        "  'eaten' is not one of killed, wounded, captured, missing, killed_or_wounded, captured_or_missing, "
        "casualties, deserted, displaced, materiel, other\n"
        '  from 004_55bf205f7ace9138.txt: "7 eaten (SOHR claim)"\n'
        f"  {VOCABULARY_REMEDY}"
    )
    assert second.startswith("casualties.count_max: 1 of 3 rows breaks the contract\n  '3' lies before its count_min")


def test_the_first_ten_violations_are_named_and_where_the_rest_are(tmp_path: Path) -> None:
    kinds = [{"value": f"eaten {number}", "source": f"{number}.txt"} for number in range(30)]
    one = {"check": "counts-in-order", "column": "count_max", "value": "3", "source": "late.txt"}
    report = check(publish(tmp_path, batch(violations=rows("violations", *kinds, one))))
    first, second = [finding for finding in report.findings if " the contract" in finding.what]
    assert (first.source, second.source) == ("0.txt", "late.txt")
    told = [line for finding in (first, second) for line in finding.details if line.startswith("'")]
    assert [line.partition("' ")[0] for line in told] == [f"'eaten {number}" for number in range(9)] + ["'3"]
    shown = FORMATS["text"](report)
    assert f"all 31 violations are in {report.folder / 'violations.parquet'}\n  infobox-etl query 'SELECT" in shown
    question = next(line for line in shown.splitlines() if "infobox-etl query" in line)
    *_, sql, _option, folder = shlex.split(question)
    assert len(query(Path(folder), sql).rows) == 31


def test_what_was_accepted_only_warns(tmp_path: Path) -> None:
    told = pl.concat([rows("violations", {})] * 6)
    refused = "casualties: accepted is 0, at least 0.9 is expected (0 rows)"
    [error] = errors(check(publish(tmp_path, batch(violations=told))))
    assert error.startswith(refused)
    report = check(publish(tmp_path, batch(violations=told), accepted=(refused,)))
    assert report.is_ok
    assert any(warning.startswith(refused) and "--accept" in warning for warning in warnings(report))


def test_too_many_violations_fail(tmp_path: Path) -> None:
    told = pl.concat([rows("violations", {})] * 6)
    found = errors(check(publish(tmp_path, batch(casualties=rows("casualties", {}), violations=told))))
    assert len(found) == 1
    assert found[0].startswith("casualties: accepted is 0.1429, at least 0.9 is expected (1 row)")


@pytest.mark.slow
def test_a_loss_against_the_snapshot_before_fails_unless_the_code_changed(tmp_path: Path) -> None:
    tags = rows("tags", *({"tag_no": number} for number in range(1, 61)))
    first = publish(tmp_path, batch(tags=tags))
    less = batch(tags=tags.head(40))
    again = publish(tmp_path, less, previous=first.name)
    assert [error.split(",")[0] for error in errors(check(again))] == ["tags: kept_rows is 0.6667"]
    changed = check(publish(tmp_path, less, previous=first.name, code_version="2"))
    assert changed.is_ok
    assert len(warnings(changed)) == 1
    lost = check(publish(tmp_path, less, previous=first.name, input_count=0))
    assert not lost.is_ok, "fewer inputs are the main reason for fewer rows"
    assert check(publish(tmp_path, less, previous="20261122T013009Z-3f9a1c2e")).findings == (), "no longer there"


def test_documents_that_span_row_groups_are_judged_as_a_whole(tmp_path: Path) -> None:
    chain = [{"unit_no": number, "depth": number - 1, "parent_no": number - 1 or None} for number in range(1, 12)]
    other = [each | {"document_id": OTHER} for each in chain]
    tables = batch(
        documents=rows("documents", {"edit_count": 1}, {"document_id": OTHER, "source": "b.txt", "edit_count": 0}),
        boxes=rows("boxes", {}, {"document_id": OTHER}),
        infobox_fields=rows("infobox_fields", {}, {"document_id": OTHER}),
        units=rows("units", *chain, *other),
    )
    assert check(publish(tmp_path, tables)).findings == ()
