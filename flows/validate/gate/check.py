"""The CI gate: published files against the manifest, the schemas, keys and foreign keys, and the expectations.

Nothing is written. Each table is read once, in frames that hold whole documents, so memory does not grow with the run.
Questions over several tables go to DuckDB, which can read only these files; no path and no word of the data becomes
part of its SQL.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl
import pyarrow.parquet as pq

from flows.errors import DamagedError, SnapshotError
from flows.publish.snapshot.additions import KEPT_APART, added
from flows.publish.snapshot.manifest import MANIFEST, SNAPSHOTS, SnapshotInfo, is_snapshot_id
from flows.publish.snapshot.no_output import nothing_at
from flows.publish.snapshot.published import current_id, read_manifest, snapshot_ids, verify, verify_pointers
from flows.publish.table_files import WAREHOUSE, file_name, files_of, table_of
from flows.publish.table_reading import plain_frame
from flows.validate.gate.expectations import expectations, judge
from flows.validate.gate.findings import LEVELS, Example, Finding, breach, first_violations, forgiven
from flows.validate.gate.footers import measured, previous_of
from flows.validate.gate.foreign_keys import TablesInDuckDB
from flows.validate.gate.versions import WrittenUnder, written_under
from flows.validate.rows import own_breaches
from schemas.contract import CONTRACT_FILE
from schemas.tables import TABLES, TableSpec

_LOG: Final = logging.getLogger(__name__)

REPUBLISH: Final = (
    "publish again with `infobox-etl run --full`, or make an earlier snapshot current: infobox-etl rollback"
)
_KEPT: Final = "`infobox-etl rollback` refuses it; make another one current, or leave it: later runs remove it (--keep)"


class Result(NamedTuple):
    """One check that was made: its group (a table or ``files``), what it is about, and its findings."""

    group: str
    name: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the gate found in one snapshot. ``rows`` are the numbers of rows by table, as read from the files."""

    snapshot_id: str
    folder: Path
    rows: Mapping[str, int]
    results: tuple[Result, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return all findings, errors first."""
        found = [finding for result in self.results for finding in result.findings]
        return tuple(sorted(found, key=lambda finding: LEVELS.index(finding.level)))

    @property
    def errors(self) -> int:
        """Return the number of findings that make the gate fail."""
        return sum(finding.level == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """Return the number of findings that make the gate fail with ``--strict`` only."""
        return sum(finding.level == "warning" for finding in self.findings)

    @property
    def is_ok(self) -> bool:
        """Return whether the data keep the contract: without errors; warnings are allowed."""
        return self.errors == 0


def check(folder: Path) -> CheckReport:
    """Return what the gate found in a snapshot's folder, or in the current snapshot of an output folder.

    An error that was accepted when the snapshot was published counts as a warning. Damage is a finding, also of the
    manifest and of the pointers; in an earlier snapshot of the output, which only a rollback reads, it is a notice.
    Raises ``SnapshotError`` when the folder holds no snapshot, or one of another major version of the contract.
    """
    given, folder = folder, folder.resolve()
    try:
        info = _manifest(folder)
    except DamagedError as damage:
        return damaged(folder, damage)
    if info is None:
        raise nothing_at(given)
    changed = verify(info)
    _LOG.info("%d files of snapshot %s compared with the manifest", len(info.files), info.snapshot_id)
    results = [
        Result("files", "are what the manifest says", _findings(changed)),
        Result("files", "have nothing beside it", _additions(info)),
    ]
    if info.path != folder:
        results.append(Result("files", "are what the pointers name", _findings(verify_pointers(folder, info))))
        results.append(Result("files", "of earlier snapshots are as they were published", _of_earlier(folder, info)))
    names = frozenset(Path(each.where).name for each in changed)
    under = written_under(info.path, is_damaged=CONTRACT_FILE in names)
    results.append(Result("files", "were written under a contract that is known", under.findings))
    rows, found = _tables_of_changed(info, under, names) if any(map(table_of, names)) else _tables(info, under)
    results = [
        each._replace(findings=tuple(forgiven(one, info.accepted) for one in each.findings))
        for each in (*results, *found)
    ]
    return CheckReport(info.snapshot_id, info.path, rows, tuple(results))


def _tables(
    info: SnapshotInfo, under: WrittenUnder, besides: frozenset[str] = frozenset()
) -> tuple[dict[str, int], list[Result]]:
    """Return the numbers of rows by table, and what the tables break; those with a file of ``besides`` are not read."""
    results, readable = [], {}
    for name in filter(under.contract.tables.__contains__, TABLES):
        paths = files_of(info.path, name) or (info.path / file_name(name),)
        if not besides.isdisjoint(path.name for path in paths):
            continue
        built = tuple(finding for path in paths for finding in _built_as_agreed(name, path, under))
        results.append(Result(name, "is built as the contract says", built))
        if not built and under.spec(name) is not None:
            readable[name] = paths
    rows, found = _contents(readable, info, under)
    return rows, [*results, *found]


def _tables_of_changed(
    info: SnapshotInfo, under: WrittenUnder, changed: frozenset[str]
) -> tuple[dict[str, int], list[Result]]:
    """Return what ``_tables`` does, where files were changed: another program may have done so, or a disk.

    Damaged bytes make a reader raise anything, and Arrow end the process. So they are read in a process of their own;
    where that fails, the tables with a changed file are not read: that they were changed is a finding already.
    """
    with suppress(Exception, pl.exceptions.PanicException):
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, context, initializer=_say_nothing) as reader:
            return reader.submit(_tables, info, under).result()
    return _tables(info, under, changed)


def _say_nothing() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what Arrow says as it ends the process


def damaged(folder: Path, damage: DamagedError) -> CheckReport:
    """Return the report on an output whose current snapshot cannot be named or read: this is its one finding."""
    named = next(filter(is_snapshot_id, reversed(Path(damage.where).parts)), "an unknown snapshot")
    return CheckReport(named, folder, {}, (Result("files", "can be read", _findings([damage])),))


def _manifest(folder: Path) -> SnapshotInfo | None:
    """Return the manifest of the snapshot, whose files may have changed since; None where nothing is published."""
    if not (folder / MANIFEST).is_file() and (name := current_id(folder)) is not None:
        folder = folder / SNAPSHOTS / name
    elif not os.path.lexists(folder / MANIFEST) and not is_snapshot_id(folder.name):
        return None
    return read_manifest(folder)


def _findings(problems: Sequence[SnapshotError]) -> tuple[Finding, ...]:
    """Return what was changed: without comparing hashes, half of all one-byte changes are not found."""
    return tuple(Finding("error", Path(each.where).name, each.what, (), REPUBLISH) for each in problems)


def _additions(info: SnapshotInfo) -> tuple[Finding, ...]:
    """Return what somebody made in the warehouse: all that was published is in it too, so nothing is wrong."""
    if made := added(info):
        return (Finding("notice", WAREHOUSE, f"has more than was published: {', '.join(made)}", (), KEPT_APART),)
    return ()


def _of_earlier(output: Path, current: SnapshotInfo) -> tuple[Finding, ...]:
    problems: list[Finding] = []
    for name in snapshot_ids(output):
        folder = output / SNAPSHOTS / name
        try:
            found: Sequence[SnapshotError] = () if name == current.snapshot_id else verify(read_manifest(folder))
        except SnapshotError as error:
            found = [error]
        if folder.is_dir():  # a run that ends meanwhile removes the oldest ones
            problems += (Finding("notice", f"{name}/{Path(each.where).name}", each.what, (), _KEPT) for each in found)
    return tuple(problems)


def _contents(
    readable: Mapping[str, tuple[Path, ...]], info: SnapshotInfo, under: WrittenUnder
) -> tuple[dict[str, int], list[Result]]:
    """Return the numbers of rows by table, and what of the contract and of the expectations the rows break."""
    judged = {name: spec for name in readable if (spec := under.spec(name)) is not None}
    rows = {name: sum(pq.read_metadata(path).num_rows for path in paths) for name, paths in readable.items()}
    results = []
    with TablesInDuckDB(readable) as across:
        for name, paths in readable.items():
            results.append(_rows(judged[name], paths, across, under))
            results += [Result(name, what, found) for what, found in across.results(judged[name])]
            _LOG.info("%s: %d rows checked", name, rows[name])
        facts = measured(readable, across.violations(), previous_of(info))
    if "violations" in readable:
        found = first_violations(info.path, rows)
        results.append(Result("violations", "no row was kept out of its table", found))
    for expected in expectations():
        finding = judge(expected, facts) if expected.table in readable else None
        results.append(Result(expected.table, f"expectation {expected.name}", () if finding is None else (finding,)))
    return rows, results


def _built_as_agreed(table: str, path: Path, under: WrittenUnder) -> tuple[Finding, ...]:
    """Return how a file's columns differ from its contract; no findings when its rows can be checked."""
    try:
        # Reads all pages with their checksums: a damaged page must not end the gate half-way.
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            found = file.schema_arrow
            for group in range(file.num_row_groups):
                file.read_row_group(group)
    except Exception as error:  # what damaged bytes make a reader raise is not to be listed
        what = (str(error).splitlines() or [type(error).__name__])[0]
        return (Finding("error", path.name, f"cannot be read ({what})", (), REPUBLISH),)
    return under.built(table, found)


def _frames(paths: Sequence[Path], key: str | None) -> Iterator[pl.DataFrame]:
    """Yield a table's rows in frames that hold all rows of their documents; one empty frame for an empty table."""
    rest: pl.DataFrame | None = None
    for rows in _groups(paths):
        frame = rows if rest is None else pl.concat([rest, rows])
        if key is None or not frame.height:
            yield frame
            continue
        is_last = frame.get_column(key).eq_missing(frame.get_column(key).last())
        rest = frame.filter(is_last)
        if rest.height < frame.height:
            yield frame.filter(~is_last)
    if rest is not None:
        yield rest


def _groups(paths: Sequence[Path]) -> Iterator[pl.DataFrame]:
    for path in paths:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            for group in range(file.num_row_groups):
                yield plain_frame(file.read_row_group(group))
            if not file.num_row_groups:
                yield plain_frame(file.read())


def _rows(spec: TableSpec, paths: Sequence[Path], across: TablesInDuckDB, under: WrittenUnder) -> Result:
    """Return the broken checks of columns and rows; a run publishes no such row, another program may have done so."""
    counts: dict[tuple[str, str], int] = {}
    examples: dict[tuple[str, str], tuple[list[Example], str]] = {}
    total, last, is_sorted = 0, "", True
    for rows in _frames(paths, spec.key[0] if spec.key else None):
        total += rows.height
        if spec.key and rows.height:
            # Documents come in order, each with its rows together: so a key that is unique in its frame is unique.
            ids = rows.get_column("document_id")
            is_sorted &= last < str(ids[0]) and ids.is_sorted()
            last = str(ids[-1])
        known = under.as_today(spec.name, rows)
        for broken in own_breaches(spec, known):
            name = (broken.check, broken.column)
            if not under.judges(spec.name, *name):
                continue
            counts[name] = counts.get(name, 0) + int(broken.rows.sum())
            if name not in examples:
                examples[name] = ([_example(known.filter(broken.rows), broken.column, across)], broken.remedy)
    found = [
        breach(under.level(spec.name, name, column), spec.name, name, column, (count, total), *examples[name, column])
        for (name, column), count in counts.items()
    ]
    if not is_sorted:
        what = "is not in the order of its key: a key may come twice, and look-ups read every row group"
        found.append(Finding("error", spec.name, what, (), REPUBLISH))
    return Result(spec.name, "its rows keep the contract", tuple(found))


def _example(broken: pl.DataFrame, column: str, across: TablesInDuckDB) -> Example:
    row = broken.row(0, named=True)
    value, source = row[column], row.get("source")
    return Example(
        None if value is None else str(value),
        source if source is not None else across.source(row.get("document_id")),
        row.get("source_text"),
    )
