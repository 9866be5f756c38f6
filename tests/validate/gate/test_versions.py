"""Snapshots of other contracts: another major version is refused, of another minor one all that both know is judged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.cli.main import main
from flows.errors import SnapshotError
from flows.publish.sealed_json import read_sealed, sealed_text
from flows.publish.snapshot.manifest import MANIFEST, file_sha256
from flows.validate.arrow import to_arrow
from flows.validate.gate import versions
from flows.validate.gate.check import CheckReport, check
from schemas.contract import CONTRACT_FILE, ColumnTerms, TableTerms, Version, contract_text, todays_contract
from tests.parts import first_and_rest
from tests.validate.contract_rows import batch, publish, rows

TODAY = todays_contract()._replace(version=Version(1, 4, 0))
TERMS = TODAY.tables


@pytest.fixture(autouse=True)
def _today_is_1_4(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be earlier minor versions, whatever the version is when this test is run."""
    monkeypatch.setattr(versions, "todays_contract", lambda: TODAY)


def written_under(
    output: Path,
    version: str,
    terms: Mapping[str, TableTerms | None] | None = None,
    tables: Mapping[str, pl.DataFrame] | None = None,
    files: Mapping[str, pa.Table | None] | None = None,
) -> Path:
    """Return a snapshot that says it is of another contract, with other terms and files of some tables (None: without).

    ``tables`` are rows in today's form.
    """
    folder = publish(output, batch(**(tables or {})))
    known = {name: table for name, table in {**TERMS, **(terms or {})}.items() if table is not None}
    content = json.loads(contract_text(TODAY._replace(tables=known)))
    (folder / CONTRACT_FILE).write_text(json.dumps(content | {"version": version}))
    for name, table in (files or {}).items():
        if table is None:
            (folder / f"{name}.parquet").unlink()
        else:
            pq.write_table(table, folder / f"{name}.parquet", write_page_checksum=True)
    for file in folder.glob("*.parquet"):
        told = pq.read_table(file)
        facts = {**(told.schema.metadata or {}), b"contract_version": version.encode()}
        pq.write_table(told.replace_schema_metadata(facts), file, write_page_checksum=True)
    manifest = read_sealed((folder / MANIFEST).read_bytes())
    manifest["files"] = {
        file.name: {
            "sha256": file_sha256(file),
            "rows": pq.read_metadata(file).num_rows if file.suffix == ".parquet" else None,
            "bytes": file.stat().st_size,
        }
        for file in sorted(folder.iterdir())
        if file.name != MANIFEST
    }
    (folder / MANIFEST).write_text(sealed_text(manifest))
    return folder


def told(report: CheckReport, level: str) -> list[str]:
    return [str(finding) for finding in report.findings if finding.level == level]


def without(table: str, *columns: str) -> TableTerms:
    """Return the terms of a table before these columns were added, with their checks."""
    terms = TERMS[table]
    return terms._replace(
        columns=tuple(each for each in terms.columns if each.name not in columns),
        checks=tuple(
            each for each in terms.checks if not any(name in f"{each.column} {each.demands}" for name in columns)
        ),
    )


def with_column(table: str, name: str, **changes: object) -> TableTerms:
    columns = (each._replace(**changes) if each.name == name else each for each in TERMS[table].columns)  # type: ignore[arg-type]
    return TERMS[table]._replace(columns=tuple(columns))


def cast(table: pa.Table, name: str, kind: pa.DataType) -> pa.Table:
    at = table.schema.get_field_index(name)
    return table.set_column(at, table.schema.field(at).with_type(kind), table[name].cast(kind))


