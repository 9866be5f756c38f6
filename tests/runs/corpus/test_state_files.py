"""Whatever is in the folder of the state, a run reads what is right or everything; nothing of others is touched."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.errors import StateChangedError
from flows.publish.sealed_json import read_sealed, sealed_text
from flows.runs.corpus import assemble
from flows.runs.corpus.read_cache import load
from flows.runs.corpus.state_files import INDEX, PUBLISHED
from flows.runs.job import Report, run
from flows.runs.options import RunConfig
from tests.parts import first_and_rest
from tests.runs.dying_runs import digests, write_pages


@pytest.fixture
def config(tmp_path: Path) -> RunConfig:
    """Return the options of a run into an output where earlier pages are published."""
    write_pages(tmp_path / "pages", 1)
    config = RunConfig((str(tmp_path / "pages"),), tmp_path / "out", workers=1)
    run(config)
    write_pages(tmp_path / "pages", 2)
    return config


def state_of(config: RunConfig) -> Path:
    assert isinstance(config.output, Path)
    return config.output / ".state"


def run_as_undisturbed(config: RunConfig) -> Report:
    """Run, and let the tables be those of a run that knows nothing of earlier ones."""
    assert isinstance(config.output, Path)
    report = run(config)
    fresh = config.output.with_name("fresh")
    run(RunConfig(config.sources, fresh, workers=1))
    assert digests(config.output) == digests(fresh)
    return report


def in_place_of(name: str, make: Callable[[Path], object]) -> Callable[[Path], object]:
    def spoil(state: Path) -> None:
        path = next(state.glob(name))
        path.unlink()
        make(path)

    return spoil


def link(path: Path) -> None:
    path.symlink_to(path.parents[2] / "mine.txt")


def folder(path: Path) -> None:
    path.mkdir()
    (path / "mine.txt").write_text("mine")


SPOILT = {
    "null": in_place_of(INDEX, lambda path: path.write_bytes(b"null")),
    "deep": in_place_of(INDEX, lambda path: path.write_bytes(b"[" * 100_000)),
    "no seal": in_place_of(INDEX, lambda path: path.write_bytes(b"{}")),
    "cut": in_place_of("documents-*", lambda path: path.write_bytes(b"ARROW1")),
    "missing": in_place_of("documents-*", lambda _: None),
    "other types": in_place_of(INDEX, lambda path: path.write_text(sealed_text({"format": 2, "made_for": []}))),
    "published": in_place_of(PUBLISHED, lambda path: path.write_bytes(b"[]")),
    "link": in_place_of("documents-*", link),
    "linked index": in_place_of(INDEX, link),
    "folder": in_place_of(INDEX, folder),
    "folder of entries": in_place_of("entries-*", folder),
    "pipe": in_place_of(PUBLISHED, os.mkfifo),
}


@pytest.mark.parametrize("what", first_and_rest(SPOILT, quick=2))
def test_a_damaged_state_is_named_once_and_read_anew(what: str, config: RunConfig, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    SPOILT[what](state_of(config))
    named = [str(warning) for warning in run_as_undisturbed(config).warnings]
    if what == "other types":
        assert named == [], "sealed by another version"
    else:
        assert len(named) == 1
        assert named[0].startswith(str(state_of(config)))
        assert "every input is read again" in named[0]
    assert (tmp_path / "mine.txt").read_text() == "mine"
    kept = [path.read_text() for path in tmp_path.glob("out/.state.moved-*/*/mine.txt")]
    assert kept == (["mine"] if "folder" in what else [])
    assert run(config).warnings == ()
    assert run(config).is_unchanged


def test_a_state_of_an_earlier_version_is_no_damage(config: RunConfig) -> None:
    for name in (INDEX, PUBLISHED):
        content = read_sealed((state_of(config) / name).read_bytes())
        (state_of(config) / name).write_text(json.dumps(content | ({"format": 1} if name == INDEX else {})) + "\n")
    assert run_as_undisturbed(config).warnings == ()


def test_only_files_of_ours_are_removed(config: RunConfig) -> None:
    state = state_of(config)
    mine = {"notes.arrow", "mine-000001.arrow", "entries-a.arrow", ".notes.new", "documents-000001.arrow.bak", "state"}
    left = {"documents-000099.arrow", "entries-99.arrow", ".state.json.new", "page_lines-1000000.arrow"}
    for name in mine | left:
        (state / name).write_text("x")
    shutil.copytree(state, state / "copy")
    assert load(state.parent, "other code").entries == {}
    there = {path.name for path in state.iterdir()}
    assert there >= {*mine, "copy", INDEX}
    assert there.isdisjoint(left)
    assert {path.name for path in (state / "copy").iterdir()} >= left


@pytest.mark.parametrize("spoil", ["flip", "missing"])
def test_a_segment_that_changes_while_it_is_used_is_not_published(
    spoil: str, config: RunConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is whole when the run begins."""
    assert isinstance(config.output, Path)
    before, whole = digests(config.output), assemble.site_lines

    def spoiled(parts: object) -> object:
        path = next(state_of(config).glob("sections-000001.arrow"))
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.unlink() if spoil == "missing" else path.write_bytes(content)
        return whole(parts)  # type: ignore[arg-type]

    monkeypatch.setattr(assemble, "site_lines", spoiled)
    with pytest.raises(StateChangedError, match=r"sections-000001\.arrow: was changed while this run used it"):
        run(config)
    assert digests(config.output) == before
    monkeypatch.undo()
    assert "sections-000001.arrow" in str(run_as_undisturbed(config).warnings[0])
