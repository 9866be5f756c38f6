"""Writes an export: under a temporary name first, so that what stands there is replaced whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from flows.ask.export.csv_files import write_csv
from flows.ask.export.duckdb_file import write_duckdb
from flows.ask.export.sqlite import write_sqlite
from flows.ask.export.tables import Omission, SnapshotExport
from flows.errors import CommandError
from flows.publish.durable import fresh_of, sync_file


def write_export(export: SnapshotExport, form: str, to: Path, *, may_replace: bool) -> tuple[Omission, ...]:
    """Write an export in one of ``FORMS`` to this file or folder, and return what the form cannot hold.

    A folder may hold other files: they stay. Raises ``CommandError`` where something stands in the way, ``OSError``
    where it cannot be written; then what stood there is as it was.
    """
    chosen = FORMS[form]
    _refuse(export, chosen, to, may_replace)
    fresh = fresh_of(to.absolute())
    _drop(fresh)
    try:
        if chosen.is_folder:
            fresh.mkdir(parents=True)
        else:
            fresh.parent.mkdir(parents=True, exist_ok=True)
        left = chosen.write(export, fresh)
        files = sorted(fresh.iterdir()) if chosen.is_folder else [fresh]
        for file in files:
            sync_file(file)
        if chosen.is_folder and not to.exists():
            fresh.rename(to)
        elif chosen.is_folder:
            for file in files:
                file.replace(to / file.name)
        else:
            fresh.replace(to)
    finally:
        _drop(fresh)
    return left


class ExportForm(NamedTuple):
    """A form of exports: the name it takes by default, whether that is a folder, and who writes it."""

    name: str
    is_folder: bool
    write: Callable[[SnapshotExport, Path], tuple[Omission, ...]]


def _xlsx(export: SnapshotExport, path: Path) -> tuple[Omission, ...]:
    from flows.ask.export.xlsx import write_xlsx  # noqa: PLC0415 - a library that only this form needs

    return write_xlsx(export, path)


FORMS: Final[Mapping[str, ExportForm]] = {
    "xlsx": ExportForm("infobox-etl.xlsx", False, _xlsx),
    "csv": ExportForm("infobox-etl-csv", True, write_csv),
    "sqlite": ExportForm("infobox-etl.sqlite", False, write_sqlite),
    "duckdb": ExportForm("infobox-etl.duckdb", False, write_duckdb),
}


def _refuse(export: SnapshotExport, form: ExportForm, to: Path, may_replace: bool) -> None:
    remedy = "name another place with --to"
    place = to.resolve()
    if export.info.path in (place, *place.parents):
        raise CommandError(str(to), "lies in the snapshot, which nothing may change", remedy)
    if to.exists() and to.is_dir() != form.is_folder:
        raise CommandError(str(to), f"is {'a folder' if to.is_dir() else 'no folder'}", remedy)
    is_taken = any(to.iterdir()) if to.is_dir() else to.exists() or to.is_symlink()
    if is_taken and not may_replace:
        what = "has files already" if form.is_folder else "exists already"
        raise CommandError(str(to), what, f"{remedy}, or replace it: --force")


def _drop(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        with suppress(FileNotFoundError):
            path.unlink()
