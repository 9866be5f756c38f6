"""The one description that every form of metadata is made from: tables, their files, where the pages come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from flows.publish.footers import stated
from flows.publish.metadata.origins import Origins, origins_in
from flows.publish.table_files import WrittenFile, table_of
from schemas.contract import ColumnTerms, TableTerms, todays_contract
from schemas.tables import TABLES

NAME: Final = "infobox-etl"
TITLE: Final = "Pages and infoboxes, cleaned and validated"
ABOUT: Final = (
    "Texts of pages with every change made to them, and the facts of their infoboxes as typed rows. "
    "Texts stand under the licences of their publishers, named a document in documents.license; ATTRIBUTION.md names "
    "the pages."
)
KEYWORDS: Final = ("infobox", "text cleaning")


class DescribedTable(NamedTuple):
    """A published table: what the contract says of it, one row that keeps every check, and its files in their order.

    A table beside the contract (of a test, or of your own) is described by its file: columns and types, no checks.
    """

    name: str
    terms: TableTerms
    example: Mapping[str, object]
    files: tuple[WrittenFile, ...]

    @property
    def is_split(self) -> bool:
        """Return whether the rows stand in several numbered files."""
        return len(self.files) != 1

    @property
    def rows(self) -> int:
        """Return how many rows the table has."""
        return sum(file.rows for file in self.files)


class SnapshotFacts(NamedTuple):
    """What is described, as far as its tables do not say it: its name, when it was made, whether texts are withheld.

    ``steps`` counts the changes made to texts, by step.
    """

    snapshot_id: str
    created_utc: dt.datetime
    steps: Mapping[str, int]
    withholds_texts: bool = False


class Description(NamedTuple):
    """A snapshot as metadata describes it. ``version`` is that of the contract, empty where no table is of it."""

    snapshot: SnapshotFacts
    version: str
    tables: tuple[DescribedTable, ...]
    origins: Origins


def describe(folder: Path, files: Sequence[WrittenFile], snapshot: SnapshotFacts) -> Description:
    """Return the description of the Parquet files in a folder, tables in the order of their files."""
    by_table: dict[str, list[WrittenFile]] = {}
    for file in files:
        by_table.setdefault(table_of(file.name) or file.name, []).append(file)
    tables = tuple(_described(name, folder, tuple(found)) for name, found in by_table.items())
    is_ours = any(table.name in TABLES for table in tables)
    version = str(todays_contract().version) if is_ours else ""
    documents = [folder / file.name for file in by_table.get("documents", ())]
    return Description(snapshot, version, tables, origins_in(documents))


def _described(name: str, folder: Path, files: tuple[WrittenFile, ...]) -> DescribedTable:
    if name in TABLES:
        return DescribedTable(name, todays_contract().tables[name], TABLES[name].example, files)
    return DescribedTable(name, _terms_of(pq.read_schema(folder / files[0].name)), {}, files)


def _terms_of(schema: pa.Schema) -> TableTerms:
    """Return what a file says of itself; the metadata of columns and tables are those of ``flows.validate.arrow``."""
    columns = tuple(
        ColumnTerms(column.name, _type_name(column.type), column.nullable, stated(column)) for column in schema
    )
    return TableTerms(stated(schema), "", (), (), None, columns, ())


def _type_name(kind: pa.DataType) -> str:
    """Return the contract's name of a type, "text" for one that no table of the contract has."""
    if pa.types.is_list(kind):
        return "list of text"
    return _TYPE_NAMES.get(kind, "text")


_TYPE_NAMES: Final[Mapping[pa.DataType, str]] = {
    pa.int16(): "int16",
    pa.int32(): "int32",
    pa.int64(): "int64",
    pa.float64(): "float64",
    pa.bool_(): "boolean",
    pa.date32(): "date",
}
