"""The gate over published files: what it sees, and that it sees nothing wrong where nothing is."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.publish.arrow import frame, to_arrow
from flows.publish.check import CheckReport, Finding, Result, check
from flows.publish.errors import SnapshotError
from flows.publish.gate_formats import FORMATS
from schemas.tables import TABLES
from tests.publish.contract_rows import DOCUMENT, SOURCE, batch, publish, rows

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
    with pytest.raises(SnapshotError, match="no snapshot here"):
        check(tmp_path)
    folder = publish(tmp_path, batch())
    (folder / "snapshot.json").write_text("{}")
    with pytest.raises(SnapshotError, match="cannot be read"):
        check(folder)


# What is done to a published table, and where and what the gate says of it.
BROKEN: dict[str, tuple[dict[str, pl.DataFrame], str]] = {
    "word": (
        batch(casualties=rows("casualties", {"kind": "eaten", "source_text": "7 eaten"}, {"casualty_no": 2})),
        "casualties.kind: 1 of 2 rows breaks the contract\n"
        "  'eaten' is not one of killed, wounded, captured, missing, killed_or_wounded, captured_or_missing, "
        "casualties, deserted, displaced, materiel, other\n"
        f'  from {SOURCE}: "7 eaten"\n'
        "  add the word to schemas/vocabulary.py, or a label to flows/rules/labels.toml",
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


@pytest.mark.parametrize("what", BROKEN)
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
        "  add the word to schemas/vocabulary.py"
    )
    assert second.startswith("casualties.count_max: 1 of 3 rows breaks the contract\n  '3' lies before its count_min")


def test_too_many_violations_fail(tmp_path: Path) -> None:
    told = pl.concat([rows("violations", {})] * 6)
    found = errors(check(publish(tmp_path, batch(casualties=rows("casualties", {}), violations=told))))
    assert len(found) == 1
    assert found[0].startswith("casualties: accepted is 0.1429, at least 0.9 is expected (1 row)")


def test_a_loss_against_the_snapshot_before_fails_unless_the_code_changed(tmp_path: Path) -> None:
    tags = rows("tags", *({"tag_no": number} for number in range(1, 61)))
    first = publish(tmp_path, batch(tags=tags))
    less = batch(tags=tags.head(40))
    again = publish(tmp_path, less, previous=first.name)
    assert [error.split(",")[0] for error in errors(check(again))] == ["tags: kept_rows is 0.6667"]
    changed = check(publish(tmp_path, less, previous=first.name, code_version="2"))
    assert changed.is_ok
    assert len(warnings(changed)) == 1
    assert check(publish(tmp_path, less, previous=first.name, input_count=0)).findings == (), "fewer inputs, fewer rows"
    assert check(publish(tmp_path, less, previous="20261122T013009Z-3f9a1c2e")).findings == (), "no longer there"


def test_documents_that_span_row_groups_are_judged_as_a_whole(tmp_path: Path) -> None:
    chain = [{"unit_no": number, "depth": number - 1, "parent_no": number - 1 or None} for number in range(1, 12)]
    other = [each | {"document_id": OTHER} for each in chain]
    tables = batch(
        documents=rows("documents", {"edit_count": 1}, {"document_id": OTHER, "source": "b.txt", "edit_count": 0}),
        infobox_fields=rows("infobox_fields", {}, {"document_id": OTHER}),
        units=rows("units", *chain, *other),
    )
    assert check(publish(tmp_path, tables)).findings == ()


def hostile_report() -> CheckReport:
    """Return a report whose words come from a page that wants to be a command, a tag and a terminal code."""
    word = "50% \x1b[31m</failure>\n::set-env name=A::b\r\ufffe"
    finding = Finding(
        "error", "casualties.kind", f"1 of 2 rows, all: {word!r}", (f"{word} is no word",), "mend it: now"
    )
    warning = Finding("warning", "edits", "per_document is 3", (), "see rules")
    results = (
        Result("casualties", "its rows keep the contract", (finding,)),
        Result("edits", "expectation", (warning,)),
    )
    return CheckReport("20261122T013000Z-3f9a1c2e", Path("x"), {"casualties": 2}, results)


def test_text_ends_with_the_outcome() -> None:
    shown = FORMATS["text"](hostile_report())
    assert shown.startswith("error: casualties.kind: ")
    assert shown.splitlines()[-1] == (
        "20261122T013000Z-3f9a1c2e breaks the contract: 2 checks, 1 errors, 1 warnings, 2 rows"
    )


def test_json_holds_everything() -> None:
    content = json.loads(FORMATS["json"](hostile_report()))
    assert (content["is_ok"], content["errors"], content["warnings"], content["rows"]) == (
        False,
        1,
        1,
        {"casualties": 2},
    )
    assert [finding["level"] for finding in content["findings"]] == ["error", "warning"]
    assert [each["findings"] for each in content["checks"]] == [1, 1]


def test_github_commands_stand_on_one_line_each() -> None:
    lines = FORMATS["github"](hostile_report()).splitlines()
    assert len(lines) == 3
    assert re.match(r"::error title=casualties\.kind%3A 1 of 2 rows%2C all%3A .*::50%25 ", lines[0])
    assert lines[0].count("::set-env") == 1, "quoted in the text, never at the beginning of a line"
    assert lines[1] == "::warning title=edits%3A per_document is 3::see rules"


def test_junit_is_xml_whatever_the_page_says() -> None:
    suite = ET.fromstring(FORMATS["junit"](hostile_report()))[0]
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    failure = suite.find("testcase[@classname='infobox-etl.casualties']/failure")
    assert failure is not None
    assert "</failure>" in (failure.text or "")
    assert suite.find("testcase[@classname='infobox-etl.edits']/failure") is None
    assert suite.find("testcase[@classname='infobox-etl.edits']/system-out") is not None


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_shows_a_clean_report(name: str, tmp_path: Path) -> None:
    report = check(publish(tmp_path, batch()))
    assert report.snapshot_id in FORMATS[name](report)
    assert DOCUMENT not in FORMATS[name](report)
