"""Questions that span tables, put to DuckDB over the files of one snapshot, read only.

The files come in as registered Arrow datasets: no path ever stands in SQL, and DuckDB itself may open nothing. The SQL
is made of names of the contract alone; words of the data are bound as parameters. Whether anything is wrong is asked of
the key columns, which are read once and take a few bytes a row; only where it is, the tables themselves are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from flows.validate.arrow import arrow_schema
from flows.validate.gate.findings import Example, Finding, breach
from flows.validate.integrity import CROSS_CHECKS
from schemas.tables import TABLES, ForeignKey, TableSpec

_LOCKED: Final = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}

# Not among the foreign keys of TABLES: those are judged batch by batch, and a duplicate's original may be in another.
_ORIGINAL: Final = ForeignKey(("duplicate_of",), "documents", ("document_id",))

_NUMBER_OF_EDITS: Final = "(SELECT document_id, count(*) AS made FROM {} GROUP BY ALL) USING (document_id)"


class TablesInDuckDB:
    """The tables of one snapshot as DuckDB sees them; use it in a ``with`` block."""

    def __init__(self, files: Mapping[str, Sequence[Path]]) -> None:
        self._tables = frozenset(files)
        self._connection = duckdb.connect(":memory:", config=dict(_LOCKED))
        for name, paths in files.items():
            self._connection.register(name, _dataset(name, paths))
            if columns := _key_columns(name):
                self._connection.register(f"keys of {name}", _dataset(name, paths, is_of_keys=True).to_table(columns))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._connection.close()

    def results(self, spec: TableSpec) -> Iterator[tuple[str, tuple[Finding, ...]]]:
        """Yield the checks of one table against others: what each is about, and what it found."""
        keys = (*spec.foreign_keys, _ORIGINAL) if spec.name == "documents" else spec.foreign_keys
        for key in keys:
            if key.table in self._tables:
                yield f"every {', '.join(key.columns)} is in {key.table}", self._missing(spec, key)
        if spec.name == "documents" and {"edits", "violations"} <= self._tables:
            yield "edit_count is the number of edits", self._miscounted()

    def _missing(self, spec: TableSpec, key: ForeignKey) -> tuple[Finding, ...]:
        on = " AND ".join(
            f"child.{_name(column)} = parent.{_name(referenced)}"
            for column, referenced in zip(key.columns, key.references, strict=True)
        )
        is_set = " AND ".join(f"child.{_name(column)} IS NOT NULL" for column in key.columns)
        join = f"{{}} AS child ANTI JOIN {{}} AS parent ON {on} WHERE {is_set}"
        of_keys = join.format(_keys(spec.name), _keys(key.table))
        if not self._row(f"SELECT count(*) FROM {of_keys}")[0]:  # noqa: S608
            return ()
        value = _name(key.columns[-1])
        broken, document_id, example = self._row(
            f"SELECT count(*), min(document_id), arg_min({value}, document_id)::VARCHAR FROM ("  # noqa: S608
            f"SELECT child.* FROM {join.format(_name(spec.name), _name(key.table))})"
        )
        counts = (broken, self.count(spec.name))
        told = [Example(example, self.source(document_id))]
        remedy = CROSS_CHECKS[key.name].remedy
        return (breach("error", spec.name, key.name, key.columns[-1], counts, told, remedy),)

    def _miscounted(self) -> tuple[Finding, ...]:
        """Return documents that say another number of edits than there are: an edit was lost on the way.

        Documents whose text or some edit is withheld are left out.
        """
        of_keys = f"{_keys('documents')} LEFT JOIN {_NUMBER_OF_EDITS.format(_keys('edits'))}"
        if not self._row(f"SELECT count(*) FROM {of_keys} WHERE edit_count <> coalesce(made, 0)")[0]:  # noqa: S608
            return ()
        broken, source, said, found = self._row(
            "SELECT count(*), min(source), arg_min(edit_count, source), arg_min(coalesce(made, 0), source) "  # noqa: S608
            f"FROM documents LEFT JOIN {_NUMBER_OF_EDITS.format('edits')} "
            "WHERE text IS NOT NULL AND edit_count <> coalesce(made, 0) AND NOT EXISTS "
            "(FROM violations WHERE violations.document_id = documents.document_id AND violations.\"table\" = 'edits')"
        )
        if not broken:
            return ()
        examples = [Example(str(said), f"{source}, which has {found:,} edits")]
        counts = (broken, self.count("documents"))
        remedy = CROSS_CHECKS["edits-complete"].remedy
        found = breach("error", "documents", "edits-complete", "edit_count", counts, examples, remedy)
        return (found._replace(source=source),)

    def source(self, document_id: str | None) -> str | None:
        """Return the source of a document, None where the document is missing."""
        if document_id is None or "documents" not in self._tables:
            return None
        found = self._connection.execute("SELECT source FROM documents WHERE document_id = ?", [document_id]).fetchone()
        return None if found is None else str(found[0])

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return int(self._row(f"SELECT count(*) FROM {_name(table)}")[0])  # noqa: S608  # a name of the contract

    def violations(self) -> dict[str, int]:
        """Return how many violations there are by the table their rows were kept out of."""
        if "violations" not in self._tables:
            return {}
        counts = self._connection.execute('SELECT "table", count(*) FROM violations GROUP BY ALL').fetchall()
        return {str(table): int(count) for table, count in counts}

    def _row(self, question: str) -> tuple[Any, ...]:
        found = self._connection.execute(question).fetchone()
        assert found is not None, "an aggregate always gives a row"
        return found


def _dataset(table: str, paths: Sequence[Path], *, is_of_keys: bool = False) -> ds.Dataset:
    """Return a table's files with all columns that today's questions name; those they lack are null.

    For keys, a document's identifier is read as a number into the list of all of them: it comes in row after row.
    """
    options = ds.ParquetReadOptions(dictionary_columns=["document_id"] if is_of_keys else [])
    found = ds.dataset([str(path) for path in paths], format=ds.ParquetFileFormat(read_options=options))
    lacking = [field.with_nullable(True) for field in arrow_schema(table) if field.name not in found.schema.names]
    return found.replace_schema(pa.schema([*found.schema, *lacking])) if lacking else found


def _key_columns(table: str) -> list[str]:
    """Return the columns by which rows name rows of other tables, and those by which they are named."""
    keys = [("documents", _ORIGINAL), *((spec.name, key) for spec in TABLES.values() for key in spec.foreign_keys)]
    named = [key.columns for child, key in keys if child == table]
    named += [key.references for _, key in keys if key.table == table]
    named += [("edit_count",)] if table == "documents" else []
    return sorted({column for columns in named for column in columns})


def _name(name: str) -> str:
    """Return a name of the contract as SQL writes it; anything else is refused."""
    known = name in TABLES or any(name in spec.model.to_schema().columns for spec in TABLES.values())
    if not known:
        raise ValueError(f"{name}: no table or column of the contract")
    return f'"{name}"'


def _keys(table: str) -> str:
    """Return the name of a table's key columns as SQL writes it."""
    return _name(table).replace('"', '"keys of ', 1)
