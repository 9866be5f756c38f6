"""The catalogue for analysts: the tables of one snapshot, described, with the ready-made questions about them.

It comes in three forms: ``views.sql`` reads the Parquet files beside it, ``flows.publish.warehouse`` puts the tables
themselves into a database, and who asks in a process of ours takes the definitions. The words come from the files,
which carry the descriptions and keys of the contract, and from ``views.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, TypedDict

import pyarrow as pa
import pyarrow.parquet as pq

from flows.publish.durable import write_durably
from flows.publish.footers import foreign_keys, primary_key, stated
from flows.publish.table_files import GLOB, tables_in
from flows.typed_toml import read_toml

VIEWS: Final = "views.sql"
KEYS: Final = "keys"
"""The view of the tables' keys."""
_KEYS_COMMENT: Final = (
    "The primary key of each table (points_to is null), and its foreign keys. They hold: every run checks them."
)
_KEYS_COLUMNS: Final = {
    "table": "The table that has the key.",
    "columns": "Its columns, in their order.",
    "points_to": "The table that a foreign key points to; null for a primary key.",
    "referenced": "The columns of that table, in the same order; null for a primary key.",
}


_VIEWS_HEAD = """\
-- The content of warehouse.duckdb as views over the Parquet files of this folder. Start DuckDB in it
-- (duckdb -init views.sql), or say
--   SET VARIABLE snapshot_dir = '/where/this/folder/is';
-- before the views are used.

"""


@dataclass(frozen=True, slots=True)
class TableView:
    """A view: its query, what it holds, and what its columns hold."""

    name: str
    query: str
    comment: str
    columns: Mapping[str, str] = field(default_factory=dict)
    schema: str = ""

    @property
    def address(self) -> str:
        """Return the name as SQL, with its schema if it has one."""
        return ".".join(identifier(part) for part in (self.schema, self.name) if part)

    def definition(self, kind: str = "VIEW") -> str:
        """Return the SQL that makes the view; ``kind`` may be ``TEMP VIEW``, which no view of a schema can be."""
        return f"CREATE OR REPLACE {'VIEW' if self.schema else kind} {self.address} AS {self.query}"

    def comments(self, kind: str = "VIEW") -> Iterator[str]:
        """Yield the SQL that comments the view and its columns; ``kind`` is ``TABLE`` where a table has its place."""
        if self.comment:
            yield f"COMMENT ON {kind} {self.address} IS {literal(self.comment)}"
        for name, text in self.columns.items():
            yield f"COMMENT ON COLUMN {self.address}.{identifier(name)} IS {literal(text)}"


@dataclass(frozen=True, slots=True)
class TableMacro:
    """A view with parameters: ``FROM name(value)``. A parameter may have a default: ``side := NULL``."""

    name: str
    parameters: tuple[str, ...]
    query: str
    comment: str

    def definition(self, kind: str = "MACRO") -> str:
        """Return the SQL that makes the macro; ``kind`` may be ``TEMP MACRO``."""
        return f"CREATE OR REPLACE {kind} {identifier(self.name)}({', '.join(self.parameters)}) AS TABLE {self.query}"

    def comments(self) -> Iterator[str]:
        """Yield the SQL that comments the macro. Its columns and parameters have no place for one."""
        yield f"COMMENT ON MACRO TABLE {identifier(self.name)} IS {literal(self.comment)}"


