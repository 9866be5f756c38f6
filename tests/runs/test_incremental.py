"""Runs that read only what is new or changed: the same bytes as a full run, whatever happened to the inputs."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest

from flows.runs import batch, job
from flows.runs.corpus import read_cache, row_segments
from flows.runs.corpus.read_cache import STATE
from flows.runs.job import Report, run
from flows.runs.options import RunConfig
from tests.parts import first_and_rest, given

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
LETTER = "Get our morning letter, with all that matters in the valley, 7 days a week."
SITE = "valley.example"


def page(number: int, sides: str) -> bytes:
    """Return a browser's page of a battle whose columns show no cut, so that only other pages tell the sides."""
    return (
        f"Battle of Hill {number}\nPart of the Valley War\nDate\t{number % 27 + 1} May 1911\nLocation\tHill {number}\n"
        f"Belligerents\n{sides}\nCommanders and leaders\nAda Low Max Hart\nStrength\n{number * 7} men\n"
    ).encode()


def dump(number: int, one: str, other: str) -> bytes:
    """Return a dump of a battle that names its sides."""
    return (
        f"Battle of Ford {number}\n\n## Infobox military conflict\n\n- Conflict: Battle of Ford {number}\n"
        f"- Partof: the Valley War\n- Date: {number % 27 + 1} June 1911\n- Combatant1: {one}\n- Combatant2: {other}\n"
        f"- Commander1: Ada Low\n- Commander2: Max Hart\n- Casualties1: {number} killed\n\nIt rained.\n"
    ).encode()


def article(number: int, with_letter: bool) -> bytes:
    """Return a page of a site, most of which carry the same line."""
    lines = [f"The river rose {number} metres in one night and reached the old bridge before dawn.", ""]
    lines += [LETTER, ""] if with_letter else []
    lines += [f"Nobody was hurt, said the mayor of the {number} houses that lie below it, and work went on.", ""]
    menu = "Home\nAbout us\nContact\nShare on Facebook\nTweet\nSubscribe to our newsletter\n\n"
    return (f"{menu}The flood of {number}\n\n" + "\n".join(lines) + "\nRelated posts\nPrivacy Policy\n").encode()


def contents() -> st.SearchStrategy[bytes]:
    names = ("Valley Army", "Hill League", "Coast Guard", "River Men")
    return st.one_of(
        st.builds(page, st.integers(1, 9), st.sampled_from(["Valley Army Hill League", "Hill League Coast Guard"])),
        st.builds(dump, st.integers(1, 9), st.sampled_from(names), st.sampled_from(names)),
        st.builds(article, st.integers(1, 9), st.booleans()),
        st.sampled_from([b"", b"\x89PNG\r\n\x1a\n" + bytes(64), "Ein kurzer Satz \xe2\x80\x93 mehr nicht.\n".encode()]),
    )


NAMES = st.sampled_from([f"{SITE}/{letter}.txt" for letter in "abcdefgh"] + ["x.txt", "y.txt", "z.md"])
STEPS = st.one_of(
    st.tuples(st.just("write"), NAMES, contents()),
    st.tuples(st.just("delete"), NAMES, NAMES),
    st.tuples(st.just("rename"), NAMES, NAMES),
    st.tuples(st.just("touch"), NAMES, NAMES),
    st.tuples(st.just("origin"), NAMES, NAMES),
)


def act(folder: Path, step: tuple[str, str, Any]) -> None:
    what, name, other = step
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if what == "write":
        path.write_bytes(other)
    elif what == "origin":
        (folder / "sources.toml").write_text(f'[[file]]\nname = "{name}"\npublisher = "{other}"\n')
    elif path.exists():
        if what == "delete":
            path.unlink()
        elif what == "touch":
            os.utime(path, (1_000_000_000, 1_000_000_000))
        else:
            (folder / other).parent.mkdir(parents=True, exist_ok=True)
            path.rename(folder / other)


def digests(report: Report) -> dict[str, str]:
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in report.snapshot_dir.glob("*.parquet")}
    return found | {"issues.jsonl": (report.snapshot_dir / "issues.jsonl").read_text()}


@given(1, 12, st.lists(st.lists(STEPS, min_size=1, max_size=5), min_size=2, max_size=5), st.integers(0, 9))
def test_any_sequence_of_changes_gives_what_a_full_run_gives(
    rounds: list[list[tuple[str, str, Any]]], start: int
) -> None:
    with tempfile.TemporaryDirectory() as home:
        assert_same_as_full(Path(home), rounds, start)


