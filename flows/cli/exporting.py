"""``export``: the tables of a snapshot as a workbook, CSV files, an SQLite or a DuckDB database."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flows.cli.published import current
from flows.cli.terminal import FINE, complain, numbered, progress_bar, say, show_json, show_path
from flows.errors import CommandError
from flows.publish.locations import location
from flows.publish.object_store.store import local_view

if TYPE_CHECKING:
    from flows.ask.export.tables import Cell, ExportTable, SnapshotExport
    from flows.cli.progress import Bar

_STEP: Final = 1_000  # rows between two moves of the bar
_SUFFIXES: Final = {
    ".xlsx": "xlsx",
    ".csv": "csv",
    ".db": "sqlite",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".duckdb": "duckdb",
}


def export(arguments: Namespace) -> int:
    """Write an export and its path to stdout; what it cannot hold is reported on stderr."""
    from flows.ask.export.exporting import FORMS, write_export
    from flows.ask.export.tables import snapshot_export

    form = arguments.format or _form_of(arguments.to)
    to = Path(arguments.to or FORMS[form].name)
    if FORMS[form].is_folder and to.suffix.lower() == ".csv":
        what = "CSV is a folder with one file for each table"
        remedy = "name a folder; one table as one file: infobox-etl query 'FROM conflicts' --format csv > conflicts.csv"
        raise CommandError(f"export --to {to}", what, remedy)
    with local_view(location(arguments.output)) as output:
        made = snapshot_export(current(output), arguments.table)._replace(is_raw=arguments.raw)
        with progress_bar() as bar:
            shown = made if bar is None else _counted(made, bar)
            left = write_export(shown, form, to, may_replace=arguments.force)
    if arguments.json:
        show_json(
            {
                "snapshot": made.info.snapshot_id,
                "format": form,
                "path": str(to),
                "tables": {table.name: table.row_count for table in made.tables},
                "left_out": [each._asdict() for each in left],
            }
        )
        return FINE
    rows = sum(table.row_count for table in made.tables)
    say(f"{numbered(len(made.tables), 'table')}, {numbered(rows, 'row')} of snapshot {made.info.snapshot_id}")
    for each in left:
        complain("export", str(each), "--format sqlite, csv and duckdb hold everything", kind="warning")
    show_path(to)
    return FINE


def _counted(export: SnapshotExport, bar: Bar) -> SnapshotExport:
    """Return the export whose rows move the bar as they are read."""

    def counted(table: ExportTable) -> ExportTable:
        def rows() -> Iterator[tuple[Cell, ...]]:
            for number, row in enumerate(table.rows(), 1):
                yield row
                if number % _STEP == 0:
                    bar.advance(_STEP)
            bar.advance(table.row_count % _STEP)

        return table._replace(rows=rows)

    bar.start("exporting", sum(table.row_count for table in export.tables), "rows")
    return export._replace(tables=tuple(map(counted, export.tables)))


def _form_of(to: str | None) -> str:
    """Return the format that the name of a file asks for; a workbook where no place is named."""
    if to is None:
        return "xlsx"
    suffix = Path(to).suffix.lower()
    if suffix not in _SUFFIXES:
        raise CommandError(f"export --to {to}", "does not say which format to write", "add --format, see --help")
    return _SUFFIXES[suffix]
