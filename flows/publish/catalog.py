"""The catalogue for analysts: ``warehouse.duckdb``, views with comments over one snapshot's Parquet files.

The views hold the absolute path of their snapshot, so the catalogue opens from any folder and never mixes two
snapshots. A copy elsewhere needs one ``SET VARIABLE snapshot_dir = '…'``. The comments come from the files themselves,
which carry the descriptions of the contract.
"""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import duckdb
import pyarrow.parquet as pq

from flows.publish.durable import write_durably
from flows.publish.locations import Location
from flows.publish.table_files import GLOB, WAREHOUSE, glob_free, tables_in

VIEWS: Final = "views.sql"

_STORAGE_VERSION = "v1.0.0"  # every DuckDB since 1.0 opens the catalogue, no matter which version wrote it

_VIEWS_HEAD = """\
-- The views of warehouse.duckdb, for any DuckDB and any place: start it in this folder (duckdb -init views.sql), or say
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


def literal(text: str) -> str:
    """Return the text as an SQL literal.

    >>> print(literal("Issue's"))
    'Issue''s'
    """
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return the name as an SQL identifier: ``column`` and ``where`` are names of columns and words of SQL."""
    return '"' + name.replace('"', '""') + '"'


def write_catalog(folder: Path, final: Location) -> None:
    """Write ``warehouse.duckdb`` and ``views.sql`` for the Parquet files in ``folder``.

    ``final`` is the absolute path, or the address in an object store, that the folder will have once published; it need
    not exist yet.
    """
    default = glob_free(final) if isinstance(final, Path) else str(final)
    statements = [*view_statements(folder, default)]
    with tempfile.TemporaryDirectory(prefix="infobox-etl-") as built:
        # Built elsewhere and copied: DuckDB takes a "?" in the path of a new database for the start of URL options.
        made = Path(built, WAREHOUSE)
        with duckdb.connect(":memory:") as connection:
            connection.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
            connection.execute(f"SET VARIABLE snapshot_dir = {literal(glob_free(folder))}")
            connection.execute(
                f"ATTACH {literal(str(made))} AS warehouse (STORAGE_VERSION {literal(_STORAGE_VERSION)})"
            )
            connection.execute("USE warehouse; BEGIN")
            for statement in statements:
                connection.execute(statement)
            connection.execute("COMMIT; USE memory; DETACH warehouse")  # the detach writes everything into one file
        shutil.copyfile(made, folder / WAREHOUSE)
    write_durably(folder / VIEWS, _VIEWS_HEAD + "".join(f"{line};\n" for line in view_statements(folder, ".")))


def view_statements(folder: Path, default_folder: str) -> Iterator[str]:
    """Yield the SQL that makes the views and their comments, without semicolons.

    ``default_folder`` is where the views look unless the variable ``snapshot_dir`` is set.
    """
    place = f"coalesce(getvariable('snapshot_dir'), {literal(default_folder)})"
    for view in (*table_views(folder, place), *analyst_views(folder)):
        yield f"CREATE OR REPLACE VIEW {identifier(view.name)} AS {view.query}"
        yield from comments(view)


def comments(view: TableView) -> Iterator[str]:
    """Yield the SQL that comments a view and its columns."""
    if view.comment:
        yield f"COMMENT ON VIEW {identifier(view.name)} IS {literal(view.comment)}"
    for name, text in view.columns.items():
        yield f"COMMENT ON COLUMN {identifier(view.name)}.{identifier(name)} IS {literal(text)}"


def table_views(folder: Path, place: str) -> Iterator[TableView]:
    """Yield one view for every table, in name order; ``place`` is the SQL that gives their folder."""
    for table, paths in tables_in(folder).items():
        schema = pq.read_schema(paths[0])
        names = [f"{place} || {literal('/' + path.name.translate(GLOB))}" for path in paths]
        # It holds only names of files found in the folder, as literals.
        where = names[0] if len(names) == 1 else f"[{', '.join(names)}]"
        query = f"SELECT * FROM read_parquet({where})"  # noqa: S608
        facts = schema.metadata or {}
        described = {column.name: _text(column.metadata, b"description") for column in schema}
        columns = {name: text for name, text in described.items() if text}
        yield TableView(table, query, _text(facts, b"description"), columns)


def _text(metadata: Mapping[bytes, bytes] | None, key: bytes) -> str:
    return (metadata or {}).get(key, b"").decode("utf-8", "replace")


def analyst_views(folder: Path) -> Iterator[TableView]:
    """Yield the ready-made questions of ``views.toml`` whose tables are in the folder."""
    found = tables_in(folder)
    for needs, view in _ready_made():
        if all(table in found for table in needs):
            yield view


class _ViewEntry(NamedTuple):
    """One entry of ``views.toml``; a key that is missing or not one of these fails where the entry is made."""

    name: str
    needs: list[str]
    comment: str
    query: str
    columns: dict[str, str]


@cache
def _ready_made() -> tuple[tuple[tuple[str, ...], TableView], ...]:
    content = tomllib.loads(Path(__file__).with_name("views.toml").read_text(encoding="utf-8"))
    entries = [_ViewEntry(**entry) for entry in content["view"]]
    return tuple(
        (tuple(entry.needs), TableView(entry.name, entry.query.strip(), entry.comment, entry.columns))
        for entry in entries
    )
