"""One Parquet file of a published table: how it is encoded, and the hash of what was handed to the disk."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.publish.table_files import WrittenFile


class ParquetFile:
    """One Parquet file being written; its bytes are hashed before they are written, to be checked against the disk."""

    def __init__(self, path: Path, schema: pa.Schema, options: Mapping[str, Any]) -> None:
        self._path = path
        self._sink = _HashingSink(path)
        self._rows = 0
        self._writer = pq.ParquetWriter(
            self._sink,
            schema,
            version="2.6",
            compression="zstd",
            compression_level=3,
            write_statistics=True,
            write_page_index=True,
            write_page_checksum=True,
            # Version 2 pages gain nothing here, and not every reader verifies their checksums.
            data_page_version="1.0",
            **options,
        )

    @property
    def bytes(self) -> int:
        """Bytes of the row groups written so far."""
        return self._sink.tell()

    def write(self, group: pa.Table) -> None:
        """Append one row group."""
        self._writer.write_table(group, row_group_size=group.num_rows)
        self._rows += group.num_rows

    def close(self) -> WrittenFile:
        """Write the footer and return the finished file."""
        self._writer.close()
        self._sink.close()
        return WrittenFile(self._path.name, self._rows, self._sink.tell(), self._sink.sha256())


class _HashingSink(io.RawIOBase):
    """A file to write to, and the SHA-256 of what was written."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb", buffering=0)
        self._digest = hashlib.sha256()
        self._bytes = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        view = memoryview(data)
        rest = view
        while rest.nbytes:  # one call may write less than it was given
            rest = rest[self._file.write(rest) :]
        self._digest.update(view)
        self._bytes += view.nbytes
        return view.nbytes

    def tell(self) -> int:
        return self._bytes

    def close(self) -> None:
        self._file.close()
        super().close()

    def sha256(self) -> str:
        return self._digest.hexdigest()
