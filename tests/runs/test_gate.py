"""A run is judged before it is published: what stops it, what is kept of it, and how it is accepted."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from flows.ask.query import query
from flows.publish.snapshot.published import current_snapshot, kept_candidate, read_manifest, snapshot_ids, verify
from flows.runs.job import Report, run
from flows.runs.options import RunConfig
from flows.validate.gate.check import check
from tests.cli.test_gate import CONTRADICTION


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(12):
        words = f"Homs is a city of Syria, and this is page {number} of twelve.\n"
        (folder / f"{number:02}.txt").write_text(words, encoding="utf-8")
    return folder


@pytest.fixture
def config(pages: Path, tmp_path: Path) -> RunConfig:
    return RunConfig((str(pages),), tmp_path / "out", workers=1)


def lose(pages: Path, count: int = 6) -> None:
    for number in range(count):
        (pages / f"{number:02}.txt").unlink()


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.parquet"))}


def never(*_arguments: object) -> object:
    raise AssertionError("nothing is to be made again")


def current(config: RunConfig) -> Path:
    return (config.output / "current").resolve()


def stopped(config: RunConfig, pages: Path) -> tuple[Report, Report]:
    first = run(config)
    lose(pages)
    return first, run(config)


def test_lost_inputs_stop_the_publication_and_the_candidate_is_kept_whole(config: RunConfig, pages: Path) -> None:
    first, report = stopped(config, pages)
    assert not report.is_published
    assert report.failures[0].headline.startswith(
        "documents: kept_rows is 0.5, at least 0.8 is expected (6 rows, 12 before)"
    )
    assert current(config) == first.snapshot_dir
    candidate = kept_candidate(config.output)
    assert candidate is not None
    assert candidate.path == report.snapshot_dir == config.output / "candidates" / report.snapshot_id
    assert verify(candidate) == ()
    assert {path.name for path in candidate.path.iterdir()} == {path.name for path in first.snapshot_dir.iterdir()}
    assert query(candidate.path, "SELECT count(*) FROM documents").rows == ((6,),)
    found = [finding for finding in check(candidate.path).findings if finding.level == "error"]
    assert tuple(found) == report.failures, "check says the same"
    assert check(config.output).is_ok


def test_a_loss_within_the_allowance_is_published(config: RunConfig, pages: Path) -> None:
    run(config)
    lose(pages, 2)
    assert run(config).is_published


@pytest.mark.slow
def test_documents_are_guarded_also_when_options_or_code_changed(
    config: RunConfig, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(config)
    lose(pages)
    assert not run(replace(config, facts_only=True)).is_published
    monkeypatch.setattr("flows.runs.output.code_version", lambda: "another")
    assert not run(config).is_published


@pytest.mark.slow
def test_an_accepted_candidate_is_moved_in_without_processing(
    config: RunConfig, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, report = stopped(config, pages)
    made = digests(report.snapshot_dir)
    monkeypatch.setattr("flows.runs.corpus.assemble.assemble", never)
    accepted = run(replace(config, accept=True))
    assert accepted.is_published
    assert not accepted.is_unchanged
    assert accepted.failures == ()
    assert (accepted.documents, accepted.edits, accepted.issues) == (report.documents, report.edits, report.issues)
    assert "accepted when it was published" in str(accepted.warnings[0])
    assert digests(accepted.snapshot_dir) == made
    assert current(config) == accepted.snapshot_dir
    assert not (config.output / "candidates").exists()
    info = read_manifest(accepted.snapshot_dir)
    assert info.accepted == (report.failures[0].headline,)
    assert (info.previous, verify(info)) == (first.snapshot_id, ())
    assert query(config.output, "SELECT count(*) FROM documents").rows == ((6,),)
    judged = check(config.output)
    assert (judged.errors, judged.warnings) == (0, 1)
    again = run(config)
    assert (again.is_unchanged, again.failures, len(again.warnings)) == (True, (), 1)


@pytest.mark.slow
def test_a_candidate_that_was_changed_is_made_again(config: RunConfig, pages: Path) -> None:
    _, report = stopped(config, pages)
    path = report.snapshot_dir / "tags.parquet"
    content = bytearray(path.read_bytes())
    content[8] ^= 1
    path.write_bytes(content)
    accepted = run(replace(config, accept=True))
    assert accepted.is_published
    assert verify(read_manifest(accepted.snapshot_dir)) == ()


@pytest.mark.slow
def test_accepting_processes_again_when_the_inputs_are_others(config: RunConfig, pages: Path) -> None:
    _, report = stopped(config, pages)
    (pages / "06.txt").write_text("Another page about Homs.\n", encoding="utf-8")
    accepted = run(replace(config, accept=True))
    assert accepted.is_published
    assert digests(accepted.snapshot_dir) != digests(report.snapshot_dir)


@pytest.mark.slow
def test_only_the_newest_candidate_is_kept(config: RunConfig, pages: Path) -> None:
    _, report = stopped(config, pages)
    (pages / "06.txt").write_text("Another page about Homs.\n", encoding="utf-8")
    again = run(config)
    assert again.snapshot_id != report.snapshot_id
    assert snapshot_ids(config.output, "candidates") == (again.snapshot_id,)


@pytest.mark.slow
def test_a_stopped_run_is_judged_again_without_processing(
    config: RunConfig, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, report = stopped(config, pages)
    monkeypatch.setattr("flows.runs.corpus.assemble.assemble", never)
    again = run(config)
    assert (again.is_published, again.failures) == (False, report.failures)
    assert len(snapshot_ids(config.output, "candidates")) == 1


def test_when_the_inputs_are_back_the_candidate_goes(config: RunConfig, pages: Path) -> None:
    texts = {path: path.read_text() for path in pages.iterdir()}
    first, _ = stopped(config, pages)
    for path, text in texts.items():
        path.write_text(text)
    again = run(config)
    assert (again.is_unchanged, again.snapshot_id) == (True, first.snapshot_id)
    assert kept_candidate(config.output) is None


def test_strict_stops_at_a_violation_and_without_it_the_candidate_is_published(
    config: RunConfig, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pages / "x.txt").write_text(CONTRADICTION, encoding="utf-8")
    strict = run(replace(config, strict=True))
    assert not strict.is_published
    assert strict.failures[0].headline.startswith("violations: 1 rows broke the contract, --strict allows none")
    assert current_snapshot(config.output) is None
    monkeypatch.setattr("flows.runs.corpus.assemble.assemble", never)
    plain = run(config)
    assert plain.is_published
    assert plain.failures == ()
    again = run(replace(config, strict=True))
    assert (again.is_unchanged, again.is_published, len(again.failures)) == (True, True, 1)


@pytest.mark.slow
def test_without_a_snapshot_before_a_missed_minimum_stops_too(config: RunConfig, pages: Path) -> None:
    for path in pages.iterdir():
        path.write_text(CONTRADICTION, encoding="utf-8")
    report = run(config)
    assert not report.is_published
    assert report.failures[0].headline.startswith("conflicts: accepted is 0")
    assert current_snapshot(config.output) is None
    accepted = run(replace(config, accept=True))
    assert accepted.is_published
    assert json.loads((accepted.snapshot_dir / "snapshot.json").read_text())["accepted"]


@pytest.mark.slow
def test_a_damaged_snapshot_still_guards_by_its_counts(config: RunConfig, pages: Path) -> None:
    first = run(config)
    (first.snapshot_dir / "documents.parquet").unlink()
    lose(pages)
    assert not run(config).is_published


@pytest.mark.slow
def test_old_snapshots_go_and_the_current_one_stays(config: RunConfig) -> None:
    kept = [run(replace(config, full=True, keep=2, keep_for=0)).snapshot_id for _ in range(4)]
    assert set(snapshot_ids(config.output)) == set(kept[-2:])
    last = run(replace(config, full=True, keep=1, keep_for=0))
    assert snapshot_ids(config.output) == (last.snapshot_id,)


def test_an_unchanged_run_opens_no_database(config: RunConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    run(config)
    monkeypatch.setattr("duckdb.connect", never)
    assert run(config).is_unchanged
