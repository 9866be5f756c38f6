"""The whole job: the same bytes whatever the workers, what is told of unchanged input, and bad input beside good."""

from __future__ import annotations

import hashlib
import math
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.errors import InputError
from flows.model import document_id
from flows.runs import batch, workers
from flows.runs.job import Report, run
from flows.runs.limits import Limits
from flows.runs.options import RunConfig
from flows.runs.runners import DirectRunner
from flows.runs.workers import Died

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def digests(snapshot: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(snapshot.glob("*.parquet"))}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    shutil.copytree(SEEDS, folder)
    return folder


def test_batches_and_workers_do_not_change_a_byte(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run(RunConfig((str(pages),), tmp_path / "one", workers=1))
    monkeypatch.setattr(batch, "BATCH_DOCUMENTS", 2)
    cut = run(RunConfig((str(pages),), tmp_path / "two"), DirectRunner(2))
    assert digests(whole.snapshot_dir) == digests(cut.snapshot_dir)


def test_unchanged_input_is_said_to_be_so_and_changed_input_is_not(pages: Path, tmp_path: Path) -> None:
    config = RunConfig((str(pages),), tmp_path / "out", workers=1)
    first = run(config)
    again = run(config)
    assert (first.is_unchanged, again.is_unchanged) == (False, True)
    assert again.snapshot_id == first.snapshot_id
    assert (again.rows, again.edits, again.issues) == (first.rows, first.edits, first.issues)
    page = next(pages.glob("004*"))
    page.write_bytes(page.read_bytes().replace(b"72 killed", b"73 killed"))  # same size
    third = run(config)
    assert not third.is_unchanged
    assert third.snapshot_id != first.snapshot_id
    assert not run(RunConfig((str(pages),), tmp_path / "out", workers=1, facts_only=True)).is_unchanged


@pytest.mark.slow
def test_full_makes_the_same_bytes_again(pages: Path, tmp_path: Path) -> None:
    first = run(RunConfig((str(pages),), tmp_path / "out", workers=1))
    again = run(RunConfig((str(pages),), tmp_path / "out", workers=1, full=True))
    assert not again.is_unchanged
    assert digests(first.snapshot_dir) == digests(again.snapshot_dir)


def test_bad_input_is_named_and_the_rest_is_published(pages: Path, tmp_path: Path) -> None:
    (pages / "empty.txt").write_bytes(b"")
    (pages / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    umlauts = "= Übersicht =\n\nStraße und Übung, Größe, Mädchen, für drei Brüder – fünf Öfen, süß, möglich, später. "
    (pages / "latin.txt").write_bytes(umlauts.encode() * 2 + b"caf\xe9 na\xefve\n")
    (pages / "broken.md").write_text("---\ntitle: [a\nauthor: 'b\n---\n\nThe words of the page.\n", encoding="utf-8")
    (pages / "folder.txt").mkdir()
    os.mkfifo(pages / "pipe.txt")
    (pages / "link.txt").symlink_to(pages / "empty.txt")
    report = run(RunConfig((str(pages),), tmp_path / "out", workers=1))
    issues = pl.read_parquet(report.snapshot_dir / "issues.parquet")
    named = set(issues.select("source", "code").iter_rows())
    assert named >= {
        ("empty.txt", "empty-file"),
        ("picture.txt", "binary-file"),
        ("latin.txt", "invalid-utf8"),
        ("broken.md", "broken-front-matter"),
        ("folder.txt", "folder-for-file"),
        ("pipe.txt", "not-a-regular-file"),
        ("link.txt", "not-a-regular-file"),
    }
    documents = pl.read_parquet(report.snapshot_dir / "documents.parquet")
    assert documents.height == 5 + 2
    texts = dict(documents.select("source", "text").iter_rows())
    assert "café naïve" in texts["latin.txt"]
    assert "title: [a" in texts["broken.md"]
    assert "The words of the page." in texts["broken.md"]
    for row in documents.iter_rows(named=True):
        found = issues.filter(pl.col("document_id") == row["document_id"]).height
        assert found == row["issue_count"]


def test_equal_pages_are_named_as_duplicates(pages: Path, tmp_path: Path) -> None:
    original = next(pages.glob("002*"))
    shutil.copy(original, pages / "900_again.txt")
    report = run(RunConfig((str(pages),), tmp_path / "out", workers=1))
    documents = pl.read_parquet(report.snapshot_dir / "documents.parquet")
    named = dict(documents.filter(pl.col("duplicate_of").is_not_null()).select("source", "duplicate_of").iter_rows())
    assert named == {"900_again.txt": document_id(original.name)}


def test_facts_only_publishes_no_text_whose_licence_forbids_it(pages: Path, tmp_path: Path) -> None:
    report = run(RunConfig((str(pages),), tmp_path / "out", workers=1, facts_only=True))
    documents = pl.read_parquet(report.snapshot_dir / "documents.parquet").to_dicts()
    withheld = [row for row in documents if row["text"] is None]
    assert [row["source"][:3] for row in withheld] == ["002"]
    assert withheld[0]["title"] == "Syrian Army Liberates City of Deir Ezzor from ISIL"
    key = withheld[0]["document_id"]
    for name in ("edits", "sections"):
        rows = pl.read_parquet(report.snapshot_dir / f"{name}.parquet").filter(pl.col("document_id") == key)
        assert all(row.get("text") is None and "before" not in row for row in rows.iter_rows(named=True))
    codes = pl.read_parquet(report.snapshot_dir / "issues.parquet").filter(pl.col("document_id") == key)["code"]
    assert "text-withheld" in codes.to_list()


def test_strict_repair_withholds_what_little_speaks_for(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    text = "é à ü ö ä ñ ç è ê ë Ã© stood here.\nJanuaryâ€“February\n"
    (tmp_path / "pages" / "a.txt").write_text(text, encoding="utf-8")
    config = RunConfig((str(tmp_path / "pages"),), tmp_path / "out", workers=1)

    def published(report: Report) -> tuple[str, list[tuple[str, float | None]], list[str]]:
        read = {
            name: pl.read_parquet(report.snapshot_dir / f"{name}.parquet") for name in ("documents", "edits", "issues")
        }
        edits = read["edits"].filter(pl.col("rule") == "mojibake").select("after", "score").rows()
        return read["documents"]["text"].item(), edits, [code for code in read["issues"]["code"] if "repair" in code]

    words, edits, codes = published(run(config))
    assert words.startswith("é à ü ö ä ñ ç è ê ë é stood here.\nJanuary–February")
    assert edits == [("é", 0.167), ("–", None)]
    assert codes == ["doubtful-repair"]

    strict = run(replace(config, strict_repair=True))
    assert not strict.is_unchanged
    words, edits, codes = published(strict)
    assert words.startswith("é à ü ö ä ñ ç è ê ë Ã© stood here.\nJanuary–February")
    assert edits == [("–", None)]
    assert codes == ["withheld-repair"]
    assert run(replace(config, strict_repair=True)).is_unchanged


def test_nothing_to_read_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no input file"):
        run(RunConfig((str(tmp_path / "empty"),), tmp_path / "out"))
    assert not (tmp_path / "out" / "current").exists()


def test_input_of_which_nothing_can_be_read_does_not_replace_the_snapshot(pages: Path, tmp_path: Path) -> None:
    first = run(RunConfig((str(pages),), tmp_path / "out", workers=1))
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "empty.txt").write_bytes(b"")
    (tmp_path / "bad" / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    with pytest.raises(InputError, match=r"none of the 2 inputs could be read \(empty.txt: empty-file"):
        run(RunConfig((str(tmp_path / "bad"),), tmp_path / "out", workers=1))
    assert (tmp_path / "out" / "current").resolve() == first.snapshot_dir


def test_a_broken_run_leaves_the_published_snapshot(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(RunConfig((str(pages),), tmp_path / "out", workers=1))
    before = digests(first.snapshot_dir)

    def no_space(_: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(batch, "process_batch", no_space)
    with pytest.raises(OSError, match="No space"):
        run(RunConfig((str(pages),), tmp_path / "out", workers=1, full=True))
    assert (tmp_path / "out" / "current").resolve() == first.snapshot_dir
    assert digests(tmp_path / "out" / "current") == before
    assert [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(".staging")] == []


def test_undoing_the_published_edits_gives_back_every_page(seeds: Any) -> None:
    from flows.model import Edit
    from flows.text.edits import undo

    for row in seeds.table("documents"):
        edits = [
            Edit(edit["step"], edit["rule"], edit["start"], edit["before"], edit["after"])
            for edit in seeds.rows("edits", row["source"])
        ]
        assert undo(row["text"], edits) == (SEEDS / row["source"]).read_text(encoding="utf-8")


def unlimited(_item: object) -> Limits:
    return Limits(3_600, 100_000)


def test_how_a_worker_died_stands_in_the_place_of_its_result() -> None:
    works = ["__import__('os')._exit(7)", "[].copy()", "__import__('os')._exit(9)"]
    outcomes = DirectRunner(2).map("process-batch", eval, works, lambda item, count: None, unlimited)
    assert outcomes == [Died("exit code 7"), [], Died("exit code 9")]


def test_an_error_of_a_worker_comes_back_with_the_place_where_it_arose() -> None:
    with pytest.raises(ValueError, match="math domain") as caught:
        DirectRunner(2).map("process-batch", math.sqrt, [1, -1], lambda item, count: None, unlimited)
    assert "in a worker process" in "".join(caught.value.__notes__)
    with pytest.raises(RuntimeError, match="cannot be sent to the run"):
        DirectRunner(2).map("process-batch", memoryview, [b"a", b"b"], lambda item, count: None, unlimited)


def test_a_worker_has_one_thread_of_polars_and_the_parent_its_own_environment() -> None:
    before = os.environ.get(workers.POLARS_THREADS)
    with workers.worker_pool(1) as pool:
        assert pool.do(eval, "__import__('polars').thread_pool_size()") == 1
    assert os.environ.get(workers.POLARS_THREADS) == before


def test_after_an_error_nothing_is_waited_for_and_no_more_is_begun(tmp_path: Path) -> None:
    waits = "import pathlib, signal; pathlib.Path({!r}).touch(); signal.pause()"
    works = [waits.format(str(tmp_path / str(number))) for number in range(19)]
    with pytest.raises(ZeroDivisionError):
        DirectRunner(2).map("process-batch", exec, ["1 / 0", *works], lambda item, count: None, unlimited)
    assert len(list(tmp_path.iterdir())) <= 2  # the other worker's, and what the first had begun meanwhile
