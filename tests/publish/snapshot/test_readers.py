"""Readers go on while snapshots replace each other: they see one of them, whole."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from flows.publish.durable import read_back_sha256
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.manifest import RunFacts
from flows.publish.snapshot.publishing import open_stage, publish
from flows.publish.table_files import WrittenFile
from flows.run.job import RunConfig, run
from tests.run.test_incremental import article, dump, page

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX removes what a reader has open")

ROOT = Path(__file__).resolve().parents[3]
PUBLICATIONS = 200
KEEP = 30
"""More than a reader can fall behind on a busy machine: these publications follow each other without a pause."""


def write_pages(folder: Path, letter: str) -> None:
    folder.mkdir()
    for number in range(3):
        (folder / f"{letter}{number}.txt").write_bytes(article(number, with_letter=True))
        (folder / f"{letter}{number}.md").write_bytes(dump(number, "Valley Army", "Hill League"))
        (folder / f"{letter}page{number}.txt").write_bytes(page(number, "Valley Army Hill League"))


def tables_of(tmp_path: Path, letter: str) -> tuple[Path, dict[str, list[str]]]:
    """Return the folder of a snapshot made of pages of its own, and the documents that each table tells of."""
    write_pages(tmp_path / letter, letter)
    made = run(RunConfig((str(tmp_path / letter),), tmp_path / f"out-{letter}", workers=1)).snapshot_dir
    assert isinstance(made, Path)
    ids = {}
    for path in made.glob("*.parquet"):
        if path.stem != "violations":
            ids[path.stem] = pl.read_parquet(path, columns=["document_id"])["document_id"].unique().to_list()
    return made, ids


def put(output: Path, made: Path, number: int) -> None:
    created = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=number)
    with output_lock(output) as lock, open_stage(lock) as stage:
        files = []
        for path in sorted(made.glob("*.parquet")):
            fresh = stage.path / path.name
            fresh.write_bytes(path.read_bytes())
            rows = pl.scan_parquet(fresh).select(pl.len()).collect().item()
            files.append(WrittenFile(path.name, rows, fresh.stat().st_size, read_back_sha256(fresh)))
        publish(stage, files, RunFacts("1", "2"), created=created, keep=KEEP)


def test_no_reader_sees_an_error_or_a_mixture_while_200_snapshots_are_published(tmp_path: Path) -> None:
    contents = [tables_of(tmp_path, letter) for letter in "ab"]
    told = [{name: sorted(ids) for name, ids in each.items()} for _, each in contents]
    told_apart = [name for name in told[0] if set(told[0][name]).isdisjoint(told[1][name]) and told[0][name]]
    assert {"documents", "sections", "edits", "conflicts", "belligerents", "infobox_fields"} <= set(told_apart)
    (tmp_path / "known.json").write_text(json.dumps(told))
    output = tmp_path / "out"
    put(output, contents[0][0], 0)
    words = [sys.executable, "-m", "tests.publish.snapshot.looping_reader", str(output)]
    readers = [
        subprocess.Popen([*words, way], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for way in ("door", "folder", "library")
    ]
    try:
        for number in range(1, PUBLICATIONS + 1):
            put(output, contents[number % 2][0], number)
    finally:
        (tmp_path / "stop").touch()
        saw = [json.loads(reader.communicate(timeout=120)[0]) for reader in readers]
    for each in saw:
        assert each["errors"] == []
        assert each["mixtures"] == 0
        assert each["contents"] == 2, "it saw no publication"
        assert each["questions"] > 100
