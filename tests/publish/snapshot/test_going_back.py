"""Going back to an earlier snapshot: to which, and only to a whole one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.errors import SnapshotError
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.pointers import make_current
from flows.publish.snapshot.published import current_snapshot
from tests.publish.snapshot.test_publishing import put


def test_rolling_back_goes_back_step_by_step(tmp_path: Path) -> None:
    infos = [put(tmp_path, minute=minute) for minute in range(3)]
    with output_lock(tmp_path) as lock:
        assert make_current(lock) == infos[1] == current_snapshot(tmp_path)
        assert make_current(lock) == infos[0]
        with pytest.raises(SnapshotError, match="no earlier snapshot"):
            make_current(lock)
        assert make_current(lock, infos[2].snapshot_id) == infos[2]
        with pytest.raises(SnapshotError, match="no snapshot \\.\\./"):
            make_current(lock, "../elsewhere")
    assert json.loads((tmp_path / "LATEST.json").read_text())["snapshot"] == infos[2].snapshot_id


def test_rolling_back_skips_what_was_rolled_back_before(tmp_path: Path) -> None:
    good, bad = put(tmp_path), put(tmp_path, 2, minute=1)
    with output_lock(tmp_path) as lock:
        make_current(lock)
    put(tmp_path, 3, minute=2)
    with output_lock(tmp_path) as lock:
        assert make_current(lock) == good != bad


def test_rolling_back_to_a_changed_snapshot_is_refused(tmp_path: Path) -> None:
    first, second = put(tmp_path), put(tmp_path, 2, minute=1)
    (first.path / "issues.jsonl").write_text("[]\n")
    with output_lock(tmp_path) as lock, pytest.raises(SnapshotError, match="changed after it was published"):
        make_current(lock)
    assert current_snapshot(tmp_path) == second
