"""A folder counts as a new output where it is empty, or holds what a run leaves that is killed as it begins."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.errors import PublishError
from flows.publish.snapshot.mark import MARK, MARK_TEXT, SIGNATURE, is_output
from tests.publish.snapshot.test_mark import begin, tree
from tests.publish.snapshot.test_publishing import put


@pytest.mark.parametrize("kept", [0, 1, len(SIGNATURE) - 1, len(SIGNATURE), len(MARK_TEXT) - 1])
def test_a_half_written_mark_counts_and_is_completed(kept: int, tmp_path: Path) -> None:
    (tmp_path / MARK).write_bytes(MARK_TEXT[:kept])
    assert is_output(tmp_path)
    begin(tmp_path)
    assert (tmp_path / MARK).read_bytes() == MARK_TEXT


@pytest.mark.parametrize("kept", [0, 1, len(SIGNATURE) - 1, len(SIGNATURE), len(MARK_TEXT) - 1])
@pytest.mark.parametrize(
    "name",
    [
        ".staging-12/notes.txt",
        ".state/entries-7.arrow",
        "LATEST.json",
        "mine/notes.txt",
        "snapshots/a",
        ".lock",
        ".lock/a",
    ],
)
def test_a_half_written_mark_says_nothing_about_a_folder_with_other_files(kept: int, name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("mine")
    (tmp_path / MARK).write_bytes(MARK_TEXT[:kept])
    before = tree(tmp_path)
    assert not is_output(tmp_path)
    with pytest.raises(PublishError, match="not empty"):
        begin(tmp_path)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("owner", ["", "123\n"])
def test_a_half_written_mark_counts_beside_a_lock_file_of_ours(owner: str, tmp_path: Path) -> None:
    (tmp_path / MARK).write_bytes(MARK_TEXT[:9])
    (tmp_path / ".lock").write_text(owner)
    assert is_output(tmp_path)
    begin(tmp_path)
    assert (tmp_path / MARK).read_bytes() == MARK_TEXT


def test_a_half_written_mark_is_completed_where_a_manifest_tells_whose_folder_it_is(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / MARK).write_bytes(b"")
    assert is_output(tmp_path)
    begin(tmp_path)
    assert (tmp_path / MARK).read_bytes() == MARK_TEXT


@pytest.mark.parametrize("kept", [None, 0])
def test_a_freshly_formatted_disk_counts_as_empty(kept: int | None, tmp_path: Path) -> None:
    (tmp_path / "lost+found").mkdir()
    if kept is not None:
        (tmp_path / MARK).write_bytes(MARK_TEXT[:kept])
    begin(tmp_path)
    assert tree(tmp_path) == {MARK: MARK_TEXT, ".lock": f"{os.getpid()}\n".encode(), "lost+found": None}


@pytest.mark.parametrize("name", ["lost+found", "lost+found/mine", "lost+found/../mine"])
def test_what_was_found_on_a_disk_or_lies_beside_it_is_somebodys(name: str, tmp_path: Path) -> None:
    if "/" in name:
        (tmp_path / "lost+found").mkdir()
    (tmp_path / name).write_text("mine")
    with pytest.raises(PublishError, match="not empty"):
        begin(tmp_path)
    assert MARK not in os.listdir(tmp_path)