@pytest.mark.parametrize(
    ("version", "what"),
    [
        ("0.1.0", "was written under contract 0.1.0; this infobox-etl knows 1.x"),
        ("2.1.0", "was written under contract 2.1.0; this infobox-etl knows 1.x"),
        ("one\x1b[31m", r"was written under contract 'one\x1b[31m'; this infobox-etl knows 1.x"),
        ("", "names no contract; this infobox-etl knows 1.x"),
    ],
)
@pytest.mark.parametrize("has_file", [True, False], ids=["contract.json", "Parquet"])
def test_another_major_version_is_refused(
    version: str, what: str, has_file: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written_under(tmp_path, version)
    if not has_file:
        (folder / CONTRACT_FILE).unlink()
    assert main(["check", str(folder)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert what in shown.err
    assert "publish again with `infobox-etl run --full`" in shown.err
    with pytest.raises(SnapshotError, match="this infobox-etl knows"):
        check(folder)


@pytest.mark.slow
def test_todays_contract_and_another_patch_are_no_finding(tmp_path: Path) -> None:
    assert check(written_under(tmp_path, "1.4.0")).findings == ()
    words = with_column("tags", "tag", description="Tag.")
    for version in ("1.3.9", "1.4.1", "1.5.0"):
        assert check(written_under(tmp_path, version, {"tags": words})).findings == ()


@pytest.mark.parametrize("version", ["1.4.0", "1.4.7"])
def test_a_contract_that_only_calls_itself_todays_excuses_nothing(version: str, tmp_path: Path) -> None:
    terms = {"belligerents": without("belligerents", "side_evidence"), "casualties": None}
    old = to_arrow("belligerents", corpus_row()).drop_columns(["side_evidence"])
    eaten = {"casualties": rows("casualties", {"kind": "eaten"})}
    found = told(check(written_under(tmp_path, version, terms, eaten, {"belligerents": old})), "error")
    assert [error.splitlines()[0].split(";")[0] for error in found] == [
        f"contract.json: was written under contract {version}",
        "belligerents: the columns are not those of the contract",
        "casualties.kind: 1 of 1 row breaks the contract",
    ]
    assert "by these versions the two should demand the same" in found[0]


def corpus_row(**changes: object) -> pl.DataFrame:
    """Return a belligerent that today's contract demands evidence of."""
    return rows("belligerents", {"belligerent_no": 1, "side_basis": "corpus", **changes})


@pytest.mark.slow
def test_of_an_older_minor_version_all_is_judged_but_what_was_added_since(tmp_path: Path) -> None:
    terms = {"belligerents": without("belligerents", "side_evidence"), "tags": None}
    old = to_arrow("belligerents", corpus_row()).drop_columns(["side_evidence"])
    folder = written_under(tmp_path / "a", "1.2.0", terms, files={"belligerents": old, "tags": None})
    report = check(folder)
    assert report.is_ok
    (warning,) = told(report, "warning")
    assert warning.splitlines() == [
        "contract.json: was written under contract 1.2.0; this infobox-etl knows 1.4.0; only what both say is judged",
        "  since then belligerents.side_evidence: the check evidence-with-basis is new: (side_evidence IS NOT NULL) = "
        "(side_basis = 'corpus')",
        "  since then belligerents.side_evidence: the column is new",
        "  since then tags: the table is new",
        "  publish again with `infobox-etl run --full`",
    ]
    assert "tags" not in report.rows
    assert main(["check", str(folder)]) == 0
    assert main(["check", str(folder), "--strict"]) == 1

    old = to_arrow("belligerents", corpus_row(relation="eaten", document_id="f" * 16)).drop_columns(["side_evidence"])
    report = check(written_under(tmp_path / "b", "1.2.0", terms, files={"belligerents": old, "tags": None}))
    assert [error.split(" of ")[0] for error in told(report, "error")] == [
        "belligerents.relation: 1",
        "belligerents.document_id: 1",
        "belligerents.box_no: 1",
    ]


def test_without_the_version_the_same_files_break_the_contract(tmp_path: Path) -> None:
    old = to_arrow("belligerents", corpus_row()).drop_columns(["side_evidence"])
    report = check(written_under(tmp_path, "1.4.0", files={"belligerents": old}))
    assert [error.splitlines()[1] for error in told(report, "error")] == [
        "  missing or different: side_evidence string"
    ]


def test_what_was_promised_later_is_a_warning(tmp_path: Path) -> None:
    terms = {
        "tags": with_column("tags", "tag", is_nullable=True),
        "casualties": with_column("casualties", "kind", words=(*TERMS["casualties"].by_name["kind"].words, "eaten")),
        "sections": TERMS["sections"]._replace(
            checks=tuple(each for each in TERMS["sections"].checks if each.name != "heading-below-the-lead")
        ),
        "units": TERMS["units"]._replace(
            foreign_keys=TERMS["units"].foreign_keys[:2],
        ),
    }
    tags = to_arrow("tags", rows("tags", {}, {"tag_no": 2}))
    field = tags.schema.field("tag").with_nullable(True)
    tags = tags.set_column(2, field, pa.array(["x", None], pa.string()))
    tables = {
        "casualties": rows("casualties", {"kind": "eaten"}),
        "sections": rows("sections", {"heading": None}),
        "units": rows("units", {"unit_no": 1, "depth": 0, "parent_no": None, "section_no": 9}),
    }
    report = check(written_under(tmp_path, "1.2.0", terms, tables, {"tags": tags}))
    assert told(report, "error") == []
    assert [warning.split(" of ")[0].split(";")[0] for warning in told(report, "warning")] == [
        "contract.json: was written under contract 1.2.0",
        "sections.heading: 1",
        "tags.tag: 1",
        "casualties.kind: 1",
    ]


def test_narrower_integers_of_an_older_version_are_judged(tmp_path: Path) -> None:
    edits = cast(to_arrow("edits", rows("edits", {"start": -1})), "start", pa.int16())
    folder = written_under(
        tmp_path, "1.2.0", {"edits": with_column("edits", "start", type="int16")}, None, {"edits": edits}
    )
    assert [error.split(" of ")[0] for error in told(check(folder), "error")] == ["edits.start: 1"]


def test_an_expectation_of_a_column_that_is_not_there_is_not_judged(tmp_path: Path) -> None:
    fields = ({"box_no": number + 1} for number in range(60))
    tables = {"infobox_fields": rows("infobox_fields", *fields)}
    conflicts = rows("conflicts", *({"box_no": number + 1} for number in range(60)))
    whole = check(written_under(tmp_path / "a", "1.2.0", None, {**tables, "conflicts": conflicts}))
    assert any("filled" in error for error in told(whole, "error")), "no row has a start_edtf"
    old = to_arrow("conflicts", conflicts).drop_columns(["start_edtf"])
    terms = {"conflicts": without("conflicts", "start_edtf")}
    report = check(written_under(tmp_path / "b", "1.2.0", terms, tables, {"conflicts": old}))
    assert not any("filled" in error for error in told(report, "error"))


def test_of_a_newer_minor_version_what_is_unknown_is_left_out(tmp_path: Path) -> None:
    more = (ColumnTerms("weight", "float64", True, "Weight."), ColumnTerms("made_utc", "timestamp", True, "When."))
    terms = {
        "tags": TERMS["tags"]._replace(columns=(*TERMS["tags"].columns, *more)),
        "sieges": TERMS["tags"],
        "edits": with_column("edits", "start", type="int64"),
    }
    tags = to_arrow("tags", rows("tags", {}, {"tag_no": 0}))
    tags = tags.append_column("weight", pa.array([1.5, None])).append_column(
        "made_utc", pa.array([0, 1], pa.timestamp("us"))
    )
    edits = cast(to_arrow("edits", rows("edits", {})), "start", pa.int64())
    edits = edits.set_column(4, edits.schema.field("start"), pa.array([2**40], pa.int64()))
    folder = written_under(tmp_path, "1.5.0", terms, None, {"tags": tags, "sieges": tags, "edits": edits})
    report = check(folder)
    assert [error.split(" of ")[0] for error in told(report, "error")] == ["tags.tag_no: 1"]
    (warning,) = told(report, "warning")
    assert warning.splitlines() == [
        "contract.json: was written under contract 1.5.0; this infobox-etl knows 1.4.0; only what both say is judged",
        "  not known here: edits.start: the type is int64; it was int32",
        "  not known here: sieges: the table is new",
        "  not known here: tags.made_utc: the column is new",
        "  not known here: tags.weight: the column is new",
        "  use an infobox-etl that knows it: pip install --upgrade infobox-etl",
    ]
    assert "sieges" not in report.rows


def test_a_table_whose_key_has_a_wider_type_is_not_judged(tmp_path: Path) -> None:
    tags = cast(to_arrow("tags", rows("tags", {"tag_no": 0})), "tag_no", pa.int64())
    terms = {"tags": with_column("tags", "tag_no", type="int64")}
    report = check(written_under(tmp_path, "1.5.0", terms, None, {"tags": tags}))
    assert told(report, "error") == []
    assert len(told(report, "warning")) == 1


@pytest.mark.parametrize(
    ("version", "terms", "words"),
    [
        ("1.5.0", without("tags", "tag"), "tags.tag: the column was dropped"),
        ("1.2.0", with_column("tags", "tag", type="date"), "tags.tag: the type is text; it was date"),
        ("1.2.0", without("tags", "document_id"), "tags: a new column stands before old ones"),
        ("1.5.0", None, "tags: the table was dropped"),
    ],
)
def test_a_break_within_a_major_version_is_told(
    version: str, terms: TableTerms | None, words: str, tmp_path: Path
) -> None:
    found = told(check(written_under(tmp_path, version, {"tags": terms})), "error")
    assert "the two break with each other, which 1.x must not" in found[0]
    assert words in found[0]


def test_many_differences_are_counted(tmp_path: Path) -> None:
    terms = {
        "tags": TERMS["tags"]._replace(
            columns=(
                *TERMS["tags"].columns,
                *(ColumnTerms(f"c{number}", "text", True, "More.") for number in range(12)),
            )
        )
    }
    found = told(check(written_under(tmp_path, "1.5.0", terms)), "warning")
    assert "… and 2 more: infobox-etl contract diff SNAPSHOT" in found[0]


def test_the_contract_of_a_snapshot_agrees_with_its_tables(tmp_path: Path) -> None:
    folder = written_under(tmp_path / "a", "1.4.0")
    later = pq.read_table(folder / "tags.parquet").replace_schema_metadata({b"contract_version": b"1.3.0"})
    pq.write_table(later, folder / "tags.parquet", write_page_checksum=True)
    found = told(check(folder), "error")
    assert any(each.startswith("tags.parquet: was written under contract 1.3.0, contract.json says") for each in found)
    more = TERMS["tags"]._replace(columns=(*TERMS["tags"].columns, ColumnTerms("weight", "int16", True, "Weight.")))
    found = told(check(written_under(tmp_path / "b", "1.5.0", {"tags": more})), "error")
    assert [each.splitlines()[1] for each in found] == ["  missing or different: weight int16"]


@pytest.mark.parametrize("content", first_and_rest([b"", b"\xff", b"[]", b"[" * 100_000, b" " * 4_000_001, None]))
def test_a_damaged_contract_is_a_finding(content: bytes | None, tmp_path: Path) -> None:
    folder = publish(tmp_path, batch(tags=rows("tags", {"tag_no": 0})))
    if content is None:
        (folder / CONTRACT_FILE).unlink()
    else:
        (folder / CONTRACT_FILE).write_bytes(content)
    found = told(check(folder), "error")
    assert any(each.startswith("contract.json: cannot be read (") for each in found)
    assert any(each.startswith("tags.tag_no: 1 of 1") for each in found), "judged by today's contract"


def test_hostile_names_stay_words(tmp_path: Path) -> None:
    name = '../../x"; DROP TABLE tags; --\x1b[31m'
    column = ColumnTerms(name, "text", True, "x")
    terms = {name: TERMS["tags"], "tags": TERMS["tags"]._replace(columns=(*TERMS["tags"].columns, column))}
    tags = to_arrow("tags", rows("tags", {})).append_column(name, pa.array(["x"]))
    report = check(written_under(tmp_path, "1.5.0", terms, None, {"tags": tags}))
    assert report.is_ok
    assert all("\x1b" not in str(finding) for finding in report.findings)
