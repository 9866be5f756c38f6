"""A reader that asks all tables again and again while others publish: a program for ``test_readers``.

``python -m tests.publish.snapshot.looping_reader OUTPUT WAY`` reads until the file ``stop`` is beside the output
folder, then prints what it saw as JSON: questions, errors, mixtures, snapshots. A look is a mixture unless the ids of
documents in its tables are, table by table, those of one of the snapshots that are published in turns. After each look
it says in the file WAY beside the output how many it had, and how many contents it saw.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import polars as pl

from flows.publish.snapshot.published import current_snapshot
from schemas.tables import TABLES

PAUSE = 0.3  # seconds: the publisher needs the machine too

Look = Mapping[str, frozenset[str]]
"""The ids of the documents by table."""

COLUMNS = {name: "document_id" for name in TABLES if name not in {"violations"}}


def by_the_door(output: Path) -> tuple[str, Look]:
    """Read as an analyst does who opens the warehouse."""
    with duckdb.connect(str(output / "warehouse.duckdb"), read_only=True) as connection:
        look = {}
        for name, column in COLUMNS.items():
            rows = connection.execute(f'SELECT DISTINCT "{column}" FROM "{name}"').fetchall()
            look[name] = frozenset(str(row[0]) for row in rows)
    return "", look


def by_the_folder(output: Path) -> tuple[str, Look]:
    """Read as a program does that resolves the link once."""
    folder = (output / "current").resolve()
    return folder.name, {
        name: frozenset(pl.read_parquet(folder / f"{name}.parquet", columns=[column])[column].unique().to_list())
        for name, column in COLUMNS.items()
    }


def by_the_library(output: Path) -> tuple[str, Look]:
    """Read as ``infobox-etl query`` does."""
    info = current_snapshot(output)
    assert info is not None
    with duckdb.connect() as connection:
        look = {}
        for name, column in COLUMNS.items():
            path = str(info.path / f"{name}.parquet")
            rows = connection.execute(f'SELECT DISTINCT "{column}" FROM read_parquet(?)', [path]).fetchall()
            look[name] = frozenset(str(row[0]) for row in rows)
    return info.snapshot_id, look


WAYS: dict[str, Callable[[Path], tuple[str, Look]]] = {
    "door": by_the_door,
    "folder": by_the_folder,
    "library": by_the_library,
}


def main() -> None:
    """Read until told to stop; print what was seen."""
    output, way = Path(sys.argv[1]), sys.argv[2]
    known = [
        {name: frozenset(ids) for name, ids in each.items()}
        for each in json.loads((output.parent / "known.json").read_text())
    ]
    looks, errors, mixtures = 0, [], 0
    seen: set[str] = set()
    contents: set[int] = set()
    while not (output.parent / "stop").exists():
        time.sleep(PAUSE)
        looks += 1
        try:
            snapshot, look = WAYS[way](output)
            seen.add(snapshot)
            if look in known:
                contents.add(known.index(look))
            else:
                mixtures += 1
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
        (output.parent / f"{way}.new").write_text(f"{looks} {len(contents)}")
        (output.parent / f"{way}.new").replace(output.parent / way)
    told = {"looks": looks, "errors": errors, "mixtures": mixtures, "snapshots": len(seen), "contents": len(contents)}
    print(json.dumps(told | {"questions": looks * len(COLUMNS)}))


if __name__ == "__main__":
    main()
