"""The interruptions themselves: what they strike, and what they leave alone."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.safety.interruptions import Killed, interrupted


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return an output folder with a file; there is another folder beside it."""
    for name in ("out", "beside"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "old").write_text("old")
    return tmp_path


def test_a_dead_run_does_nothing_more(place: Path) -> None:
    with interrupted(place / "out", 2, is_kill=True):
        (place / "out" / "first").write_text("done")
        for act in ((place / "out" / "old").unlink, (place / "out" / "old").read_text, (place / "out" / "new").mkdir):
            with pytest.raises(Killed):
                act()
        (place / "beside" / "new").write_text("no matter")
    assert sorted(os.listdir(place / "out")) == ["first", "old"]
    (place / "out" / "old").unlink()


def test_a_full_disk_refuses_what_needs_space_and_still_deletes(place: Path) -> None:
    out = place / "out"
    with interrupted(out, 1, is_kill=False), (place / "beside" / "old").open() as file:
        for act in ((out / "new").touch, (out / "new").mkdir, lambda: (out / "old").rename(out / "new")):
            with pytest.raises(OSError, match="No space left") as raised:
                act()
            assert raised.value.errno == errno.ENOSPC
        with pytest.raises(OSError, match="No space left"):
            os.fsync(file.fileno())
        assert (out / "old").read_text() == "old"
        (out / "old").unlink()
    assert os.listdir(out) == []


def test_a_run_that_ends_before_is_told(place: Path) -> None:
    with interrupted(place / "out", 3, is_kill=True) as interruption:
        (place / "out" / "new").write_text("done")
    assert interruption.left == 2
