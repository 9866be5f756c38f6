"""Tables into Parquet files whose bytes depend on the rows alone.

A run hands over its rows in chunks that depend on the number of workers and the size of batches. The writer gathers
them into row groups cut by the rows themselves, so that the same rows give the same file on every machine with the
same pyarrow.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.errors import TableError
from flows.publish.footers import primary_key
from flows.publish.parquet_file import ParquetFile
from flows.publish.table_files import WrittenFile, file_name

GROUP_ROWS: Final = 122_880
"""Rows of a full row group: what DuckDB reads as one unit of work."""

GROUP_BYTES: Final = 64_000_000
"""A row group ends with the row that brings its texts to this size, so that one group fits in memory anywhere."""

FILE_BYTES: Final = 256_000_000
"""A file ends with the row group that brings it to this size; the next row group begins another file."""

_REMEDY = "a fault of the program, not of your pages: report it with this message"


class FileLimits(NamedTuple):
    """Where row groups and files end."""

    group_rows: int = GROUP_ROWS
    group_bytes: int = GROUP_BYTES
    file_bytes: int = FILE_BYTES


class TableWriter:
    """The Parquet files of one table, grown by any number of ``write`` calls in a ``with`` block; then ask ``files``.

    ``schema`` is the one of ``flows.validate.arrow.arrow_schema``. The rows must arrive in strictly ascending order of
    ``key`` (by default the schema's ``primary_key``): it is declared in the file, readers skip by it, and that no
    key comes twice is proven on the way. A table without a key keeps the order given.
    A table that fits into one file has the name given; a larger one has numbered files and none of that name.
    """

    def __init__(
        self, path: Path, schema: pa.Schema, *, key: Sequence[str] | None = None, limits: FileLimits | None = None
    ) -> None:
        self._path = path
        self._schema = schema
        self._key = primary_key(schema) if key is None else tuple(key)
        self._limits = limits or FileLimits()
        self._pending: list[pa.Table] = []
        self._pending_rows = self._pending_bytes = 0
        self._last: pa.Table | None = None
        self._file: ParquetFile | None = None
        self._files: list[WrittenFile] = []
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if kind is None:
            self.close()
        else:
            self._discard()

    @property
    def files(self) -> tuple[WrittenFile, ...]:
        """The finished files: rows, size and SHA-256 of the bytes handed to the disk. Only after ``close``."""
        if not self._is_closed:
            raise RuntimeError(f"{self._path.name} is not closed yet")
        return tuple(self._files)

    @property
    def written(self) -> WrittenFile:
        """The finished file of a table that fits into one. Only after ``close``."""
        (file,) = self.files
        return file

    def write(self, table: pa.Table) -> None:
        """Append rows. Types that only differ in width or encoding (large_string, dictionary) are converted.

        Raises ``TableError`` where columns are missing, a value does not fit or is null where none may be.
        """
        table = self._conform(table)
        weights = pc.cumulative_sum(_text_bytes(table))
        start = base = 0
        while start < table.num_rows:
            stop = self._stop(table.num_rows, weights, start, base)
            end = weights[stop - 1].as_py()
            self._pending.append(table.slice(start, stop - start))
            self._pending_rows += stop - start
            self._pending_bytes += end - base
            if self._pending_rows >= self._limits.group_rows or self._pending_bytes >= self._limits.group_bytes:
                self._flush()
            start, base = stop, end

    def _stop(self, rows: int, weights: pa.ChunkedArray, start: int, base: int) -> int:
        """Return the row before which the open group ends: full, heavy enough, or the end of the table."""
        stop = min(rows, start + self._limits.group_rows - self._pending_rows)
        below = base + self._limits.group_bytes - self._pending_bytes
        if weights[stop - 1].as_py() < below:
            return stop
        light: int = pc.sum(pc.less(weights, below)).as_py() or 0
        return min(stop, max(light, start) + 1)

    def _conform(self, table: pa.Table) -> pa.Table:
        if table.column_names != self._schema.names:
            raise TableError(
                self._path.name, f"has the columns {table.column_names} instead of {self._schema.names}", _REMEDY
            )
        try:
            return table.cast(self._schema)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, ValueError) as error:
            raise TableError(self._path.name, f"a value does not fit its column: {error}", _REMEDY) from error

    def close(self) -> tuple[WrittenFile, ...]:
        """Write what is left and return the finished files. A table without rows becomes a file with columns only."""
        if not self._is_closed:
            if self._pending or not (self._file or self._files):
                self._flush()
            self._end_file()
            if len(self._files) == 1:
                self._numbered(1).replace(self._path)
                self._files = [self._files[0]._replace(name=self._path.name)]
            self._is_closed = True
        return self.files

    def _flush(self) -> None:
        group = pa.concat_tables(self._pending or [self._schema.empty_table()]).combine_chunks()
        self._check(group)
        if self._file is None:
            is_big = group.num_rows >= self._limits.group_rows or self._pending_bytes >= self._limits.group_bytes
            self._file = ParquetFile(self._numbered(len(self._files) + 1), self._schema, self._options(group, is_big))
        if group.num_rows:
            self._file.write(group)
            self._last = group.select(self._key).slice(group.num_rows - 1)
        if self._file.bytes >= self._limits.file_bytes:
            self._end_file()
        self._pending, self._pending_rows, self._pending_bytes = [], 0, 0

    def _end_file(self) -> None:
        if self._file is not None:
            self._files.append(self._file.close())
            self._file = None

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(file_name(self._path.stem, number))

    def _check(self, group: pa.Table) -> None:
        try:
            group.validate(full=True)  # text that is not UTF-8 would be written, and then refused by every reader
        except pa.ArrowInvalid as error:
            raise TableError(self._path.name, str(error), _REMEDY) from error
        if self._key:
            keys = group.select(self._key)
            keys = keys if self._last is None else pa.concat_tables([self._last, keys]).combine_chunks()
            bad = _first_not_ascending(keys)
            if bad is not None:
                before, after = (tuple(keys.slice(at, 1).to_pylist()[0].values()) for at in bad)
                what = "comes twice" if before == after else f"comes after {before}"
                raise TableError(self._path.name, f"the key {after} {what}", _REMEDY)

    def _options(self, first: pa.Table, is_big: bool) -> dict[str, Any]:
        options: dict[str, Any] = {}
        if self._key:
            ordering = [(name, "ascending") for name in self._key]
            options["sorting_columns"] = pq.SortingColumn.from_ordering(self._schema, ordering)
        # Only files of several row groups gain from Bloom filters: the others have one place to look.
        if is_big and self._key and _HAS_BLOOM_FILTERS:
            distinct = pc.count_distinct(first[self._key[0]]).as_py()
            options["bloom_filter_options"] = {self._key[0]: {"ndv": distinct, "fpp": 0.01}}
        return options

    def _discard(self) -> None:
        if self._file is not None:
            self._file.close()
        for path in (self._path, *(self._numbered(number) for number in range(1, len(self._files) + 2))):
            path.unlink(missing_ok=True)


_HAS_BLOOM_FILTERS = "bloom_filter_options" in inspect.signature(pq.ParquetWriter.__init__).parameters


def _text_bytes(table: pa.Table) -> pa.ChunkedArray:
    """Return the bytes of each row's texts, which make up most of its size. Lists are left out."""
    total = pa.chunked_array([pa.nulls(table.num_rows, pa.int64()).fill_null(0)])
    for column in table.columns:
        if pa.types.is_string(column.type):
            total = pc.add(total, pc.fill_null(pc.binary_length(column), 0).cast(pa.int64()))
    return total


def _first_not_ascending(key: pa.Table) -> tuple[int, int] | None:
    """Return the first two neighbouring rows whose keys do not ascend, None where all do."""
    last = key.num_rows - 1
    if last < 1:
        return None
    ascends = None
    for column in reversed(key.columns):
        before, after = column.slice(0, last), column.slice(1)
        less = pc.less(before, after)
        ascends = less if ascends is None else pc.or_(less, pc.and_(pc.equal(before, after), ascends))
    at: int = pc.index(ascends, value=False).as_py()
    return None if at < 0 else (at, at + 1)


def write_table(path: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> WrittenFile:
    """Return the file that these tables, one after the other, were written to; they must fit into one."""
    with TableWriter(path, schema) as writer:
        for table in tables:
            writer.write(table)
    return writer.written
