"""One run at a time publishes into a folder: the second ends or waits, and a dead process holds nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.errors import LockHeldError
from flows.publish.snapshot.lock import output_lock

HOLDER = """
import pathlib, sys, time
from flows.publish.snapshot.lock import output_lock
with output_lock(pathlib.Path(sys.argv[1])):
    print('held', flush=True)
    time.sleep(60)
"""


@contextmanager
def holder(output: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Give a process that holds the lock; it is killed at the end, and so leaves everything as it is."""
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(output)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        try:
            yield process
        finally:
            process.kill()


def take(output: Path, wait: float = 0) -> None:
    with output_lock(output, wait) as lock:
        assert (lock.output / ".lock").read_text() == f"{os.getpid()}\n"


def test_only_one_run_publishes(tmp_path: Path) -> None:
    with output_lock(tmp_path), pytest.raises(LockHeldError, match=rf"another run .* \(pid {os.getpid()}\)"):
        take(tmp_path)
    take(tmp_path)


def test_another_process_is_kept_out_and_its_death_opens_the_lock(tmp_path: Path) -> None:
    with holder(tmp_path) as process, pytest.raises(LockHeldError, match=f"pid {process.pid}") as told:
        take(tmp_path)
    assert "--wait" in told.value.remedy
    assert (tmp_path / ".lock").read_text() == f"{process.pid}\n", "the dead process could not clean up"
    take(tmp_path)


def test_a_run_waits_until_the_other_is_dead(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        timer = threading.Timer(0.05, process.kill)
        timer.start()
        take(tmp_path, wait=60)
        timer.join()


def test_a_run_waits_no_longer_than_it_was_told(tmp_path: Path) -> None:
    with output_lock(tmp_path), pytest.raises(LockHeldError, match="another run"):
        take(tmp_path, wait=0.01)
