"""What differs between two snapshots: rows by table with examples and their source words, and the contract.

Tables whose files have the same bytes, by the manifests, are not read. ``flows.ask.row_pairs`` compares the others.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, Literal, NamedTuple

import duckdb
import pyarrow as pa

from flows.ask.row_pairs import RowCounts, RowPairs, Side, TableShape
from flows.publish.catalog import identifier, literal
from flows.publish.snapshot.manifest import SnapshotInfo
from flows.publish.snapshot.published import demand_whole
from flows.publish.table_files import files_of, table_of
from flows.publish.table_reading import dataset_of
from schemas.contract import CONTRACT_FILE, Contract, todays_contract
from schemas.contract_diff import ContractChange
from schemas.contract_diff import diff as contract_changes
from schemas.contract_reading import contract_in

MEMORY: Final = "1GB"
_WORDS: Final = "source_text"
_ELSEWHERE: Final = frozenset({"document_id", "source", _WORDS})
"""Columns that are no value of a row here: they say which row it is, or what it was read from."""
_LOG: Final = logging.getLogger(__name__)
_SIDES: Final[tuple[Side, Side]] = ("old", "new")


class RowChange(NamedTuple):
    """One row that differs. ``values`` are what it says, by column: before and after, None where it is not there.

    ``number`` is its key beside the document, ``words`` the words of the source it was read from, before and after.
    """

    kind: Literal["changed", "gone", "added"]
    document: str
    source: str
    number: Mapping[str, object]
    values: Mapping[str, tuple[object, object]]
    words: tuple[str | None, str | None]


class TableDiff(NamedTuple):
    """The difference of one table: its rows in both snapshots, None without the table, and what differs."""

    name: str
    old_rows: int | None
    new_rows: int | None
    counts: RowCounts = RowCounts()
    examples: tuple[RowChange, ...] = ()

    @property
    def differs(self) -> bool:
        """Return whether any row was added, is gone, changed or moved, or the table itself is new or gone."""
        return any(self.counts) or None in (self.old_rows, self.new_rows)


class SnapshotDiff(NamedTuple):
    """The difference of two snapshots."""

    old: SnapshotInfo
    new: SnapshotInfo
    tables: tuple[TableDiff, ...]
    contract: tuple[ContractChange, ...]

    @property
    def differs(self) -> bool:
        """Return whether anything that a reader sees differs."""
        return any(table.differs for table in self.tables) or any(each.kind != "wording" for each in self.contract)


def compare(old: SnapshotInfo, new: SnapshotInfo, tables: Sequence[str] | None = None, limit: int = 5) -> SnapshotDiff:
    """Return what differs, with so many examples of each kind by table; ``tables`` are all of both by default.

    Raises ``DamagedError`` where a file that has to be read is not as it was published.
    """
    compared = [name for name in sorted(old.rows.keys() | new.rows.keys()) if tables is None or name in tables]
    contracts = _contract_of(old), _contract_of(new)
    with _Comparison(old, new, contracts[1]) as comparison:
        found = tuple(comparison.table(name, limit) for name in compared)
    changes = contract_changes(*contracts) if tables is None else ()
    return SnapshotDiff(old, new, found, changes)


def _contract_of(info: SnapshotInfo) -> Contract:
    """Return the contract that a snapshot was written under; today's where it holds none that can be read."""
    try:
        return contract_in(info.path / CONTRACT_FILE)
    except (OSError, ValueError):
        return todays_contract()