def literal(text: str) -> str:
    """Return the text as an SQL literal.

    >>> print(literal("Issue's"))
    'Issue''s'
    """
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return the name as an SQL identifier: ``column`` and ``where`` are names of columns and words of SQL."""
    return '"' + name.replace('"', '""') + '"'


def write_views(folder: Path, more: Iterable[str] = ()) -> None:
    """Write ``views.sql`` for the Parquet files in ``folder``; ``more`` is SQL for its end."""
    statements = (*view_statements(folder, "."), *more)
    write_durably(folder / VIEWS, _VIEWS_HEAD + "".join(f"{line};\n" for line in statements))


def view_statements(folder: Path, default_folder: str) -> Iterator[str]:
    """Yield the SQL that makes the views and macros and their comments, without semicolons.

    ``default_folder`` is where the views look unless the variable ``snapshot_dir`` is set.
    """
    place = f"coalesce(getvariable('snapshot_dir'), {literal(default_folder)})"
    for each in (*table_views(folder, place), *questions(folder)):
        yield each.definition()
        yield from each.comments()


def table_views(folder: Path, place: str) -> Iterator[TableView]:
    """Yield one view for every table, in name order; ``place`` is the SQL that gives their folder."""
    for table, paths in tables_in(folder).items():
        schema = pq.read_schema(paths[0])
        names = [f"{place} || {literal('/' + path.name.translate(GLOB))}" for path in paths]
        # It holds only names of files found in the folder, as literals.
        where = names[0] if len(names) == 1 else f"[{', '.join(names)}]"
        query = f"SELECT * FROM read_parquet({where})"  # noqa: S608
        described = {column.name: stated(column) for column in schema}
        columns = {name: text for name, text in described.items() if text}
        comment = " ".join(filter(None, (stated(schema), *_keys_told(schema))))
        yield TableView(table, query, comment, columns)


def _keys_told(schema: pa.Schema) -> Iterator[str]:
    """Yield the keys of a table in words, the primary key first."""
    if key := primary_key(schema):
        yield f"Key: {', '.join(key)}."
    for each in foreign_keys(schema):
        yield f"Points to {each.table} ({', '.join(each.references)}): {', '.join(each.columns)}."


def questions(folder: Path) -> Iterator[TableView | TableMacro]:
    """Yield what is made beside the tables in the folder: the view of their keys, and the ready-made questions."""
    tables = tables_in(folder)
    found = [row for table, paths in tables.items() for row in _key_rows(table, pq.read_schema(paths[0]))]
    if found and KEYS not in tables:
        rows = ", ".join(found)
        query = f'SELECT * FROM (VALUES {rows}) AS k("table", "columns", points_to, referenced)'  # noqa: S608
        yield TableView(KEYS, query, _KEYS_COMMENT, _KEYS_COLUMNS)
    yield from ready_made(tables)


def _key_rows(table: str, schema: pa.Schema) -> Iterator[str]:
    """Yield the rows of the view of keys that are about this table, as SQL."""
    if key := primary_key(schema):
        yield f"({literal(table)}, {_list(key)}, NULL, NULL)"
    for each in foreign_keys(schema):
        yield f"({literal(table)}, {_list(each.columns)}, {literal(each.table)}, {_list(each.references)})"


def _list(names: Iterable[str]) -> str:
    return f"[{', '.join(map(literal, names))}]"


def ready_made(tables: Iterable[str]) -> Iterator[TableView | TableMacro]:
    """Yield the ready-made questions of ``views.toml`` that can be answered from these tables.

    First the views, then the macros; each may also read those before it.
    """
    found = {*tables}
    for needs, each in _ready_made():
        if found.issuperset(needs):
            found.add(each.name)
            yield each


class _ViewEntry(NamedTuple):
    """A ``[[view]]`` of ``views.toml``: its name, what it needs and holds, its query, what its columns hold."""

    name: str
    needs: list[str]
    comment: str
    query: str
    columns: dict[str, str]


class _MacroEntry(NamedTuple):
    """A ``[[macro]]`` of ``views.toml``: a view with parameters, whose columns have no place for a comment."""

    name: str
    parameters: list[str]
    needs: list[str]
    comment: str
    query: str


class _ViewsFile(TypedDict):
    """The file: views, then macros."""

    view: list[_ViewEntry]
    macro: list[_MacroEntry]


@cache
def _ready_made() -> tuple[tuple[tuple[str, ...], TableView | TableMacro], ...]:
    file = read_toml(Path(__file__).with_name("views.toml"), _ViewsFile)
    views, macros = file["view"], file["macro"]
    return (
        *((tuple(one.needs), TableView(one.name, one.query.strip(), one.comment, one.columns)) for one in views),
        *(
            (tuple(one.needs), TableMacro(one.name, tuple(one.parameters), one.query.strip(), one.comment))
            for one in macros
        ),
    )
