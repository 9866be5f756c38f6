"""The CI gate: published files against the manifest, the schemas, keys and foreign keys, and the expectations.

Everything is read only. Each table is read once, in frames that hold whole documents, so memory does not grow with the
run; what spans tables is asked of DuckDB, which sees nothing but these files and takes no path or word from the data
into its SQL.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from flows.publish.across import Across
from flows.publish.arrow import arrow_schema
from flows.publish.errors import SnapshotError
from flows.publish.expectations import Facts, Previous, expectation_failures, expectations, judge
from flows.publish.findings import Example, Finding, breach, of_violations
from flows.publish.manifest import MANIFEST, SNAPSHOTS, SnapshotInfo, parse_manifest
from flows.publish.published import current_id, verify
from flows.publish.validate import own_breaches
from schemas.tables import TABLES, TableSpec

REPUBLISH: Final = (
    "publish again with `infobox-etl run --full`, or make an earlier snapshot current: infobox-etl rollback"
)


class Result(NamedTuple):
    """One check that was made: which group (a table or ``files``), what it is about, and what it found."""

    group: str
    name: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the gate found in one snapshot. ``rows`` are the row counts by table, as read."""

    snapshot_id: str
    folder: Path
    rows: Mapping[str, int]
    results: tuple[Result, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return all findings, errors first."""
        found = [finding for result in self.results for finding in result.findings]
        return tuple(sorted(found, key=lambda finding: finding.level != "error"))

    @property
    def errors(self) -> int:
        """Return how many findings make the gate fail."""
        return sum(finding.level == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """Return how many findings only ask for a look."""
        return len(self.findings) - self.errors

    @property
    def is_ok(self) -> bool:
        """Return whether the data keep the contract: there may be warnings, but no error."""
        return self.errors == 0


def check(folder: Path) -> CheckReport:
    """Return what the gate found in a snapshot's folder, or in the current snapshot of an output folder.

    Raises ``SnapshotError`` where there is no snapshot to be judged. Damaged files are findings.
    """
    info = _manifest(folder)
    results = [_files(info)]
    rows: dict[str, int] = {}
    readable: dict[str, Path] = {}
    for spec in TABLES.values():
        path = info.path / f"{spec.name}.parquet"
        built = _built_as_agreed(spec, path)
        results.append(Result(spec.name, "is built as the contract says", built))
        if not built:
            rows[spec.name] = pq.read_metadata(path).num_rows
            readable[spec.name] = path
    with Across(readable) as across:
        for name, path in readable.items():
            results.append(_rows(TABLES[name], path, across))
            results += [Result(name, what, found) for what, found in across.results(TABLES[name])]
        facts = _facts(info, rows, across)
    if violations := readable.get("violations"):
        found = of_violations(pl.from_arrow(pq.read_table(violations)), rows)  # type: ignore[arg-type]  # a table gives a frame
        results.append(Result("violations", "no row was kept out of its table", found))
    for expected in expectations():
        finding = judge(expected, facts) if expected.table in readable else None
        results.append(Result(expected.table, f"expectation {expected.name}", () if finding is None else (finding,)))
    return CheckReport(info.snapshot_id, info.path, rows, tuple(results))


def _manifest(folder: Path) -> SnapshotInfo:
    """Return what the snapshot says of itself, whether or not its files are still what it says."""
    folder = folder.resolve()
    if not (folder / MANIFEST).is_file() and (name := current_id(folder)) is not None:
        folder = folder / SNAPSHOTS / name
    try:
        return parse_manifest(folder, json.loads((folder / MANIFEST).read_bytes()))
    except FileNotFoundError as error:
        raise SnapshotError(str(folder), "no snapshot here", "publish one with `infobox-etl run`") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SnapshotError(str(folder / MANIFEST), f"cannot be read ({error!r})", REPUBLISH) from error


def _files(info: SnapshotInfo) -> Result:
    """Return whether every file is the one that was published: half of all one-byte changes go unseen otherwise."""
    found = [Finding("error", Path(each.where).name, each.what, (), REPUBLISH) for each in verify(info)]
    return Result("files", "are what the manifest says", tuple(found))


def _built_as_agreed(spec: TableSpec, path: Path) -> tuple[Finding, ...]:
    """Return where a file's columns differ from the contract; no findings when its rows can be judged."""
    expected = arrow_schema(spec.name)
    try:
        # A whole read of the pages with their checksums: a damaged page must not end the gate half-way.
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            found = file.schema_arrow
            for group in range(file.num_row_groups):
                file.read_row_group(group)
    except (OSError, pa.ArrowException) as error:
        return (Finding("error", path.name, f"cannot be read ({str(error).splitlines()[0]})", (), REPUBLISH),)
    wanted, given = (
        [f"{field.name} {field.type}{'' if field.nullable else ' not null'}" for field in each]
        for each in (expected, found)
    )
    if wanted == given:
        return ()
    details = [f"missing or different: {line}" for line in wanted if line not in given]
    details += [f"not in the contract: {line}" for line in given if line not in wanted]
    remedy = (
        "these files are of another contract (schemas/CHANGELOG.md): use the infobox-etl of that version, or run again"
    )
    what = "the columns are not those of the contract"
    return (Finding("error", spec.name, what, tuple(details) or ("the order of the columns differs",), remedy),)


def _frames(path: Path, key: str | None) -> Iterator[pl.DataFrame]:
    """Yield a table's rows in frames that hold all rows of their documents; at least one, even of an empty table."""
    rest: pl.DataFrame | None = None
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        for group in range(file.num_row_groups):
            rows = pl.DataFrame(file.read_row_group(group))
            if rest is not None:
                rows = pl.concat([rest, rows])
            if key is None or not rows.height:
                yield rows
                continue
            is_last = rows.get_column(key).eq_missing(rows.get_column(key).last())
            rest = rows.filter(is_last)
            if rest.height < rows.height:
                yield rows.filter(~is_last)
        if rest is not None:
            yield rest
        elif not file.num_row_groups:
            yield pl.DataFrame(file.read())


def _rows(spec: TableSpec, path: Path, across: Across) -> Result:
    """Return the checks of columns and rows that published rows break: none, unless a file was made elsewhere."""
    counts: dict[tuple[str, str], int] = {}
    examples: dict[tuple[str, str], tuple[Example, str]] = {}
    total, last, is_sorted = 0, "", True
    for rows in _frames(path, spec.key[0] if spec.key else None):
        total += rows.height
        if spec.key and rows.height:
            # Each document's rows follow each other, documents in order: then a key is unique if it is in its frame.
            ids = rows.get_column("document_id")
            is_sorted &= last < str(ids[0]) and ids.is_sorted()
            last = str(ids[-1])
        for broken in own_breaches(spec, rows):
            name = (broken.check, broken.column)
            counts[name] = counts.get(name, 0) + int(broken.rows.sum())
            if name not in examples:
                examples[name] = (_example(rows.filter(broken.rows), broken.column, across), broken.remedy)
    found = [
        breach("error", spec.name, name, column, (count, total), *examples[name, column])
        for (name, column), count in counts.items()
    ]
    if not is_sorted:
        what = "is not in the order of its key: a key may come twice, and look-ups read every row group"
        found.append(Finding("error", spec.name, what, (), "write it with flows.publish.parquet, batches in key order"))
    return Result(spec.name, "its rows keep the contract", tuple(found))


def _example(broken: pl.DataFrame, column: str, across: Across) -> Example:
    row = broken.row(0, named=True)
    value, source = row[column], row.get("source")
    return Example(
        None if value is None else str(value),
        source if source is not None else across.source(row.get("document_id")),
        row.get("source_text"),
    )


def _facts(info: SnapshotInfo, rows: Mapping[str, int], across: Across) -> Facts:
    columns = [
        (each.table, each.column)
        for each in expectations()
        if each.measure == "filled" and each.column is not None and each.table in rows
    ]
    return Facts(
        rows,
        across.violations(),
        {(table, column): across.filled(table, column) for table, column in columns},
        across.characters(),
        _previous(info),
    )


def _previous(info: SnapshotInfo) -> Previous | None:
    """Return the snapshot before, if it is still there and this one had as many inputs, read in the same way."""
    if info.previous is None:
        return None
    try:
        before = _manifest(info.path.with_name(info.previous))
    except SnapshotError:
        return None
    # What was read may have changed (its digest is an option too); how it was read must not have.
    ways = [
        {name: each.options[name] for name in each.options if not name.endswith("_sha256")} for each in (before, info)
    ]
    if before.input_count > info.input_count or ways[0] != ways[1]:
        return None
    is_same = (before.code_version, before.rules_sha256) == (info.code_version, info.rules_sha256)
    return Previous(before.rows, is_same)


__all__ = ["CheckReport", "Finding", "Result", "check", "expectation_failures"]