class _Comparison:
    """Two snapshots in one DuckDB, whose memory is bounded: what does not fit goes to a temporary folder."""

    def __init__(self, old: SnapshotInfo, new: SnapshotInfo, contract: Contract) -> None:
        self._infos: Mapping[Side, SnapshotInfo] = {"old": old, "new": new}
        self._contract = contract
        self._opened: set[str] = set()
        self._folder = tempfile.TemporaryDirectory(prefix="infobox-etl-")
        self._connection = duckdb.connect(":memory:")
        settings = {"memory_limit": MEMORY, "temp_directory": self._folder.name}
        for name, value in settings.items():
            self._connection.execute(f"SET {name} = {literal(value)}")
        self._connection.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
        self._connection.execute("SET python_enable_replacements = false; SET TimeZone = 'UTC'")

    def __enter__(self) -> _Comparison:
        return self

    def __exit__(self, *_ignored: object) -> None:
        self._connection.close()
        self._folder.cleanup()

    def table(self, name: str, limit: int) -> TableDiff:
        """Return the difference of one table."""
        old, new = (self._infos[side].rows.get(name) for side in _SIDES)
        if old is None or new is None:
            return TableDiff(name, old, new, RowCounts(added=new or 0, gone=old or 0))
        if _digests(self._infos["old"], name) == _digests(self._infos["new"], name):
            _LOG.info("%s: the same bytes, so it is not read", name)
            return TableDiff(name, old, new)
        pairs, shape = self._pairs(name)
        counts = pairs.counts()
        _LOG.info("%s: %d and %d rows compared, %d documents differ", name, old, new, counts.documents)
        return TableDiff(name, old, new, counts, tuple(self._described(name, shape, pairs, limit)))

    def _pairs(self, name: str) -> tuple[RowPairs, TableShape]:
        types = [{field.name: field.type for field in self._open(side, name, f"{side}_rows")} for side in _SIDES]
        columns = tuple(column for column, kind in types[0].items() if types[1].get(column) == kind)
        terms = self._contract.tables.get(name)
        key = terms.key if terms is not None and set(terms.key) <= set(columns) else ()
        shape = TableShape(columns, key)
        _ = self._documents  # its table is asked below
        return RowPairs(self._connection, shape, of_documents=name == "documents"), shape

    def _open(self, side: Side, table: str, view: str) -> pa.Schema:
        """Let a table be read under this name; raise ``DamagedError`` unless it is as it was published."""
        folder = self._infos[side].path
        demand_whole(folder, table)
        found = dataset_of(files_of(folder, table))
        self._connection.register(view, found)
        return found.schema

    @cached_property
    def _documents(self) -> tuple[Side, ...]:
        """The snapshots that have a table of documents, opened; the table ``whole`` has those of one only."""
        sides = tuple(side for side in _SIDES if "documents" in self._infos[side].rows)
        for side in sides:
            self._open(side, "documents", f"{side}_documents")
        query = "SELECT '' AS document_id WHERE false"
        if sides == _SIDES:
            query = (
                "SELECT document_id FROM old_documents ANTI JOIN new_documents USING (document_id) "
                "UNION ALL SELECT document_id FROM new_documents ANTI JOIN old_documents USING (document_id)"
            )
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE whole AS {query}")
        return sides

    def _described(self, table: str, shape: TableShape, pairs: RowPairs, limit: int) -> Iterator[RowChange]:
        found = pairs.examples(limit)
        old = pairs.rows("old", [(each.document, each.old) for each in found if each.old is not None])
        new = pairs.rows("new", [(each.document, each.new) for each in found if each.new is not None])
        sources = self._sources(sorted({each.document for each in found}))
        for each in found:
            before = None if each.old is None else old[each.document, each.old]
            after = None if each.new is None else new[each.document, each.new]
            row = after or before or {}
            yield RowChange(
                "added" if before is None else "gone" if after is None else "changed",
                each.document,
                sources.get(each.document, each.document),
                {name: row[name] for name in shape.numbers},
                _differing(shape, before, after),
                (self._words("old", table, before), self._words("new", table, after)),
            )

    def _sources(self, documents: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for side in self._documents if documents else ():
            places = ", ".join("?" for _ in documents)
            query = f"SELECT document_id, source FROM {side}_documents WHERE document_id IN ({places})"  # noqa: S608
            found.update(self._connection.execute(query, documents).fetchall())
        return found

    def _words(self, side: Side, table: str, row: Mapping[str, object] | None) -> str | None:
        """Return the words of the source that a row was read from: its own, or those of the row it belongs to."""
        if row is None:
            return None
        if _WORDS in row:
            return _text(row[_WORDS])
        terms = self._contract.tables.get(table)
        for link in terms.foreign_keys if terms is not None else ():
            parent = self._contract.tables.get(link.table)
            if parent is None or _WORDS not in parent.by_name or link.table not in self._infos[side].rows:
                continue
            view = f"{side}_parents_{link.table}"
            if view not in self._opened:
                self._open(side, link.table, view)
                self._opened.add(view)
            where = " AND ".join(f"{identifier(name)} = ?" for name in link.references)
            query = f"SELECT {_WORDS} FROM {identifier(view)} WHERE {where}"  # noqa: S608
            words = self._connection.execute(query, [row.get(name) for name in link.columns]).fetchall()
            return _text(words[0][0]) if words else None
        return None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _digests(info: SnapshotInfo, table: str) -> set[tuple[str, str]]:
    return {(file.name, file.sha256) for file in info.files if table_of(file.name) == table}


def _differing(
    shape: TableShape, before: Mapping[str, object] | None, after: Mapping[str, object] | None
) -> dict[str, tuple[object, object]]:
    """Return the values that differ, by column; of a row that is only in one snapshot those that it has."""
    old, new = before or {}, after or {}
    pairs = {name: (old.get(name), new.get(name)) for name in shape.values if name not in _ELSEWHERE}
    # Compared as text: a float that is no number equals nothing, not even itself.
    return {name: (one, other) for name, (one, other) in pairs.items() if repr(one) != repr(other)}