def assert_same_as_full(home: Path, rounds: list[list[tuple[str, str, Any]]], start: int) -> None:
    folder = home / "pages"
    folder.mkdir()
    (folder / "anchor.txt").write_bytes(dump(9, "Valley Army", "Hill League"))
    for number in range(start):
        act(folder, ("write", f"{SITE}/{'abcdefgh'[number % 8]}.txt", article(number, with_letter=True)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "BATCH_DOCUMENTS", 3)
        patch.setattr(row_segments, "CHUNK_DOCUMENTS", 4)
        patch.setattr(read_cache, "MOST_SEGMENTS", 3)
        for steps in rounds:
            for step in steps:
                act(folder, step)
            made = run(RunConfig((str(folder),), home / "out", workers=1))
            shutil.rmtree(home / "full", ignore_errors=True)
            full = run(RunConfig((str(folder),), home / "full", workers=1))
            assert digests(made) == digests(full)
            assert (made.rows, made.issues, made.edits) == (full.rows, full.issues, full.edits)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    shutil.copytree(SEEDS, folder, ignore=shutil.ignore_patterns("sources.toml"))
    return folder


@pytest.fixture
def read_names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the documents that batches read, filled as runs go on."""
    names: list[str] = []
    whole = batch.process_batch

    def noted(work: batch.BatchJob) -> batch.BatchResult:
        names.extend(ref.source[:3] for ref in work.refs)
        return whole(work)

    monkeypatch.setattr(batch, "process_batch", noted)
    return names


def test_only_what_changed_is_read(pages: Path, tmp_path: Path, read_names: list[str]) -> None:
    config = RunConfig((str(pages),), tmp_path / "out", workers=1)
    run(config)
    assert sorted(read_names) == ["000", "001", "002", "003", "004"]
    read_names.clear()
    changed, removed = (next(pages.glob(f"{name}*")) for name in ("004", "002"))
    changed.write_bytes(changed.read_bytes() + b"\nOne more line.\n")
    removed.unlink()
    (pages / "900.txt").write_text("A new page.\n")
    report = run(config)
    assert sorted(read_names) == ["004", "900"]
    assert report.documents == 5
    read_names.clear()
    run(RunConfig((str(pages),), tmp_path / "out", workers=1, full=True))
    assert len(read_names) == 5


def test_a_new_time_alone_changes_nothing(pages: Path, tmp_path: Path, read_names: list[str]) -> None:
    config = RunConfig((str(pages),), tmp_path / "out", workers=1)
    first = run(config)
    for path in pages.iterdir():
        os.utime(path)
    assert run(config).snapshot_id == first.snapshot_id
    assert len(read_names) == 5


@pytest.mark.slow
def test_the_same_size_and_time_do_not_hide_another_content(pages: Path, tmp_path: Path) -> None:
    config = RunConfig((str(pages),), tmp_path / "out", workers=1)
    run(config)
    path = next(pages.glob("004*"))
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"72 killed", b"73 killed"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not run(config).is_unchanged


def test_a_look_at_size_and_time_is_enough(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_cache, "_SETTLED_NS", -1 << 62)  # as if all files had been written long ago
    config = RunConfig((str(pages),), tmp_path / "out", workers=1)
    run(config)
    monkeypatch.setattr(job, "read", lambda ref: pytest.fail(f"{ref.source} was opened"))
    assert run(config).is_unchanged


@pytest.mark.slow
def test_other_options_read_anew(pages: Path, tmp_path: Path, read_names: list[str]) -> None:
    run(RunConfig((str(pages),), tmp_path / "out", workers=1))
    run(RunConfig((str(pages),), tmp_path / "out", workers=1, strict_repair=True))
    assert len(read_names) == 10


@pytest.mark.parametrize("damage", first_and_rest(["flip", "cut", "index", "gone", "format"]))
def test_a_damaged_state_is_read_anew(damage: str, pages: Path, tmp_path: Path, read_names: list[str]) -> None:
    output = tmp_path / "out"
    config = RunConfig((str(pages),), output, workers=1)
    before = digests(run(config))
    file = next((output / STATE).glob("edits-*"))
    if damage == "flip":
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[:99])
    elif damage == "gone":
        shutil.rmtree(output / STATE)
    else:
        (output / STATE / "state.json").write_text("{" if damage == "index" else '{"format": 99}')
    (pages / "900.txt").write_text("A new page.\n")
    run(config)
    assert len(read_names) == 5 + 6
    (pages / "900.txt").unlink()
    assert digests(run(config)) == before


@pytest.mark.slow
def test_after_a_rollback_the_state_still_serves(pages: Path, tmp_path: Path, read_names: list[str]) -> None:
    from flows.publish.snapshot.lock import output_lock
    from flows.publish.snapshot.pointers import make_current

    config = RunConfig((str(pages),), tmp_path / "out", workers=1)
    first = run(config)
    (pages / "900.txt").write_text("A new page.\n")
    second = run(config)
    read_names.clear()
    with output_lock(tmp_path / "out") as lock:
        make_current(lock, first.snapshot_id)
    third = run(config)
    assert read_names == []
    assert digests(third) == digests(second) != digests(first)
