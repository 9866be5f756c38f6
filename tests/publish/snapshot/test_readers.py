"""Readers go on while snapshots replace each other: they see one of them, whole."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from flows.publish.durable import read_back_sha256
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.manifest import RunFacts
from flows.publish.snapshot.publishing import open_stage, publish
from flows.publish.table_files import WrittenFile
from flows.runs.job import run
from flows.runs.options import RunConfig
from tests.runs.test_incremental import article, dump, page

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX removes what a reader has open")

ROOT = Path(__file__).resolve().parents[3]
KEEP = 30
LOOKS = 8
"""So many has each reader at least; each is a question to every table."""
PATIENCE = 600


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


class Pace:
    """Lets publications follow each other without a pause, and yet no reader fall so far behind that it finds nothing.

    However slow the machine makes a reader: ``behind`` publications after its last look, they wait for the next one.
    """

    def __init__(self, folder: Path, ways: Sequence[str], behind: int) -> None:
        assert behind < KEEP - 5
        self.folder, self.behind = folder, behind
        self.last = dict.fromkeys(ways, (0, 0))
        """The looks of each reader when they were last seen to grow, and the publication before that."""

    def told(self, way: str) -> tuple[int, int]:
        """Return how many looks a reader had, and how many contents it saw."""
        path = self.folder / way
        looks, contents = path.read_text().split() if path.exists() else (0, 0)
        return int(looks), int(contents)

    def keep(self, number: int) -> None:
        """Return when publication ``number + 1`` leaves no reader too far behind."""
        until = time.monotonic() + PATIENCE
        for way, (looks, at) in self.last.items():
            while (now := self.told(way)[0]) == looks and number - at >= self.behind:
                assert time.monotonic() < until, f"the reader by the {way} hangs"
                time.sleep(0.01)
            if now > looks:
                self.last[way] = now, number

    def is_enough(self) -> bool:
        """Return whether each reader has had its looks, and seen both contents."""
        return all(looks >= LOOKS and contents == 2 for looks, contents in map(self.told, self.last))


@pytest.mark.parametrize(
    ("publications", "ways"),
    [(10, ("folder",)), pytest.param(200, ("door", "folder", "library"), marks=pytest.mark.slow)],
)
def test_no_reader_sees_an_error_or_a_mixture_while_snapshots_are_published(
    publications: int, ways: tuple[str, ...], tmp_path: Path
) -> None:
    contents = [tables_of(tmp_path, letter) for letter in "ab"]
    told = [{name: sorted(ids) for name, ids in each.items()} for _, each in contents]
    told_apart = [name for name in told[0] if set(told[0][name]).isdisjoint(told[1][name]) and told[0][name]]
    assert {"documents", "sections", "edits", "conflicts", "belligerents", "infobox_fields"} <= set(told_apart)
    (tmp_path / "known.json").write_text(json.dumps(told))
    output = tmp_path / "out"
    put(output, contents[0][0], 0)
    words = [sys.executable, "-m", "tests.publish.snapshot.looping_reader", str(output)]
    readers = [subprocess.Popen([*words, way], cwd=ROOT, stdout=subprocess.PIPE, text=True) for way in ways]
    pace = Pace(tmp_path, ways, publications // 10)
    try:
        for number in range(1, 10 * publications):
            if number > publications and pace.is_enough():
                break
            put(output, contents[number % 2][0], number)
            pace.keep(number)
    finally:
        (tmp_path / "stop").touch()
        saw = [json.loads(reader.communicate(timeout=PATIENCE)[0]) for reader in readers]
    for each in saw:
        assert each["errors"] == []
        assert each["mixtures"] == 0
        assert each["contents"] == 2, "it saw no publication"
        assert each["questions"] > 100
