"""Bytes that change by themselves: `check` names the file, the next run heals the output, no table is ever wrong."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from flows.cli.main import main
from flows.publish.snapshot.manifest import MANIFEST
from flows.publish.snapshot.published import CURRENT, LATEST, snapshot_ids
from flows.publish.table_files import WAREHOUSE
from flows.runs.corpus.read_cache import STATE
from flows.runs.job import run
from flows.runs.options import RunConfig
from tests.parts import few_and_all, first_and_rest
from tests.runs.dying_runs import digests, write_pages


class Made:
    """An output of two runs, the pages of the later one, and what its tables are; each test damages a copy."""

    def __init__(self, folder: Path) -> None:
        self.pages, self.base, self.copies = folder / "pages", folder / "base", folder
        for version in (1, 2):
            write_pages(self.pages, version)
            run(self.config(self.base))
        self.tables = digests(self.base)

    def config(self, output: Path) -> RunConfig:
        return RunConfig((str(self.pages),), output, workers=1)

    def copy(self) -> Path:
        output = self.copies / "damaged"
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(self.base, output, symlinks=True)
        return output


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("damage"))


class Told:
    """The command, and what it wrote: no traceback in any case."""

    def __init__(self, made: Made, output: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.made, self.output, self.capfd = made, output, capfd

    def __call__(self, *words: str) -> tuple[int, str, str]:
        self.capfd.readouterr()
        code = main(list(words))
        out, err = self.capfd.readouterr()
        assert "Traceback" not in err, err
        assert "panicked" not in err, err
        assert "fault of the program" not in err, err
        return code, out, err

    def check(self) -> tuple[int, list[str]]:
        code, out, err = self("check", str(self.output), "--format", "json")
        assert code != 2, err
        return code, [finding["where"] for finding in json.loads(out)["findings"] if finding["level"] == "error"]

    def run(self) -> tuple[dict[str, object], str]:
        code, out, err = self("run", str(self.made.pages), "--output", str(self.output), "--workers", "1", "--json")
        assert code == 0, err
        return json.loads(out), err

    def heal(self, where: str) -> None:
        """Let a run name the damage and heal it: then everything is whole, and nothing is left to do."""
        told, err = self.run()
        assert not told["is_unchanged"], where
        assert any(where in warning for warning in told["warnings"]), (where, told["warnings"])
        assert where in err
        assert digests(self.output) == self.made.tables
        assert self.check() == (0, [])
        again, _ = self.run()
        assert again["is_unchanged"], where
        assert again["warnings"] == []


def flips(files: list[Path], count: int, seed: str) -> Iterator[tuple[Path, int]]:
    """Yield files and a bit of each, every file once before any comes again."""
    chance = random.Random(seed)
    for number in range(count):
        path = files[number % len(files)]
        yield path, chance.randrange(8 * path.stat().st_size)


def flip(path: Path, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


@pytest.mark.parametrize("count", few_and_all(4, 25))
def test_every_flip_of_what_is_published_is_found_and_healed(
    count: int, made: Made, capfd: pytest.CaptureFixture[str]
) -> None:
    files = [made.base / LATEST, *sorted((made.base / "current").iterdir())]
    random.Random(count).shuffle(files)
    for path, bit in flips(files, count, "published"):
        output = made.copy()
        flip(output / path.relative_to(made.base), bit)
        told = Told(made, output, capfd)
        code, found = told.check()
        assert (code, path.name in found) == (1, True), (path.name, bit, found)
        told.heal(path.name)


@pytest.mark.parametrize("count", few_and_all(4, 40))
def test_no_flip_of_the_state_makes_a_wrong_table(count: int, made: Made, capfd: pytest.CaptureFixture[str]) -> None:
    names = ("state.json", "published.json")
    files = sorted((made.base / STATE).iterdir(), key=lambda path: (path.name not in names, path.name))
    told = {name: made.pages / name for name in ("more.txt", "dump0.md")}
    kept = told["dump0.md"].read_bytes()
    try:
        told["more.txt"].write_bytes(b"One more page of the valley.\n")
        told["dump0.md"].write_bytes(kept.replace(b"Valley Army", b"Coast Guard"))
        run(made.config(made.copies / "undisturbed"))
        for path, bit in flips(files if count > len(files) else files[:count], count, "state"):
            output = made.copy()
            flip(output / path.relative_to(made.base), bit)
            summary, _ = Told(made, output, capfd).run()
            assert digests(output) == digests(made.copies / "undisturbed"), (path.name, bit)
            assert any(STATE in warning for warning in summary["warnings"]), (path.name, bit)
    finally:
        told["more.txt"].unlink()
        told["dump0.md"].write_bytes(kept)


@pytest.mark.parametrize("count", few_and_all(4, 40))
def test_every_flip_of_a_manifest_is_found_by_who_reads_it(
    count: int, made: Made, capfd: pytest.CaptureFixture[str]
) -> None:
    manifests = sorted(made.base.glob(f"snapshots/*/{MANIFEST}"))
    assert len(manifests) == 2
    for path, bit in flips(manifests, count, "manifest"):
        output = made.copy()
        damaged = output / path.relative_to(made.base)
        flip(damaged, bit)
        told = Told(made, output, capfd)
        assert told("check", str(damaged.parent))[0] == 1, bit
        _, _, err = told("history", "--output", str(output))
        assert damaged.parent.name in err, bit
        code, _, err = told("rollback", damaged.parent.name, "--output", str(output))
        assert (code, str(damaged) in err) == (2, True), bit
        told.run()
        assert digests(output) == made.tables
        assert told.check()[0] == 0


def lose_the_way(output: Path) -> str:
    (output / CURRENT).unlink()
    (output / CURRENT).symlink_to("snapshots/20261122T120000Z-3f9a1c2e")
    return "20261122T120000Z-3f9a1c2e"


def lose_the_catalogue(output: Path) -> str:
    (output / WAREHOUSE).unlink()
    return WAREHOUSE


def lose_the_link(output: Path) -> str:
    (output / CURRENT).unlink()
    return WAREHOUSE


def lose_the_snapshot(output: Path) -> str:
    folder = (output / CURRENT).resolve()
    shutil.rmtree(folder)
    return folder.name


def lose_the_digits(output: Path) -> str:
    """Let ``LATEST.json`` name the snapshot before, where it decides."""
    now, before = snapshot_ids(output)
    for name in (CURRENT, WAREHOUSE):
        (output / name).unlink()
    latest = output / LATEST
    latest.write_text(latest.read_text().replace(now, before))
    return LATEST


@pytest.mark.parametrize(
    "lose",
    first_and_rest([lose_the_way, lose_the_digits, lose_the_catalogue, lose_the_link, lose_the_snapshot], quick=2),
)
def test_a_pointer_that_leads_elsewhere_is_found_and_healed(
    lose: Callable[[Path], str], made: Made, capfd: pytest.CaptureFixture[str]
) -> None:
    output = made.copy()
    where = lose(output)
    told = Told(made, output, capfd)
    assert told.check()[0] == 1
    told.heal(where)


def test_a_warehouse_with_additions_is_kept_until_there_is_something_to_publish(
    made: Made, capfd: pytest.CaptureFixture[str]
) -> None:
    output = made.copy()
    (output / CURRENT / WAREHOUSE).chmod(0o644)
    with duckdb.connect(str(output / WAREHOUSE)) as mine:
        mine.execute("CREATE TABLE mine AS FROM documents")
    told = Told(made, output, capfd)
    assert told.check() == (0, [])
    _, shown, _ = told("check", str(output), "--strict")
    assert "notice: warehouse.duckdb: has more than was published: table mine" in shown
    for _ in range(2):
        summary, err = told.run()
        assert summary["is_unchanged"]
        assert "table mine" in err
    before, _, _ = told("rollback", "--output", str(output))
    assert before == 0
    kept = max(snapshot_ids(output))
    assert told("rollback", kept, "--output", str(output))[0] == 0, "no damage, so it can be gone back to"
    with duckdb.connect(str(output / WAREHOUSE), read_only=True) as mine:
        assert mine.execute("SELECT count(*) > 0 FROM mine").fetchall() == [(True,)]
    told.run()
    (output / CURRENT / WAREHOUSE).chmod(0o644)
    with duckdb.connect(str(output / WAREHOUSE)) as mine:
        mine.execute("DELETE FROM documents")
    assert told.check() == (1, [WAREHOUSE])
    told.heal(WAREHOUSE)
