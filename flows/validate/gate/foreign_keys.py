"""Checks over several tables, made by DuckDB over the files of one snapshot, read only.

The files are registered as Arrow datasets: SQL holds no path, and DuckDB may open no file. The SQL is made of names of
the contract alone; words of the data are bound as parameters. A check first reads the key columns, a few bytes a row;
the tables themselves are read only where the keys show a fault.
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

# Not one of the foreign keys of TABLES: these are checked batch by batch, and the original may be in another batch.
_ORIGINAL: Final = ForeignKey(("duplicate_of",), "documents", ("document_id",))

_NUMBER_OF_EDITS: Final = "(SELECT document_id, count(*) AS made FROM {} GROUP BY ALL) USING (document_id)"


class TablesInDuckDB:
    """The tables of one snapshot in DuckDB; use it in a ``with`` block."""

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
        """Yield the checks of one table against others: what each one is about, and its findings."""
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
        examples = [Example(example, self.source(document_id))]
        remedy = CROSS_CHECKS[key.name].remedy
        return (breach("error", spec.name, key.name, key.columns[-1], counts, examples, remedy),)

    def _miscounted(self) -> tuple[Finding, ...]:
        """Return the documents whose ``edit_count`` is not the number of their edits: an edit was lost.

        Documents with a withheld text or with a rejected edit are left out.
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
        """Return the source of a document; None where the document is not known."""
        if document_id is None or "documents" not in self._tables:
            return None
        found = self._connection.execute("SELECT source FROM documents WHERE document_id = ?", [document_id]).fetchone()
        return None if found is None else str(found[0])

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        return int(self._row(f"SELECT count(*) FROM {_name(table)}")[0])  # noqa: S608  # a name of the contract

    def violations(self) -> dict[str, int]:
        """Return the number of violations by the table that their rows were kept out of."""
        if "violations" not in self._tables:
            return {}
        counts = self._connection.execute('SELECT "table", count(*) FROM violations GROUP BY ALL').fetchall()
        return {str(table): int(count) for table, count in counts}

    def _row(self, question: str) -> tuple[Any, ...]:
        found = self._connection.execute(question).fetchone()
        assert found is not None, "an aggregate always gives a row"
        return found


def _dataset(table: str, paths: Sequence[Path], *, is_of_keys: bool = False) -> ds.Dataset:
    """Return a table's files with all columns of today's contract; columns that the files do not have are null.

    For keys ``document_id`` is read as a dictionary: one value repeats over many rows.
    """
    options = ds.ParquetReadOptions(dictionary_columns=["document_id"] if is_of_keys else [])
    found = ds.dataset([str(path) for path in paths], format=ds.ParquetFileFormat(read_options=options))
    lacking = [field.with_nullable(True) for field in arrow_schema(table) if field.name not in found.schema.names]
    return found.replace_schema(pa.schema([*found.schema, *lacking])) if lacking else found


def _key_columns(table: str) -> list[str]:
    """Return the columns of a table that are part of a foreign key, its own or one of another table."""
    keys = [("documents", _ORIGINAL), *((spec.name, key) for spec in TABLES.values() for key in spec.foreign_keys)]
    named = [key.columns for child, key in keys if child == table]
    named += [key.references for _, key in keys if key.table == table]
    named += [("edit_count",)] if table == "documents" else []
    return sorted({column for columns in named for column in columns})


def _name(name: str) -> str:
    """Return a name of the contract in SQL's quotes; raise ``ValueError`` for any other name."""
    known = name in TABLES or any(name in spec.model.to_schema().columns for spec in TABLES.values())
    if not known:
        raise ValueError(f"{name}: not a table or column of the contract")
    return f'"{name}"'


def _keys(table: str) -> str:
    """Return the SQL name under which a table's key columns are registered."""
    return _name(table).replace('"', '"keys of ', 1)
