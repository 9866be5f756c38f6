"""DuckDB: a copy of the warehouse, with its views and comments, that may be written to."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

from flows.ask.export.tables import Omission, SnapshotExport
from flows.errors import CommandError, DamagedError
from flows.publish.table_files import WAREHOUSE


def write_duckdb(export: SnapshotExport, path: Path) -> tuple[Omission, ...]:
    """Write a copy of the warehouse where nothing is yet. It has all tables, since its views need them."""
    if len(export.tables) < len(export.info.rows):
        raise CommandError(
            "export --format duckdb --table",
            "the warehouse is copied as a whole: its views need all tables",
            "leave --table away, or export to another format",
        )
    warehouse = export.info.path / WAREHOUSE
    if not warehouse.is_file():
        raise DamagedError(str(warehouse), "is missing", "publish again with `infobox-etl run --full`")
    shutil.copyfile(warehouse, path)
    path.chmod(path.stat().st_mode | stat.S_IWUSR)
    return ()
