"""Whole runs die by SIGKILL, at named stages and at random: what is current stays whole, and the next run makes good.

Kills at every single system call of a publication are in ``tests/publish/snapshot/test_snapshot_kills.py``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL")

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("kind", "kills"),
    [
        ("one", 1),
        *(
            pytest.param(kind, kills, marks=pytest.mark.slow)
            for kind, kills in (("stages", 50), ("random", 10), ("workers", 5), ("held", 4))
        ),
    ],
)
def test_a_killed_run_leaves_nothing_that_the_next_one_does_not_make_good(
    kind: str, kills: int, tmp_path: Path
) -> None:
    words = [sys.executable, "-m", "tests.runs.dying_runs", str(tmp_path), kind]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    assert [outcome for outcome in outcomes if outcome["faults"]] == []
    assert [outcome["ended"] for outcome in outcomes] == [-9] * kills, outcomes
