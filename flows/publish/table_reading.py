"""Reads rows of a published table, so that a damaged file is an error and never a wrong row; what its footers state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from pyarrow import fs

from flows.errors import DamagedError
from flows.publish.table_files import files_of

_REMEDY: Final = "see `infobox-etl check`, then publish again with `infobox-etl run`"


def read_table(
    folder: Path, table: str, columns: Sequence[str] | None = None, where: pc.Expression | None = None
) -> pl.DataFrame:
    """Return the rows of a table in a snapshot's folder, those of ``where``; raise ``DamagedError`` where that fails.

    Arrow reads them and compares the checksums of the pages: Polars would answer a damaged page with wrong rows or a
    panic.
    """
    files = files_of(folder, table)
    if not files:
        raise DamagedError(str(folder), f"the table {table} is missing", _REMEDY)
    try:
        return plain_frame(dataset_of(files).to_table(columns=None if columns is None else list(columns), filter=where))
    except (Exception, pl.exceptions.PanicException) as error:  # damaged bytes make a reader raise anything
        words = (str(error).splitlines() or [type(error).__name__])[0]
        raise DamagedError(str(files[0]), f"cannot be read ({words:.200})", _REMEDY) from error


def dataset_of(files: Sequence[Path]) -> ds.Dataset:
    """Return the rows of a table's files, unread; what reads them compares the checksums of the pages."""
    options = ds.ParquetFragmentScanOptions(page_checksum_verification=True)
    pages = ds.ParquetFileFormat(default_fragment_scan_options=options)
    local = fs.LocalFileSystem()  # given, so that a path is never read as the address of an object store
    return ds.dataset(list(map(str, files)), format=pages, filesystem=local)


def read_batches(
    folder: Path, table: str, columns: Sequence[str] | None = None, rows: int = 1_000
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table in a snapshot's folder, ``rows`` at a time; raise ``DamagedError`` where that fails.

    No more than a row group is held: what it takes does not grow with the table.
    """
    for path in files_of(folder, table):
        try:
            with pq.ParquetFile(path, page_checksum_verification=True) as file:
                yield from file.iter_batches(rows, columns=None if columns is None else list(columns))
        except (OSError, pa.ArrowException) as error:
            words = (str(error).splitlines() or [type(error).__name__])[0]
            raise DamagedError(str(path), f"cannot be read ({words:.200})", _REMEDY) from error


def plain_frame(table: pa.Table) -> pl.DataFrame:
    """Return a table that was read as a frame, without the words about its columns: damaged ones make Polars panic."""
    schema = pa.schema([field.remove_metadata() for field in table.schema])
    return pl.DataFrame(pa.Table.from_arrays(table.columns, schema=schema))


def filled(path: Path) -> dict[str, int]:
    """Return the number of values of each column of a file; for a list, the number of elements.

    The footer states it, so no page is read. The footer of another writer may not state it: then the column is read.
    """
    footer = pq.read_metadata(path)
    counts: dict[str, int] = dict.fromkeys(footer.schema.to_arrow_schema().names, 0)
    for group in range(footer.num_row_groups):
        for number in range(footer.num_columns):
            column = footer.row_group(group).column(number)
            name = column.path_in_schema.partition(".")[0]
            statistics = column.statistics
            if name not in counts:  # a dot in a name: not a column of the contract, so nothing is expected of it
                continue
            if statistics is not None and statistics.has_null_count:
                counts[name] += column.num_values - statistics.null_count
            else:
                counts[name] += _values(pq.ParquetFile(path).read_row_group(group, columns=[name])[name])
    return counts


def _values(column: pa.ChunkedArray) -> int:
    if pa.types.is_list(column.type):
        return int(pc.sum(pc.list_value_length(column)).as_py() or 0)
    return len(column) - int(column.null_count)
